import { parseMoney } from '#money';
import type {
  CheckoutPaymentCapturedData,
  CheckoutPaymentChargedBackData,
  CheckoutPaymentRefundedData,
  PaymentEvent,
} from './payment.events';

/** One checkout payment and what went back of it, by the seller and by the buyer's bank; sums in minor units of the captured currency. */
export type PaymentState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'captured';
      readonly captured: CheckoutPaymentCapturedData;
      readonly refunds: ReadonlyMap<string, CheckoutPaymentRefundedData>;
      readonly refunded: bigint;
      readonly chargebacks: ReadonlyMap<string, CheckoutPaymentChargedBackData>;
      readonly chargedBack: bigint;
    };

export const initialPayment: PaymentState = { kind: 'none' };

export const evolvePayment = (state: PaymentState, event: PaymentEvent): PaymentState => {
  switch (event.type) {
    case 'CheckoutPaymentCaptured':
      return { kind: 'captured', captured: event.data, refunds: new Map(), refunded: 0n, chargebacks: new Map(), chargedBack: 0n };
    case 'CheckoutPaymentRefunded':
      if (state.kind === 'none') return state;
      return {
        ...state,
        refunds: new Map([...state.refunds, [event.data.refundReference, event.data]]),
        refunded: state.refunded + parseMoney(event.data.amount, event.data.currency).minor,
      };
    case 'CheckoutPaymentChargedBack':
      if (state.kind === 'none') return state;
      return {
        ...state,
        chargebacks: new Map([...state.chargebacks, [event.data.chargebackReference, event.data]]),
        chargedBack: state.chargedBack + parseMoney(event.data.amount, event.data.currency).minor,
      };
  }
};
