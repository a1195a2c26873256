import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { debtClassOf } from './due-order';
import { samePerson, type TwoPersons } from './four-eyes';
import { inOrder, partOf, partOfOriginal, type SettledPair, withoutReopened } from './known-payment';
import { type OpenItems } from './open-items';
import { exposureOf, type OpenPeriodState, outside, paidKind, type PeriodEventData, wrongTarget } from './open-period';
import { takenBack } from './payments.state';
import { amountsOf, chunks } from './period-amounts';
import { heldAgain, overLimitOf } from './security';
import { reopenedWith } from './short-payments';
import { type ToleratedDebt } from './tolerated-debts';

type Reversed = PeriodEventData<'PaymentReversed'>;

/**
 * Money on its way became final. `receipt`: the payment as it was received; `bankEntry`: the bank entry that brought it. Amount in minor
 * units.
 */
export type SettlePayment = Readonly<{
  type: 'SettlePayment';
  account: string;
  receipt: string;
  bankEntry?: string;
  amount: bigint;
  currency: string;
  settledOn: string;
}>;
/**
 * Takes a payment back, wholly or in part (minor units of the account's currency). `rejected`: it never became final. `chargeback`,
 * `recall`: it was final. `settledBefore`: what it settled in earlier periods and they did not open again, in the order of settling, as the
 * log tells it; what this period settled or opened again is known here. `original`: as the payment was received, where that was in an earlier period.
 * `takenBefore`: what was taken back of such money before. `toleratedBefore`: what was tolerated in earlier periods of the debts that it settled, and is not owed again.
 */
export type ReversePayment = Readonly<{
  type: 'ReversePayment';
  account: string;
  receipt: string;
  amount: bigint;
  currency: string;
  reason: 'rejected' | 'chargeback' | 'recall';
  returnReason?: string;
  reversedOn: string;
  settledBefore: readonly SettledPair[];
  original?: Reversed['original'];
  takenBefore?: bigint;
  toleratedBefore?: readonly ToleratedDebt[];
}>;
/** Gives unapplied cash back to its payer. `paymentReference`: EndToEndId under which it goes out. */
export type RepayUnapplied = Readonly<
  {
    type: 'RepayUnapplied';
    account: string;
    receipt: string;
    amount: bigint;
    currency: string;
    repaidOn: string;
    paymentReference: string;
  } & TwoPersons
>;

export const settlePayment = (command: SettlePayment, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { type: _type, amount, ...rest } = command;
  const { terms, payments, onTheirWay } = state;
  const fault = wrongTarget(command, terms) ?? outside(command.settledOn, 'settledOn', terms);
  if (fault !== undefined) return fault;
  const known = payments.get(command.receipt);
  if (!onTheirWay.has(command.receipt))
    return known === undefined ? unknown() : refuse('PAYMENT_ALREADY_FINAL', 'this payment is final', { field: 'receipt' });
  if (known?.received !== undefined && known.received !== amount)
    return refuse('SETTLED_AMOUNT_DIFFERS', `${amountsOf(terms.currency)(known.received)} was on its way`, { field: 'amount' });
  return accept({ type: 'PaymentSettled', data: { ...rest, holder: terms.holder, amount: amountsOf(terms.currency)(amount) } });
};

const unknown = (): ReturnType<typeof refuse> => refuse('PAYMENT_UNKNOWN', 'no such payment is on the account', { field: 'receipt' });

/**
 * What had settled nothing goes first, then what was settled last is open again first: with its own due day, so that interest runs as if it
 * had never been paid, and held by the guarantee as it was, whether or not that exceeds the share (B46).
 */
export const reversePayment = (command: ReversePayment, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { receipt, amount, reason } = command;
  const fault = wrongTarget(command, state.terms) ?? outside(command.reversedOn, 'reversedOn', state.terms);
  if (fault !== undefined) return fault;
  const cash = state.unapplied.get(receipt)?.amount ?? 0n;
  const known = state.payments.get(receipt);
  const settledBefore = withoutReopened(command.settledBefore, known?.openedAgain ?? []);
  if (known === undefined && cash === 0n && settledBefore.length === 0 && !state.onTheirWay.has(receipt)) return unknown();
  const final = !state.onTheirWay.has(receipt);
  if (final && reason === 'rejected')
    return refuse('PAYMENT_ALREADY_FINAL', 'what is final is charged back or recalled', { field: 'reason' });
  if (!final && reason !== 'rejected') return refuse('PAYMENT_NOT_FINAL', 'what is on its way is rejected', { field: 'reason' });
  const settled = [...settledBefore, ...inOrder(known?.pairs)];
  const whole = settled.reduce((sum, pair) => sum + pair.amount, cash);
  if (amount <= 0n || amount > whole || (!final && amount !== whole))
    return refuse('REVERSAL_AMOUNT_DIFFERS', `${amountsOf(state.terms.currency)(whole)} of this payment is on the account`, {
      field: 'amount',
    });
  const unapplied = amount < cash ? amount : cash;
  const taken = lastOf(settled, amount - unapplied);
  const events = reversals(command, state, unapplied, taken);
  const after = events.reduce((sofar, { data }) => takenBack(sofar, data), state);
  return accept<AccountPeriodEvent>(...events, ...reopenedWith(receipt, taken, command.toleratedBefore ?? [], after, command.reversedOn));
};

/** The pairs that come to `amount`, from the last one on. */
const lastOf = (settled: readonly SettledPair[], amount: bigint): readonly SettledPair[] => {
  let left = amount;
  return settled.toReversed().flatMap((pair): readonly SettledPair[] => {
    if (left === 0n) return [];
    const taken = pair.amount < left ? pair.amount : left;
    left -= taken;
    if (taken === pair.amount) return [pair];
    const kept = partOf(pair, pair.amount - taken);
    return [{ ...pair, amount: taken, ...(pair.secured === undefined ? {} : { secured: pair.secured - (kept.secured ?? 0n) }) }];
  });
};

/** What an event holds within its 64 KiB. */
export const pairsInEvent = 100;

/** Debts that are owed again, each with its due day and what the guarantee holds for it again; minor units. */
export const openedAgain = (
  { security, terms }: Pick<OpenPeriodState, 'security' | 'terms'>,
  before: OpenItems,
  pairs: readonly SettledPair[],
): Readonly<{ reopened: Reversed['reopened']; openItems: OpenItems; sum: bigint; reserved: bigint }> => {
  const text = amountsOf(terms.currency);
  let [openItems, sum, reserved] = [before, 0n, 0n];
  const reopened = pairs.map(({ kind, reference, taxType, beneficiary, contested, amount, dueOn, secured }) => {
    const debt = { kind, reference, taxType, beneficiary };
    const held =
      security === undefined
        ? 0n
        : (secured ?? (debtClassOf(debt) === 'principal' ? heldAgain(security, openItems.get(debt), amount) : 0n));
    openItems = openItems.plus({ ...debt, open: amount, dueOn, secured: held });
    sum += amount;
    reserved += held;
    return {
      debt: { ...debt, amount: text(amount), ...(contested === undefined ? {} : { contested }) },
      dueOn,
      ...(held === 0n ? {} : { secured: text(held) }),
    };
  });
  return { reopened, openItems, sum, reserved };
};

const reversals = (
  command: ReversePayment,
  state: OpenPeriodState,
  unapplied: bigint,
  pairs: readonly SettledPair[],
): readonly Extract<AccountPeriodEvent, { readonly type: 'PaymentReversed' }>[] => {
  const { account, receipt, currency, reason, returnReason, reversedOn } = command;
  const text = amountsOf(currency);
  const original = state.payments.get(receipt)?.original ?? command.original;
  let exposure = exposureOf(state);
  let { openItems } = state;
  let told = command.takenBefore ?? 0n;
  // A payment that settled nothing is one event all the same.
  const parts = pairs.length === 0 ? [[]] : chunks(pairs, pairsInEvent);
  return parts.map((chunk, i) => {
    let [sum, reserved] = [i === 0 ? unapplied : 0n, 0n];
    const again = openedAgain(state, openItems, chunk);
    openItems = again.openItems;
    sum += again.sum;
    reserved += again.reserved;
    const { reopened } = again;
    exposure += reserved;
    const money = original === undefined ? undefined : partOfOriginal(original, currency, told, told + sum);
    told += sum;
    const over = reserved === 0n ? undefined : overLimitOf(state.security, exposure);
    return {
      type: 'PaymentReversed' as const,
      data: {
        account,
        holder: state.terms.holder,
        receipt,
        amount: text(sum),
        currency,
        reason,
        final: reason !== 'rejected',
        reversedOn,
        reopened,
        ...(returnReason === undefined ? {} : { returnReason }),
        unapplied: text(i === 0 ? unapplied : 0n),
        ...(reserved === 0n ? {} : { reserved: text(reserved) }),
        ...(over === undefined ? {} : { overLimit: text(over) }),
        ...paidKind(state.terms),
        ...(money === undefined ? {} : { original: money }),
      },
    };
  });
};

export const repayUnapplied = (command: RepayUnapplied, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, receipt, amount, currency, repaidOn, requestedBy, approvedBy, paymentReference } = command;
  const { terms, unapplied, payments } = state;
  const fault = wrongTarget(command, terms) ?? outside(repaidOn, 'repaidOn', terms) ?? samePerson(command);
  if (fault !== undefined) return fault;
  const cash = unapplied.get(receipt);
  if (cash === undefined || amount <= 0n || amount > cash.amount)
    return refuse('UNAPPLIED_EXCEEDED', `${amountsOf(terms.currency)(cash?.amount ?? 0n)} of this receipt is unapplied`, {
      field: 'amount',
    });
  if (cash.provisional === true) return refuse('PAYMENT_NOT_FINAL', 'money on its way cannot go back', { field: 'receipt' });
  const text = amountsOf(currency);
  const original = payments.get(receipt)?.original;
  return accept({
    type: 'PaymentReversed',
    data: {
      account,
      holder: terms.holder,
      receipt,
      amount: text(amount),
      currency,
      reason: 'repaid',
      final: true,
      reversedOn: repaidOn,
      reopened: [],
      unapplied: text(amount),
      requestedBy,
      approvedBy,
      paymentReference,
      ...paidKind(terms),
      ...(original === undefined ? {} : { original }),
    },
  });
};
