import { instantAfter } from '../days';
import { absolute, textOf, unitsOf } from '../exact-units';
import { moneyIn } from '../in-euro';
import { type AssessmentLeg, type CollectionLeg, type DeclarationLeg } from '../legs/leg';
import { type DeclarationFacts, payableOf } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';
import { toleranceOf } from '../matching/tolerance';

/** Import VAT that the carrier has to collect from the recipient (VAT Directive Art. 369y), exact units; nothing under another scheme. */
const toCollect = ({ accountedIn, totals }: AssessmentLeg): bigint =>
  accountedIn?.scheme === 'EU-SA' ? totals.reduce((sum, line) => sum + unitsOf(line.accountedElsewhere), 0n) : 0n;

/**
 * What becomes of a declared parcel at the door: received and its tax collected, where the carrier collects it (B63), or not received, and
 * then the declaration is taken back (B16). Under special arrangements expected = collected.
 */
export const checkDelivery = (parcel: ParcelFacts, declaration: DeclarationFacts, findings: Findings): void => {
  const { head, assessment } = declaration;
  if (head === undefined || assessment === undefined) return;
  const due = toCollect(assessment);
  const { deadlines } = findings.context.rules;
  const undelivered = {
    subject: parcel.id,
    amount: payableOf(declaration) + due,
    currency: assessment.currency,
    criterion: `delivery of the goods under ${head.mrn}`,
  };
  if (parcel.undeliverable !== undefined) {
    if (undelivered.amount === 0n) return;
    const deadline = instantAfter(parcel.undeliverable.attemptedAt, deadlines.invalidation);
    findings.missing({ parcel }, 'invalidation', deadline, 'B16', {
      ...undelivered,
      expected: `the declaration invalidated by ${deadline}, for the parcel was not delivered (${parcel.undeliverable.reason})`,
    });
    return;
  }
  if (due === 0n) return;
  if (parcel.collection !== undefined) {
    // What was assessed before the euro may be collected in it.
    const { currency } = parcel.collection;
    checkAmount(parcel, head, parcel.collection, moneyIn(currency, due, assessment.currency), findings);
  } else if (parcel.deliveredAt === undefined)
    findings.missing({ parcel }, 'collection', instantAfter(head.acceptedAt, deadlines.delivery), 'B16', {
      ...undelivered,
      expected: 'the parcel delivered and its tax collected, or told to be undeliverable',
    });
  else {
    const deadline = instantAfter(parcel.deliveredAt, deadlines.collection);
    findings.missing({ parcel }, 'collection', deadline, 'B63', {
      subject: parcel.id,
      amount: due,
      currency: assessment.currency,
      criterion: `tax of ${head.mrn} at delivery`,
      expected: `${textOf(due)} ${assessment.currency} collected by ${deadline}`,
    });
  }
};

const checkAmount = (
  parcel: ParcelFacts,
  head: DeclarationLeg,
  { lines, currency, collectedAt }: CollectionLeg,
  due: bigint,
  findings: Findings,
): void => {
  const collected = lines.reduce((sum, { amount }) => sum + unitsOf(amount), 0n);
  const tolerance = toleranceOf(findings.context.rules, 'collected-tax', currency, { lines: lines.length });
  const distance = absolute(due - collected);
  if (distance <= tolerance) {
    findings.matched('collected-tax', [`assessment ${head.mrn}`, 'collection'], { tolerance, distance, currency });
    return;
  }
  findings.broken({ parcel }, 'B63', {
    subject: parcel.id,
    amount: distance,
    currency,
    since: collectedAt,
    criterion: `tax of ${head.mrn} at delivery`,
    expected: `${textOf(due)} ${currency}`,
    found: `${textOf(collected)} ${currency} collected`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
  });
};
