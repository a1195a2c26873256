import { commandIdOfMessage, country, decimal, instant, integer, list, oneOf, optional, partyCode, record, reference, sha256Hex } from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { consignmentStream } from '../advance-data.streams';
import { type ConsignmentCommand, consignmentDecider } from '../consignment.decider';
import { type ConsignmentEvent, orderReference } from '../consignment.events';
import type { ConsignmentState } from '../consignment.state';
import { checkCountry, checkInstant, checkNotNegative, checkParcelSchemeNumber, checkReference, type MessageContext, type MessageOrigin } from './canonical-fields';

/** A parcel with what has happened to it so far, in the canonical form; docs/formats/consignments.md. */
const consignmentMessage = record({
  carrier: partyCode,
  consignmentNumber: reference,
  orders: list(orderReference, { max: 50 }),
  manifestId: optional(reference),
  masterDocument: optional(reference),
  mode: oneOf('post', 'air', 'road', 'rail', 'sea'),
  dispatchCountry: country,
  destination: optional(country),
  dispatchedAt: instant,
  arrivedAt: optional(instant),
  deliveredAt: optional(instant),
  packages: integer(1),
  grossMass: optional(decimal),
  schemeNumber: optional(reference),
});

/** A consignment message as a command to its stream. */
export type ConsignmentDispatch = Dispatch<ConsignmentCommand, ConsignmentState, ConsignmentEvent>;

/** Reads one consignment. @throws MalformedValueError | MessageFaultError */
export const consignmentDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): ConsignmentDispatch => {
  const message = consignmentMessage.parse(value, 'consignment');
  for (const field of ['consignmentNumber', 'manifestId', 'masterDocument', 'schemeNumber'] as const) checkReference(message[field], field);
  checkParcelSchemeNumber(message.schemeNumber, 'schemeNumber');
  for (const [i, order] of message.orders.entries()) checkReference(order.orderNumber, `orders[${String(i)}].orderNumber`);
  for (const field of ['dispatchCountry', 'destination'] as const) checkCountry(message[field], field);
  for (const field of ['dispatchedAt', 'arrivedAt', 'deliveredAt'] as const) checkInstant(message[field], field);
  checkNotNegative(message.grossMass ?? '0', 'grossMass');
  const { arrivedAt, deliveredAt, ...advised } = message;
  return {
    decider: consignmentDecider,
    stream: consignmentStream(message.carrier, message.consignmentNumber),
    command: {
      type: 'AdviseConsignment',
      consignment: { ...advised, ...(context.importRun === undefined ? {} : { importRun: context.importRun }), source: origin },
      ...(arrivedAt === undefined ? {} : { arrival: { arrivedAt, source: origin } }),
      ...(deliveredAt === undefined ? {} : { delivery: { deliveredAt, source: origin } }),
    },
    context: {
      commandId: commandIdOfMessage({ book: '-', issuer: message.carrier, kind: 'consignment', reference: message.consignmentNumber, version: sha256Hex(JSON.stringify(message)) }),
      actor: context.actor,
      book: '-',
      effectiveAt: message.dispatchedAt,
    },
  };
};
