import { accept, type Decision } from '#event-store';
import { allocationOrderOf, type ExchangeRate, type ShortPaymentRule } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { type AllocatedPair, allocate, type AllocationQuestion } from './allocation';
import { creditedMoney } from './exchange';
import { type OpenItems } from './open-items';
import { type OpenPeriodState, outside, paidKind, type PeriodTerms, wrongTarget } from './open-period';
import { allocated, received, sightingOf } from './payments.state';
import { amountsOf, chunks } from './period-amounts';
import { namesIn, referencesIn } from './remittance';
import { restOf } from './short-payments';
import { type UnappliedCash } from './unapplied-cash';

/**
 * Credits a receipt to the account and settles what it can in the same append. `postedOn` lies in the period; the bank's days may not.
 * `amount` in minor units of `currency`, with `exchangeRows` where that is not the account's. `means` with `final: false` is money on its
 * way: a direct debit initiated, a card payment captured.
 */
export type ReceivePayment = Readonly<{
  type: 'ReceivePayment';
  account: string;
  receipt: string;
  amount: bigint;
  currency: string;
  bookedOn: string;
  valueOn: string;
  postedOn: string;
  remittance?: string;
  endToEndId?: string;
  means?: 'directDebit' | 'card' | 'guarantor' | 'deposit';
  final?: boolean;
  exchangeRows?: readonly ExchangeRate[];
  /** The receipt of an earlier period that it repeats (`sightingOf`), as the log tells it; those of this period are known here. */
  sightedBefore?: string;
  /** What the authority tolerates where this payment is short; absent: nothing. */
  shortPayment?: ShortPaymentRule;
}>;
/**
 * Applies cash that lies on the account to what is open now, by the order of the account. With `receipt` only the cash of that one, and
 * with `references` to those debts alone, whatever its remittance says: somebody decided it, and so a duplicate may be used too.
 */
export type AllocateUnapplied = Readonly<{
  type: 'AllocateUnapplied';
  account: string;
  allocatedOn: string;
  receipt?: string;
  references?: readonly string[];
}>;

export const receivePayment = (command: ReceivePayment, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { type: _type, amount: _amount, postedOn, exchangeRows: _rows, sightedBefore, shortPayment, ...rest } = command;
  const { terms } = state;
  const fault = wrongTarget({ account: command.account }, terms) ?? outside(postedOn, 'postedOn', terms);
  if (fault !== undefined) return fault;
  if (command.amount <= 0n) return refuse('PAYMENT_NOT_POSITIVE', 'only money that came in is credited', { field: 'amount' });
  const { receipt, remittance } = command;
  const known = state.payments.get(receipt);
  if ((known !== undefined && known.transferred !== true) || state.unapplied.has(receipt))
    return refuse('RECEIPT_ALREADY_CREDITED', 'this bank entry is on the account already', { field: 'receipt' });
  const credited = creditedMoney(command, terms, orderOf(terms, postedOn), state.openItems, namesIn(remittance));
  if ('rejected' in credited) return credited;
  const { amount, original } = credited;
  const told = {
    holder: terms.holder,
    amount: amountsOf(terms.currency)(amount),
    ...rest,
    currency: terms.currency,
    ...paidKind(terms),
    ...(original === undefined ? {} : { original }),
  };
  const sighting = sightingOf(told);
  const duplicateOf = sighting === undefined ? undefined : (state.sightings.get(sighting) ?? sightedBefore);
  if (duplicateOf !== undefined) return accept({ type: 'PaymentReceived', data: { ...told, duplicateOf } });
  // A payment of a return must quote it (VAT Directive Art. 369v): what it quotes waits for that return and settles no other.
  const onlyNamed = orderOf(terms, postedOn).named === 'only' && referencesIn(remittance).size > 0;
  const cash = {
    receipt,
    amount,
    ...(remittance === undefined ? {} : { remittance }),
    ...(command.final === false ? { provisional: true } : {}),
  };
  const settled = settleFrom(state, [cash], postedOn, onlyNamed);
  const tolerated =
    shortPayment === undefined
      ? []
      : restOf(
          shortPayment,
          told,
          state,
          settled.reduce((after, { data }) => allocated(after, data), received(state, told)),
          postedOn,
        );
  return accept({ type: 'PaymentReceived', data: told }, ...settled, ...tolerated);
};

type Allocated = Extract<AccountPeriodEvent, { readonly type: 'PaymentAllocated' }>;

const orderOf = ({ authority, kind }: PeriodTerms, on: string): AllocationQuestion['order'] => allocationOrderOf(authority, kind, on);

export const allocateUnapplied = (
  { account, allocatedOn, receipt, references }: AllocateUnapplied,
  state: OpenPeriodState,
): Decision<AccountPeriodEvent> => {
  const fault = wrongTarget({ account }, state.terms) ?? outside(allocatedOn, 'allocatedOn', state.terms);
  if (fault !== undefined) return fault;
  const chosen = receipt === undefined ? state.unapplied.values() : [state.unapplied.get(receipt)].filter((cash) => cash !== undefined);
  const events =
    references === undefined
      ? settleFrom(state, chosen, allocatedOn)
      : settleByHand(state, chosen, allocatedOn, new Set(references.map((reference) => reference.toUpperCase())));
  return events.length === 0 ? refuse('NOTHING_TO_ALLOCATE', 'no cash is unapplied or nothing is open') : accept(...events);
};

/**
 * Allocation events for receipts in the order given, by the order of the account; each rule has its own. A duplicate settles nothing
 * by itself.
 */
export const settleFrom = (
  state: OpenPeriodState,
  cash: readonly UnappliedCash[],
  allocatedOn: string,
  onlyNamed = false,
): readonly Allocated[] =>
  settle(
    state,
    cash.filter(({ duplicateOf }) => duplicateOf === undefined),
    allocatedOn,
    ({ remittance }) => ({ names: namesIn(remittance), onlyNamed }),
  );

const settleByHand = (
  state: OpenPeriodState,
  cash: readonly UnappliedCash[],
  allocatedOn: string,
  names: ReadonlySet<string>,
): readonly Allocated[] => settle(state, cash, allocatedOn, () => ({ names, onlyNamed: true, by: 'by-hand' }));

type Choice = Pick<AllocationQuestion, 'names' | 'onlyNamed' | 'by'>;

/**
 * Pairs of one event within its 64 KiB, and of one command within the 512 KiB of an append; what they leave stays unapplied and is applied
 * when asked.
 */
const pairsAtOnce = { event: 150, command: 1000 } as const;

const settle = (
  state: OpenPeriodState,
  cash: readonly UnappliedCash[],
  allocatedOn: string,
  choose: (cash: UnappliedCash) => Choice,
): readonly Allocated[] => {
  const { terms } = state;
  const order = orderOf(terms, allocatedOn);
  let [items, room]: [OpenItems, number] = [state.openItems, pairsAtOnce.command];
  return cash.flatMap((one) =>
    allocate({ cash: one.amount, currency: terms.currency, order, ...choose(one), most: room }, items).steps.flatMap(({ rule, pairs }) =>
      chunks(pairs, pairsAtOnce.event).map((chunk): Allocated => {
        const after = settledBy(items, chunk);
        items = after.items;
        room -= chunk.length;
        return {
          type: 'PaymentAllocated',
          data: {
            ...allocationOf(terms, one, chunk),
            allocatedOn,
            rule,
            ...(after.released === 0n ? {} : { released: amountsOf(terms.currency)(after.released) }),
          },
        };
      }),
    ),
  );
};

/** One debt paid with a part of the cash of a receipt because somebody said so; `items` have it open. */
export const settledPart = (
  terms: PeriodTerms,
  items: OpenItems,
  cash: UnappliedCash,
  pair: AllocatedPair,
  allocatedOn: string,
): AccountPeriodEvent => {
  const { released } = settledBy(items, [pair]);
  return {
    type: 'PaymentAllocated',
    data: {
      ...allocationOf(terms, cash, [pair]),
      allocatedOn,
      rule: 'by-hand',
      ...(released === 0n ? {} : { released: amountsOf(terms.currency)(released) }),
    },
  };
};

const settledBy = (before: OpenItems, pairs: readonly AllocatedPair[]): { readonly items: OpenItems; readonly released: bigint } =>
  pairs.reduce(
    ({ items, released }, { item, amount }) => {
      const after = items.minus(item, amount);
      return { items: after.items, released: released + after.released };
    },
    { items: before, released: 0n },
  );

const allocationOf = (terms: PeriodTerms, { receipt, provisional }: UnappliedCash, pairs: readonly AllocatedPair[]) => {
  const { account, holder, currency } = terms;
  const text = amountsOf(currency);
  const stored = pairs.map(({ item: { kind, reference, taxType, beneficiary }, amount, contested }) => ({
    kind,
    reference,
    taxType,
    beneficiary,
    amount: text(amount),
    ...(contested === undefined ? {} : { contested }),
  }));
  return { account, holder, receipt, currency, pairs: stored, ...(provisional === true ? { provisional } : {}), ...paidKind(terms) };
};
