import { accept, type Decider, type Decision } from '#event-store';
import { parseMoney } from '#money';
import { differingField } from './differing-field';
import type {
  CheckoutPaymentCapturedData,
  CheckoutPaymentChargedBackData,
  CheckoutPaymentRefundedData,
  PaymentEvent,
} from './payment.events';
import { paymentRejections } from './payment.rejections';
import { evolvePayment, initialPayment, type PaymentState } from './payment.state';

/** Amounts carry their currency's scale; a command is made of parsed values. */
export type PaymentCommand =
  | { readonly type: 'CapturePayment'; readonly payment: CheckoutPaymentCapturedData }
  | { readonly type: 'RefundPayment'; readonly refund: CheckoutPaymentRefundedData }
  | { readonly type: 'ChargeBack'; readonly chargeback: CheckoutPaymentChargedBackData };

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
  if (state.refunded + state.chargedBack + amount > parseMoney(state.captured.amount, state.captured.currency).minor)
    return paymentRejections.refundExceedsCaptured();
  return accept({ type: 'CheckoutPaymentRefunded', data: asked });
};

/** A bank's decision is a fact also where the seller had refunded already: then the buyer has it twice, and reconciliation says so. */
const chargeBack = (asked: CheckoutPaymentChargedBackData, state: PaymentState): Decision<PaymentEvent> => {
  if (state.kind === 'none') return paymentRejections.unknown();
  const known = state.chargebacks.get(asked.chargebackReference);
  if (known !== undefined) {
    const differing = differingField(known, asked, origin);
    return differing === undefined ? accept() : paymentRejections.chargebackAlreadyRecorded(differing);
  }
  if (asked.currency !== state.captured.currency) return paymentRejections.currencyDiffers();
  const amount = parseMoney(asked.amount, asked.currency).minor;
  if (amount <= 0n) return paymentRejections.notPositive();
  if (state.chargedBack + amount > parseMoney(state.captured.amount, state.captured.currency).minor)
    return paymentRejections.chargebackExceedsCaptured();
  return accept({ type: 'CheckoutPaymentChargedBack', data: asked });
};

const decide = (command: PaymentCommand, state: PaymentState): Decision<PaymentEvent> => {
  switch (command.type) {
    case 'CapturePayment':
      return capture(command.payment, state);
    case 'RefundPayment':
      return refund(command.refund, state);
    case 'ChargeBack':
      return chargeBack(command.chargeback, state);
  }
};

/** A checkout payment: captured once, refunded up to what was captured, and taken back by the buyer's bank. */
export const paymentDecider: Decider<PaymentCommand, PaymentState, PaymentEvent> = {
  category: 'payment',
  initial: initialPayment,
  evolve: evolvePayment,
  decide,
};
