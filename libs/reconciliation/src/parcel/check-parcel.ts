import { type BreakCode } from '../break-catalogue';
import { noCurrency } from '../case';
import { instantAfter } from '../days';
import { legalExpiryOf } from '../legal-expiry';
import { type BreakInput } from '../evaluation-context';
import { type Allotment, type LineShare } from './allot-units';
import { checkAssessment } from './check-assessment';
import { checkDeclaredGoods } from './check-declared-goods';
import { capturedOf } from './check-known';
import { type Findings, legalClockOf, type Scope } from './findings';
import { checkDelivery } from './check-delivery';
import { checkExpectedRevenue } from './check-expected-revenue';
import { checkManifest } from './check-logistics';
import { checkRelief } from './check-relief';
import { type DeclarationFacts, declaredValueOf } from './declaration-facts';
import { type CaseFacts, type ParcelFacts, takenBackOf } from './parcel-facts';

/** Value of the shares in the currency of the first of them; a parcel of two currencies is stated in one. */
const stakeOf = (
  shares: readonly LineShare[],
  declarations: readonly DeclarationFacts[],
): { readonly amount: bigint; readonly currency: string } => {
  const currency = shares[0]?.order.head?.currency;
  if (currency !== undefined)
    return {
      amount: shares.filter((s) => s.order.head?.currency === currency).reduce((sum, s) => sum + s.price * BigInt(s.units), 0n),
      currency,
    };
  const head = declarations[0]?.head;
  return head === undefined
    ? { amount: 0n, currency: noCurrency }
    : { amount: declarations[0] === undefined ? 0n : declaredValueOf(declarations[0]), currency: head.currency };
};

const parcelName = (parcel: ParcelFacts): string =>
  parcel.head === undefined
    ? `declaration ${(parcel.declarations[0] ?? parcel.invalidated[0])?.head?.mrn ?? parcel.id}`
    : `parcel ${parcel.head.number}`;

/**
 * Order data, arrival, declaration and what follows from it, of one parcel (breaks B10, B12, B13, B15, B16, B20 to B32, B40 to B48, B63).
 */
export const checkParcel = (parcel: ParcelFacts, facts: CaseFacts, allotment: Allotment, findings: Findings): void => {
  const shares = allotment.shares.filter((share) => share.parcel === parcel);
  if (shares.length > 0 && shares.every((share) => findings.outside.has(share.order))) return;
  checkOrderKnown(parcel, facts, findings);
  for (const declaration of parcel.invalidated) checkAssessment(parcel, declaration, facts, findings);
  const first = parcel.declarations[0];
  if (first === undefined) {
    checkManifest(parcel, shares, findings);
    if (takenBackOf(parcel) === undefined) checkUndeclared(parcel, shares, findings);
    return;
  }
  checkDuplicates(parcel, shares, findings);
  checkDeclaredGoods(parcel, first, shares, allotment, findings);
  checkManifest(parcel, shares, findings);
  checkRelief(parcel, facts, shares, findings);
  for (const declaration of parcel.declarations) checkAssessment(parcel, declaration, facts, findings);
  checkExpectedRevenue(parcel, facts, shares, findings);
  checkDelivery(parcel, first, findings);
};

/** The moment by which the parcel is there, reported or to be expected. */
const arrivalOf = (parcel: ParcelFacts, findings: Findings): string | undefined =>
  parcel.arrivedAt ??
  parcel.deliveredAt ??
  (parcel.head === undefined ? undefined : instantAfter(parcel.head.dispatchedAt, findings.context.rules.deadlines.arrival));

const checkOrderKnown = (parcel: ParcelFacts, facts: CaseFacts, findings: Findings): void => {
  if (facts.orders.some((order) => order.head !== undefined)) return;
  const deadline = arrivalOf(parcel, findings) ?? parcel.declarations[0]?.head?.acceptedAt;
  if (deadline === undefined) return;
  const declared = stakeOf([], [...parcel.declarations, ...parcel.invalidated]);
  const stake = declared.amount > 0n ? declared : capturedOf(facts.orders.flatMap(({ payments }) => payments));
  findings.missing({ parcel }, 'order', deadline, 'B10', {
    subject: parcel.id,
    ...stake,
    criterion: `order data of ${parcelName(parcel)}`,
    expected: 'an order before arrival',
  });
};

const checkUndeclared = (parcel: ParcelFacts, shares: readonly LineShare[], findings: Findings): void => {
  const replaced = parcel.invalidated.at(-1)?.invalidation?.at;
  const arrival = replaced ?? arrivalOf(parcel, findings);
  if (arrival === undefined) return;
  if (replaced === undefined && parcel.arrivedAt === undefined && parcel.deliveredAt === undefined && findings.context.isBy(arrival)) {
    findings.waiting({ parcel }, 'arrival', arrival);
    return;
  }
  const deadline = instantAfter(arrival, findings.context.rules.deadlines.declaration);
  const isOfThese = (scope: Scope): boolean =>
    scope.parcel === undefined ? shares.length === 0 || shares.some(({ order }) => order === scope.order) : scope.parcel === parcel;
  const cause = (['B08', 'B09', 'B10'] as const).find((code) =>
    findings.breaks.some(({ scope, found }) => found.code === code && isOfThese(scope)),
  );
  findings.missing({ parcel }, 'declaration', deadline, 'B20', {
    subject: parcel.id,
    ...stakeOf(shares, parcel.invalidated),
    criterion: `declaration of ${parcelName(parcel)}`,
    expected: `a declaration by ${deadline}`,
    ...(cause === undefined ? {} : { causedBy: { caseKey: findings.caseKey, code: cause } }),
  });
};

const coveredKeys = (declaration: DeclarationFacts): ReadonlySet<string> =>
  new Set(declaration.items.flatMap((item) => item.covers.map((c) => `${c.order}/${String(c.ordinal)}`)));

/** A second declaration of the same goods; declarations that divide the lines of a parcel between them are none. */
const checkDuplicates = (parcel: ParcelFacts, shares: readonly LineShare[], findings: Findings): void => {
  const [first, ...others] = parcel.declarations;
  if (first === undefined) return;
  const declared = coveredKeys(first);
  for (const other of others) {
    if (other.head === undefined) continue;
    const again = coveredKeys(other);
    if (declared.size > 0 && again.size > 0 && [...again].every((key) => !declared.has(key))) continue;
    const code: BreakCode = 'B21';
    const input: BreakInput = {
      subject: other.id,
      amount: declaredValueOf(other),
      currency: other.head.currency,
      since: other.head.acceptedAt,
      criterion: `declarations of ${parcelName(parcel)}`,
      expected: `${first.head?.mrn ?? first.id} alone`,
      found: `${other.head.mrn} as well`,
      distance: `${String(shares.length)} lines declared twice`,
    };
    const clock = legalClockOf(other);
    const legalExpiry = clock === undefined ? undefined : legalExpiryOf(code, clock);
    findings.broken({ parcel }, code, { ...input, ...(legalExpiry === undefined ? {} : { legalExpiry }) });
  }
};
