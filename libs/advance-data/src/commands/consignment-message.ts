import { country, decimal, instant, integer, list, oneOf, optional, partyCode, record, reference } from '#event-catalogue';
import { orderReference } from '../consignment.events';
import {
  buyerPseudonym,
  checkCountry,
  checkInstant,
  checkNotNegative,
  checkParcelSchemeNumber,
  checkReference,
  type MessageContext,
  type MessageOrigin,
} from './canonical-fields';
import { type ConsignmentDispatch, dispatch, parcelFactDispatch, parcelFacts } from './parcel-fact-message';

const announcement = {
  carrier: partyCode,
  consignmentNumber: reference,
  orders: list(orderReference, { max: 50 }),
  manifestId: optional(reference),
  masterDocument: optional(reference),
  mode: oneOf('post', 'air', 'road', 'rail', 'sea'),
  dispatchCountry: country,
  destination: optional(country),
  dispatchedAt: instant,
  packages: integer(1),
  grossMass: optional(decimal),
  pieces: optional(integer(1)),
  receivedAt: optional(instant),
  schemeNumber: optional(reference),
  /** Whose id of the recipient it is: the seller's, as its orders say it, or a platform's. */
  recipient: optional(record({ issuer: partyCode, id: reference })),
} as const;
/** The announcement of a parcel, in the canonical form; docs/formats/consignments.md. */
export const announcementMessage = record(announcement);
/** The same with what has happened to it so far. */
const consignmentMessage = record({ ...announcement, arrivedAt: optional(instant), deliveredAt: optional(instant) });

/**
 * Reads one consignment: its announcement, or with `attemptedAt` that it could not be delivered, with `collectedAt` the tax collected from
 * its recipient, with `original` a parcel that goes back. @throws MalformedValueError | MessageFaultError
 */
export const consignmentDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): ConsignmentDispatch => {
  const fact = typeof value === 'object' && value !== null ? parcelFacts.find((name) => Object.hasOwn(value, name)) : undefined;
  return fact === undefined ? announcementDispatch(value, context, origin) : parcelFactDispatch(fact, value, context, origin);
};

const announcementDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): ConsignmentDispatch => {
  const message = consignmentMessage.parse(value, 'consignment');
  for (const field of ['consignmentNumber', 'manifestId', 'masterDocument', 'schemeNumber'] as const) checkReference(message[field], field);
  checkParcelSchemeNumber(message.schemeNumber, 'schemeNumber');
  for (const [i, order] of message.orders.entries()) checkReference(order.orderNumber, `orders[${String(i)}].orderNumber`);
  for (const field of ['dispatchCountry', 'destination'] as const) checkCountry(message[field], field);
  for (const field of ['dispatchedAt', 'arrivedAt', 'deliveredAt', 'receivedAt'] as const) checkInstant(message[field], field);
  checkNotNegative(message.grossMass ?? '0', 'grossMass');
  checkReference(message.recipient?.id, 'recipient.id');
  const { arrivedAt, deliveredAt, recipient, ...advised } = message;
  const known = recipient === undefined ? {} : { recipient: buyerPseudonym(context.installationKey, recipient.issuer, recipient.id) };
  const command = {
    type: 'AdviseConsignment' as const,
    consignment: { source: origin, ...advised, ...known, ...(context.importRun === undefined ? {} : { importRun: context.importRun }) },
    ...(arrivedAt === undefined ? {} : { arrival: { arrivedAt, source: origin } }),
    ...(deliveredAt === undefined ? {} : { delivery: { deliveredAt, source: origin } }),
  };
  return dispatch(command, 'consignment', message, message.dispatchedAt, context);
};
