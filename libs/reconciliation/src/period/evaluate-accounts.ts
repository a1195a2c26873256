import { subjectOf } from '../break-subject';
import { type Break, type PeriodCase } from '../case';
import { endOfDay } from '../days';
import { type Contested, type KnownAccount, type OtherDebt } from '../debt-book';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type AccountPeriodState } from '../settlement-book';
import { disputeOf } from './dispute';
import { accountCaseKey } from './period-key';

/**
 * The cases of accounts that have something to say beside their periods: interest and penalties (B54), what secures them (B46), balances
 * that do not follow on each other (B60), debts in dispute (B61).
 */
export const evaluateAccounts = (context: EvaluationContext): readonly PeriodCase[] => {
  const { debts } = context.settlement;
  const chains = chainsOf(context);
  const disputed = debts.disputes();
  const othersOf = new Map<string, OtherDebt[]>();
  for (const other of debts.others.values()) othersOf.set(other.account, [...(othersOf.get(other.account) ?? []), other]);
  const cases: PeriodCase[] = [];
  for (const account of debts.accounts.values()) {
    const others = othersOf.get(account.account) ?? [];
    const breaks = [
      ...coverFaults(account, context),
      ...otherFaults(account, others, context),
      ...disputes(account, disputed.get(account.account) ?? [], context),
      ...chainFaults(account, chains.get(account.account) ?? [], context),
    ];
    if (breaks.length === 0 && others.length === 0) continue;
    const open = others.reduce((sum, { debt, reference, amount }) => sum + amount - debts.settled(account.account, debt, reference), 0n);
    const status = breaks.length > 0 ? 'broken' : open > 0n ? 'inTransit' : 'matched';
    const dueOn =
      others
        .map((debt) => debt.dueOn)
        .sort()
        .at(-1) ?? '';
    cases.push({
      key: accountCaseKey(account.account),
      kind: 'period',
      authority: account.authority,
      holder: account.holder,
      period: 'all',
      status,
      breaks,
      beneficiaries: [],
      ...(status === 'inTransit' ? { next: { leg: 'receipt', deadline: endOfDay(dueOn) } as const } : {}),
    });
  }
  return cases.sort((a, b) => (a.key < b.key ? -1 : 1));
};

/** Exposure beyond the share, or under a share that is no longer valid. */
const coverFaults = ({ account, holder, authority, currency }: KnownAccount, context: EvaluationContext): readonly Break[] => {
  const cover = context.settlement.debts.covers.get(account);
  if (cover === undefined) return [];
  const base = { subject: accountCaseKey(account), currency, criterion: `guarantee of ${holder} at ${authority}` };
  if (cover.validTo !== undefined && cover.validTo <= context.dayAt(authority) && cover.exposure > 0n)
    return [
      breakOf(context, 'B46', {
        ...base,
        amount: cover.exposure,
        since: `${cover.validTo}T00:00:00.000Z`,
        expected: 'a guarantee that is valid',
        found: `one that expired on ${cover.validTo}, with ${textOf(cover.exposure)} ${currency} to cover`,
        distance: textOf(cover.exposure),
      }),
    ];
  if (cover.over <= 0n) return [];
  return [
    breakOf(context, 'B46', {
      ...base,
      amount: cover.over,
      since: cover.since,
      expected: `at most ${textOf(cover.share)} ${currency}`,
      found: `${textOf(cover.share + cover.over)} ${currency}`,
      distance: textOf(cover.over),
    }),
  ];
};

const otherFaults = (
  { account, authority, currency }: KnownAccount,
  others: readonly OtherDebt[],
  context: EvaluationContext,
): readonly Break[] => {
  const { debts } = context.settlement;
  return others.flatMap((other) => {
    const open =
      other.amount - debts.settled(account, other.debt, other.reference) - debts.contestedOf(account, other.debt, other.reference);
    if (open <= 0n || context.dayAt(authority) <= other.dueOn) return [];
    return [
      breakOf(context, 'B54', {
        subject: subjectOf(accountCaseKey(account), other.debt, other.reference),
        amount: open,
        currency,
        since: endOfDay(other.dueOn),
        criterion: `payment of ${other.debt} ${other.reference}`,
        expected: `${textOf(other.amount)} ${currency} paid by ${other.dueOn}`,
        found: `${textOf(open)} ${currency} open`,
        distance: textOf(open),
      }),
    ];
  });
};

const disputes = ({ account }: KnownAccount, contested: readonly Contested[], context: EvaluationContext): readonly Break[] =>
  contested.map((one) => breakOf(context, 'B61', disputeOf(account, one.pair, one)));

const chainsOf = ({ settlement }: EvaluationContext): ReadonlyMap<string, readonly AccountPeriodState[]> => {
  const chains = new Map<string, AccountPeriodState[]>();
  for (const period of [...settlement.periods.values()].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    const known = chains.get(period.account);
    if (known === undefined) chains.set(period.account, [period]);
    else known.push(period);
  }
  return chains;
};

/** Each period begins with what the one before was closed with. */
const chainFaults = (
  { account, authority, currency }: KnownAccount,
  chain: readonly AccountPeriodState[],
  context: EvaluationContext,
): readonly Break[] =>
  chain.flatMap((period, i) => {
    const closing = chain[i - 1]?.statement?.closing;
    const handedOn = closing === undefined ? 0n : unitsOf(closing) - context.settlement.debts.lessenedOn(account, period.start);
    const distance = closing === undefined ? 0n : absolute(unitsOf(period.opening) - handedOn);
    if (closing === undefined || distance === 0n) return [];
    return [
      breakOf(context, 'B60', {
        subject: subjectOf(accountCaseKey(account), period.period),
        amount: distance,
        currency,
        since: `${period.start}T00:00:00.000Z`,
        criterion: `opening of ${authority} ${period.period}`,
        expected: `${textOf(handedOn)} ${currency}`,
        found: `${period.opening} ${currency}`,
        distance: textOf(distance),
      }),
    ];
  });
