import { type SummarySubmittedData } from './summary.events';

/** A declaration that some summary has to cover, and the last day for that. */
export type SummaryDuty = Readonly<{ mrn: string; acceptedOn: string; dueOn: string }>;
/** A summary with the declarations it lists. */
export type SubmittedSummary = Pick<SummarySubmittedData, 'summaryReference' | 'from' | 'to' | 'submittedOn' | 'dueOn'> &
  Readonly<{ mrns: readonly string[] }>;

/** What of a holder's declarations is not where it should be (B33): in no summary though its day has passed, or covered too late. */
export type SupplementaryGaps = Readonly<{
  missing: readonly SummaryDuty[];
  late: readonly (SummaryDuty & Readonly<{ summaryReference: string; submittedOn: string }>)[];
  /** Listed by two summaries: counted twice. */
  repeated: readonly Readonly<{ mrn: string; summaryReferences: readonly string[] }>[];
}>;

/**
 * Declarations of one holder against its summaries (UCC Art. 167: a supplementary declaration within its time limit). As of the legal day
 * `asOf`: what is not due yet is no gap. All lists in the order of acceptance, then MRN.
 */
export const supplementaryGaps = (
  declarations: readonly SummaryDuty[],
  summaries: readonly SubmittedSummary[],
  asOf: string,
): SupplementaryGaps => {
  const covering = new Map<string, SubmittedSummary[]>();
  const inOrder = summaries
    .filter(({ submittedOn }) => submittedOn <= asOf)
    .sort((a, b) => (`${a.submittedOn} ${a.summaryReference}` < `${b.submittedOn} ${b.summaryReference}` ? -1 : 1));
  for (const summary of inOrder)
    for (const mrn of summary.mrns) {
      const known = covering.get(mrn);
      if (known === undefined) covering.set(mrn, [summary]);
      else known.push(summary);
    }
  const ordered = [...declarations].sort((a, b) => (`${a.acceptedOn} ${a.mrn}` < `${b.acceptedOn} ${b.mrn}` ? -1 : 1));
  const missing = ordered.filter(({ mrn, dueOn }) => !covering.has(mrn) && dueOn < asOf);
  const late = ordered.flatMap((declaration) => {
    const [first] = covering.get(declaration.mrn) ?? [];
    return first !== undefined && first.submittedOn > declaration.dueOn
      ? [{ ...declaration, summaryReference: first.summaryReference, submittedOn: first.submittedOn }]
      : [];
  });
  const repeated = ordered.flatMap(({ mrn }) => {
    const all = covering.get(mrn) ?? [];
    return all.length > 1 ? [{ mrn, summaryReferences: all.map(({ summaryReference }) => summaryReference) }] : [];
  });
  return { missing, late, repeated };
};
