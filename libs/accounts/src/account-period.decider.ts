import { accept, type Decider, type Decision } from '#event-store';
import { formatMoney, isDay, moneyOf } from '#money';
import { type AccountPeriodEvent } from './accounts.events';
import { type AccountPeriodState, chargeDigest, evolveAccountPeriod, initialPeriod, itemKey, type OpenItem, type OpenPeriodState, type PeriodTerms, type UnappliedCash } from './account-period.state';
import { refuse } from './accounts.rejections';
import { allocate, byDueDate } from './allocation';
import { referencesIn, statementReference } from './remittance';

/** What a closed period leaves to the next one. */
export type CarriedForward = Readonly<{ openItems: readonly OpenItem[]; unapplied: readonly UnappliedCash[] }>;
/** Begins a period with what the one before left; the first begins empty. */
export type OpenPeriod = Readonly<{ type: 'OpenPeriod'; terms: PeriodTerms; carried: CarriedForward }>;
/** Enters a debt in the accounts. Amounts in minor units, each positive; `postedOn` lies in the period, `acceptedAt` may lie before it, with a `reason`. */
export type PostCharge = Readonly<{
  type: 'PostCharge';
  account: string;
  holder: string;
  charge: string;
  kind: 'declaration' | 'return';
  subject: string;
  reference: string;
  lines: readonly Readonly<{ taxType: string; beneficiary: string; amount: bigint }>[];
  currency: string;
  acceptedAt: string;
  postedOn: string;
  dueOn: string;
  reason?: string;
}>;
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
/** Ends the period at its cut-off with a statement; `dueOn` by the rule of the cycle. */
export type ClosePeriod = Readonly<{ type: 'ClosePeriod'; statementNumber: number; closedOn: string; dueOn: string }>;
/** What may be asked of an accounting period. */
export type AccountPeriodCommand = OpenPeriod | PostCharge | ReceivePayment | AllocateUnapplied | ClosePeriod;

type Answer = Decision<AccountPeriodEvent>;

const decide = (command: AccountPeriodCommand, state: AccountPeriodState): Answer => {
  if (command.type === 'OpenPeriod') return open(command, state);
  if (state.status === 'none') return refuse('PERIOD_NOT_OPEN', 'this period of the account is not open yet');
  if (state.status === 'closed') {
    const { period, end } = state.terms;
    return refuse('PERIOD_CLOSED', `period ${period} is closed; what comes later belongs to the next one`, { details: { period, nextFrom: end } });
  }
  switch (command.type) {
    case 'PostCharge':
      return postCharge(command, state);
    case 'ReceivePayment':
      return receivePayment(command, state);
    case 'AllocateUnapplied':
      return allocateUnapplied(command, state);
    case 'ClosePeriod':
      return close(command, state);
  }
};

const open = ({ terms, carried }: OpenPeriod, state: AccountPeriodState): Answer => {
  if (state.status !== 'none') return refuse('PERIOD_ALREADY_OPEN', `period ${terms.period} was opened before`);
  if (!isDay(terms.start) || !isDay(terms.end) || terms.end <= terms.start) return refuse('PERIOD_RANGE_INVALID', `${terms.start} to ${terms.end} is no period`, { field: 'end' });
  const text = amounts(terms.currency);
  const opening = carried.openItems.reduce((total, item) => total + item.open, 0n);
  const unapplied = carried.unapplied.reduce((total, cash) => total + cash.amount, 0n);
  return accept({ type: 'PeriodOpened', data: { ...terms, opening: text(opening), unapplied: text(unapplied) } }, ...carriedChunks(terms, carried, 'opening'));
};

const postCharge = (command: PostCharge, state: OpenPeriodState): Answer => {
  const { terms } = state;
  const { type: _type, lines, ...rest } = command;
  const fault = wrongTarget(command, terms) ?? outside(command.postedOn, 'postedOn', terms);
  if (fault !== undefined) return fault;
  if (command.holder !== terms.holder) return refuse('ACCOUNT_MISMATCH', `the account is held by ${terms.holder}`, { field: 'holder' });
  if ((command.kind === 'return') !== (terms.kind === 'scheme')) return refuse('CHARGE_KIND_MISMATCH', `a ${terms.kind} account takes no charge of a ${command.kind}`, { field: 'kind' });
  const at = lines.findIndex((line) => line.amount <= 0n);
  if (lines.length === 0 || at >= 0) return refuse('CHARGE_NOT_POSITIVE', 'a charge has positive lines only', { field: `lines[${String(Math.max(at, 0))}].amount` });
  if (state.charges.has(command.charge)) return refuse('CHARGE_ALREADY_POSTED', `${command.reference} is charged already`, { field: 'charge' });
  const text = amounts(terms.currency);
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  const charge: AccountPeriodEvent = { type: 'ChargePosted', data: { ...rest, lines: lines.map((line) => ({ ...line, amount: text(line.amount) })), total: text(total) } };
  return accept(charge, ...awaitedCash(command, evolveAccountPeriod(state, charge)));
};

/** Cash that came before its return was charged and names it settles it at once: the result does not depend on which came first. */
const awaitedCash = (command: PostCharge, state: AccountPeriodState): readonly AccountPeriodEvent[] => {
  if (state.status !== 'open' || command.kind !== 'return') return [];
  return settle(state, [...state.unapplied.values()], command.postedOn, true);
};

const receivePayment = (command: ReceivePayment, state: OpenPeriodState): Answer => {
  const { type: _type, amount, postedOn, ...rest } = command;
  const fault = wrongTarget(command, state.terms) ?? outside(postedOn, 'postedOn', state.terms);
  if (fault !== undefined) return fault;
  if (amount <= 0n) return refuse('PAYMENT_NOT_POSITIVE', 'only money that came in is credited', { field: 'amount' });
  if (state.receipts.has(command.receipt) || state.unapplied.has(command.receipt)) return refuse('RECEIPT_ALREADY_CREDITED', 'this bank entry is on the account already', { field: 'receipt' });
  const received: AccountPeriodEvent = { type: 'PaymentReceived', data: { ...rest, holder: state.terms.holder, amount: amounts(state.terms.currency)(amount) } };
  const { receipt, remittance } = command;
  // A payment of a return must quote it (VAT Directive Art. 369v): what it quotes waits for that return and settles no other.
  const onlyNamed = state.terms.kind === 'scheme' && referencesIn(remittance).size > 0;
  return accept(received, ...settle(state, [{ receipt, amount, ...(remittance === undefined ? {} : { remittance }) }], postedOn, onlyNamed));
};

const allocateUnapplied = ({ account, allocatedOn }: AllocateUnapplied, state: OpenPeriodState): Answer => {
  const fault = wrongTarget({ account }, state.terms) ?? outside(allocatedOn, 'allocatedOn', state.terms);
  if (fault !== undefined) return fault;
  const events = settle(state, [...state.unapplied.values()].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)), allocatedOn);
  return events.length === 0 ? refuse('NOTHING_TO_ALLOCATE', 'no cash is unapplied or nothing is open') : accept(...events);
};

/** Allocation events for receipts in the order given; each rule has its own, at most 200 pairs each. */
const settle = (state: OpenPeriodState, cash: readonly UnappliedCash[], allocatedOn: string, onlyNamed = false): readonly AccountPeriodEvent[] => {
  const { account, holder, currency } = state.terms;
  const text = amounts(currency);
  const items = new Map(state.openItems);
  return cash.flatMap(({ receipt, amount, remittance }) =>
    allocate(amount, items.values(), remittance, onlyNamed).steps.flatMap(({ rule, pairs }) => {
      for (const { item, amount: settled } of pairs) {
        const left = (items.get(itemKey(item))?.open ?? 0n) - settled;
        if (left === 0n) items.delete(itemKey(item));
        else items.set(itemKey(item), { ...item, open: left });
      }
      const stored = pairs.map(({ item: { kind, reference, taxType, beneficiary }, amount: settled }) => ({ kind, reference, taxType, beneficiary, amount: text(settled) }));
      return chunks(stored, 200).map((chunk): AccountPeriodEvent => ({ type: 'PaymentAllocated', data: { account, holder, receipt, currency, pairs: chunk, allocatedOn, rule } }));
    }),
  );
};

/**
 * The statement: what the window's charges come to by tax type and beneficiary. On a deferment account they become open items due by the
 * cycle's day; on a scheme account each return is open with its own due day already. closing = opening + charged - applied, and is what
 * the open items add up to.
 */
const close = (command: ClosePeriod, state: OpenPeriodState): Answer => {
  const { terms, opening, charged, applied } = state;
  if (!isDay(command.closedOn) || command.closedOn < terms.end) return refuse('PERIOD_RANGE_INVALID', `the period runs until ${terms.end}`, { field: 'closedOn' });
  const reference = statementReference(terms.authority, command.statementNumber);
  const totals = [...state.totals.values()].sort((a, b) => (`${a.taxType}/${a.beneficiary}` < `${b.taxType}/${b.beneficiary}` ? -1 : 1));
  const lines = terms.kind === 'scheme' ? [] : totals.map(({ amount, ...line }): OpenItem => ({ kind: 'statement', reference, ...line, open: amount, dueOn: command.dueOn }));
  const carried = { openItems: [...state.openItems.values(), ...lines], unapplied: [...state.unapplied.values()] };
  const closing = opening + charged - applied;
  if (closing !== carried.openItems.reduce((total, item) => total + item.open, 0n)) throw new RangeError(`${reference}: open items do not add up to the closing balance`);
  const text = amounts(terms.currency);
  const { account, authority, holder, kind, currency, cycle, period, start, end } = terms;
  return accept(...carriedChunks(terms, carried, 'closing'), {
    type: 'PeriodClosed',
    data: {
      ...{ account, authority, holder, kind, currency, cycle, period, start, end },
      statementNumber: command.statementNumber,
      statementReference: reference,
      closedOn: command.closedOn,
      dueOn: command.dueOn,
      opening: text(opening),
      charged: text(charged),
      applied: text(applied),
      closing: text(closing),
      unapplied: text(carried.unapplied.reduce((total, cash) => total + cash.amount, 0n)),
      totals: totals.map((total) => ({ ...total, amount: text(total.amount) })),
      chargeCount: state.charges.size,
      chargeDigest: chargeDigest(state.charges),
    },
  });
};

/** Open items by due date and cash by receipt, at most 200 and 100 an event. */
const carriedChunks = ({ account, holder, currency }: PeriodTerms, carried: CarriedForward, moment: 'opening' | 'closing'): readonly AccountPeriodEvent[] => {
  const text = amounts(currency);
  const items = chunks([...carried.openItems].sort(byDueDate).map(({ open, secured, contested, ...item }) => ({ ...item, open: text(open), ...(secured === undefined ? {} : { secured: text(secured) }), ...(contested === undefined ? {} : { contested: text(contested) }) })), 200);
  const cash = chunks([...carried.unapplied].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)).map((one) => ({ ...one, amount: text(one.amount) })), 100);
  return Array.from({ length: Math.max(items.length, cash.length) }, (_, i): AccountPeriodEvent => ({
    type: 'OpenItemsCarried',
    data: { account, holder, currency, moment, openItems: items[i] ?? [], unapplied: cash[i] ?? [] },
  }));
};

const wrongTarget = (command: Readonly<{ account: string; currency?: string }>, terms: PeriodTerms): ReturnType<typeof refuse> | undefined => {
  if (command.account !== terms.account) return refuse('ACCOUNT_MISMATCH', 'the command is for another account', { field: 'account' });
  if (command.currency === undefined || command.currency === terms.currency) return undefined;
  return refuse('CURRENCY_MISMATCH', `the account is kept in ${terms.currency}`, { field: 'currency' });
};

/** The cut-off decides by the day of posting: nothing is posted on a day of another period. */
const outside = (day: string, field: string, terms: PeriodTerms): ReturnType<typeof refuse> | undefined =>
  isDay(day) && terms.start <= day && day < terms.end ? undefined : refuse('POSTED_OUTSIDE_PERIOD', `${day} is not in ${terms.start} to ${terms.end}`, { field });

const amounts = (currency: string) => (minor: bigint): string => formatMoney(moneyOf(minor, currency));

const chunks = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** One accounting period: what is charged and paid in it, until its close states both. */
export const accountPeriodDecider: Decider<AccountPeriodCommand, AccountPeriodState, AccountPeriodEvent> = {
  category: 'accountPeriod',
  initial: initialPeriod,
  evolve: evolveAccountPeriod,
  decide,
};
