import { amount, commandIdOfMessage, currency, instant, optional, partyCode, record, reference, sha256Hex } from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { paymentStream } from '../advance-data.streams';
import { type PaymentCommand, paymentDecider } from '../payment.decider';
import type { PaymentEvent } from '../payment.events';
import type { PaymentState } from '../payment.state';
import {
  buyerPseudonym,
  checkAmount,
  checkCurrency,
  checkInstant,
  checkReference,
  type MessageContext,
  type MessageOrigin,
} from './canonical-fields';

/**
 * A captured checkout payment, with `refundReference` a refund and with `chargebackReference` a chargeback of one, in the canonical form;
 * docs/formats/payments.md.
 */
export const captureMessage = record({
  psp: partyCode,
  transactionId: reference,
  seller: partyCode,
  orderNumber: reference,
  acceptedAt: instant,
  amount,
  currency,
  buyerId: optional(reference),
});
const refundMessage = record({
  psp: partyCode,
  transactionId: reference,
  refundReference: reference,
  creditNumber: optional(reference),
  refundedAt: instant,
  amount,
  currency,
});
const chargebackMessage = record({
  psp: partyCode,
  transactionId: reference,
  chargebackReference: reference,
  chargedBackAt: instant,
  amount,
  currency,
  reason: optional(reference),
});

/** A payment message as a command to its stream. */
export type PaymentDispatch = Dispatch<PaymentCommand, PaymentState, PaymentEvent>;

/** Reads one payment, refund or chargeback. @throws MalformedValueError | MessageFaultError */
export const paymentDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): PaymentDispatch => {
  const has = (field: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, field);
  if (has('refundReference')) return refundDispatch(value, context, origin);
  return has('chargebackReference') ? chargebackDispatch(value, context, origin) : captureDispatch(value, context, origin);
};

const captureDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): PaymentDispatch => {
  const message = captureMessage.parse(value, 'payment');
  for (const field of ['transactionId', 'orderNumber', 'buyerId'] as const) checkReference(message[field], field);
  checkInstant(message.acceptedAt, 'acceptedAt');
  checkCurrency(message.currency, message.acceptedAt, 'currency');
  checkAmount(message.amount, message.currency, message.acceptedAt, 'amount');
  const { buyerId, ...told } = message;
  const buyer = buyerId === undefined ? {} : { buyer: buyerPseudonym(context.installationKey, message.seller, buyerId) };
  return dispatch(
    { type: 'CapturePayment', payment: { source: origin, ...told, ...buyer, ...runOf(context) } },
    'payment',
    message,
    message.acceptedAt,
    context,
  );
};

const refundDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): PaymentDispatch => {
  const message = refundMessage.parse(value, 'payment');
  for (const field of ['transactionId', 'refundReference', 'creditNumber'] as const) checkReference(message[field], field);
  checkInstant(message.refundedAt, 'refundedAt');
  checkCurrency(message.currency, message.refundedAt, 'currency');
  checkAmount(message.amount, message.currency, message.refundedAt, 'amount');
  return dispatch(
    { type: 'RefundPayment', refund: { source: origin, ...message, ...runOf(context) } },
    'refund',
    message,
    message.refundedAt,
    context,
  );
};

const chargebackDispatch = (value: unknown, context: MessageContext, origin: MessageOrigin): PaymentDispatch => {
  const message = chargebackMessage.parse(value, 'payment');
  for (const field of ['transactionId', 'chargebackReference', 'reason'] as const) checkReference(message[field], field);
  checkInstant(message.chargedBackAt, 'chargedBackAt');
  checkCurrency(message.currency, message.chargedBackAt, 'currency');
  checkAmount(message.amount, message.currency, message.chargedBackAt, 'amount');
  return dispatch(
    { type: 'ChargeBack', chargeback: { source: origin, ...message, ...runOf(context) } },
    'chargeback',
    message,
    message.chargedBackAt,
    context,
  );
};

const runOf = ({ importRun }: MessageContext) => (importRun === undefined ? {} : { importRun });

const dispatch = (
  command: PaymentCommand,
  kind: string,
  message: { readonly psp: string; readonly transactionId: string },
  effectiveAt: string,
  context: MessageContext,
): PaymentDispatch => ({
  decider: paymentDecider,
  stream: paymentStream(message.psp, message.transactionId),
  command,
  context: {
    commandId: commandIdOfMessage({
      book: '-',
      issuer: message.psp,
      kind,
      reference: message.transactionId,
      version: sha256Hex(JSON.stringify(message)),
    }),
    actor: context.actor,
    book: '-',
    effectiveAt,
  },
});
