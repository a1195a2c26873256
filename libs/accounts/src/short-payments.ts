import { Exact } from '#money';
import { addDays, type ShortPaymentRule } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName, type OpenItem } from './open-items';
import { exposureOf, type OpenPeriodState, type PeriodEventData } from './open-period';
import { amountsOf, chunks } from './period-amounts';
import { namesIn } from './remittance';
import { heldAgain, overLimitOf } from './security';
import { reopenedAgain } from './short-payments.state';
import { paidTogether, type ToleratedAs, type ToleratedDebt, toleratedOf, withTolerated } from './tolerated-debts';

type Received = PeriodEventData<'PaymentReceived'>;
type Reopened = PeriodEventData<'ToleratedRestReopened'>;
type ReopenedEvent = Extract<AccountPeriodEvent, { readonly type: 'ToleratedRestReopened' }>;

/** What one event holds within its 64 KiB. */
const restsInEvent = 150;
const sumOf = (items: readonly Pick<OpenItem, 'open'>[]): bigint => items.reduce((sum, { open }) => sum + open, 0n);

/** Of amount and share the least; minor units, the share cut to whole ones. A rule that measures nothing allows nothing. */
const allowedBy = ({ absolute, percent }: ShortPaymentRule, owed: bigint): bigint => {
  const limits = [
    ...(absolute === undefined ? [] : [BigInt(absolute)]),
    ...(percent === undefined ? [] : [Exact.ofInteger(owed).percent(Exact.parse(percent)).toMinor(0, 'down')]),
  ];
  const [first = 0n, ...others] = limits;
  return others.reduce((least, limit) => (limit < least ? limit : least), first);
};

/**
 * Rule `short-payment`: the rest that a payment leaves of one of the statements or returns that it names. `before`: as the payment came,
 * `after`: with it applied. Nothing is tolerated of money that is not a final bank entry in the account's currency, that names no debt or
 * leaves something of several, that leaves something in dispute, that pays no more of the debt than it leaves, or that came later than the
 * rule allows: such a rest is simply still due.
 */
export const restOf = (
  rule: ShortPaymentRule,
  payment: Received,
  before: OpenPeriodState,
  after: OpenPeriodState,
  toleratedOn: string,
): readonly AccountPeriodEvent[] => {
  if (payment.means !== undefined || payment.final === false || payment.original !== undefined || after.unapplied.has(payment.receipt))
    return [];
  const [name, ...others] = [...namesIn(payment.remittance)].filter((word) => after.openItems.named(word).length > 0);
  if (name === undefined || others.length > 0) return [];
  const [asked, left] = [before.openItems.named(name), after.openItems.named(name)];
  const [owed, rest] = [sumOf(asked), sumOf(left)];
  const allowed = allowedBy(rule, owed);
  if (rest === 0n || rest > allowed || owed - rest <= rest) return [];
  if (
    asked.some(
      ({ kind, dueOn }) =>
        (kind !== 'statement' && kind !== 'return') || (rule.days !== undefined && payment.bookedOn > addDays(dueOn, rule.days)),
    )
  )
    return [];
  if (left.some(({ contested = 0n }) => contested > 0n)) return [];
  return tolerating(rule, payment, { left, allowed }, after, toleratedOn);
};

const tolerating = (
  rule: ShortPaymentRule,
  { receipt, account, holder, currency }: Received,
  { left, allowed }: { readonly left: readonly OpenItem[]; readonly allowed: bigint },
  { openItems }: OpenPeriodState,
  toleratedOn: string,
): readonly AccountPeriodEvent[] => {
  const text = amountsOf(currency);
  const inOrder = [...left].sort((a, b) => (`${a.taxType}/${a.beneficiary}` < `${b.taxType}/${b.beneficiary}` ? -1 : 1));
  return chunks(inOrder, restsInEvent).map((some): AccountPeriodEvent => {
    const released = some.reduce((sum, item) => sum + openItems.minus(item, item.open).released, 0n);
    return {
      type: 'ShortPaymentTolerated',
      data: {
        account,
        holder,
        receipt,
        currency,
        rests: some.map(({ kind, reference, taxType, beneficiary, open, dueOn }) => ({
          debt: { kind, reference, taxType, beneficiary, amount: text(open) },
          dueOn,
        })),
        total: text(sumOf(some)),
        rule: rule.rule,
        version: rule.version,
        allowed: text(allowed),
        books: rule.books,
        toleratedOn,
        ...(released === 0n ? {} : { released: text(released) }),
      },
    };
  });
};

/** What is tolerated of debts now: in earlier periods, as the log tells it, and in this one. */
const toleratedNow = (
  before: readonly ToleratedDebt[],
  { toleratedHere }: OpenPeriodState,
  debt: Pick<DebtName, 'kind' | 'reference'>,
): readonly ToleratedDebt[] =>
  withTolerated(
    before.filter((one) => paidTogether(one) === paidTogether(debt)),
    toleratedHere.get(paidTogether(debt)) ?? [],
  ).filter(({ amount }) => amount > 0n);

/** A payment of these debts was taken back: what was tolerated beside it is owed again. */
export const reopenedWith = (
  receipt: string,
  debts: readonly Pick<DebtName, 'kind' | 'reference'>[],
  toleratedBefore: readonly ToleratedDebt[],
  state: OpenPeriodState,
  on: string,
): readonly ReopenedEvent[] => {
  const together = new Map(debts.map((debt) => [paidTogether(debt), debt]));
  return reopening(
    [...together.values()].flatMap((debt) => toleratedNow(toleratedBefore, state, debt)),
    { reason: 'paymentReversed', receipt },
    state,
    on,
  );
};

/**
 * A later version takes `amount` off a debt: what of that is tolerated is owed again first, so that nothing is given back that nobody paid.
 */
export const reopenedFor = (
  debt: DebtName,
  amount: bigint,
  toleratedBefore: readonly ToleratedDebt[],
  state: OpenPeriodState,
  on: string,
): readonly ReopenedEvent[] => {
  const tolerated = toleratedOf(toleratedNow(toleratedBefore, state, debt), debt);
  if (tolerated === undefined || amount <= 0n) return [];
  return reopening([{ ...tolerated, amount: tolerated.amount < amount ? tolerated.amount : amount }], { reason: 'debtReduced' }, state, on);
};

const reopening = (
  debts: readonly ToleratedDebt[],
  why: Pick<Reopened, 'reason' | 'receipt'>,
  state: OpenPeriodState,
  reopenedOn: string,
): readonly ReopenedEvent[] => {
  const events: ReopenedEvent[] = [];
  let sofar = state;
  for (const books of ['smallDifference', 'bankCharge'] as const satisfies readonly ToleratedAs[])
    for (const some of chunks(
      debts.filter((debt) => debt.books === books),
      restsInEvent,
    )) {
      const data = reopenedData(some, { ...why, books, reopenedOn }, sofar);
      events.push({ type: 'ToleratedRestReopened', data });
      sofar = reopenedAgain(sofar, data);
    }
  return events;
};

const reopenedData = (
  debts: readonly ToleratedDebt[],
  what: Pick<Reopened, 'reason' | 'receipt' | 'books' | 'reopenedOn'>,
  state: OpenPeriodState,
): Reopened => {
  const { account, holder, currency } = state.terms;
  const text = amountsOf(currency);
  let reserved = 0n;
  const rests = debts.map(({ kind, reference, taxType, beneficiary, amount, dueOn }) => {
    const debt = { kind, reference, taxType, beneficiary };
    const secured = heldAgain(state.security, state.openItems.get(debt), amount);
    reserved += secured;
    return { debt: { ...debt, amount: text(amount) }, dueOn, ...(secured === 0n ? {} : { secured: text(secured) }) };
  });
  const over = reserved === 0n ? undefined : overLimitOf(state.security, exposureOf(state) + reserved);
  return {
    account,
    holder,
    currency,
    rests,
    total: text(debts.reduce((sum, { amount }) => sum + amount, 0n)),
    ...what,
    ...(reserved === 0n ? {} : { reserved: text(reserved) }),
    ...(over === undefined ? {} : { overLimit: text(over) }),
  };
};
