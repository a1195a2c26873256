import { scaleOf } from '#money';
import { absolute, roundedTo, unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { type CapturedPayment, totalOf } from '../parcel/captured-payments';
import { type OrderFacts } from '../parcel/parcel-facts';
import { type ReconciliationRules } from '../reconciliation-rules';
import {
  amountCriterion,
  buyerCriterion,
  type Candidate,
  type Criterion,
  daysCriterion,
  exactly,
  numberCriterion,
  weighed,
} from './criteria';
import { type MatchingRules } from './matching-rules';
import { toleranceOf } from './tolerance';
import { type RatesOfOrder } from './vat-of-order';

/** The rules that a pair is weighed by. */
export interface PairingRules {
  readonly rules: ReconciliationRules;
  readonly matching: MatchingRules;
  readonly ratesOf: RatesOfOrder;
}

const hundred = unitsOf('100');
const withPercent = (amount: bigint, percent: string): bigint => (amount * (hundred + unitsOf(percent))) / hundred;

/**
 * What an order may have been paid with: its value with its VAT, or, as long as that is not known, with that of each rate of its
 * destination. Exact units.
 */
export const expectedCaptures = (order: OrderFacts, head: OrderLeg, { ratesOf }: Pick<PairingRules, 'ratesOf'>): readonly bigint[] =>
  order.supply === undefined && order.exclusion === undefined
    ? ratesOf(head).map((percent) => captureAt(order, head, percent))
    : [captureAt(order, head, '0')];

/** What an order may have been paid with, at a rate of VAT where its own is not known yet. Exact units. */
export const captureAt = ({ supply, exclusion }: OrderFacts, head: OrderLeg, percent: string): bigint => {
  const total = totalOf(head);
  if (supply !== undefined) return total + supply.rows.reduce((sum, { vat }) => sum + unitsOf(vat), 0n);
  return exclusion === undefined ? roundedTo(withPercent(total, percent), scaleOf(head.currency)) : total;
};

/** What orders may have come to, without VAT, that were paid with an amount. */
export const netAmounts = ({ amount }: Pick<CapturedPayment, 'amount'>, { vatPercent }: MatchingRules): readonly bigint[] =>
  vatPercent.map((percent) => (unitsOf(amount) * hundred) / (hundred + unitsOf(percent)));

const nearest = (to: bigint, amounts: readonly bigint[]): bigint =>
  amounts.reduce((best, amount) => (absolute(amount - to) < absolute(best - to) ? amount : best), amounts[0] ?? 0n);

const captureCriterion = (
  order: OrderFacts,
  head: OrderLeg,
  { amount, currency }: CapturedPayment,
  { rules, ratesOf }: PairingRules,
): Criterion => {
  const captured = unitsOf(amount);
  const expected = nearest(captured, expectedCaptures(order, head, { ratesOf }));
  return amountCriterion(
    expected,
    captured,
    toleranceOf(rules, 'captured-amount', currency, { expected, lines: order.lines.length }),
    currency,
  );
};

export const freeCriterion = (what: string, has: string | undefined): Criterion =>
  exactly('free', `no ${what}`, has === undefined ? `no ${what}` : has);

/** An order that a payment may be for which names none that is known. */
export const orderForPayment = (
  payment: CapturedPayment,
  candidate: OrderFacts | undefined,
  pairing: PairingRules,
): Candidate | undefined => {
  const head = candidate?.head;
  if (candidate === undefined || head?.kind !== 'order' || head.currency !== payment.currency || head.seller !== payment.seller)
    return undefined;
  const [paid] = candidate.payments;
  const criteria = [
    freeCriterion('payment', paid === undefined ? undefined : `payment ${paid.transaction}`),
    captureCriterion(candidate, head, payment, pairing),
    ...buyerCriterion(payment.buyer, head.buyer),
    daysCriterion(head.orderedAt, payment.acceptedAt, pairing.matching.days.payment),
    numberCriterion(payment.number ?? '', head.number, pairing.matching),
  ];
  return weighed(candidate.id, `order ${head.number}`, criteria, pairing.matching);
};

/** A payment of an order that is not known, which an order without one may have been paid with. */
export const paymentForOrder = (
  order: OrderFacts,
  head: OrderLeg,
  candidate: OrderFacts | undefined,
  pairing: PairingRules,
): Candidate | undefined => {
  const payment = candidate?.payments[0];
  if (candidate === undefined || payment === undefined || payment.currency !== head.currency) return undefined;
  const known = candidate.head?.kind === 'order' ? `order ${candidate.head.number}` : undefined;
  const criteria = [
    freeCriterion('known order', known),
    captureCriterion(order, head, payment, pairing),
    ...buyerCriterion(head.buyer, payment.buyer),
    daysCriterion(head.orderedAt, payment.acceptedAt, pairing.matching.days.payment),
    numberCriterion(head.number, payment.number ?? '', pairing.matching),
  ];
  return weighed(candidate.id, `payment ${payment.transaction} for ${payment.number ?? 'an order'}`, criteria, pairing.matching);
};
