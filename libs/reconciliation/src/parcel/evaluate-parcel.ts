import { breakRank } from '../break-catalogue';
import { type Break, type Disposition, noCurrency, type ParcelCase, type Reach } from '../case';
import { type EvaluationContext } from '../evaluation-context';
import { textOf } from '../exact-units';
import { type Leg } from '../legs/leg';
import { byHand } from '../matching/hand-matches';
import { byKey } from '../matching/key-matches';
import { allotUnits, type LineOutside, type LineShare } from './allot-units';
import { checkOrder } from './check-order';
import { checkPaidFor } from './check-known';
import { checkParcel } from './check-parcel';
import { checkProof } from './check-proof';
import { checkClaims, checkSupply } from './check-claims';
import { checkCondition } from './check-condition';
import { checkGoodsBack } from './check-goods-back';
import { checkSplit } from './check-logistics';
import { checkCollections, checkDebts, checkReturns } from './check-settlement';
import { Findings } from './findings';
import { assembleFacts, type CaseFacts, schemeNumbersOf, takenBackOf } from './parcel-facts';
import { claimStatusOf, returnStatusOf } from './return-facts';

/** Units with one status, money exact in 10^-12 units: what totals and the bridge add up. */
export interface EvaluatedPart {
  readonly share: LineShare | LineOutside;
  readonly money: bigint;
  readonly currency: string;
  readonly reach: Reach;
  readonly disposition: Disposition;
}

export interface EvaluatedParcel {
  readonly key: string;
  readonly facts: CaseFacts;
  readonly parts: readonly EvaluatedPart[];
  readonly breaks: readonly Break[];
  readonly status: ParcelCase['status'];
  readonly findings: Findings;
}

/** Judges a parcel case: a pure function of its legs, the rules and the viewpoint. Legs later than `asOf` are not looked at. */
export const evaluateParcel = (key: string, legs: readonly Leg[], context: EvaluationContext): EvaluatedParcel => {
  const facts = assembleFacts(legs.filter((leg) => context.hasCome(leg.at)));
  const allotment = allotUnits(facts);
  const findings = new Findings(context, key);
  for (const order of facts.orders)
    checkOrder(
      order,
      allotment.shares.filter((share) => share.order === order),
      allotment.outside,
      findings,
    );
  for (const order of facts.orders) checkProof(order, findings);
  for (const parcel of facts.parcels) checkParcel(parcel, facts, allotment, findings);
  for (const order of facts.orders) {
    checkPaidFor(order, findings);
    if (!findings.outside.has(order) && order.head?.kind === 'order') checkReturns(order, findings);
    checkSupply(order, findings);
    checkSplit(order, facts, allotment, findings);
  }
  for (const parcel of facts.parcels) {
    checkCollections(parcel, findings);
    checkDebts(parcel, findings);
  }
  if (facts.returns.length > 0) {
    checkGoodsBack(facts, findings);
    checkCondition(facts, findings);
  }
  if (facts.claims.length > 0) checkClaims(facts, findings);
  if (context.detail) findings.matches.unshift(...byKey(facts, legs), ...byHand(legs));
  const parts = [...allotment.outside.map(outsidePart), ...allotment.shares.map((share) => sharePart(share, findings))];
  const breaks = findings.breaks.map(({ found }) => found).sort(rootsFirst);
  return { key, facts, parts, breaks, status: statusOf(parts, breaks, findings), findings };
};

/** Roots before what they explain, then by severity and the catalogue's order. */
const rootsFirst = (a: Break, b: Break): number =>
  Number(a.causedBy !== undefined) - Number(b.causedBy !== undefined) || breakRank(a.code) - breakRank(b.code);

const currencyOf = (part: LineShare | LineOutside): string => part.order.head?.currency ?? noCurrency;

/** Freight and discount lines are paid with the goods; the bridge follows them that far. */
const paidWithGoods: ReadonlySet<string> = new Set(['freight', 'discount']);

const outsidePart = (part: LineOutside): EvaluatedPart => ({
  share: part,
  money: part.price * BigInt(part.units),
  currency: currencyOf(part),
  reach: part.reason === 'no_goods' && paidWithGoods.has(part.line.lineClass) && part.order.payments.length > 0 ? 'paid' : 'ordered',
  disposition: { status: 'outside', reason: part.reason },
});

const reachOf = (share: LineShare): Reach => {
  if (share.order.payments.length === 0) return 'ordered';
  if (share.parcel === undefined) return 'paid';
  return share.declared ? 'declared' : 'shipped';
};

const sharePart = (share: LineShare, findings: Findings): EvaluatedPart => ({
  share,
  money: share.price * BigInt(share.units),
  currency: currencyOf(share),
  reach: reachOf(share),
  disposition: dispositionOf(share, findings),
});

const dispositionOf = (share: LineShare, findings: Findings): Disposition => {
  const outside = findings.outside.get(share.order);
  if (outside !== undefined) return { status: 'outside', reason: outside };
  const [gravest] = findings.breaks.length === 0 ? [] : findings.breaksOf(share).toSorted(rootsFirst);
  if (gravest !== undefined) return { status: 'broken', code: gravest.code };
  const wait = findings.waitOf(share);
  if (wait !== undefined) return { status: 'inTransit', next: { leg: wait.leg, deadline: wait.deadline } };
  const takenBack = share.parcel === undefined ? undefined : takenBackOf(share.parcel);
  return takenBack === undefined ? { status: 'matched' } : { status: 'outside', reason: takenBack };
};

const statusOf = (parts: readonly EvaluatedPart[], breaks: readonly Break[], findings: Findings): ParcelCase['status'] => {
  if (breaks.length > 0) return 'broken';
  if (parts.some(({ disposition }) => disposition.status === 'inTransit') || (parts.length === 0 && findings.firstWait() !== undefined))
    return 'inTransit';
  return parts.some(({ disposition }) => disposition.status === 'matched') ? 'matched' : 'outside';
};

/** The case as people and interfaces see it. */
export const presentParcel = ({ key, facts, parts, breaks, status, findings }: EvaluatedParcel): ParcelCase => {
  const next = findings.firstWait();
  return {
    key,
    kind: 'parcel',
    orders: facts.orders.flatMap(({ id, head }) => (head === undefined ? [] : [{ id, seller: head.seller, number: head.number }])),
    consignments: facts.parcels.flatMap(({ id, head }) => (head === undefined ? [] : [{ id, carrier: head.carrier, number: head.number }])),
    declarations: facts.parcels.flatMap((p) =>
      [...p.declarations, ...p.invalidated].flatMap(({ id, head }) => (head === undefined ? [] : [{ id, mrn: head.mrn }])),
    ),
    schemeNumbers: schemeNumbersOf(facts),
    ...(facts.returns.length === 0
      ? {}
      : { returns: facts.returns.map((one) => ({ id: one.id, reference: one.report?.reference ?? one.id, status: returnStatusOf(one) })) }),
    ...(facts.claims.length === 0
      ? {}
      : { claims: facts.claims.map((one) => ({ id: one.id, reference: one.head?.reference ?? one.id, status: claimStatusOf(one) })) }),
    status,
    parts: parts.map(({ share, money, currency, reach, disposition }) => ({
      order: share.order.id,
      ordinal: share.line.ordinal,
      lineClass: share.line.lineClass,
      units: share.units,
      money: textOf(money),
      currency,
      reach,
      disposition,
      ...('parcel' in share ? { parcel: share.parcel.id } : {}),
    })),
    breaks,
    matches: findings.matches,
    ...(next === undefined ? {} : { next: { leg: next.leg, deadline: next.deadline } }),
  };
};
