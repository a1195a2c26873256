import { type AccountPeriodEvent, type GuaranteeEvent, type ReceiptEvent } from '#accounts';
import { type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type CollectorEvent } from '#collectors';
import { type DeclarationEvent, type SummaryEvent } from '#declarations';
import { streamName } from '#event-catalogue';
import { type EvidenceRequestEvent } from '#evidence-requests';
import { type RefundClaimEvent, type ReturnCaseEvent } from '#returns';
import { type CollectionReturnEvent, type SchemeReturnEvent } from '#scheme-returns';
import { amountTerm, normalTerm, type SearchKind, type SearchTerm } from './search-term';

/** Events that name things, with the others of their categories. */
export type NamingEvent =
  | AccountPeriodEvent
  | CollectionReturnEvent
  | CollectorEvent
  | ConsignmentEvent
  | DeclarationEvent
  | EvidenceRequestEvent
  | GuaranteeEvent
  | OrderEvent
  | PaymentEvent
  | ReceiptEvent
  | RefundClaimEvent
  | ReturnCaseEvent
  | SchemeReturnEvent
  | SummaryEvent;
export type Named = NamingEvent & { readonly stream: string };

/** Categories of those events. */
export const namingCategories = [
  'collector',
  'order',
  'payment',
  'consignment',
  'declaration',
  'summary',
  'receipt',
  'accountPeriod',
  'schemeReturn',
  'guarantee',
  'refundClaim',
  'returnCase',
  'evidenceRequest',
] as const;

type Owners = readonly (string | undefined)[];
interface Thing {
  readonly kind: SearchKind;
  readonly subject: string;
  readonly owners: Owners;
  readonly names: readonly (string | undefined)[];
  readonly amounts?: readonly (readonly [amount: string, currency: string])[];
}

/** The terms of an event: a function of the event alone. */
export const termsOfEvent = (event: Named): readonly SearchTerm[] => {
  const thing = thingOf(event);
  if (thing === undefined) return [];
  const { kind, subject, names, amounts = [] } = thing;
  const owners = [...new Set(thing.owners.filter((owner) => owner !== undefined))];
  const named = [...new Set(names.filter((name) => name !== undefined))].map((written) => ({
    term: normalTerm(written),
    kind,
    subject,
    written,
    owners,
  }));
  const priced = amounts.map(([amount, currency]) => ({
    term: amountTerm(amount, currency),
    kind,
    subject,
    written: `${amount} ${currency}`,
    owners,
  }));
  return [...named.filter(({ term }) => term !== ''), ...priced];
};

const thingOf = (event: Named): Thing | undefined => {
  switch (event.type) {
    case 'CollectorRegistered':
      return { kind: 'collector', subject: event.stream, owners: [event.data.collector], names: [event.data.collector] };
    case 'SchemeNumberGranted':
      return { kind: 'schemeNumber', subject: event.stream, owners: [event.data.collector], names: [event.data.schemeNumber] };
    case 'OrderRecorded':
      return {
        kind: 'order',
        subject: event.stream,
        owners: [event.data.seller, event.data.schemeHolder],
        names: [event.data.orderNumber],
      };
    case 'CreditRecorded':
      return { kind: 'credit', subject: event.stream, owners: [event.data.seller], names: [event.data.creditNumber] };
    case 'CheckoutPaymentCaptured': {
      const { seller, transactionId, amount, currency } = event.data;
      return { kind: 'payment', subject: event.stream, owners: [seller], names: [transactionId], amounts: [[amount, currency]] };
    }
    case 'ConsignmentAdvised': {
      const { carrier, orders, consignmentNumber, masterDocument } = event.data;
      return {
        kind: 'consignment',
        subject: event.stream,
        owners: [carrier, ...orders.map(({ seller }) => seller)],
        names: [consignmentNumber, masterDocument],
      };
    }
    case 'ReturnConsignmentAdvised': {
      const { carrier, consignmentNumber, original } = event.data;
      return { kind: 'consignment', subject: event.stream, owners: [carrier, original.seller], names: [consignmentNumber] };
    }
    case 'DeclarationLodged':
    case 'DeclarationAmended': {
      const { declarant, debtor, accountHolder, importer, seller, carrier, mrn, lrn } = event.data;
      return {
        kind: 'declaration',
        subject: event.stream,
        owners: [declarant, debtor, accountHolder, importer, seller, carrier],
        names: [mrn, lrn],
      };
    }
    case 'SummaryDeclarationSubmitted': {
      const { declarant, accountHolder, summaryReference } = event.data;
      return { kind: 'summary', subject: event.stream, owners: [declarant, accountHolder], names: [summaryReference] };
    }
    case 'EvidenceRequested':
      return { kind: 'evidenceRequest', subject: event.stream, owners: [event.data.party], names: [event.data.requestReference] };
    case 'ReturnReported':
      return {
        kind: 'returnCase',
        subject: event.stream,
        owners: [event.data.reporter, event.data.original.seller, event.data.original.carrier],
        names: [event.data.returnReference],
      };
    default:
      return moneyThingOf(event);
  }
};

const moneyThingOf = (event: Named): Thing | undefined => {
  switch (event.type) {
    case 'ReceiptRecorded': {
      const { entryReference, endToEndId, amount, currency } = event.data;
      return { kind: 'receipt', subject: event.stream, owners: [], names: [entryReference, endToEndId], amounts: [[amount, currency]] };
    }
    case 'PeriodClosed': {
      const { holder, statementReference, charged, closing, currency } = event.data;
      return {
        kind: 'statement',
        subject: event.stream,
        owners: [holder],
        names: [statementReference],
        amounts: [...new Set([charged, closing])].map((amount) => [amount, currency] as const),
      };
    }
    case 'ChargePosted':
      return {
        kind: 'charge',
        subject: streamName('charge', event.data.charge),
        owners: [event.data.holder],
        names: [],
        amounts: [[event.data.total, event.data.currency]],
      };
    case 'InterestCharged':
      return {
        kind: 'interest',
        subject: event.stream,
        owners: [event.data.holder],
        names: [event.data.interestReference],
        amounts: [[event.data.amount, event.data.currency]],
      };
    case 'PenaltyImposed':
      return {
        kind: 'penalty',
        subject: event.stream,
        owners: [event.data.holder],
        names: [event.data.penaltyReference],
        amounts: [[event.data.amount, event.data.currency]],
      };
    case 'SchemeReturnFiled':
    case 'CollectionReturnFiled':
      return {
        kind: 'return',
        subject: event.stream,
        owners: [event.data.holder],
        names: [event.data.returnReference],
        amounts: [[event.data.payable, event.data.currency]],
      };
    case 'GuaranteeRegistered':
      return { kind: 'guarantee', subject: event.stream, owners: [event.data.holder], names: [event.data.guaranteeReference] };
    case 'RefundClaimed': {
      const { claimant, handler, payeeParty, claimReference, total, currency } = event.data;
      return {
        kind: 'claim',
        subject: event.stream,
        owners: [claimant, handler, payeeParty],
        names: [claimReference],
        amounts: [[total, currency]],
      };
    }
    default:
      return undefined;
  }
};
