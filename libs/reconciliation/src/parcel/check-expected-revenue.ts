import { type BreakCode } from '../break-catalogue';
import { subjectOf } from '../break-subject';
import { instantAfter } from '../days';
import { absolute, textOf, unitsOf } from '../exact-units';
import { toleranceOf } from '../matching/tolerance';
import { type AssessmentLeg, type DeclarationLeg } from '../legs/leg';
import { type LineShare } from './allot-units';
import { type DeclarationFacts } from './declaration-facts';
import { type Findings } from './findings';
import { asDeclared, asOrdered, isDeclaredAsOrdered } from './goods-in-law';
import { type CaseFacts, type ParcelFacts } from './parcel-facts';

/** Differences between order and declaration that change the tax. */
const explaining: readonly BreakCode[] = ['B22', 'B23', 'B24', 'B25', 'B26', 'B27', 'B28', 'B30', 'B31'];

/** Duty and tax of an assessment, whoever accounts for them. */
const revenueOf = ({ totals }: AssessmentLeg): bigint =>
  totals.reduce(
    (sum, { payable, accountedElsewhere, secured }) => sum + unitsOf(payable) + unitsOf(accountedElsewhere) + unitsOf(secured),
    0n,
  );

/**
 * The assessment of a declaration against the goods as ordered (break B45), and against the law as it stands since a measure was annulled
 * (break B47).
 */
export const checkExpectedRevenue = (parcel: ParcelFacts, facts: CaseFacts, shares: readonly LineShare[], findings: Findings): void => {
  const [declaration] = parcel.declarations;
  const { head, assessment } = declaration ?? {};
  if (declaration === undefined || head === undefined || assessment === undefined || assessment.version < head.version) return;
  checkEstimate(
    { parcel, declaration, head, assessment },
    shares,
    facts.parcels.length === 1 && new Set(shares.map(({ order }) => order)).size === 1,
    findings,
  );
  checkAnnulled({ parcel, declaration, head, assessment }, findings);
};

interface Assessed {
  readonly parcel: ParcelFacts;
  readonly declaration: DeclarationFacts;
  readonly head: DeclarationLeg;
  readonly assessment: AssessmentLeg;
}

/** Goods that are declared as they were ordered come to the tax that was expected: only others are assessed here. */
const checkEstimate = (
  { parcel, declaration, head, assessment }: Assessed,
  shares: readonly LineShare[],
  whole: boolean,
  findings: Findings,
): void => {
  if (isDeclaredAsOrdered(declaration, head, shares, whole)) return;
  const ordered = asOrdered(declaration, head, shares, whole);
  const expected = ordered === undefined ? undefined : findings.context.law.revenueOf(ordered);
  if (expected?.currency !== assessment.currency) return;
  const found = revenueOf(assessment);
  const distance = absolute(expected.amount - found);
  const tolerance = toleranceOf(findings.context.rules, 'expected-revenue', assessment.currency, { expected: expected.amount });
  if (distance <= tolerance) {
    findings.matched('expected-revenue', ['goods as ordered', `assessment ${head.mrn}`], {
      tolerance,
      distance,
      currency: assessment.currency,
    });
    return;
  }
  findings.broken({ parcel }, 'B45', {
    subject: declaration.id,
    amount: distance,
    currency: assessment.currency,
    since: assessment.assessedAt,
    criterion: `duty and tax of the goods under ${head.mrn}`,
    expected: `${textOf(expected.amount)} ${assessment.currency} as ordered`,
    found: `${textOf(found)} ${assessment.currency} assessed`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
    ...findings.rootAmong(explaining, parcel),
  });
};

/** Where the annulment changes the tax, the authority has to assess again (UCC Art. 48, 105(3), 116(4)). */
const checkAnnulled = ({ parcel, declaration, head, assessment }: Assessed, findings: Findings): void => {
  const { law, settlement, rules } = findings.context;
  const annulled = settlement
    .annulledAfter(assessment.position)
    .filter(
      ({ jurisdiction, codePrefix, voidFrom }) =>
        voidFrom <= head.acceptedOn &&
        jurisdiction === law.tariffOf(head.jurisdiction) &&
        declaration.items.some(({ hsCode }) => hsCode.startsWith(codePrefix) || codePrefix.startsWith(hsCode)),
    );
  const [first] = annulled;
  if (first === undefined) return;
  const lawful = law.revenueOf(asDeclared(declaration, head));
  const [found, currency] = [revenueOf(assessment), assessment.currency];
  if (lawful?.amount === found) return;
  const deadline = instantAfter(first.at, rules.deadlines.reassessment);
  const amount = lawful === undefined ? found : absolute(lawful.amount - found);
  const due = lawful === undefined ? 'a new assessment' : `${textOf(lawful.amount)} ${currency} instead of ${textOf(found)}`;
  findings.missing({ parcel }, 'assessment', deadline, 'B47', {
    subject: subjectOf(declaration.id, first.measure),
    amount,
    currency,
    criterion: `assessment of ${head.mrn} without measure ${first.measure} (${first.reason})`,
    expected: `${due} by ${deadline}`,
  });
};
