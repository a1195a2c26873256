import { country, decimal, eventType, id, instant, integer, list, oneOf, optional, partyCode, record, reference, source, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const orderReference = record({ seller: partyCode, orderNumber: reference });

export const consignmentAdvised = eventType('consignment', 'ConsignmentAdvised', 'A carrier announced a parcel on a manifest before arrival.', {
  carrier: partyCode,
  consignmentNumber: reference,
  /** Orders the parcel carries, where the carrier knows them. */
  orders: list(orderReference, { max: 50 }),
  manifestId: optional(reference),
  masterDocument: optional(reference),
  mode: oneOf('post', 'air', 'road', 'rail', 'sea'),
  dispatchCountry: country,
  destination: optional(country),
  dispatchedAt: instant,
  packages: integer(1),
  /** Kilograms. */
  grossMass: optional(decimal),
  schemeNumber: optional(reference),
  importRun: optional(id),
  source: optional(source),
});
export const consignmentArrived = eventType('consignment', 'ConsignmentArrived', 'The parcel reached the territory of destination.', {
  arrivedAt: instant,
  source: optional(source),
});
export const consignmentDelivered = eventType('consignment', 'ConsignmentDelivered', 'The parcel reached its recipient.', {
  deliveredAt: instant,
  source: optional(source),
});

export const consignmentEvents = [consignmentAdvised, consignmentArrived, consignmentDelivered] as const;
export type ConsignmentEvent = EventOf<(typeof consignmentEvents)[number]>;
type DataOf<Name extends ConsignmentEvent['type']> = Extract<ConsignmentEvent, { readonly type: Name }>['data'];
export type ConsignmentAdvisedData = DataOf<'ConsignmentAdvised'>;
export type ConsignmentArrivedData = DataOf<'ConsignmentArrived'>;
export type ConsignmentDeliveredData = DataOf<'ConsignmentDelivered'>;
