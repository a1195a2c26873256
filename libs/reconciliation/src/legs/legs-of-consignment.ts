import { orderStream, type ConsignmentEvent } from '#advance-data';
import { contribute, known, type Located } from './contribution';
import { type Contribution } from './leg';
import { shortBuyer } from '../matching/buyer';
import { parentsOfOriginal } from './legs-of-return';

export const ofConsignment = (event: Located<ConsignmentEvent>, consignment: string): Contribution => {
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
