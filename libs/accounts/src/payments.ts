import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { allocate } from './allocation';
import { type OpenPeriodState, outside, paidKind, wrongTarget } from './open-period';
import { amountsOf, chunks } from './period-amounts';
import { namesIn, referencesIn } from './remittance';
import { type UnappliedCash } from './unapplied-cash';

/** Credits a receipt to the account and settles what it can in the same append. `postedOn` lies in the period; the bank's days may not. */
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
}>;
/** Applies cash that lies on the account to what is open now, oldest due first. */
export type AllocateUnapplied = Readonly<{ type: 'AllocateUnapplied'; account: string; allocatedOn: string }>;

export const receivePayment = (command: ReceivePayment, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { type: _type, amount, postedOn, ...rest } = command;
  const { terms } = state;
  const fault = wrongTarget(command, terms) ?? outside(postedOn, 'postedOn', terms);
  if (fault !== undefined) return fault;
  if (amount <= 0n) return refuse('PAYMENT_NOT_POSITIVE', 'only money that came in is credited', { field: 'amount' });
  if (state.receipts.has(command.receipt) || state.unapplied.has(command.receipt)) return refuse('RECEIPT_ALREADY_CREDITED', 'this bank entry is on the account already', { field: 'receipt' });
  const received: AccountPeriodEvent = { type: 'PaymentReceived', data: { ...rest, holder: terms.holder, amount: amountsOf(terms.currency)(amount), ...paidKind(terms) } };
  const { receipt, remittance } = command;
  // A payment of a return must quote it (VAT Directive Art. 369v): what it quotes waits for that return and settles no other.
  const onlyNamed = paysOnlyNamed(state) || (terms.kind === 'scheme' && referencesIn(remittance).size > 0);
  return accept(received, ...settleFrom(state, [{ receipt, amount, ...(remittance === undefined ? {} : { remittance }) }], postedOn, onlyNamed));
};

/** At an authority's desk each debt is another person's: cash settles what it names and nothing else. */
const paysOnlyNamed = ({ terms }: OpenPeriodState): boolean => terms.kind === 'consumer';

export const allocateUnapplied = ({ account, allocatedOn }: AllocateUnapplied, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const fault = wrongTarget({ account }, state.terms) ?? outside(allocatedOn, 'allocatedOn', state.terms);
  if (fault !== undefined) return fault;
  const events = settleFrom(state, state.unapplied.values(), allocatedOn, paysOnlyNamed(state));
  return events.length === 0 ? refuse('NOTHING_TO_ALLOCATE', 'no cash is unapplied or nothing is open') : accept(...events);
};

/** Allocation events for receipts in the order given; each rule has its own, at most 200 pairs each. */
export const settleFrom = (state: OpenPeriodState, cash: readonly UnappliedCash[], allocatedOn: string, onlyNamed = false): readonly AccountPeriodEvent[] => {
  const { account, holder, currency } = state.terms;
  const text = amountsOf(currency);
  let { openItems: items } = state;
  return cash.flatMap(({ receipt, amount, remittance }) => {
    const candidates = onlyNamed ? [...namesIn(remittance)].flatMap((name) => items.named(name)) : items.values();
    return allocate(amount, candidates, remittance, onlyNamed).steps.flatMap(({ rule, pairs }) =>
      chunks(pairs, 200).map((chunk): AccountPeriodEvent => {
        let released = 0n;
        for (const pair of chunk) {
          const after = items.minus(pair.item, pair.amount);
          items = after.items;
          released += after.released;
        }
        const stored = chunk.map(({ item: { kind, reference, taxType, beneficiary }, amount: settled }) => ({ kind, reference, taxType, beneficiary, amount: text(settled) }));
        return { type: 'PaymentAllocated', data: { account, holder, receipt, currency, pairs: stored, allocatedOn, rule, ...(released === 0n ? {} : { released: text(released) }), ...paidKind(state.terms) } };
      }),
    );
  });
};
