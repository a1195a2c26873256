import { textOf, unitsOf } from '../exact-units';
import { type CreditLeg, type OrderLeg, type PaymentLeg, type PaymentProofLeg, type SupplyLeg } from '../legs/leg';

/** A payment as the best that is known of it: as it was reported, or as its provider proved it. */
export interface CapturedPayment extends Omit<PaymentLeg, 'kind' | 'seller' | 'number'>, Partial<Pick<PaymentLeg, 'seller' | 'number'>> {
  /** Proven as it was captured, or as its provider converted it at a rate of its own. */
  readonly proven?: 'captured' | 'converted';
  /** The request that the proof answers. */
  readonly request?: string;
}

/**
 * The payments of an order: what its provider proved takes the place of what was reported, and a capture that nobody had reported is one.
 * In the currency of the order where the provider says what it made of it. The last proof of a transaction counts.
 */
export const capturedPayments = (
  reported: readonly CapturedPayment[],
  proofs: readonly PaymentProofLeg[],
  currency: string | undefined,
): readonly CapturedPayment[] => {
  const proven = new Map<string, PaymentProofLeg>();
  for (const proof of proofs) if ((proven.get(keyOf(proof))?.position ?? '') < proof.position) proven.set(keyOf(proof), proof);
  const told = reported.map((payment) => {
    const proof = proven.get(keyOf(payment));
    proven.delete(keyOf(payment));
    return proof === undefined ? payment : asPayment(proof, currency);
  });
  return [...told, ...[...proven.values()].map((proof) => asPayment(proof, currency))];
};

const keyOf = ({ psp, transaction }: { readonly psp: string; readonly transaction: string }): string => `${psp}\n${transaction}`;

const asPayment = (
  { subject, position, at, request, psp, transaction, capturedAt: acceptedAt, amount, currency, exchange }: PaymentProofLeg,
  wanted: string | undefined,
): CapturedPayment => ({
  subject,
  position,
  at,
  request,
  psp,
  transaction,
  acceptedAt,
  ...(exchange !== undefined && exchange.currency === wanted
    ? { amount: exchange.amount, currency: exchange.currency, proven: 'converted' }
    : { amount, currency, proven: 'captured' }),
});

/** The value of an order without VAT, exact units. */
export const totalOf = ({ goods, freight, insurance, intangibles, discount }: OrderLeg): bigint =>
  unitsOf(goods) + unitsOf(freight) + unitsOf(insurance) + unitsOf(intangibles) - unitsOf(discount);

/** An order as far as it says what it comes to. */
interface Payable {
  readonly id: string;
  readonly head?: OrderLeg | CreditLeg;
  readonly supply?: SupplyLeg;
}

/** What an order should have been paid with, as far as its VAT is known. Exact units. */
const dueOf = ({ head, supply }: Payable): bigint =>
  head?.kind === 'order' ? totalOf(head) + (supply?.rows ?? []).reduce((sum, { vat }) => sum + unitsOf(vat), 0n) : 0n;

/** The part of a payment that is an order's: all of it, or where it pays several, what each comes to, and the rest for the last. */
export const shareOf = <P extends CapturedPayment>(payment: P, { id }: Payable, orders: ReadonlyMap<string, Payable>): P => {
  const among = payment.among?.flatMap((other) => orders.get(other) ?? []) ?? [];
  const own = among.findIndex((order) => order.id === id);
  const [order] = among.slice(own);
  if (own < 0 || order === undefined) return payment;
  const isLast = own === among.length - 1;
  const share = isLast ? among.slice(0, own).reduce((rest, other) => rest - dueOf(other), unitsOf(payment.amount)) : dueOf(order);
  return { ...payment, amount: textOf(share) };
};
