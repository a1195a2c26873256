import { type Break, type ReceiptCase } from '../case';
import { type BreakCode } from '../break-catalogue';
import { dayAfter, endOfDay } from '../days';
import { type BreakInput, breakOf, type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';
import { type ReceiptFact } from '../legs/receipt-fact';

type Recorded = Extract<ReceiptFact, { kind: 'recorded' }>;
/** A bank entry and what became of it, in exact units of the account that it was credited to. */
interface ReceiptState {
  holder?: string;
  accountKind?: string;
  /** The entry brings money that an account had counted already. */
  settles: boolean;
  credited?: Extract<ReceiptFact, { kind: 'credited' }>;
  /** What went from the wrong account to the right one, which may not have credited it yet: all that was left of the entry. */
  transferred?: bigint;
  allocated: bigint;
  /** Money that went back, and had settled nothing at the end. */
  returned: bigint;
  explained: boolean;
}

const stateOf = (facts: readonly ReceiptFact[]): ReceiptState => {
  const state: ReceiptState = { settles: false, allocated: 0n, returned: 0n, explained: false };
  for (const fact of facts) fold(state, fact);
  return state;
};

const fold = (state: ReceiptState, fact: ReceiptFact): void => {
  switch (fact.kind) {
    case 'recorded':
      return;
    case 'identified':
      state.holder = fact.holder;
      state.accountKind = fact.accountKind;
      if (fact.settles !== undefined) state.settles = true;
      return;
    case 'credited':
      state.credited = fact;
      return;
    case 'applied':
      state.allocated += unitsOf(fact.amount);
      return;
    case 'madeFinal':
      state.settles = true;
      return;
    case 'transferred':
      delete state.credited;
      state.transferred = unitsOf(fact.amount);
      // What went back before did not go there.
      state.returned = 0n;
      return;
    case 'reversed':
      state.allocated -= unitsOf(fact.reopened);
      state.returned = unitsOf(fact.amount);
      return;
    case 'returned': {
      // The account's own reversal says the same of money that was credited.
      const amount = unitsOf(fact.amount);
      if (amount > state.returned) state.returned = amount;
      return;
    }
    case 'explained':
      state.explained = true;
  }
};

/**
 * The case of a bank entry: whose it is, and what it settled (breaks B55, B56, B57, B59). Undefined for what is no entry, and for money
 * that went out as it should.
 */
export const receiptCase = (receipt: string, facts: readonly ReceiptFact[], context: EvaluationContext): ReceiptCase | undefined => {
  const entry = facts.find((fact) => fact.kind === 'recorded');
  if (entry === undefined) return undefined;
  const state = stateOf(facts);
  const amount = unitsOf(entry.amount);
  if (amount <= 0n) return entry.reversal === true && !state.explained ? unexplainedReversal(receipt, entry, amount, context) : undefined;
  const { holder, allocated } = state;
  const base = {
    key: `receipt-${receipt}`,
    kind: 'receipt',
    authority: entry.authority,
    entryReference: entry.entryReference,
    amount: textOf(amount),
    currency: entry.currency,
    allocated: textOf(allocated),
  } as const;
  const known = holder === undefined ? base : { ...base, identifiedFor: holder };
  const rest = restOf(state, amount);
  if (rest === 0n && (holder !== undefined || state.returned > 0n)) return { ...known, status: 'matched', breaks: [] };
  const { identification, allocation } = context.rules.deadlines;
  const day = dayAfter(entry.bookedOn, holder === undefined ? identification : allocation);
  if (context.dayAt(entry.authority) <= day)
    return { ...known, status: 'inTransit', breaks: [], next: { leg: 'receipt', deadline: endOfDay(day) } };
  return { ...known, status: 'broken', breaks: [faultOf(receipt, entry, state, { amount, rest, day }, context)] };
};

/** What settled nothing: nothing of a prepaid balance, nor of an entry whose money was counted before. */
const restOf = ({ settles, accountKind, credited, transferred, allocated, returned }: ReceiptState, amount: bigint): bigint => {
  if (settles || (credited !== undefined && (credited.accountKind ?? accountKind) === 'cash')) return 0n;
  return (credited === undefined ? (transferred ?? amount) : unitsOf(credited.amount)) - allocated - returned;
};

const faultOf = (
  receipt: string,
  entry: Recorded,
  { holder, credited, allocated }: ReceiptState,
  { amount, rest, day }: { readonly amount: bigint; readonly rest: bigint; readonly day: string },
  context: EvaluationContext,
): Break => {
  const criterion = `bank entry ${entry.entryReference}`;
  const broken = (code: BreakCode, input: Omit<BreakInput, 'subject' | 'since' | 'criterion'>): Break =>
    breakOf(context, code, { ...input, subject: `receipt-${receipt}`, since: endOfDay(day), criterion });
  if (holder === undefined)
    return broken('B56', {
      amount,
      currency: entry.currency,
      expected: 'an account that it is for',
      found: 'none',
      distance: 'not comparable',
    });
  const currency = credited?.currency ?? entry.currency;
  const repeated = credited === undefined ? undefined : (credited.duplicateOf ?? paidBefore(receipt, credited, context));
  if (repeated !== undefined)
    return broken('B57', {
      amount: rest,
      currency,
      expected: 'each payment once, or its money given back',
      found: `it repeats receipt ${repeated}`,
      distance: textOf(rest),
    });
  return broken('B55', {
    amount: rest,
    currency,
    expected: `${credited === undefined ? textOf(amount) : credited.amount} ${currency} allocated`,
    found: textOf(allocated),
    distance: textOf(rest),
  });
};

/**
 * The receipt that this one repeats though its payer gave it no name of its own: both came to one account and name one debt, that one
 * brought exactly this amount to it, and nothing of it is open.
 */
const paidBefore = (
  receipt: string,
  { amount, names }: Extract<ReceiptFact, { kind: 'credited' }>,
  { settlement }: EvaluationContext,
): string | undefined =>
  names === undefined ? undefined : settlement.debts.paidBefore(names.account, names.reference, unitsOf(amount), receipt);

/** The bank took money back, and it is not known which: it stays in suspense. */
const unexplainedReversal = (
  receipt: string,
  { authority, entryReference, currency, bookedOn }: Recorded,
  amount: bigint,
  context: EvaluationContext,
): ReceiptCase => {
  const day = dayAfter(bookedOn, context.rules.deadlines.identification);
  const base = {
    key: `receipt-${receipt}`,
    kind: 'receipt',
    authority,
    entryReference,
    amount: textOf(amount),
    currency,
    allocated: '0',
  } as const;
  if (context.dayAt(authority) <= day)
    return { ...base, status: 'inTransit', breaks: [], next: { leg: 'receipt', deadline: endOfDay(day) } };
  const found = breakOf(context, 'B59', {
    subject: base.key,
    amount: -amount,
    currency,
    since: endOfDay(day),
    criterion: `bank entry ${entryReference}`,
    expected: 'the payment that it takes back',
    found: 'none, or several',
    distance: 'not comparable',
  });
  return { ...base, status: 'broken', breaks: [found] };
};
