import {
  amount,
  code,
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
  taxType,
} from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { formatMoney, parseMoney, sum } from '#money';
import { isSpecialArrangementsNumber } from '#rules';
import { consignmentStream } from '../advance-data.streams';
import { type ConsignmentCommand, consignmentDecider } from '../consignment.decider';
import type { ConsignmentEvent } from '../consignment.events';
import type { ConsignmentState } from '../consignment.state';
import {
  checkAmount,
  checkCountry,
  checkCurrency,
  checkInstant,
  checkNotNegative,
  checkReference,
  type MessageContext,
  type MessageOrigin,
} from './canonical-fields';
import { refuse } from './message-fault';

/** A consignment message as a command to its stream. */
export type ConsignmentDispatch = Dispatch<ConsignmentCommand, ConsignmentState, ConsignmentEvent>;

const named = { carrier: partyCode, consignmentNumber: reference } as const;
/** What a carrier tells of a parcel beside its announcement, in the canonical form; docs/formats/consignments.md. */
const undeliverableMessage = record({ ...named, attemptedAt: instant, reason: code });
const collectionMessage = record({
  ...named,
  collectedAt: instant,
  consumptionCountry: country,
  currency,
  lines: list(record({ taxType, rate: decimal, taxable: amount, amount }), { min: 1, max: 20 }),
  /** Absent: the sum of the lines. */
  total: optional(amount),
  schemeNumber: optional(reference),
  mrn: optional(reference),
});
const returnMessage = record({
  ...named,
  original: record({
    carrier: optional(partyCode),
    consignmentNumber: optional(reference),
    mrn: optional(reference),
    seller: optional(partyCode),
    orderNumber: optional(reference),
  }),
  lines: list(
    record({
      ordinal: optional(integer(1)),
      sku: optional(reference),
      serial: optional(reference),
      hsCode: optional(hsCode),
      quantity: integer(1),
      grossMass: optional(decimal),
    }),
    { max: 400 },
  ),
  dispatchCountry: country,
  destination: country,
  dispatchedAt: instant,
  arrivedAt: optional(instant),
  deliveredAt: optional(instant),
  exportMrn: optional(reference),
});

/** The field that tells which message a record is, where it is none of an announcement. */
export const parcelFacts = ['attemptedAt', 'collectedAt', 'original'] as const;

/** Reads what one of `parcelFacts` tells. @throws MalformedValueError | MessageFaultError */
export const parcelFactDispatch = (
  fact: (typeof parcelFacts)[number],
  value: unknown,
  context: MessageContext,
  origin: MessageOrigin,
): ConsignmentDispatch => {
  switch (fact) {
    case 'attemptedAt':
      return undeliverableDispatch(value, context, origin);
    case 'collectedAt':
      return collectionDispatch(value, context, origin);
    case 'original':
      return returnDispatch(value, context, origin);
  }
};

const undeliverableDispatch = (value: unknown, context: MessageContext, source: MessageOrigin): ConsignmentDispatch => {
  const message = undeliverableMessage.parse(value, 'consignment');
  checkReference(message.consignmentNumber, 'consignmentNumber');
  checkInstant(message.attemptedAt, 'attemptedAt');
  const { carrier, attemptedAt, reason } = message;
  return dispatch(
    { type: 'ReportUndeliverable', carrier, undeliverable: { attemptedAt, reason, source } },
    'undeliverable',
    message,
    attemptedAt,
    context,
  );
};

const collectionDispatch = (value: unknown, context: MessageContext, source: MessageOrigin): ConsignmentDispatch => {
  const message = collectionMessage.parse(value, 'consignment');
  const { collectedAt, lines } = message;
  for (const field of ['consignmentNumber', 'schemeNumber', 'mrn'] as const) checkReference(message[field], field);
  if (message.schemeNumber !== undefined && !isSpecialArrangementsNumber(message.schemeNumber))
    refuse('SCHEME_NUMBER_MALFORMED', 'schemeNumber', 'expected an authorisation for special arrangements: SA, the state and its number');
  checkInstant(collectedAt, 'collectedAt');
  checkCountry(message.consumptionCountry, 'consumptionCountry');
  checkCurrency(message.currency, collectedAt, 'currency');
  for (const [i, line] of lines.entries()) {
    checkNotNegative(line.rate, `lines[${String(i)}].rate`);
    for (const field of ['taxable', 'amount'] as const)
      checkAmount(line[field], message.currency, collectedAt, `lines[${String(i)}].${field}`);
  }
  if (message.total !== undefined) checkAmount(message.total, message.currency, collectedAt, 'total');
  const total =
    message.total ??
    formatMoney(
      sum(
        lines.map((line) => parseMoney(line.amount, message.currency)),
        message.currency,
      ),
    );
  const stated = { ...message, total };
  return dispatch({ type: 'RecordCollection', collection: { ...stated, source } }, 'collection', stated, collectedAt, context);
};

const returnDispatch = (value: unknown, context: MessageContext, source: MessageOrigin): ConsignmentDispatch => {
  const message = returnMessage.parse(value, 'consignment');
  for (const field of ['consignmentNumber', 'exportMrn'] as const) checkReference(message[field], field);
  for (const field of ['consignmentNumber', 'mrn', 'orderNumber'] as const) checkReference(message.original[field], `original.${field}`);
  for (const field of ['dispatchCountry', 'destination'] as const) checkCountry(message[field], field);
  for (const field of ['dispatchedAt', 'arrivedAt', 'deliveredAt'] as const) checkInstant(message[field], field);
  for (const [i, line] of message.lines.entries()) {
    for (const field of ['sku', 'serial'] as const) checkReference(line[field], `lines[${String(i)}].${field}`);
    checkNotNegative(line.grossMass ?? '0', `lines[${String(i)}].grossMass`);
  }
  const { arrivedAt, deliveredAt, ...advised } = message;
  const command: ConsignmentCommand = {
    type: 'AdviseReturn',
    consignment: { ...advised, ...(context.importRun === undefined ? {} : { importRun: context.importRun }), source },
    ...(arrivedAt === undefined ? {} : { arrival: { arrivedAt, source } }),
    ...(deliveredAt === undefined ? {} : { delivery: { deliveredAt, source } }),
  };
  return dispatch(command, 'return-consignment', message, message.dispatchedAt, context);
};

/** The message's content is its version: the same again is the same command, another one is judged by the decider. */
export const dispatch = (
  command: ConsignmentCommand,
  kind: string,
  message: Readonly<{ carrier: string; consignmentNumber: string }>,
  effectiveAt: string,
  { actor }: MessageContext,
): ConsignmentDispatch => {
  const { carrier, consignmentNumber } = message;
  const commandId = commandIdOfMessage({
    book: '-',
    issuer: carrier,
    kind,
    reference: consignmentNumber,
    version: sha256Hex(JSON.stringify(message)),
  });
  return {
    decider: consignmentDecider,
    stream: consignmentStream(carrier, consignmentNumber),
    command,
    context: { commandId, actor, book: '-', effectiveAt },
  };
};
