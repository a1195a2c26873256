import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type EuroChangeover, minorInEuro, sharedInEuro } from '#rules';
import { type AccountEvent } from './account.events';
import { byDueDate } from './due-order';
import { refuse } from './accounts.rejections';
import { type CarriedForward, carriedEventsAtOnce } from './carry-forward';
import { type OpenItem } from './open-items';
import { amountsOf, chunks, minorOf } from './period-amounts';
import { type UnappliedCash } from './unapplied-cash';

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data'];
type Item = Redenominated['openItems'][number];
type Cash = Redenominated['unapplied'][number];

/**
 * The account goes on in euro: `left` is what its last period in the former currency handed on. Where that is more than one append holds,
 * the answer is a part of it and the same is asked again, as another command, until it is told whole.
 */
export type RedenominateAccount = Readonly<{
  type: 'RedenominateAccount';
  changeover: EuroChangeover;
  /** First day that is kept in euro: that of the period that begins then. */
  redenominatedOn: string;
  left: CarriedForward;
}>;

/** Items and receipts of one event, within the 64 KiB it may have. */
const inOneEvent = 80;

/**
 * What is asked for in one sum (a statement, a return, a debt at a desk, a charge of interest) is one amount to be paid: it is converted
 * whole, and its lines share it in proportion, so that whoever converts the sum asked for pays to the cent.
 */
const inEuroByDebt = (items: readonly OpenItem[], changeover: EuroChangeover): readonly Readonly<{ former: OpenItem; now: OpenItem }>[] => {
  const debts = new Map<string, OpenItem[]>();
  for (const item of [...items].sort(byDueDate)) {
    const key = `${item.kind} ${item.reference}`;
    const known = debts.get(key);
    if (known === undefined) debts.set(key, [item]);
    else known.push(item);
  }
  return [...debts.values()].flatMap((lines) => {
    const shares = sharedInEuro(
      lines.map(({ open }) => open),
      changeover,
    );
    return lines.map((former, i) => ({ former, now: itemInEuro(former, shares[i] ?? 0n, changeover) }));
  });
};

/** What is held for all of a debt is held for all of it afterwards, and no part of a debt exceeds it. */
const itemInEuro = ({ secured = 0n, contested = 0n, ...item }: OpenItem, open: bigint, changeover: EuroChangeover): OpenItem => {
  const part = (of: bigint): bigint => {
    const own = of === item.open ? open : minorInEuro(of, changeover);
    return own < open ? own : open;
  };
  return { ...item, open, secured: part(secured), contested: part(contested) };
};

const cashInEuro = ({ receipt, amount, provisional }: UnappliedCash, changeover: EuroChangeover): Cash => ({
  receipt,
  former: amountsOf(changeover.currency)(amount),
  now: amountsOf('EUR')(minorInEuro(amount, changeover)),
  ...(provisional === undefined ? {} : { provisional }),
});

const sumsOf = ({ open, secured = 0n, contested = 0n }: OpenItem, currency: string): Item['now'] => {
  const text = amountsOf(currency);
  return {
    open: text(open),
    ...(secured === 0n ? {} : { secured: text(secured) }),
    ...(contested === 0n ? {} : { contested: text(contested) }),
  };
};

type Told = Readonly<{
  account: string;
  authority: string;
  holder: string;
  kind: Redenominated['kind'];
  currency: string;
  openedOn: string;
}>;

/** `told`: how many parts are told already. */
export const redenominateAccount = (
  { changeover, redenominatedOn, left }: RedenominateAccount,
  terms: Told,
  told: number,
): Decision<AccountEvent> => {
  if (terms.currency !== changeover.currency)
    return refuse('CURRENCY_MISMATCH', `the account is kept in ${terms.currency}`, { field: 'changeover.currency' });
  if (!isDay(redenominatedOn) || redenominatedOn < changeover.from || redenominatedOn < terms.openedOn)
    return refuse('PERIOD_RANGE_INVALID', `${changeover.currency} is kept until ${changeover.from}`, { field: 'redenominatedOn' });
  const items = chunks(inEuroByDebt(left.openItems, changeover), inOneEvent);
  const cash = chunks(
    [...left.unapplied].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)),
    inOneEvent,
  );
  const parts = Math.max(items.length, cash.length, 1);
  const { account, authority, holder, kind } = terms;
  const text = amountsOf('EUR');
  const both = (minor: bigint): NonNullable<Redenominated['limit']> => ({
    former: amountsOf(changeover.currency)(minor),
    now: text(minorInEuro(minor, changeover)),
  });
  const events = Array.from({ length: parts }, (_, i): AccountEvent => {
    const own = {
      openItems: (items[i] ?? []).map(({ former, now }): Item => {
        const { kind: debt, reference, taxType, beneficiary, dueOn } = former;
        return { kind: debt, reference, taxType, beneficiary, dueOn, former: sumsOf(former, changeover.currency), now: sumsOf(now, 'EUR') };
      }),
      unapplied: (cash[i] ?? []).map((one) => cashInEuro(one, changeover)),
    };
    const rounding = roundingOf(own, changeover);
    return {
      type: 'AccountRedenominated',
      data: {
        account,
        authority,
        holder,
        kind,
        formerCurrency: changeover.currency,
        currency: 'EUR',
        rate: changeover.rate,
        redenominatedOn,
        part: i + 1,
        parts,
        ...own,
        ...(rounding === 0n ? {} : { rounding: text(rounding) }),
        ...(i + 1 < parts || left.limit === undefined ? {} : { limit: both(left.limit) }),
        ...(i + 1 < parts || left.security === undefined ? {} : { share: both(left.security.share) }),
      },
    };
  });
  return accept(...events.slice(told, told + carriedEventsAtOnce));
};

/**
 * By how much the amounts of an event, each rounded, come to more than their sum rounded once: debts less cash, cents. Cash that is not
 * final stands on both sides.
 */
export const roundingOf = (
  { openItems, unapplied }: Pick<Redenominated, 'openItems' | 'unapplied'>,
  changeover: Pick<EuroChangeover, 'currency' | 'rate'>,
): bigint => {
  const net = (side: 'former' | 'now', currency: string): bigint => {
    const minor = minorOf(currency);
    const debts = openItems.reduce((sum, item) => sum + minor(item[side].open), 0n);
    return unapplied.reduce((sum, cash) => (cash.provisional === true ? sum : sum - minor(cash[side])), debts);
  };
  return net('now', 'EUR') - minorInEuro(net('former', changeover.currency), changeover);
};

/** What the next period begins with: what the parts of the event tell, together. */
export const leftInEuro = (events: readonly Redenominated[], left: CarriedForward): CarriedForward => {
  const minor = minorOf('EUR');
  const cash = new Map(events.flatMap(({ unapplied }) => unapplied.map(({ receipt, now }) => [receipt, minor(now)])));
  const [limit, share] = [events.at(-1)?.limit, events.at(-1)?.share];
  return {
    ...left,
    openItems: events.flatMap(({ openItems }) =>
      openItems.flatMap(({ former: _former, now, ...item }) =>
        minor(now.open) === 0n
          ? []
          : [
              {
                ...item,
                open: minor(now.open),
                ...(now.secured === undefined ? {} : { secured: minor(now.secured) }),
                ...(now.contested === undefined ? {} : { contested: minor(now.contested) }),
              },
            ],
      ),
    ),
    unapplied: left.unapplied.map((one) => ({ ...one, amount: cash.get(one.receipt) ?? 0n })),
    ...(limit === undefined ? {} : { limit: minor(limit.now) }),
    ...(left.security === undefined || share === undefined ? {} : { security: { ...left.security, share: minor(share.now) } }),
  };
};
