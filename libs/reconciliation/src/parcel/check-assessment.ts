import { instantAfter } from '../days';
import { textOf, unitsOf } from '../exact-units';
import { type AssessmentLeg, type DeclarationLeg } from '../legs/leg';
import { type BreakInput } from '../evaluation-context';
import { type Findings } from './findings';
import { checkPlaceOfCharge } from './check-place-of-charge';
import { checkAuthorityTax } from './check-authority-tax';
import { chargedOf, type DeclarationFacts, declaredValueOf, payableOf } from './declaration-facts';
import { type CaseFacts, type ParcelFacts } from './parcel-facts';

/** Assessment and charge of one declaration (breaks B08, B09 of a refusal, B15, B40, B41, B42, B46, B48). */
export const checkAssessment = (parcel: ParcelFacts, declaration: DeclarationFacts, facts: CaseFacts, findings: Findings): void => {
  const { head, assessment, invalidation } = declaration;
  if (head === undefined) return;
  // A later version is assessed anew; an invalidated one no more.
  if (invalidation === undefined && (assessment === undefined || assessment.version < head.version)) {
    checkUnassessed(parcel, declaration, head, facts, findings);
    return;
  }
  if (assessment === undefined) return;
  checkCharged(parcel, declaration, head, assessment, checkPlaceOfCharge(parcel, declaration, head, findings), findings);
  if (declaration.authorityTax.length > 0) checkAuthorityTax(parcel, declaration, head, assessment, findings);
};

const checkUnassessed = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  facts: CaseFacts,
  findings: Findings,
): void => {
  const stake = { subject: declaration.id, amount: declaredValueOf(declaration), currency: head.currency };
  const { refusal } = declaration;
  if (refusal !== undefined && refusal.version >= head.version) {
    const code = refusal.code.startsWith('CLASSIFICATION') ? 'B08' : 'B09';
    if (facts.orders.some((order) => findings.has(code, order))) return;
    findings.broken({ parcel }, code, {
      ...stake,
      since: refusal.at,
      criterion: `assessment of ${head.mrn}`,
      expected: 'an assessment',
      found: `${refusal.code}: ${refusal.message}`,
      distance: 'not comparable',
      ...findings.rootAmong(code === 'B08' ? ['B24'] : ['B27', 'B30'], parcel),
    });
    return;
  }
  const { deadlines } = findings.context.rules;
  const deadline = instantAfter(head.amendedAt ?? head.acceptedAt, deadlines.assessment);
  findings.missing({ parcel }, 'assessment', deadline, 'B48', {
    ...stake,
    criterion: `assessment of ${head.mrn}`,
    expected: `an assessment by ${deadline}`,
  });
  const charge = declaration.charges[0];
  if (charge === undefined || declaration.assessment !== undefined) return;
  const unfounded = {
    subject: declaration.id,
    amount: unitsOf(charge.total),
    currency: charge.currency,
    criterion: `assessment behind charge ${charge.reference}`,
    expected: 'an assessment of what was charged',
  };
  findings.missing({ parcel }, 'assessment', instantAfter(charge.at, deadlines.charge), 'B41', unfounded);
};

/** What an account was charged, later changes included, against what is owed now. A change of a charge has as long as a charge. */
const checkCharged = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  assessment: AssessmentLeg,
  misplaced: ReturnType<typeof checkPlaceOfCharge>,
  findings: Findings,
): void => {
  const payable = payableOf(declaration);
  const charged = chargedOf(declaration);
  const last = declaration.charges.at(-1);
  const base = {
    subject: declaration.id,
    currency: assessment.currency,
    criterion: `charge for ${head.mrn}`,
    expected: `${textOf(payable)} ${assessment.currency} on the account`,
  };
  if (charged === payable) {
    if (last !== undefined)
      findings.matched('charged-tax', [`assessment ${head.mrn}`, `charge ${last.charge}`], {
        tolerance: 0n,
        distance: 0n,
        currency: assessment.currency,
      });
    return;
  }
  const owedSince = declaration.invalidation?.at ?? assessment.assessedAt;
  const deadline = instantAfter(owedSince, findings.context.rules.deadlines.charge);
  if (charged > payable) {
    const surplus = { ...base, amount: charged - payable, found: textOf(charged), distance: textOf(charged - payable) };
    if ((declaration.invalidation !== undefined || assessment.version > 1) && findings.context.isBy(deadline))
      findings.waiting({ parcel }, 'charge', deadline);
    else {
      // The same debt once where it belongs and once where it does not.
      const [wrong] = misplaced.reduce((sum, { amount }) => sum + amount, 0n) === charged - payable ? misplaced : [];
      findings.broken({ parcel }, 'B41', {
        ...surplus,
        since: last?.at ?? assessment.assessedAt,
        ...(wrong === undefined ? {} : { causedBy: { caseKey: findings.caseKey, code: wrong.code } }),
      });
    }
    return;
  }
  if (declaration.charges.length === 0 && checkHeld(parcel, declaration, payable, base, findings)) return;
  findings.missing({ parcel }, 'charge', deadline, 'B40', { ...base, amount: payable - charged });
};

/**
 * The account declined the debt: the goods wait for room, for money or for the account, and nothing is lost until then (UCC Art. 195(1)).
 */
const checkHeld = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  payable: bigint,
  base: Pick<BreakInput, 'subject' | 'currency' | 'criterion' | 'expected'>,
  findings: Findings,
): boolean => {
  const held = declaration.declined ?? declaration.held;
  if (held === undefined) return false;
  const secured = held.reason.startsWith('GUARANTEE');
  const deadline = instantAfter(held.at, findings.context.rules.deadlines.held);
  if (findings.context.isBy(deadline))
    findings.waiting({ parcel }, secured ? 'guarantee' : held.reason === 'ACCOUNT_SUSPENDED' ? 'charge' : 'receipt', deadline);
  else {
    const distance = held.missing === undefined ? 'not comparable' : held.missing;
    findings.broken({ parcel }, secured ? 'B46' : 'B15', {
      ...base,
      amount: payable,
      since: deadline,
      found: `held since ${held.at.slice(0, 10)}: ${held.reason}`,
      distance,
    });
  }
  return true;
};
