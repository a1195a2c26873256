import { orderDecider, orderStream, type PaymentEvent } from '#advance-data';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';

type Captured = Recorded & Extract<PaymentEvent, { readonly type: 'CheckoutPaymentCaptured' }>;

/** A captured payment is confirmed to the order that it names, whether that order is known yet or not. */
export const confirmOrderPayment: Process = {
  name: 'confirm-order-payment',
  categories: ['payment'],
  react: (source) => {
    const event = source as Recorded & PaymentEvent;
    return event.type === 'CheckoutPaymentCaptured' ? [confirmation(event)] : [];
  },
};

const confirmation = ({ stream, data, metadata }: Captured): Effect => {
  const { psp, transactionId, seller, orderNumber, acceptedAt, amount, currency } = data;
  return effect(
    'confirm',
    {
      decider: orderDecider,
      stream: orderStream(seller, orderNumber),
      command: { type: 'ConfirmPayment', payment: { payment: idOf(stream), psp, transactionId, seller, orderNumber, acceptedAt, amount, currency } },
      context: { book: metadata.book, effectiveAt: acceptedAt },
    },
    // A payment may name a credit note by mistake: it stays a payment without an order, and reconciliation says so.
    ({ rejection }) => (rejection.code === 'ORDER_IS_A_CREDIT' ? 'final' : undefined),
  );
};
