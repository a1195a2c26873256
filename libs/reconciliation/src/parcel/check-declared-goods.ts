import { scaleOf } from '#money';
import { subjectOf } from '../break-subject';
import { absolute, roundedTo, textOf, unitsOf } from '../exact-units';
import { type DeclarationItem, type DeclarationLeg } from '../legs/leg';
import { type Allotment, type LineShare, lineKey } from './allot-units';
import { checkClassification, isForeign } from './check-classification';
import { checkExchange } from './check-exchange';
import { checkTotals, type Values, valuesOf } from './check-declared-totals';
import { type DeclarationFacts } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';
import { toleranceOf } from '../matching/tolerance';

/** Lines, units, codes, value and scheme number of a declaration against its order (breaks B22 to B28). */
export const checkDeclaredGoods = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  shares: readonly LineShare[],
  allotment: Allotment,
  findings: Findings,
): void => {
  if (declaration.head === undefined) return;
  const values = valuesOf(declaration, declaration.head, shares, findings);
  checkLines(parcel, declaration, declaration.head, allotment, values, findings);
  const explaining = isForeign(declaration) ? checkTotals(parcel, declaration, declaration.head, shares, values, findings) : undefined;
  checkClassification(parcel, declaration, declaration.head, shares, findings);
  checkExchange(parcel, declaration, declaration.head, findings);
  checkValue(parcel, declaration, declaration.head, values, explaining, findings);
  checkSchemeNumber(parcel, declaration, declaration.head, shares, findings);
};

const checkLines = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  allotment: Allotment,
  values: Values | undefined,
  findings: Findings,
): void => {
  for (const { order, line, expected, covered, price, parcel: told } of allotment.miscovered) {
    if (told !== parcel) continue;
    const missing = covered === 0;
    findings.broken({ order, parcel, line: lineKey(order.id, line.ordinal) }, missing ? 'B22' : 'B26', {
      subject: subjectOf(lineKey(order.id, line.ordinal), parcel.id),
      amount: absolute(price * BigInt(expected - covered)),
      currency: order.head?.currency ?? head.currency,
      since: head.acceptedAt,
      criterion: `${missing ? 'items' : 'units'} for line ${String(line.ordinal)} of order ${order.head?.number ?? order.id} under ${head.mrn}`,
      expected: `${String(expected)} units declared`,
      found: String(covered),
      distance: `${String(Math.abs(expected - covered))} units`,
    });
  }
  checkStrangers(parcel, declaration, head, values, findings, allotment);
};

/** Items that name lines which their order does not have. */
const checkStrangers = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  values: Values | undefined,
  findings: Findings,
  { shares, outside }: Allotment,
): void => {
  const known = new Set([...shares, ...outside].map(({ order, line }) => lineKey(order.id, line.ordinal)));
  const orders = new Set([...shares, ...outside].map(({ order }) => order.id));
  const strange = declaration.items.flatMap((item) =>
    item.covers.filter((c) => orders.has(c.order) && !known.has(lineKey(c.order, c.ordinal))).map((cover) => ({ ...cover, item })),
  );
  if (strange.length === 0) return;
  findings.broken({ parcel }, 'B22', {
    subject: declaration.id,
    amount: beyondOrder(strange, head, values),
    currency: head.currency,
    since: head.acceptedAt,
    criterion: `items under ${head.mrn}`,
    expected: 'lines of the order',
    found: `lines ${strange.map((c) => String(c.ordinal)).join(', ')} that it does not have`,
    distance: `${String(strange.length)} lines`,
  });
};

/** What was declared beyond the order's value, at most so much of each item as its units are of lines that are not there. */
const beyondOrder = (
  strange: readonly { readonly quantity: number; readonly item: DeclarationItem }[],
  { currency }: DeclarationLeg,
  values: Values | undefined,
): bigint => {
  const beyond = values === undefined || values.distance > 0n ? 0n : -values.distance;
  const most = strange.reduce((sum, { item, quantity }) => sum + (unitsOf(item.goodsValue) * BigInt(quantity)) / BigInt(item.quantity), 0n);
  return beyond < most ? beyond : roundedTo(most, scaleOf(currency));
};

/** Declared less than ordered. `explaining`: the break that the difference follows from. */
const checkValue = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  values: Values | undefined,
  explaining: 'B22' | 'B26' | undefined,
  findings: Findings,
): void => {
  if (values === undefined) return;
  const { currency, ordered, expected, found, distance, tolerance, lines, number } = values;
  // The figure of the order under the name of another currency: the amount is not too small, it is another.
  if (
    currency !== head.currency &&
    absolute(distance) > tolerance &&
    absolute(ordered - found) <= toleranceOf(findings.context.rules, 'declared-value', currency, { expected: ordered, lines })
  ) {
    findings.broken({ parcel }, 'B27', {
      subject: subjectOf(declaration.id, 'currency'),
      amount: absolute(distance),
      currency: head.currency,
      since: head.acceptedAt,
      criterion: `currency declared under ${head.mrn}`,
      expected: `${textOf(ordered)} ${currency}, which is ${textOf(expected)} ${head.currency}`,
      found: `${textOf(found)} ${head.currency}`,
      distance: textOf(absolute(distance)),
      tolerance: textOf(tolerance),
    });
    return;
  }
  if (distance <= tolerance) {
    // More than ordered is nobody's loss, and no tolerance is used for it.
    findings.matched('declared-value', [`order ${number}`, `declaration ${head.mrn}`], {
      tolerance,
      distance: distance > 0n ? distance : 0n,
      currency: head.currency,
    });
    return;
  }
  findings.broken({ parcel }, 'B23', {
    subject: declaration.id,
    amount: distance,
    currency: head.currency,
    since: head.acceptedAt,
    criterion: `value declared under ${head.mrn}`,
    expected: `${textOf(expected)} ${head.currency}`,
    found: `${textOf(found)} ${head.currency}`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
    ...(explaining === undefined ? {} : { causedBy: { caseKey: findings.caseKey, code: explaining } }),
  });
};

/**
 * The scheme number an import claims must exist, be valid on the day of acceptance, and belong to the seller, to who holds it for the
 * seller, or to the intermediary.
 */
const checkSchemeNumber = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  if (head.schemeNumber === undefined) return;
  const holding = findings.context.settlement.register.holderOf(head.schemeNumber, head.acceptedOn);
  const order = shares[0]?.order.head;
  // Under special arrangements the number is that of whoever presents the goods (VAT Directive Art. 369y).
  const parties =
    head.scheme === 'EU-SA'
      ? [head.declarant, head.accountHolder, parcel.head?.carrier]
      : [...(order?.kind === 'order' ? [order.seller, order.schemeHolder] : []), head.seller];
  const owners = parties.filter((party) => party !== undefined);
  // Whose it is stands on the page of the number: the seller who sees this break may not learn it.
  const fault =
    holding.kind !== 'held'
      ? holding.kind
      : owners.length > 0 && !owners.includes(holding.holder)
        ? 'a number of somebody else'
        : undefined;
  if (fault === undefined) return;
  const amount = shares.reduce((sum, share) => sum + share.price * BigInt(share.units), 0n);
  findings.broken({ parcel }, 'B28', {
    subject: declaration.id,
    amount,
    currency: order?.currency ?? head.currency,
    since: head.acceptedAt,
    criterion: `scheme number ${head.schemeNumber} under ${head.mrn}`,
    expected: `a number of ${owners[0] ?? 'the seller'} valid on ${head.acceptedOn}`,
    found: fault,
    distance: 'not comparable',
  });
};
