import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { streamName } from '#event-catalogue';
import { textOf, unitsOf } from '../exact-units';
import { contribute, type Located, nothing } from './contribution';
import { type Contribution } from './leg';
import { type SettlementFact } from './settlement-fact';

type AccountRedenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>;
type DebtRedenominated = Extract<AccountPeriodEvent, { readonly type: 'DebtRedenominated' }>;

/** What accounts in a former currency are in the euro, and returns in it that are charged in the euro. */
export const redenominationFact = (event: AccountRedenominated | DebtRedenominated): SettlementFact | undefined => {
  if (event.type === 'AccountRedenominated') {
    const { account, currency, redenominatedOn: on, openItems } = event.data;
    const lessened = openItems.reduce((sum, { former, now }) => sum + unitsOf(former.open) - unitsOf(now.open), 0n);
    const pairs = openItems
      .filter(({ kind }) => kind !== 'charge')
      .map(({ kind, reference, beneficiary, former, now }) => ({ kind, reference, beneficiary, former: former.open, now: now.open }));
    return { kind: 'redenominated', account, currency, on, pairs, lessened: textOf(lessened) };
  }
  const { kind, subject, account, reference, currency, lines } = event.data;
  if (kind !== 'return' || subject === undefined || reference === undefined) return undefined;
  return {
    kind: 'returnChargeRedenominated',
    returnId: subject,
    account,
    reference,
    currency,
    lines: lines.map(({ beneficiary, former, now }) => ({ beneficiary, former, now })),
  };
};

/** By how much debts that are paid by themselves are another number in the euro, by the reference that a payment quotes. */
export const chargeChangesOf = ({ data }: AccountRedenominated): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const { kind, reference, former, now } of data.openItems)
    if (kind === 'charge') sums.set(reference, (sums.get(reference) ?? 0n) + unitsOf(former.open) - unitsOf(now.open));
  return sums;
};

/** What of a declaration's debt was assessed in the former currency and is charged in the euro. */
export const ofDebtRedenominated = (event: Located<DebtRedenominated>): Contribution => {
  const { of, kind, subject, account, formerCurrency, currency, lines } = event.data;
  if (subject === undefined || of === 'refund' || kind === 'return') return nothing;
  const sum = (side: 'former' | 'now'): string => textOf(lines.reduce((total, line) => total + unitsOf(line[side]), 0n));
  return contribute(event, streamName('declaration', subject), {
    kind: 'redenominated',
    account,
    formerCurrency,
    currency,
    former: sum('former'),
    now: sum('now'),
  });
};
