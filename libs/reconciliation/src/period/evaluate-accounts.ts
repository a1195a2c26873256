import { type Break, type ExpectedLeg, type PeriodCase, type ReceiptCase } from '../case';
import { dayAfter, endOfDay } from '../days';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';
import { type AccountPeriodState, type ReceiptState } from '../settlement-book';
import { statementCaseKey } from './period-key';

/** The cases of deferment periods: stated and paid (breaks B54, B55, B62). Scheme accounts are judged by their returns. */
export const evaluateStatements = (context: EvaluationContext): readonly PeriodCase[] =>
  [...context.settlement.periods.values()].filter((period) => period.accountKind === 'deferment').map((period) => statementCase(period, context)).sort((a, b) => (a.key < b.key ? -1 : 1));

const statementCase = (period: AccountPeriodState, context: EvaluationContext): PeriodCase => {
  const { statement, currency } = period;
  const today = context.dayAt(period.authority);
  const deadline = dayAfter(period.end, context.rules.deadlines.statement);
  const base = { key: statementCaseKey(period.id), kind: 'period', authority: period.authority, holder: period.holder, period: period.period } as const;
  if (statement === undefined) {
    if (today <= deadline) return { ...base, status: 'inTransit', breaks: [], beneficiaries: [], next: { leg: 'statement', deadline: endOfDay(deadline) } };
    const missing = breakOf(context, 'B62', { amount: 0n, currency, since: endOfDay(deadline), criterion: `statement of ${period.authority} for ${period.period}`, expected: `a statement by ${deadline}`, found: 'nothing', distance: `late since ${deadline}` });
    return { ...base, status: 'broken', breaks: [missing], beneficiaries: [] };
  }
  const open = context.settlement.openOfStatement(statement);
  const breaks: Break[] = [];
  const criterion = `payment of statement ${statement.reference}`;
  if (open > 0n && today > statement.dueOn)
    breaks.push(breakOf(context, 'B54', { amount: open, currency, since: endOfDay(statement.dueOn), criterion, expected: `${statement.charged} ${currency} paid by ${statement.dueOn}`, found: `${textOf(open)} ${currency} open`, distance: textOf(open) }));
  if (open < 0n) breaks.push(breakOf(context, 'B55', { amount: -open, currency, since: context.asOf, criterion, expected: `${statement.charged} ${currency}`, found: `${textOf(-open)} ${currency} too much`, distance: textOf(-open) }));
  const status = breaks.length > 0 ? 'broken' : open > 0n ? 'inTransit' : 'matched';
  const next: { readonly next?: ExpectedLeg } = status === 'inTransit' ? { next: { leg: 'receipt', deadline: endOfDay(statement.dueOn) } } : {};
  return { ...base, status, breaks, beneficiaries: sharesOf(period, context), ...next };
};

const sharesOf = ({ statement, currency }: AccountPeriodState, context: EvaluationContext): PeriodCase['beneficiaries'] => {
  if (statement === undefined) return [];
  const declared = new Map<string, bigint>();
  for (const { beneficiary, amount } of statement.totals) declared.set(beneficiary, (declared.get(beneficiary) ?? 0n) + unitsOf(amount));
  return [...declared].map(([beneficiary, amount]) => {
    const settled = context.settlement.settled(statement.account, 'statement', statement.reference, beneficiary);
    return { beneficiary, declared: textOf(amount), settled: textOf(settled), open: textOf(amount - settled), currency };
  });
};

/** The cases of bank entries: whose they are, and what they settled (breaks B55, B56). Money that went out is no receipt. */
export const evaluateReceipts = (context: EvaluationContext): readonly ReceiptCase[] =>
  [...context.settlement.receipts.values()].filter((receipt) => receipt.amount > 0n).map((receipt) => receiptCase(receipt, context)).sort((a, b) => (a.key < b.key ? -1 : 1));

const receiptCase = (receipt: ReceiptState, context: EvaluationContext): ReceiptCase => {
  const { entryReference, amount, currency, allocated, holder } = receipt;
  const { identification, allocation } = context.rules.deadlines;
  const base = { key: `receipt-${receipt.id}`, kind: 'receipt', authority: receipt.authority, entryReference, amount: textOf(amount), currency, allocated: textOf(allocated) } as const;
  const known = holder === undefined ? base : { ...base, identifiedFor: holder };
  const rest = amount - allocated;
  if (holder !== undefined && rest === 0n) return { ...known, status: 'matched', breaks: [] };
  const day = dayAfter(receipt.bookedOn, holder === undefined ? identification : allocation);
  if (context.dayAt(receipt.authority) <= day) return { ...known, status: 'inTransit', breaks: [], next: { leg: 'receipt', deadline: endOfDay(day) } };
  const found =
    holder === undefined
      ? breakOf(context, 'B56', { amount, currency, since: endOfDay(day), criterion: `bank entry ${entryReference}`, expected: 'an account that it is for', found: 'none', distance: 'not comparable' })
      : breakOf(context, 'B55', { amount: rest, currency, since: endOfDay(day), criterion: `bank entry ${entryReference}`, expected: `${textOf(amount)} ${currency} allocated`, found: textOf(allocated), distance: textOf(rest) });
  return { ...known, status: 'broken', breaks: [found] };
};
