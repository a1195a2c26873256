import { compareAuthorityTax } from '#declarations';
import { subjectOf } from '../break-subject';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type AssessmentLeg, type DeclarationLeg } from '../legs/leg';
import { type DeclarationFacts } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';
import { toleranceOf } from '../matching/tolerance';

/**
 * The authority's own tax of the version assessed last against ours, by tax type (break B42). A message told in parts is one; of several
 * the last counts. Lines of one type are compared at once, so each may be off by what rounding makes of it.
 */
export const checkAuthorityTax = (
  parcel: ParcelFacts,
  { id, authorityTax }: DeclarationFacts,
  head: DeclarationLeg,
  assessment: AssessmentLeg,
  findings: Findings,
): void => {
  const told = authorityTax.filter(({ version }) => version === assessment.version);
  const last = told.at(-1);
  if (last === undefined) return;
  const theirs = told.filter(({ message }) => message === last.message).flatMap(({ lines }) => lines);
  const base = { subject: id, since: last.at, criterion: `tax of ${head.mrn} by the authority` };
  if (last.currency !== assessment.currency) {
    findings.broken({ parcel }, 'B42', {
      ...base,
      amount: 0n,
      currency: assessment.currency,
      expected: assessment.currency,
      found: last.currency,
      distance: 'not comparable',
    });
    return;
  }
  const { differences } = compareAuthorityTax(ours(assessment, head), {
    currency: last.currency,
    lines: theirs.map((line) => ({ ...line, seq: 1 })),
  });
  for (const { taxType, figure, ours: expected, theirs: found, difference, reason } of differences) {
    const count = theirs.reduce((sum, line) => (line.taxType === taxType ? sum + line.count : sum), 0);
    const lines = reason === 'rounding' ? 1 : count > 1 ? count : 0;
    const tolerance = toleranceOf(findings.context.rules, 'authority-tax', assessment.currency, { lines });
    const distance = absolute(unitsOf(difference));
    if (distance <= tolerance)
      findings.matched('authority-tax', [`assessment ${head.mrn}`, `message ${last.message}`], {
        tolerance,
        distance,
        currency: assessment.currency,
      });
    else
      findings.broken({ parcel }, 'B42', {
        ...base,
        subject: subjectOf(id, taxType),
        amount: distance,
        currency: assessment.currency,
        criterion: `${base.criterion}, ${taxType} ${figure}`,
        expected,
        found,
        distance: textOf(distance),
        tolerance: textOf(tolerance),
      });
  }
};

/** Our totals as the lines of one item: assessment lines are not kept here. */
const ours = ({ currency, totals }: AssessmentLeg, { acceptedOn }: DeclarationLeg): Parameters<typeof compareAuthorityTax>[0] => ({
  currency,
  acceptedOn,
  lines: totals.map((total) => ({ ...total, seq: 1, table: 0, rule: '', base: '0', rate: '' })),
});
