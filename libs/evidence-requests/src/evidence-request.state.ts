import { type EvidenceRequestEvent } from './evidence-request.events';

type Named<Name extends EvidenceRequestEvent['type']> = Extract<EvidenceRequestEvent, { readonly type: Name }>;
export type DataOf<Name extends EvidenceRequestEvent['type']> = Named<Name>['data'];

/** A request's stream, folded: what was asked, and what was answered. */
export type EvidenceRequestState =
  | Readonly<{ kind: 'none' }>
  | Readonly<{
      kind: 'asked';
      asked: DataOf<'EvidenceRequested'>;
      documents: readonly DataOf<'EvidenceProvided'>[];
      /** The last word on each transaction. */
      proofs: readonly DataOf<'TransactionPaymentProven'>[];
      declined?: DataOf<'EvidenceDeclined'>;
      withdrawn?: DataOf<'EvidenceRequestWithdrawn'>;
    }>;
export type AskedEvidence = Extract<EvidenceRequestState, { readonly kind: 'asked' }>;

export const noRequest: EvidenceRequestState = { kind: 'none' };

export const isSameTransaction = (
  a: DataOf<'TransactionPaymentProven'>['transaction'],
  b: DataOf<'TransactionPaymentProven'>['transaction'],
): boolean => a.psp === b.psp && a.transactionId === b.transactionId;

export const evolveEvidenceRequest = (state: EvidenceRequestState, event: EvidenceRequestEvent): EvidenceRequestState => {
  if (event.type === 'EvidenceRequested') return { kind: 'asked', asked: event.data, documents: [], proofs: [] };
  if (state.kind === 'none') return state;
  switch (event.type) {
    case 'EvidenceProvided':
      return { ...state, documents: [...state.documents, event.data] };
    case 'TransactionPaymentProven':
      return {
        ...state,
        proofs: [...state.proofs.filter(({ transaction }) => !isSameTransaction(transaction, event.data.transaction)), event.data],
      };
    case 'EvidenceDeclined':
      return { ...state, declined: event.data };
    case 'EvidenceRequestWithdrawn':
      return { ...state, withdrawn: event.data };
  }
};

export type EvidenceRequestStatus = 'open' | 'overdue' | 'supplied' | 'declined' | 'withdrawn';

/**
 * How a request stands on a day. A proof of payment is supplied with its figures, anything else with a document; what came late was
 * supplied all the same.
 */
export const evidenceStatusOf = ({ asked, documents, proofs, declined, withdrawn }: AskedEvidence, day: string): EvidenceRequestStatus => {
  if (withdrawn !== undefined) return 'withdrawn';
  if ((asked.kind === 'proofOfPayment' ? proofs : documents).length > 0) return 'supplied';
  if (declined !== undefined) return 'declined';
  return day > asked.dueOn ? 'overdue' : 'open';
};
