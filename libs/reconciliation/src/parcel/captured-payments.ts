import { type PaymentLeg, type PaymentProofLeg } from '../legs/leg';

/** A payment as the best that is known of it: as it was reported, or as its provider proved it. */
export interface CapturedPayment extends Omit<PaymentLeg, 'kind' | 'seller' | 'number'>, Partial<Pick<PaymentLeg, 'seller' | 'number'>> {
  /** Proven as it was captured, or as its provider converted it at a rate of its own. */
  readonly proven?: 'captured' | 'converted';
}

/**
 * The payments of an order: what its provider proved takes the place of what was reported, and a capture that nobody had reported is one. In the currency
 * of the order where the provider says what it made of it. The last proof of a transaction counts.
 */
export const capturedPayments = (reported: readonly CapturedPayment[], proofs: readonly PaymentProofLeg[], currency: string | undefined): readonly CapturedPayment[] => {
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

const asPayment = ({ subject, position, at, psp, transaction, capturedAt: acceptedAt, amount, currency, exchange }: PaymentProofLeg, wanted: string | undefined): CapturedPayment => ({
  ...{ subject, position, at, psp, transaction, acceptedAt },
  ...(exchange !== undefined && exchange.currency === wanted ? { amount: exchange.amount, currency: exchange.currency, proven: 'converted' } : { amount, currency, proven: 'captured' }),
});
