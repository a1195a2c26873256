import { type EvidenceRequestEvent } from '#evidence-requests';
import { contribute, type Located, nothing } from './contribution';
import { type Contribution } from './leg';

/** What a request for proof of payment, and the answer, say of their order. Other documents say nothing that a case compares. */
export const ofEvidence = (event: Located<EvidenceRequestEvent>): Contribution => {
  if (event.data.kind !== 'proofOfPayment') return nothing;
  const { subject, request } = event.data;
  switch (event.type) {
    case 'EvidenceRequested': {
      const { requestReference: reference, party, dueOn } = event.data;
      return contribute(event, subject, { kind: 'proofRequest', request, reference, party, dueOn });
    }
    case 'TransactionPaymentProven': {
      const { transaction, amount, currency, capturedAt, exchange } = event.data;
      const made = exchange === undefined ? {} : { exchange: { amount: exchange.amount, currency: exchange.currency } };
      return contribute(event, subject, {
        kind: 'paymentProof',
        request,
        psp: transaction.psp,
        transaction: transaction.transactionId,
        amount,
        currency,
        capturedAt,
        ...made,
      });
    }
    case 'EvidenceDeclined':
      return contribute(event, subject, { kind: 'proofRequestEnd', request, how: 'declined', on: event.data.declinedOn });
    case 'EvidenceRequestWithdrawn':
      return contribute(event, subject, { kind: 'proofRequestEnd', request, how: 'withdrawn', on: event.data.withdrawnOn });
    // A document without figures proves nothing of a payment.
    case 'EvidenceProvided':
      return nothing;
  }
};
