import { scaleOf } from '#money';
import { absolute, minorUnitsOf, roundedTo, unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { type CapturedPayment } from '../parcel/captured-payments';
import { declaredValueOf } from '../parcel/declaration-facts';
import { type CaseFacts, type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { type ReconciliationRules } from '../reconciliation-rules';
import { amountCriterion, type Candidate, type Criterion, daysCriterion, exactly, numberCriterion, weighed } from './criteria';
import { type MatchingRules } from './matching-rules';
import { lineTolerance } from './line-tolerance';

/** The rules that a pair is weighed by. */
export interface PairingRules {
  readonly rules: ReconciliationRules;
  readonly matching: MatchingRules;
}

const hundred = unitsOf('100');
const withPercent = (amount: bigint, percent: string): bigint => (amount * (hundred + unitsOf(percent))) / hundred;
const totalOf = ({ goods, freight, insurance, intangibles, discount }: OrderLeg): bigint => unitsOf(goods) + unitsOf(freight) + unitsOf(insurance) + unitsOf(intangibles) - unitsOf(discount);

/** What an order may have been paid with: its value with its VAT, or, as long as that is not known, with that of each standard rate. Exact units. */
export const expectedCaptures = (order: OrderFacts, head: OrderLeg, { vatPercent }: MatchingRules): readonly bigint[] => {
  const total = totalOf(head);
  if (order.supply !== undefined) return [total + order.supply.rows.reduce((sum, { vat }) => sum + unitsOf(vat), 0n)];
  if (order.exclusion !== undefined) return [total];
  return vatPercent.map((percent) => roundedTo(withPercent(total, percent), scaleOf(head.currency)));
};

/** What orders may have come to, without VAT, that were paid with an amount. */
export const netAmounts = ({ amount }: Pick<CapturedPayment, 'amount'>, { vatPercent }: MatchingRules): readonly bigint[] => vatPercent.map((percent) => (unitsOf(amount) * hundred) / (hundred + unitsOf(percent)));

const nearest = (to: bigint, amounts: readonly bigint[]): bigint => amounts.reduce((best, amount) => (absolute(amount - to) < absolute(best - to) ? amount : best), amounts[0] ?? 0n);

const captureCriterion = (order: OrderFacts, head: OrderLeg, { amount, currency }: CapturedPayment, { rules, matching }: PairingRules): Criterion => {
  const captured = unitsOf(amount);
  const { absolute: least } = rules.tolerances.payment;
  const [one, lines] = [minorUnitsOf(least, currency), lineTolerance(rules, 'captured-amount', currency) * BigInt(order.lines.length)];
  return amountCriterion(nearest(captured, expectedCaptures(order, head, matching)), captured, lines > one ? lines : one, currency);
};

const freeCriterion = (what: string, has: string | undefined): Criterion => exactly('free', `no ${what}`, has === undefined ? `no ${what}` : has);

/** An order that a payment may be for which names none that is known. */
export const orderForPayment = (payment: CapturedPayment, candidate: OrderFacts | undefined, pairing: PairingRules): Candidate | undefined => {
  const head = candidate?.head;
  if (candidate === undefined || head?.kind !== 'order' || head.currency !== payment.currency || head.seller !== payment.seller) return undefined;
  const [paid] = candidate.payments;
  const criteria = [
    freeCriterion('payment', paid === undefined ? undefined : `payment ${paid.transaction}`),
    captureCriterion(candidate, head, payment, pairing),
    daysCriterion(head.orderedAt, payment.acceptedAt, pairing.matching.days.payment),
    numberCriterion(payment.number ?? '', head.number, pairing.matching),
  ];
  return weighed(candidate.id, `order ${head.number}`, criteria, pairing.matching);
};

/** A payment of an order that is not known, which an order without one may have been paid with. */
export const paymentForOrder = (order: OrderFacts, head: OrderLeg, candidate: OrderFacts | undefined, pairing: PairingRules): Candidate | undefined => {
  const payment = candidate?.payments[0];
  if (candidate === undefined || payment === undefined || payment.currency !== head.currency) return undefined;
  const known = candidate.head?.kind === 'order' ? `order ${candidate.head.number}` : undefined;
  const criteria = [
    freeCriterion('known order', known),
    captureCriterion(order, head, payment, pairing),
    daysCriterion(head.orderedAt, payment.acceptedAt, pairing.matching.days.payment),
    numberCriterion(head.number, payment.number ?? '', pairing.matching),
  ];
  return weighed(candidate.id, `payment ${payment.transaction} for ${payment.number ?? 'an order'}`, criteria, pairing.matching);
};

/** A parcel of which no order is known, as its declaration describes it. Exact units. */
export interface UnknownParcel {
  readonly id: string;
  readonly seller?: string;
  readonly value?: bigint;
  readonly currency?: string;
  readonly acceptedOn?: string;
  readonly jurisdiction?: string;
  readonly units?: number;
}

export const describedBy = ({ id, declarations }: ParcelFacts): UnknownParcel => {
  const [declaration] = declarations;
  if (declaration?.head === undefined) return { id };
  const { seller, currency, acceptedOn, jurisdiction } = declaration.head;
  return { id, value: declaredValueOf(declaration), currency, acceptedOn, jurisdiction, units: declaration.items.reduce((sum, item) => sum + item.quantity, 0), ...(seller === undefined ? {} : { seller }) };
};

/** An order that a parcel may carry which names none that is known. */
export const orderForParcel = ({ value, currency, acceptedOn, jurisdiction, units }: UnknownParcel, facts: CaseFacts, id: string, { rules, matching }: PairingRules): Candidate | undefined => {
  const order = facts.orders.find((one) => one.id === id);
  const head = order?.head;
  if (order === undefined || head?.kind !== 'order' || head.currency !== currency || value === undefined || acceptedOn === undefined) return undefined;
  const goods = order.lines.filter(({ lineClass, quantity }) => lineClass === 'goods' && quantity > 0);
  const carried = facts.parcels[0];
  const criteria = [
    freeCriterion('parcel', carried === undefined ? undefined : (carried.head?.number ?? carried.declarations[0]?.head?.mrn ?? carried.id)),
    amountCriterion(unitsOf(head.goods), value, lineTolerance(rules, 'declared-value', head.currency) * BigInt(goods.length), head.currency),
    daysCriterion(head.orderedAt, acceptedOn, matching.days.declaration),
    ...(jurisdiction === undefined || head.destination === undefined ? [] : [exactly('destination', jurisdiction, head.destination)]),
    ...(units === undefined ? [] : [exactly('units', String(units), String(goods.reduce((sum, { quantity }) => sum + quantity, 0)))]),
  ];
  return weighed(id, `order ${head.number}`, criteria, matching);
};
