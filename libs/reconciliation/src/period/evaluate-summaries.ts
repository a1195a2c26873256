import { subjectOf } from '../break-subject';
import { type Break, type Match, noCurrency, type PeriodCase } from '../case';
import { dayAfter, daysBetween, endOfDay } from '../days';
import { breakOf, type BreakInput, type EvaluationContext } from '../evaluation-context';
import { absolute } from '../exact-units';
import { type SummaryFact } from '../legs/settlement-fact';
import { type DeclaredByDay, declaredNames, declaredOn, holderOf, oneDeclaration } from './declared-sums';
import { nextSummaryCaseKey, summaryCaseKey } from './period-key';
import { type SummaryCriterion, summaryCriteria } from './summary-criteria';
import { type SupplyFacts } from './supply-facts';

/**
 * The cases of consolidated summaries (UCC Art. 167): late, other than what was declared in its days as it stood when the summary was
 * submitted, or missing (break B33). Who has submitted one has to go on: the next is due as long after the last as that covers. Days are
 * added up, so memory does not grow with the declarations.
 */
export const evaluateSummaries = ({ accepted }: Pick<SupplyFacts, 'accepted'>, context: EvaluationContext): readonly PeriodCase[] => {
  const cases: PeriodCase[] = [];
  for (const summaries of byHolder(context.settlement.summaries).values()) {
    for (const summary of summaries) cases.push(judged(summary, accepted, context));
    const last = summaries.at(-1);
    const missing = last === undefined ? [] : nextOf(last, accepted, context);
    if (last !== undefined && missing.length > 0) cases.push(caseOf(last, nextSummaryCaseKey(last), missing));
  }
  return cases.sort((a, b) => (a.key < b.key ? -1 : 1));
};

const byHolder = (summaries: readonly SummaryFact[]): ReadonlyMap<string, readonly SummaryFact[]> => {
  const holders = new Map<string, SummaryFact[]>();
  for (const summary of [...summaries].sort((a, b) => (a.to < b.to ? -1 : 1))) {
    const known = holders.get(holderOf(summary));
    if (known === undefined) holders.set(holderOf(summary), [summary]);
    else known.push(summary);
  }
  return holders;
};

const caseOf = (
  { authority, accountHolder, from, to }: SummaryFact,
  key: string,
  breaks: readonly Break[],
  matches: readonly Match[] = [],
): PeriodCase => ({
  key,
  kind: 'period',
  authority,
  holder: accountHolder,
  period: `${from}/${to}`,
  status: breaks.length > 0 ? 'broken' : 'matched',
  breaks,
  ...(matches.length === 0 ? {} : { matches }),
  beneficiaries: [],
});

const judged = (summary: SummaryFact, accepted: DeclaredByDay, context: EvaluationContext): PeriodCase => {
  const criteria = summaryCriteria(summary, accepted);
  const isWhole = criteria.every(({ holds }) => holds);
  return caseOf(
    summary,
    summaryCaseKey(summary),
    [...lateOf(summary, context), ...differing(summary, criteria, context)],
    isWhole ? criteria.map((criterion) => matchOf(summary, criterion, context)) : [],
  );
};

type Told = Pick<BreakInput, 'subject' | 'criterion' | 'since' | 'expected' | 'found' | 'distance'> & Partial<BreakInput>;
const faulty = (context: EvaluationContext, input: Told): Break => breakOf(context, 'B33', { amount: 0n, currency: noCurrency, ...input });

const lateOf = (summary: SummaryFact, context: EvaluationContext): readonly Break[] => {
  const { reference, submittedOn, dueOn } = summary;
  const days = daysBetween(dueOn, submittedOn);
  const subject = subjectOf(summaryCaseKey(summary), 'day');
  return days > 0
    ? [
        faulty(context, {
          subject,
          criterion: `day of summary ${reference}`,
          since: endOfDay(dueOn),
          expected: `submitted by ${dueOn}`,
          found: submittedOn,
          distance: `${String(days)} days`,
        }),
      ]
    : [];
};

/** Each criterion that fails is told; the first is the root, for another number of declarations explains that value and mass differ. */
const differing = (summary: SummaryFact, criteria: readonly SummaryCriterion[], context: EvaluationContext): readonly Break[] => {
  const { reference, dueOn } = summary;
  const caseKey = summaryCaseKey(summary);
  return criteria
    .filter(({ holds }) => !holds)
    .map(({ name, subject, expected, found, distance, difference, currency }, i) =>
      faulty(context, {
        subject: subjectOf(caseKey, subject),
        criterion: `${name} of summary ${reference}`,
        since: endOfDay(dueOn),
        expected,
        found,
        distance,
        tolerance: '0',
        ...(currency === undefined ? {} : { amount: absolute(difference), currency }),
        ...(i === 0 ? {} : { causedBy: { caseKey, code: 'B33' } }),
      }),
    );
};

/** The whole of what was declared in its days: therefore no other set of it comes to the same. */
const matchOf = ({ reference, from, to }: SummaryFact, { rule, currency }: SummaryCriterion, { rules }: EvaluationContext): Match => ({
  rule: `${rule}@${String(rules.version)}`,
  legs: [`summary ${reference}`, `declarations accepted from ${from} to ${to}`],
  tolerance: '0',
  distance: '0',
  ...(currency === undefined ? {} : { currency }),
  score: 100,
  unique: true,
});

const nextOf = (last: SummaryFact, accepted: DeclaredByDay, context: EvaluationContext): readonly Break[] => {
  const { reference, from, to, dueOn, authority } = last;
  const length = daysBetween(from, to);
  const [end, deadline] = [dayAfter(to, length), dayAfter(dueOn, length)];
  const there = (declaredOn(accepted, holderOf(last), { from: to, to: end }, () => true).get(declaredNames.count) ?? 0n) / oneDeclaration;
  if (there === 0n || context.dayAt(authority) <= deadline) return [];
  const subject = nextSummaryCaseKey(last);
  return [
    faulty(context, {
      subject,
      criterion: `summary after ${reference}`,
      since: endOfDay(deadline),
      expected: `one by ${deadline} over ${String(there)} declarations`,
      found: 'nothing',
      distance: `late since ${deadline}`,
    }),
  ];
};
