import { type AccountPeriodEvent } from '#accounts';
import { type HandMatchEvent } from '#break-work';
import { orderStream, type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { sha256Hex, streamName } from '#event-catalogue';
import { type EvidenceRequestEvent } from '#evidence-requests';
import { type RefundClaimEvent, type ReturnCaseEvent } from '#returns';
import { contribute, known, type Located, nothing } from './contribution';
import { type Contribution, type OrderLine, type SupplyRow, type TestedValue } from './leg';
import { shortBuyer } from '../matching/buyer';
import { ofAccount } from './legs-of-account';
import { ofDeclaration } from './legs-of-declaration';
import { ofEvidence } from './legs-of-evidence';
import { ofHandMatch } from './legs-of-hand-match';
import { ofClaim, ofReturnCase, parentsOfOriginal } from './legs-of-return';

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
    case 'SupplyAttributed':
    case 'SupplyExcluded':
    case 'SupplyAdjusted':
    case 'SupplyRefundReserved':
    case 'SupplyRefundReservationReleased':
      return ofOrder(event, event.stream);
    case 'CheckoutPaymentCaptured': {
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
    }
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

const ofOrder = (event: Located<OrderEvent>, order: string): Contribution => {
  switch (event.type) {
    case 'OrderRecorded': {
      const { seller, orderNumber, currency, orderedAt, transactionType, freight, insurance, discount, intangibles, goods, lineCount } =
        event.data;
      const mark = markOf(event.data);
      const told = {
        ...known(event.data, ['destination', 'schemeNumber', 'schemeHolder']),
        ...(transactionType === 'B2C' ? {} : { transactionType }),
        ...(mark === undefined ? {} : { mark }),
        ...(event.data.buyer === undefined ? {} : { buyer: shortBuyer(event.data.buyer) }),
      };
      const contribution = contribute(
        event,
        order,
        {
          kind: 'order',
          seller,
          number: orderNumber,
          currency,
          orderedAt,
          freight,
          insurance,
          discount,
          intangibles,
          goods,
          lineCount,
          ...told,
        },
        [],
        [orderNumber],
      );
      return mark === undefined ? contribution : { ...contribution, marks: [{ mark, subject: order, position: event.position }] };
    }
    case 'OrderLinesRecorded':
      return contribute(event, order, { kind: 'orderLines', lines: event.data.lines.map(lineOf) });
    case 'OrderCancelled':
      return contribute(event, order, { kind: 'cancellation', cancelledAt: event.data.cancelledAt, lines: event.data.lines });
    case 'CreditRecorded': {
      const { seller, creditNumber, currency, destination, creditedAt, lineCount } = event.data;
      return contribute(
        event,
        order,
        {
          kind: 'credit',
          seller,
          number: creditNumber,
          currency,
          creditedAt,
          lineCount,
          ...(destination === undefined ? {} : { destination }),
        },
        [],
        [creditNumber],
      );
    }
    case 'SupplyAttributed': {
      const { scheme, schemeNumber, holder, period, suppliedAt, consumptionCountry, currency, rows, thresholdTest } = event.data;
      return contribute(event, order, {
        kind: 'supply',
        scheme,
        schemeNumber,
        holder,
        period,
        suppliedAt,
        country: consumptionCountry,
        currency,
        rows: rows.map(supplyRowOf),
        tested: testedOf(thresholdTest),
      });
    }
    case 'SupplyExcluded': {
      const { regime, reason, thresholdTest } = event.data;
      return contribute(event, order, {
        kind: 'exclusion',
        regime,
        reason,
        ...(thresholdTest === undefined ? {} : { tested: testedOf(thresholdTest) }),
      });
    }
    case 'SupplyAdjusted': {
      const { creditNumber, scheme, schemeNumber, originalPeriod, period, consumptionCountry, currency, rows, claim } = event.data;
      const settles = claim === undefined ? {} : { claim: streamName('refundClaim', claim) };
      return contribute(event, order, {
        kind: 'adjustment',
        credit: creditNumber,
        scheme,
        schemeNumber,
        originalPeriod,
        period,
        country: consumptionCountry,
        currency,
        rows: rows.map(supplyRowOf),
        ...settles,
      });
    }
    case 'SupplyRefundReserved': {
      const { claim, channel, currency, rows } = event.data;
      return contribute(event, order, {
        kind: 'supplyReservation',
        claim: streamName('refundClaim', claim),
        channel,
        currency,
        rows: rows.map(({ rate, vat }) => ({ rate, vat })),
      });
    }
    case 'SupplyRefundReservationReleased':
      return contribute(event, order, { kind: 'supplyReservationEnd', claim: streamName('refundClaim', event.data.claim) });
    default:
      return nothing;
  }
};

/**
 * What a buyer buys of a seller, without when and under which number: begun with the buyer, so that all orders of one stand together.
 * Nothing can be said of a buyer who is not known.
 */
const markOf = (order: Extract<OrderEvent, { type: 'OrderRecorded' }>['data']): string | undefined => {
  const { seller, buyer, destination = '', currency, goods, freight, insurance, discount, intangibles, lineCount } = order;
  if (buyer === undefined) return undefined;
  return (
    shortBuyer(buyer) +
    sha256Hex(JSON.stringify([seller, buyer, destination, currency, goods, freight, insurance, discount, intangibles, lineCount])).slice(
      0,
      16,
    )
  );
};

const lineOf = (line: Extract<OrderEvent, { type: 'OrderLinesRecorded' }>['data']['lines'][number]): OrderLine => ({
  ordinal: line.ordinal,
  lineClass: line.class,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  ...known(line, ['hsCode', 'origin', 'grossMass', 'serial']),
});
const testedOf = ({ value, limit, currency }: TestedValue): TestedValue => ({ value, limit, currency });
const supplyRowOf = ({ rate, rateCategory, taxable, vat }: SupplyRow): SupplyRow => ({ rate, rateCategory, taxable, vat });

const ofConsignment = (event: Located<ConsignmentEvent>, consignment: string): Contribution => {
  switch (event.type) {
    case 'ConsignmentAdvised': {
      const { carrier, consignmentNumber, dispatchedAt, recipient } = event.data;
      const orders = event.data.orders.map((order) => orderStream(order.seller, order.orderNumber));
      const told = {
        ...known(event.data, ['destination', 'schemeNumber', 'grossMass', 'pieces', 'receivedAt']),
        ...(recipient === undefined ? {} : { recipient: shortBuyer(recipient) }),
      };
      return contribute(
        event,
        consignment,
        { kind: 'consignment', carrier, number: consignmentNumber, orders, dispatchedAt, ...told },
        orders,
        [consignmentNumber],
      );
    }
    case 'ConsignmentArrived':
      return contribute(event, consignment, { kind: 'arrival', arrivedAt: event.data.arrivedAt });
    case 'ConsignmentDelivered':
      return contribute(event, consignment, { kind: 'delivery', deliveredAt: event.data.deliveredAt });
    case 'ConsignmentUndeliverable':
      return contribute(event, consignment, { kind: 'undeliverable', attemptedAt: event.data.attemptedAt, reason: event.data.reason });
    case 'TaxCollectedFromRecipient': {
      const { carrier, collectedAt, consumptionCountry, currency, schemeNumber, lines } = event.data;
      const known = schemeNumber === undefined ? {} : { schemeNumber };
      return contribute(event, consignment, {
        kind: 'collection',
        carrier,
        collectedAt,
        country: consumptionCountry,
        currency,
        lines,
        ...known,
      });
    }
    case 'ReturnConsignmentAdvised': {
      const { carrier, consignmentNumber, original } = event.data;
      const parents = parentsOfOriginal(original);
      return contribute(event, consignment, { kind: 'returnParcel', carrier, number: consignmentNumber, parents }, parents, [
        consignmentNumber,
      ]);
    }
  }
};
