import { orderDecider, orderStream, type PaymentEvent } from '#advance-data';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { type RuleBook } from '#rules';
import { knownLaw } from './known-law';

type Captured = Recorded<Extract<PaymentEvent, { readonly type: 'CheckoutPaymentCaptured' }>>;

/**
 * A captured payment is confirmed to the order that it names, whether that order is known yet or not, and decides its supply by the law
 * that the log knew then.
 */
export const confirmOrderPayment = (initial: RuleBook): Process<RuleBook> => ({
  // Second of its name: the first one confirmed payments alone. This one asks about all of them, and decides the supplies that were left.
  name: 'confirm-order-payment-2',
  categories: ['payment', 'ruleSet'],
  state: knownLaw(initial),
  react: (source, rules) => {
    const event = source as Recorded<PaymentEvent>;
    return event.type === 'CheckoutPaymentCaptured' ? [confirmation(event, rules)] : [];
  },
});

const confirmation = ({ stream, data, metadata }: Captured, rules: RuleBook): Effect => {
  const { psp, transactionId, seller, orderNumber, acceptedAt, amount, currency } = data;
  return effect(
    'confirm',
    {
      decider: orderDecider,
      stream: orderStream(seller, orderNumber),
      command: {
        type: 'ConfirmPayment',
        payment: { payment: idOf(stream), psp, transactionId, seller, orderNumber, acceptedAt, amount, currency },
        rules,
      },
      context: { book: metadata.book, effectiveAt: acceptedAt },
    },
    // A payment may name a credit note by mistake: it stays a payment without an order, and reconciliation says so.
    ({ rejection }) => (rejection.code === 'ORDER_IS_A_CREDIT' ? 'final' : undefined),
  );
};
