import { type Placed } from './placed';

/** What was asked and told of an order's payment, under the order. */
export type ProofLeg = ProofRequestLeg | ProofRequestEndLeg | PaymentProofLeg;

export interface ProofRequestLeg extends Placed<'proofRequest'> {
  readonly request: string;
  readonly reference: string;
  readonly party: string;
  readonly dueOn: string;
}
/** The party supplies nothing, or the authority does not ask any more. */
export interface ProofRequestEndLeg extends Placed<'proofRequestEnd'> {
  readonly request: string;
  readonly how: 'declined' | 'withdrawn';
  readonly on: string;
}
/** What was captured, as the one says who captured it; `exchange`: what that made of it in another currency, at its own rate. */
export interface PaymentProofLeg extends Placed<'paymentProof'> {
  readonly request: string;
  readonly psp: string;
  readonly transaction: string;
  readonly amount: string;
  readonly currency: string;
  readonly capturedAt: string;
  readonly exchange?: { readonly amount: string; readonly currency: string };
}
