import { subjectOf } from '../break-subject';
import { type Break, noCurrency, type PeriodCase } from '../case';
import { dayAfter, daysBetween, endOfDay } from '../days';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { type SummaryFact } from '../legs/settlement-fact';
import { summaryCaseKey } from './period-key';
import { type SupplyFacts } from './supply-facts';

/**
 * The cases of consolidated summaries (UCC Art. 167): late, with fewer declarations than were accepted, or missing (break B33). Who has submitted one
 * has to go on: the next is due as long after the last as that covers. Days are counted, so memory does not grow with the declarations.
 */
export const evaluateSummaries = ({ accepted }: Pick<SupplyFacts, 'accepted'>, context: EvaluationContext): readonly PeriodCase[] => {
  const cases: PeriodCase[] = [];
  for (const [holder, summaries] of byHolder(context.settlement.summaries)) {
    const counts = accepted.get(holder) ?? new Map<string, number>();
    for (const summary of summaries) cases.push({ ...caseOf(summary, summary.reference, faultsOf(summary, counts, context)), ...agreement(summary, counts, context) });
    const last = summaries.at(-1);
    const missing = last === undefined ? [] : nextOf(last, counts, context);
    if (last !== undefined && missing.length > 0) cases.push(caseOf(last, afterSummary(last.reference), missing));
  }
  return cases.sort((a, b) => (a.key < b.key ? -1 : 1));
};

const afterSummary = (reference: string): string => `after ${reference}`;

const byHolder = (summaries: readonly SummaryFact[]): ReadonlyMap<string, readonly SummaryFact[]> => {
  const holders = new Map<string, SummaryFact[]>();
  for (const summary of [...summaries].sort((a, b) => (a.to < b.to ? -1 : 1))) {
    const key = `${summary.authority}\n${summary.accountHolder}`;
    const known = holders.get(key);
    if (known === undefined) holders.set(key, [summary]);
    else known.push(summary);
  }
  return holders;
};

const caseOf = ({ authority, accountHolder, from, to }: SummaryFact, reference: string, breaks: readonly Break[]): PeriodCase => ({
  ...{ key: summaryCaseKey(authority, accountHolder, reference), kind: 'period', authority, holder: accountHolder, period: `${from}/${to}` },
  ...{ status: breaks.length > 0 ? 'broken' : 'matched', breaks, beneficiaries: [] },
});

const countIn = (counts: ReadonlyMap<string, number>, from: string, to: string): number => [...counts].reduce((sum, [day, count]) => (day >= from && day < to ? sum + count : sum), 0);

const late = (context: EvaluationContext, subject: string, criterion: string, since: string, more: { readonly expected: string; readonly found: string; readonly distance: string }): Break =>
  breakOf(context, 'B33', { subject, amount: 0n, currency: noCurrency, since, criterion, ...more });

const faultsOf = ({ authority, accountHolder, reference, from, to, submittedOn, dueOn, declarationCount }: SummaryFact, counts: ReadonlyMap<string, number>, context: EvaluationContext): readonly Break[] => {
  const there = countIn(counts, from, to);
  const days = daysBetween(dueOn, submittedOn);
  const key = summaryCaseKey(authority, accountHolder, reference);
  return [
    ...(days > 0 ? [late(context, subjectOf(key, 'day'), `day of summary ${reference}`, endOfDay(dueOn), { expected: `submitted by ${dueOn}`, found: submittedOn, distance: `${String(days)} days` })] : []),
    ...(there > declarationCount ? [late(context, subjectOf(key, 'declarations'), `declarations of summary ${reference}`, endOfDay(dueOn), { expected: `${String(there)} declarations`, found: String(declarationCount), distance: `${String(there - declarationCount)} declarations` })] : []),
  ];
};

/** As many declarations as were accepted in its days, at least. */
const agreement = ({ reference, from, to, declarationCount }: SummaryFact, counts: ReadonlyMap<string, number>, { rules }: EvaluationContext): Pick<PeriodCase, 'matches'> =>
  countIn(counts, from, to) > declarationCount ? {} : { matches: [{ rule: `summary-count@${String(rules.version)}`, legs: [`summary ${reference}`, `declarations accepted from ${from} to ${to}`], tolerance: '0', distance: '0', score: 100 }] };

const nextOf = ({ accountHolder, reference, from, to, dueOn, authority }: SummaryFact, counts: ReadonlyMap<string, number>, context: EvaluationContext): readonly Break[] => {
  const length = daysBetween(from, to);
  const [end, deadline] = [dayAfter(to, length), dayAfter(dueOn, length)];
  const there = countIn(counts, to, end);
  if (there === 0 || context.dayAt(authority) <= deadline) return [];
  return [late(context, summaryCaseKey(authority, accountHolder, afterSummary(reference)), `summary after ${reference}`, endOfDay(deadline), { expected: `one by ${deadline} over ${String(there)} declarations`, found: 'nothing', distance: `late since ${deadline}` })];
};
