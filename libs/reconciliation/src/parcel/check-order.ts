import { subjectOf } from '../break-subject';
import { instantAfter } from '../days';
import { type BreakInput } from '../evaluation-context';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { type Allotment, type LineOutside, type LineShare, lineKey } from './allot-units';
import { totalOf } from './captured-payments';
import { checkToldOnce } from './check-known';
import { type Findings } from './findings';
import { type OrderFacts } from './parcel-facts';
import { percentOf, toleranceOf } from '../matching/tolerance';

const valueOf = (shares: readonly { readonly units: number; readonly price: bigint }[]): bigint =>
  shares.reduce((sum, s) => sum + s.price * BigInt(s.units), 0n);

/** Reasons of `SupplyExcluded` that put an order outside every rule; another reason under the regime OUTSIDE names what is missing. */
const trulyOutside: ReadonlySet<string> = new Set(['no_rule_set', 'no_import', 'no_goods']);

/** Order, classification, payment and dispatch of one order (breaks B01, B03, B05 to B09, B11). */
export const checkOrder = (order: OrderFacts, shares: readonly LineShare[], outside: readonly LineOutside[], findings: Findings): void => {
  const head = order.head;
  if (head?.kind !== 'order' || shares.length === 0) return;
  const stake = { amount: valueOf(shares), currency: head.currency };
  if (order.exclusion?.regime === 'OUTSIDE' && trulyOutside.has(order.exclusion.reason)) {
    findings.outside.set(order, order.exclusion.reason);
    return;
  }
  checkSubject(order, head, shares, stake, findings);
  checkToldOnce(order, head, shares, stake, findings);
  const cause = findings.has('B06', order) ? { causedBy: { caseKey: findings.caseKey, code: 'B06' } as const } : {};
  const paid = order.payments[0];
  if (paid === undefined) {
    const deadline = instantAfter(head.orderedAt, findings.context.rules.deadlines.payment);
    findings.missing({ order }, 'payment', deadline, 'B01', {
      subject: order.id,
      ...stake,
      criterion: `payment of order ${head.number}`,
      expected: `a captured payment by ${deadline}`,
      ...cause,
    });
    return;
  }
  checkCapturedAmount(order, head, { shares, outside }, findings);
  checkChargeback(order, head, shares, findings);
  const loose = shares.filter((share) => share.parcel === undefined);
  if (loose.length > 0) {
    const deadline = instantAfter(paid.acceptedAt, findings.context.rules.deadlines.consignment);
    const criterion = `dispatch of order ${head.number}`;
    findings.missing({ order, parcel: null }, 'consignment', deadline, 'B11', {
      subject: order.id,
      amount: valueOf(loose),
      currency: head.currency,
      criterion,
      expected: `a parcel on a manifest by ${deadline}`,
      ...cause,
    });
  }
};

/** What an order must say of its goods before anything can be declared: a destination, a code, a value. */
const checkSubject = (
  order: OrderFacts,
  head: OrderLeg,
  shares: readonly LineShare[],
  stake: { amount: bigint; currency: string },
  findings: Findings,
): void => {
  const since = head.orderedAt;
  const excluded = order.exclusion?.regime === 'OUTSIDE' ? order.exclusion.reason : undefined;
  const unclassified = new Set(shares.filter((share) => share.line.hsCode === undefined).map((share) => share.line.ordinal));
  if (head.destination === undefined || excluded === 'destination_unknown') {
    findings.broken({ order }, 'B09', {
      subject: order.id,
      ...stake,
      since,
      criterion: `destination of order ${head.number}`,
      expected: 'a country',
      found: 'none',
      distance: 'not comparable',
    });
  } else if (unclassified.size > 0 || excluded?.startsWith('CLASSIFICATION') === true) {
    const found = unclassified.size > 0 ? `none on line ${[...unclassified].join(', ')}` : (excluded ?? '');
    findings.broken({ order }, 'B08', {
      subject: order.id,
      ...stake,
      since,
      criterion: `classification of order ${head.number}`,
      expected: 'one commodity code on every line of goods',
      found,
      distance: `${String(unclassified.size)} of ${String(order.lines.length)} lines`,
    });
  } else if (excluded !== undefined) {
    findings.broken({ order }, 'B09', {
      subject: order.id,
      ...stake,
      since,
      criterion: `rules for order ${head.number}`,
      expected: 'a rule set and its rates',
      found: excluded,
      distance: 'not comparable',
    });
  }
  const free = new Set(shares.filter((share) => share.price === 0n).map((share) => share.line.ordinal));
  for (const ordinal of free)
    findings.broken({ order, line: lineKey(order.id, ordinal) }, 'B07', {
      subject: lineKey(order.id, ordinal),
      amount: 0n,
      currency: head.currency,
      since,
      criterion: `value of line ${String(ordinal)} of order ${head.number} (VALUE_MISSING)`,
      expected: 'a price above zero',
      found: '0',
      distance: 'unknown',
    });
};

/**
 * Captured against ordered: the order's value and the VAT collected with it. Units cancelled before dispatch may have been captured and
 * given back, or never captured; either total is right.
 */
const checkCapturedAmount = (
  order: OrderFacts,
  head: OrderLeg,
  { shares, outside }: Pick<Allotment, 'shares' | 'outside'>,
  findings: Findings,
): void => {
  const { rules } = findings.context;
  const paid = order.payments[0];
  if (paid === undefined) return;
  if (order.supply === undefined && order.exclusion === undefined) {
    const deadline = instantAfter(paid.acceptedAt, rules.deadlines.supply);
    if (findings.context.isBy(deadline)) findings.waiting({ order }, 'supply', deadline);
    else checkCapturedAtAll(order, head, outside, findings);
    return;
  }
  // A capture in another currency waits for the provider's rate: proof of payment.
  if (isPaidInAnother(order, head)) return;
  const vat = (order.supply?.rows ?? []).reduce((sum, row) => sum + unitsOf(row.vat), 0n);
  const total = totalOf(head);
  const cancelled = cancelledOf(order, outside);
  const captured = capturedFor(order);
  const [expected, distance] = nearest(captured, [total + vat, total - cancelled + vat]);
  const tolerance = captureTolerance(order, head, expected, findings);
  const proven = order.payments.some((payment) => payment.proven !== undefined);
  if (distance <= tolerance) {
    findings.matched('captured-amount', [`order ${head.number}`, `payment ${paid.transaction}`], {
      tolerance,
      distance,
      currency: head.currency,
    });
    return;
  }
  const stated = {
    expected: `${textOf(expected)} ${head.currency}`,
    found: `${textOf(captured)} ${head.currency}`,
    distance: textOf(distance),
  };
  findings.broken({ order }, 'B03', {
    subject: order.id,
    amount: distance,
    currency: head.currency,
    since: paid.acceptedAt,
    criterion: `${proven ? 'proven amount captured for' : 'captured amount of'} order ${head.number}`,
    ...stated,
    tolerance: textOf(tolerance),
  });
  if (proven && captured > expected) declaredForLess(order, head, shares, stated, findings);
};

const isPaidInAnother = (order: OrderFacts, head: OrderLeg): boolean => order.payments.some(({ currency }) => currency !== head.currency);
const capturedFor = (order: OrderFacts): bigint => order.payments.reduce((sum, { amount }) => sum + unitsOf(amount), 0n);
const cancelledOf = (order: OrderFacts, outside: readonly LineOutside[]): bigint =>
  valueOf(outside.filter((o) => o.order === order && o.reason === 'cancelled_before_dispatch'));

/**
 * What was captured for an order of which nobody decided how it is taxed (its rate is missing, or a person matched its payment): with which
 * VAT is not known, so what lies below its value without any, or above its value with the highest of its destination, is wrong all the same.
 */
const checkCapturedAtAll = (order: OrderFacts, head: OrderLeg, outside: readonly LineOutside[], findings: Findings): void => {
  if (isPaidInAnother(order, head)) return;
  const [total, captured] = [totalOf(head), capturedFor(order)];
  const least = total - cancelledOf(order, outside);
  const rates = findings.context.law.vatRates(head.destination ?? '', head.orderedAt.slice(0, 10)).map((rate) => unitsOf(rate));
  const most = rates.reduce((highest, rate) => (rate > highest ? rate : highest), 0n);
  const bound = captured < least ? least : rates.length === 0 ? captured : total + percentOf(total, textOf(most));
  const distance = captured < least || captured > bound ? absolute(captured - bound) : 0n;
  const tolerance = captureTolerance(order, head, bound, findings);
  if (distance <= tolerance) return;
  findings.broken({ order }, 'B03', {
    subject: order.id,
    amount: distance,
    currency: head.currency,
    since: order.payments[0]?.acceptedAt ?? head.orderedAt,
    criterion: `captured amount of order ${head.number}, whose VAT is not decided`,
    expected: `${captured < least ? 'at least' : 'at most'} ${textOf(bound)} ${head.currency}`,
    found: `${textOf(captured)} ${head.currency}`,
    distance: textOf(distance),
    tolerance: textOf(tolerance),
  });
};

/** Goods declared as ordered, while more was paid, as the provider proved: that follows from the order, where the money is counted. */
const declaredForLess = (
  order: OrderFacts,
  { number, currency }: OrderLeg,
  shares: readonly LineShare[],
  stated: Pick<BreakInput, 'expected' | 'found' | 'distance'>,
  findings: Findings,
): void => {
  for (const parcel of new Set(shares.flatMap((share) => share.parcel ?? []))) {
    const [declaration] = parcel.declarations;
    if (declaration?.head === undefined) continue;
    const { mrn, acceptedAt: since } = declaration.head;
    const causedBy = { caseKey: findings.caseKey, code: 'B03' } as const;
    findings.broken({ order, parcel }, 'B23', {
      subject: subjectOf(declaration.id, 'proof', order.id),
      amount: 0n,
      currency,
      since,
      criterion: `value under ${mrn} against what was paid for order ${number}`,
      expected: stated.found,
      found: stated.expected,
      distance: stated.distance,
      causedBy,
    });
  }
};

/** What a provider converted at its own rate may be off by the spread of that rate, too. */
const captureTolerance = (order: OrderFacts, { currency }: OrderLeg, expected: bigint, { context }: Findings): bigint =>
  toleranceOf(
    context.rules,
    order.payments.some(({ proven }) => proven === 'converted') ? 'captured-amount-converted' : 'captured-amount',
    currency,
    { expected, lines: order.lines.length },
  );

const nearest = (found: bigint, candidates: readonly [bigint, ...bigint[]]): readonly [bigint, bigint] => {
  let best = candidates[0];
  for (const candidate of candidates) if (absolute(found - candidate) < absolute(found - best)) best = candidate;
  return [best, absolute(found - best)];
};

/** The buyer's bank took the money back: the tax on it has to be corrected, or the declaration taken back. */
const checkChargeback = (order: OrderFacts, head: OrderLeg, shares: readonly LineShare[], findings: Findings): void => {
  for (const { psp, transaction, currency, among = [order.id] } of order.payments) {
    // What pays several orders is taken back once: it is told of the first.
    if (among[0] !== order.id) continue;
    const back = findings.context.settlement.chargebackOf(psp, transaction);
    if (back === undefined || isTaxTakenBack(order, shares)) continue;
    findings.broken({ order }, 'B05', {
      subject: subjectOf(order.id, psp, transaction),
      amount: back.amount,
      currency,
      since: back.at,
      criterion: `tax of order ${head.number} after the chargeback of ${transaction}`,
      expected: 'the supply corrected or the declaration invalidated',
      found: 'the tax still declared',
      distance: textOf(back.amount),
    });
  }
};

const isTaxTakenBack = ({ supply, adjustments }: OrderFacts, shares: readonly LineShare[]): boolean => {
  const vatOf = (rows: readonly { readonly vat: string }[]): bigint => rows.reduce((sum, { vat }) => sum + unitsOf(vat), 0n);
  if (supply !== undefined) return vatOf(supply.rows) + adjustments.reduce((sum, { rows }) => sum + vatOf(rows), 0n) <= 0n;
  return shares.every(({ parcel }) => parcel === undefined || parcel.declarations.length === 0);
};
