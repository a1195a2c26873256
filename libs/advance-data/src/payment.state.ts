import { parseMoney } from '#money';
import type { CheckoutPaymentCapturedData, CheckoutPaymentRefundedData, PaymentEvent } from './payment.events';

/** One checkout payment and what went back of it; `refunded` in minor units of the captured currency. */
export type PaymentState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'captured';
      readonly captured: CheckoutPaymentCapturedData;
      readonly refunds: ReadonlyMap<string, CheckoutPaymentRefundedData>;
      readonly refunded: bigint;
    };

export const initialPayment: PaymentState = { kind: 'none' };

export const evolvePayment = (state: PaymentState, event: PaymentEvent): PaymentState => {
  switch (event.type) {
    case 'CheckoutPaymentCaptured':
      return { kind: 'captured', captured: event.data, refunds: new Map(), refunded: 0n };
    case 'CheckoutPaymentRefunded':
      if (state.kind === 'none') return state;
      return {
        ...state,
        refunds: new Map([...state.refunds, [event.data.refundReference, event.data]]),
        refunded: state.refunded + parseMoney(event.data.amount, event.data.currency).minor,
      };
    default:
      return state;
  }
};
