import { subjectOf } from '../break-subject';
import { absolute, textOf } from '../exact-units';
import { type DeclarationLeg } from '../legs/leg';
import { type Allotment, type LineShare, lineKey } from './allot-units';
import { checkClassification } from './check-classification';
import { checkExchange, inDeclaredCurrency } from './check-exchange';
import { type DeclarationFacts, declaredValueOf } from './declaration-facts';
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
  checkLines(parcel, declaration, declaration.head, shares, allotment, findings);
  checkClassification(parcel, declaration, declaration.head, shares, findings);
  checkExchange(parcel, declaration, declaration.head, findings);
  checkValue(parcel, declaration, declaration.head, shares, findings);
  checkSchemeNumber(parcel, declaration, declaration.head, shares, findings);
};

const checkLines = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  allotment: Allotment,
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
  checkStrangers(parcel, declaration, head, findings, allotment);
  if (shares.length > 0 && declaration.items.length > 0 && declaration.items.every((item) => item.covers.length === 0))
    checkTotals(parcel, declaration, head, shares, findings);
};

/** Items that name lines which their order does not have. */
const checkStrangers = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  findings: Findings,
  { shares, outside }: Allotment,
): void => {
  const known = new Set([...shares, ...outside].map(({ order, line }) => lineKey(order.id, line.ordinal)));
  const orders = new Set([...shares, ...outside].map(({ order }) => order.id));
  const strange = declaration.items.flatMap((item) =>
    item.covers.filter((c) => orders.has(c.order) && !known.has(lineKey(c.order, c.ordinal))),
  );
  if (strange.length === 0) return;
  findings.broken({ parcel }, 'B22', {
    subject: declaration.id,
    amount: 0n,
    currency: head.currency,
    since: head.acceptedAt,
    criterion: `items under ${head.mrn}`,
    expected: 'lines of the order',
    found: `lines ${strange.map((c) => String(c.ordinal)).join(', ')} that it does not have`,
    distance: `${String(strange.length)} lines`,
  });
};

/** A declaration that names no order lines: as many items as codes at least and as lines at most, and the same units in all. */
const checkTotals = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  const codes = new Set(shares.map((share) => share.line.hsCode?.slice(0, 6) ?? lineKey(share.order.id, share.line.ordinal))).size;
  const items = declaration.items.length;
  const base = { subject: declaration.id, currency: head.currency, since: head.acceptedAt };
  if (items < codes || items > shares.length)
    findings.broken({ parcel }, 'B22', {
      ...base,
      amount: 0n,
      criterion: `items under ${head.mrn}`,
      expected: `${String(codes)} to ${String(shares.length)} items`,
      found: String(items),
      distance: `${String(items < codes ? codes - items : items - shares.length)} items`,
    });
  const expected = shares.reduce((sum, share) => sum + share.units, 0);
  const found = declaration.items.reduce((sum, item) => sum + item.quantity, 0);
  if (expected !== found)
    findings.broken({ parcel }, 'B26', {
      ...base,
      amount: 0n,
      criterion: `units under ${head.mrn}`,
      expected: String(expected),
      found: String(found),
      distance: `${String(Math.abs(expected - found))} units`,
    });
};

/** Declared less than ordered. Equal currencies leave room for the rounding of lines alone; a conversion for the spread of rates. */
const checkValue = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  const declared = shares.filter((share) => share.declared);
  const currency = declared[0]?.order.head?.currency;
  if (currency === undefined || declared.some((share) => share.order.head?.currency !== currency)) return;
  const ordered = declared.reduce((sum, share) => sum + share.price * BigInt(share.units), 0n);
  const { rules } = findings.context;
  const lines = declared.length;
  const expected = currency === head.currency ? ordered : inDeclaredCurrency(ordered, currency, head, findings);
  if (expected === undefined) return;
  const tolerance = toleranceOf(rules, currency === head.currency ? 'declared-value' : 'declared-value-converted', head.currency, {
    expected,
    lines,
  });
  const found = declaredValueOf(declaration);
  const distance = expected - found;
  // The figure of the order under the name of another currency: the amount is not too small, it is another.
  if (
    currency !== head.currency &&
    absolute(distance) > tolerance &&
    absolute(ordered - found) <= toleranceOf(rules, 'declared-value', currency, { expected: ordered, lines })
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
    findings.matched('declared-value', [`order ${declared[0]?.order.head?.number ?? ''}`, `declaration ${head.mrn}`], {
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
