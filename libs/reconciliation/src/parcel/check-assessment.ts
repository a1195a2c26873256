import { instantAfter } from '../days';
import { textOf, unitsOf } from '../exact-units';
import { type AssessmentLeg, type DeclarationLeg } from '../legs/leg';
import { type Findings } from './findings';
import { type CaseFacts, type DeclarationFacts, type ParcelFacts } from './parcel-facts';

/** Assessment and charge of one declaration (breaks B08, B09 of a refusal, B40, B41, B48). */
export const checkAssessment = (parcel: ParcelFacts, declaration: DeclarationFacts, facts: CaseFacts, findings: Findings): void => {
  const { head, assessment } = declaration;
  if (head === undefined) return;
  if (assessment === undefined) {
    checkUnassessed(parcel, declaration, head, facts, findings);
    return;
  }
  checkCharged(parcel, declaration, head, assessment, findings);
};

const goodsValue = (declaration: DeclarationFacts): bigint => declaration.items.reduce((sum, item) => sum + unitsOf(item.goodsValue), 0n);

const checkUnassessed = (parcel: ParcelFacts, declaration: DeclarationFacts, head: DeclarationLeg, facts: CaseFacts, findings: Findings): void => {
  const stake = { amount: goodsValue(declaration), currency: head.currency };
  const { refusal } = declaration;
  if (refusal !== undefined) {
    const code = refusal.code.startsWith('CLASSIFICATION') ? 'B08' : 'B09';
    if (facts.orders.some((order) => findings.has(code, order))) return;
    findings.broken({ parcel }, code, { ...stake, since: refusal.at, criterion: `assessment of ${head.mrn}`, expected: 'an assessment', found: `${refusal.code}: ${refusal.message}`, distance: 'not comparable' });
    return;
  }
  const { deadlines } = findings.context.rules;
  const deadline = instantAfter(head.acceptedAt, deadlines.assessment);
  findings.missing({ parcel }, 'assessment', deadline, 'B48', { ...stake, criterion: `assessment of ${head.mrn}`, expected: `an assessment by ${deadline}` });
  const charge = declaration.charges[0];
  if (charge === undefined) return;
  const unfounded = { amount: unitsOf(charge.total), currency: charge.currency, criterion: `assessment behind charge ${charge.reference}`, expected: 'an assessment of what was charged' };
  findings.missing({ parcel }, 'assessment', instantAfter(charge.at, deadlines.charge), 'B41', unfounded);
};

const checkCharged = (parcel: ParcelFacts, declaration: DeclarationFacts, head: DeclarationLeg, assessment: AssessmentLeg, findings: Findings): void => {
  const payable = unitsOf(assessment.payable);
  const charged = declaration.charges.reduce((sum, charge) => sum + unitsOf(charge.total), 0n);
  const last = declaration.charges.at(-1);
  const base = { currency: assessment.currency, criterion: `charge for ${head.mrn}`, expected: `${textOf(payable)} ${assessment.currency} on the account` };
  if (charged === payable) {
    if (last !== undefined) findings.matched([`assessment ${head.mrn}`, `charge ${last.charge}`], 0n, 0n);
    return;
  }
  if (charged > payable) {
    findings.broken({ parcel }, 'B41', { ...base, amount: charged - payable, since: last?.at ?? assessment.assessedAt, found: textOf(charged), distance: textOf(charged - payable) });
    return;
  }
  const deadline = instantAfter(assessment.assessedAt, findings.context.rules.deadlines.charge);
  findings.missing({ parcel }, 'charge', deadline, 'B40', { ...base, amount: payable - charged });
};
