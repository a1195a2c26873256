import { type AccountPeriodEvent } from '#accounts';
import { type HandMatchEvent } from '#break-work';
import { orderStream, type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { type EvidenceRequestEvent } from '#evidence-requests';
import { type RefundClaimEvent, type ReturnCaseEvent } from '#returns';
import { contribute, type Located, nothing } from './contribution';
import { type Contribution } from './leg';
import { shortBuyer } from '../matching/buyer';
import { ofAccount } from './legs-of-account';
import { ofDeclaration } from './legs-of-declaration';
import { ofDebtRedenominated } from './redenomination';
import { ofEvidence } from './legs-of-evidence';
import { ofHandMatch } from './legs-of-hand-match';
import { ofClaim, ofReturnCase } from './legs-of-return';
import { ofOrder } from './legs-of-order';
import { ofSupply } from './legs-of-supply';
import { ofConsignment } from './legs-of-consignment';

/** Events that say something about parcels, with the others of their categories. */
export type ParcelEvent =
  | OrderEvent
  | PaymentEvent
  | ConsignmentEvent
  | DeclarationEvent
  | AccountPeriodEvent
  | ReturnCaseEvent
  | RefundClaimEvent
  | EvidenceRequestEvent
  | HandMatchEvent;

/**
 * What an event says about parcels: legs, the foreign keys it names, the words it can be found by. A function of the event alone. Foreign
 * keys become ids by derivation, so that a payment finds its order even where the order is not known yet.
 */
export const legsOfEvent = (event: Located<ParcelEvent>): Contribution => {
  switch (event.type) {
    case 'OrderRecorded':
    case 'OrderLinesRecorded':
    case 'OrderPaymentConfirmed':
    case 'OrderCancelled':
    case 'CreditRecorded':
      return ofOrder(event, event.stream);
    case 'SupplyAttributed':
    case 'SupplyExcluded':
    case 'SupplyAdjusted':
    case 'SupplyRefundReserved':
    case 'SupplyRefundReservationReleased':
      return ofSupply(event, event.stream);
    case 'CheckoutPaymentCaptured':
      return ofPayment(event);
    case 'ConsignmentAdvised':
    case 'ConsignmentArrived':
    case 'ConsignmentDelivered':
    case 'ConsignmentUndeliverable':
    case 'TaxCollectedFromRecipient':
    case 'ReturnConsignmentAdvised':
      return ofConsignment(event, event.stream);
    case 'DeclarationLodged':
    case 'DeclarationAmended':
    case 'DeclarationItemsRecorded':
    case 'DutyAssessed':
    case 'AssessmentRefused':
    case 'AuthorityTaxRecorded':
    case 'ReleaseHeld':
    case 'DeclarationInvalidated':
    case 'RefundReserved':
    case 'RefundReservationReleased':
    case 'QuantityReturned':
      return ofDeclaration(event, event.stream);
    case 'ChargePosted':
    case 'ChargeDeclined':
    case 'ChargeAdjusted':
    case 'RefundOffset':
      return ofAccount(event);
    case 'DebtRedenominated':
      return ofDebtRedenominated(event);
    case 'ReturnReported':
    case 'ReturnMatched':
    case 'ReturnUnmatched':
      return ofReturnCase(event, event.stream);
    case 'RefundClaimed':
    case 'EvidenceAttached':
    case 'RefundApproved':
    case 'RefundRejected':
    case 'RefundPaid':
      return ofClaim(event, event.stream);
    case 'EvidenceRequested':
    case 'EvidenceProvided':
    case 'TransactionPaymentProven':
    case 'EvidenceDeclined':
    case 'EvidenceRequestWithdrawn':
      return ofEvidence(event);
    case 'MatchConfirmed':
    case 'MatchBroken':
    case 'MatchStepUndone':
      return ofHandMatch(event);
    // Release, assessment lines, exports and the life of a period say nothing that a parcel waits for; what went back to a buyer is told by
    // the settlement facts.
    default:
      return nothing;
  }
};

const ofPayment = (event: Located<Extract<PaymentEvent, { readonly type: 'CheckoutPaymentCaptured' }>>): Contribution => {
  const { psp, transactionId, acceptedAt, amount, currency, seller, orderNumber, buyer } = event.data;
  const told = buyer === undefined ? {} : { buyer: shortBuyer(buyer) };
  return contribute(event, orderStream(seller, orderNumber), {
    kind: 'payment',
    seller,
    number: orderNumber,
    psp,
    transaction: transactionId,
    acceptedAt,
    amount,
    currency,
    ...told,
  });
};
