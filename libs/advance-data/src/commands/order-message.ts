import {
  commandIdOfMessage,
  country,
  currency,
  decimal,
  hsCode,
  instant,
  integer,
  list,
  optional,
  partyCode,
  record,
  reference,
  sha256Hex,
  text,
  type ValueOf,
} from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { orderStream } from '../advance-data.streams';
import { buyerType, deliveryTerms, lineClass, transactionType } from '../liability.shapes';
import type { OrderCommand, RecordOrder } from '../order.commands';
import { orderDecider } from '../order.decider';
import type { OrderEvent } from '../order.events';
import type { OrderState } from '../order.state';
import {
  buyerPseudonym,
  checkCountry,
  checkCurrency,
  checkInstant,
  checkNotNegative,
  checkReference,
  checkSchemeNumber,
  type MessageContext,
  type MessageOrigin,
} from './canonical-fields';
import { refuse } from './message-fault';

const lineMessage = record({
  sku: reference,
  description: optional(text),
  quantity: integer(1),
  unitPrice: decimal,
  /** Absent: goods. */
  class: optional(lineClass),
  hsCode: optional(hsCode),
  origin: optional(country),
  merchantProductIdentifier: optional(reference),
  manufacturerProductIdentifier: optional(reference),
  grossMass: optional(decimal),
  serial: optional(reference),
});

/** An order in the canonical form; docs/formats/orders.md. */
export const orderMessage = record({
  seller: partyCode,
  orderNumber: reference,
  platform: optional(partyCode),
  buyerId: optional(reference),
  buyerType,
  transactionType,
  deliveryTerms,
  dispatchCountry: country,
  destination: optional(country),
  orderedAt: instant,
  currency,
  schemeNumber: optional(reference),
  schemeHolder: optional(partyCode),
  freight: optional(decimal),
  insurance: optional(decimal),
  discount: optional(decimal),
  intangibles: optional(decimal),
  lines: list(lineMessage, { min: 1 }),
});
/** An order in the canonical form (docs/formats/orders.md), shape checked. */
export type OrderMessage = ValueOf<typeof orderMessage>;
/** An order, credit or effect as a command to its order's stream. */
export type OrderDispatch = Dispatch<OrderCommand, OrderState, OrderEvent>;

/**
 * Reads one order. `lineOrigins`: where each line was read, when lines have rows of their own. @throws MalformedValueError |
 * MessageFaultError
 */
export const orderDispatch = (
  value: unknown,
  context: MessageContext,
  origin: MessageOrigin,
  lineOrigins?: readonly number[],
): OrderDispatch => {
  const message = orderMessage.parse(value, 'order');
  checkOrder(message);
  const command: RecordOrder = {
    type: 'RecordOrder',
    order: headerOf(message, context),
    lines: message.lines.map((line, i) => ({
      ordinal: i + 1,
      sourceFile: origin.sha256,
      sourceLine: lineOrigins?.[i] ?? origin.line,
      ...line,
      class: line.class ?? 'goods',
    })),
  };
  // The version is the content: the same order again is the same command, another one under its number is judged by the decider.
  const version = sha256Hex(JSON.stringify(message));
  return {
    decider: orderDecider,
    stream: orderStream(message.seller, message.orderNumber),
    command,
    context: {
      commandId: commandIdOfMessage({ book: '-', issuer: message.seller, kind: 'order', reference: message.orderNumber, version }),
      actor: context.actor,
      book: '-',
      effectiveAt: message.orderedAt,
    },
  };
};

/** What is stored as it was announced: everything but the lines and the buyer's id. */
const headerOf = (message: OrderMessage, { importRun, installationKey }: MessageContext): RecordOrder['order'] => {
  const { seller, orderNumber, buyerType, transactionType, deliveryTerms, dispatchCountry, orderedAt, currency } = message;
  const { platform, destination, schemeNumber, schemeHolder, buyerId } = message;
  const { freight = '0', insurance = '0', discount = '0', intangibles = '0' } = message;
  return {
    seller,
    orderNumber,
    buyerType,
    transactionType,
    deliveryTerms,
    dispatchCountry,
    orderedAt,
    currency,
    freight,
    insurance,
    discount,
    intangibles,
    ...(platform === undefined ? {} : { platform }),
    ...(destination === undefined ? {} : { destination }),
    ...(schemeNumber === undefined ? {} : { schemeNumber }),
    ...(schemeHolder === undefined ? {} : { schemeHolder }),
    ...(buyerId === undefined ? {} : { buyer: buyerPseudonym(installationKey, seller, buyerId) }),
    ...(importRun === undefined ? {} : { importRun }),
  };
};

const checkOrder = (message: OrderMessage): void => {
  for (const field of ['orderNumber', 'buyerId', 'schemeNumber'] as const) checkReference(message[field], field);
  checkSchemeNumber(message.schemeNumber, 'schemeNumber');
  for (const field of ['dispatchCountry', 'destination'] as const) checkCountry(message[field], field);
  for (const field of ['freight', 'insurance', 'discount', 'intangibles'] as const) checkNotNegative(message[field] ?? '0', field);
  checkInstant(message.orderedAt, 'orderedAt');
  checkCurrency(message.currency, message.orderedAt, 'currency');
  for (const [i, line] of message.lines.entries()) {
    const at = `lines[${String(i)}]`;
    for (const field of ['sku', 'merchantProductIdentifier', 'manufacturerProductIdentifier', 'serial'] as const)
      checkReference(line[field], `${at}.${field}`);
    checkCountry(line.origin, `${at}.origin`);
    for (const field of ['unitPrice', 'grossMass'] as const) checkNotNegative(line[field] ?? '0', `${at}.${field}`);
    if (line.quantity > 1_000_000_000) refuse('QUANTITY_TOO_LARGE', `${at}.quantity`, 'expected at most 1,000,000,000 units');
  }
};
