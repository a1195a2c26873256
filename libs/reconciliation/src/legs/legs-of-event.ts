import { consignmentStream, orderStream, type ConsignmentEvent, type OrderEvent, type PaymentEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { type AccountPeriodEvent } from '#accounts';
import { idOf, streamName } from '#event-catalogue';
import { type AssessmentLeg, type Contribution, type DeclarationItem, type DeclarationLeg, type Leg, type OrderLine, type SupplyRow } from './leg';

/** Events that say something about parcels, with the others of their categories. */
export type ParcelEvent = OrderEvent | PaymentEvent | ConsignmentEvent | DeclarationEvent | AccountPeriodEvent;

/** An event with its place: what a contribution is made of, and nothing else. */
export type Located<E> = E & { readonly stream: string; readonly position: string; readonly at: string };

/** Distributes over a union without its placing fields: what a leg says beside where it stands. */
type Body<L> = L extends Leg ? Omit<L, 'subject' | 'position' | 'at'> : never;

const nothing: Contribution = { legs: [], links: [], terms: [] };

const contribute = (event: Located<ParcelEvent>, subject: string, body: Body<Leg>, parents: readonly string[] = [], terms: readonly string[] = []): Contribution => ({
  legs: [{ ...body, subject, position: event.position, at: event.at }],
  links: parents.filter((parent) => parent !== subject).map((parent) => ({ child: subject, parent, position: event.position })),
  terms: terms.map((term) => ({ term, subject, position: event.position })),
});

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
      return ofOrder(event, event.stream);
    case 'CheckoutPaymentCaptured': {
      const { psp, transactionId, acceptedAt, amount, currency, seller, orderNumber } = event.data;
      return contribute(event, orderStream(seller, orderNumber), { kind: 'payment', psp, transaction: transactionId, acceptedAt, amount, currency });
    }
    case 'ConsignmentAdvised':
    case 'ConsignmentArrived':
    case 'ConsignmentDelivered':
      return ofConsignment(event, event.stream);
    case 'DeclarationLodged':
    case 'DeclarationItemsRecorded':
    case 'DutyAssessed':
    case 'AssessmentRefused':
      return ofDeclaration(event, event.stream);
    case 'ChargePosted': {
      const { kind, subject, charge, account, reference, currency, total, lines, acceptedAt, postedOn, dueOn } = event.data;
      if (kind !== 'declaration') return nothing;
      return contribute(event, streamName('declaration', subject), { kind: 'charge', charge, accountPeriod: idOf(event.stream), account, reference, currency, total, lines, acceptedAt, postedOn, dueOn });
    }
    // Refunds name no order; release, lines and the life of a period say nothing that a parcel waits for.
    default:
      return nothing;
  }
};

const ofOrder = (event: Located<OrderEvent>, order: string): Contribution => {
  switch (event.type) {
    case 'OrderRecorded': {
      const { seller, orderNumber, destination, currency, orderedAt, schemeNumber, schemeHolder, freight, insurance, discount, intangibles, goods, lineCount } = event.data;
      const known = { ...(destination === undefined ? {} : { destination }), ...(schemeNumber === undefined ? {} : { schemeNumber }), ...(schemeHolder === undefined ? {} : { schemeHolder }) };
      return contribute(event, order, { kind: 'order', seller, number: orderNumber, currency, orderedAt, freight, insurance, discount, intangibles, goods, lineCount, ...known }, [], [orderNumber]);
    }
    case 'OrderLinesRecorded':
      return contribute(event, order, { kind: 'orderLines', lines: event.data.lines.map(lineOf) });
    case 'OrderCancelled':
      return contribute(event, order, { kind: 'cancellation', cancelledAt: event.data.cancelledAt, lines: event.data.lines });
    case 'CreditRecorded': {
      const { seller, creditNumber, currency, destination, creditedAt, lineCount } = event.data;
      return contribute(event, order, { kind: 'credit', seller, number: creditNumber, currency, creditedAt, lineCount, ...(destination === undefined ? {} : { destination }) }, [], [creditNumber]);
    }
    case 'SupplyAttributed': {
      const { scheme, schemeNumber, holder, period, suppliedAt, consumptionCountry, currency, rows } = event.data;
      return contribute(event, order, { kind: 'supply', scheme, schemeNumber, holder, period, suppliedAt, country: consumptionCountry, currency, rows: rows.map(supplyRowOf) });
    }
    case 'SupplyExcluded':
      return contribute(event, order, { kind: 'exclusion', regime: event.data.regime, reason: event.data.reason });
    case 'SupplyAdjusted': {
      const { creditNumber, scheme, schemeNumber, originalPeriod, period, consumptionCountry, currency, rows } = event.data;
      return contribute(event, order, { kind: 'adjustment', credit: creditNumber, scheme, schemeNumber, originalPeriod, period, country: consumptionCountry, currency, rows: rows.map(supplyRowOf) });
    }
    default:
      return nothing;
  }
};

const lineOf = (line: Extract<OrderEvent, { type: 'OrderLinesRecorded' }>['data']['lines'][number]): OrderLine => ({
  ordinal: line.ordinal,
  lineClass: line.class,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  ...(line.hsCode === undefined ? {} : { hsCode: line.hsCode }),
});
const supplyRowOf = ({ rate, rateCategory, taxable, vat }: SupplyRow): SupplyRow => ({ rate, rateCategory, taxable, vat });

const ofConsignment = (event: Located<ConsignmentEvent>, consignment: string): Contribution => {
  switch (event.type) {
    case 'ConsignmentAdvised': {
      const { carrier, consignmentNumber, dispatchedAt, destination, schemeNumber } = event.data;
      const orders = event.data.orders.map((order) => orderStream(order.seller, order.orderNumber));
      const known = { ...(destination === undefined ? {} : { destination }), ...(schemeNumber === undefined ? {} : { schemeNumber }) };
      return contribute(event, consignment, { kind: 'consignment', carrier, number: consignmentNumber, orders, dispatchedAt, ...known }, orders, [consignmentNumber]);
    }
    case 'ConsignmentArrived':
      return contribute(event, consignment, { kind: 'arrival', arrivedAt: event.data.arrivedAt });
    case 'ConsignmentDelivered':
      return contribute(event, consignment, { kind: 'delivery', deliveredAt: event.data.deliveredAt });
    default:
      return nothing;
  }
};

type OfDeclaration = Extract<DeclarationEvent, { type: 'DeclarationLodged' | 'DeclarationItemsRecorded' | 'DutyAssessed' | 'AssessmentRefused' }>;
type Lodged = Extract<DeclarationEvent, { type: 'DeclarationLodged' }>['data'];

const ofDeclaration = (event: Located<OfDeclaration>, declaration: string): Contribution => {
  switch (event.type) {
    case 'DeclarationLodged': {
      const body = declarationBody(event.data);
      return contribute(event, declaration, body, body.consignment === undefined ? [] : [body.consignment], [event.data.mrn]);
    }
    case 'DeclarationItemsRecorded': {
      const items = itemsOf(event.data.items);
      return contribute(event, declaration, { kind: 'declarationItems', items }, [...new Set(items.flatMap((item) => item.covers.map((c) => c.order)))]);
    }
    case 'DutyAssessed':
      return contribute(event, declaration, assessmentBody(event.data));
    case 'AssessmentRefused':
      return contribute(event, declaration, { kind: 'refusal', version: event.data.version, code: event.data.code, message: event.data.message });
  }
};

const declarationBody = (data: Lodged): Omit<DeclarationLeg, 'subject' | 'position' | 'at'> => {
  const { authority, jurisdiction, mrn, lrn, version, dataset, declarant, accountHolder, currency, freight, insurance, discount, acceptedAt, acceptedOn, itemCount } = data;
  return {
    kind: 'declaration',
    ...{ authority, jurisdiction, mrn, lrn, version, dataset, declarant, accountHolder, currency, freight, insurance, discount, acceptedAt, acceptedOn, itemCount },
    ...(data.carrier === undefined || data.consignmentNumber === undefined ? {} : { consignment: consignmentStream(data.carrier, data.consignmentNumber) }),
    ...(data.seller === undefined ? {} : { seller: data.seller }),
    ...(data.scheme === undefined ? {} : { scheme: data.scheme }),
    ...(data.schemeNumber === undefined ? {} : { schemeNumber: data.schemeNumber }),
    ...(data.exchangeRow === undefined ? {} : { exchange: { base: data.exchangeRow.base, quote: data.exchangeRow.quote, rate: data.exchangeRow.rate } }),
  };
};

type DeclaredItems = Extract<DeclarationEvent, { type: 'DeclarationItemsRecorded' }>['data']['items'];

const itemsOf = (declared: DeclaredItems): readonly DeclarationItem[] => {
  const ids = new Map<string, string>();
  const idOfOrder = (seller: string, number: string): string => {
    const key = `${seller}\n${number}`;
    const found = ids.get(key) ?? orderStream(seller, number);
    ids.set(key, found);
    return found;
  };
  return declared.map(({ seq, hsCode, goodsValue, quantity, covers }) => ({
    seq,
    hsCode,
    goodsValue,
    quantity,
    covers: covers.map((c) => ({ order: idOfOrder(c.seller, c.orderNumber), ordinal: c.ordinal, quantity: c.quantity })),
  }));
};

const assessmentBody = (data: Extract<DeclarationEvent, { type: 'DutyAssessed' }>['data']): Omit<AssessmentLeg, 'subject' | 'position' | 'at'> => {
  const { authority, mrn, version, assessedAt, currency, totals, payable, accountedIn } = data;
  const elsewhere = accountedIn === undefined ? {} : { accountedIn: { scheme: accountedIn.scheme, schemeNumber: accountedIn.schemeNumber } };
  return { kind: 'assessment', authority, mrn, version, assessedAt, currency, totals, payable, ...elsewhere };
};
