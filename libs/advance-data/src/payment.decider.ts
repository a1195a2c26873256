import { accept, type Decider, type Decision } from '#event-store';
import { parseMoney } from '#money';
import { differingField } from './differing-field';
import type { CheckoutPaymentCapturedData, CheckoutPaymentRefundedData, PaymentEvent } from './payment.events';
import { paymentRejections } from './payment.rejections';
import { evolvePayment, initialPayment, type PaymentState } from './payment.state';

/** Amounts carry their currency's scale; a command is made of parsed values. */
export type PaymentCommand =
  | { readonly type: 'CapturePayment'; readonly payment: CheckoutPaymentCapturedData }
  | { readonly type: 'RefundPayment'; readonly refund: CheckoutPaymentRefundedData };

const origin = ['importRun', 'source'];

const capture = (payment: CheckoutPaymentCapturedData, state: PaymentState): Decision<PaymentEvent> => {
  if (state.kind === 'captured') {
    const differing = differingField(state.captured, payment, origin);
    return differing === undefined ? accept() : paymentRejections.alreadyRecorded(differing);
  }
  if (parseMoney(payment.amount, payment.currency).minor <= 0n) return paymentRejections.notPositive();
  return accept({ type: 'CheckoutPaymentCaptured', data: payment });
};

const refund = (asked: CheckoutPaymentRefundedData, state: PaymentState): Decision<PaymentEvent> => {
  if (state.kind === 'none') return paymentRejections.unknown();
  const known = state.refunds.get(asked.refundReference);
  if (known !== undefined) {
    const differing = differingField(known, asked, origin);
    return differing === undefined ? accept() : paymentRejections.refundAlreadyRecorded(differing);
  }
  if (asked.currency !== state.captured.currency) return paymentRejections.currencyDiffers();
  const amount = parseMoney(asked.amount, asked.currency).minor;
  if (amount <= 0n) return paymentRejections.notPositive();
  if (state.refunded + amount > parseMoney(state.captured.amount, state.captured.currency).minor) return paymentRejections.refundExceedsCaptured();
  return accept({ type: 'CheckoutPaymentRefunded', data: asked });
};

/** A checkout payment: captured once, refunded up to what was captured. */
export const paymentDecider: Decider<PaymentCommand, PaymentState, PaymentEvent> = {
  category: 'payment',
  initial: initialPayment,
  evolve: evolvePayment,
  decide: (command, state) => (command.type === 'CapturePayment' ? capture(command.payment, state) : refund(command.refund, state)),
};
