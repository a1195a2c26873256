import { accept, type Decider, type Decision } from '#event-store';
import type { RuleBook } from '#rules';
import type { AdjustSupply, CancelUnits, ConfirmPayment, OrderCommand } from './order.commands';
import type { OrderEvent } from './order.events';
import { recordCredit, recordOrder } from './order-recording';
import { orderRejections } from './order.rejections';
import { evolveOrderState, initialOrder, type OrderKnown, type OrderState } from './order.state';
import { attributeSupply } from './supply-attribution';
import { adjustSupply } from './supply-adjustment';
import { cancelUnits } from './unit-cancellation';

/**
 * Payment and order may come in either order: a payment can be the first fact of an order's stream. One that finds its order decides the
 * supply in the same breath; what cannot be quoted yet is confirmed all the same and decided when its rule or rate is there.
 */
const confirmPayment = ({ payment, rules }: ConfirmPayment, state: OrderState): Decision<OrderEvent> => {
  if (state.kind === 'credit') return orderRejections.isCredit();
  const named = state.kind === 'order' ? state.header : state.kind === 'awaited' ? state.payments[0] : undefined;
  if (named !== undefined && named.seller !== payment.seller) return orderRejections.referenceClash('seller');
  if (named !== undefined && named.orderNumber !== payment.orderNumber) return orderRejections.referenceClash('orderNumber');
  const known = state.kind === 'none' ? undefined : state.payments.find((p) => p.payment === payment.payment);
  if (known === undefined) return withSupply({ type: 'OrderPaymentConfirmed', data: payment, effectiveAt: payment.acceptedAt }, rules, state);
  const differing = (['acceptedAt', 'amount', 'currency'] as const).find((field) => known[field] !== payment[field]);
  return differing === undefined ? accept() : orderRejections.paymentAlreadyConfirmed(differing);
};

const withSupply = (confirmed: OrderEvent & { readonly effectiveAt: string }, rules: RuleBook, state: OrderState): Decision<OrderEvent> => {
  const supply = attributeSupply(rules, evolveOrderState(state, confirmed));
  return 'accepted' in supply ? accept(confirmed, ...supply.accepted) : accept(confirmed);
};

/** Both need an order, and a credit has its effect once. */
const withOrder = <C extends CancelUnits | AdjustSupply>(command: C, state: OrderState, decide: (command: C, order: OrderKnown) => Decision<OrderEvent>): Decision<OrderEvent> => {
  if (state.kind === 'credit') return orderRejections.isCredit();
  if (state.kind !== 'order') return orderRejections.unknown();
  if (command.creditNumber !== undefined && state.credits.has(command.creditNumber)) return orderRejections.creditAlreadyApplied();
  return decide(command, state);
};

const decideOrder = (command: OrderCommand, state: OrderState): Decision<OrderEvent> => {
  switch (command.type) {
    case 'RecordOrder':
      return recordOrder(command, state);
    case 'RecordCredit':
      return recordCredit(command, state);
    case 'ConfirmPayment':
      return confirmPayment(command, state);
    case 'AttributeSupply':
      return attributeSupply(command.rules, state);
    case 'CancelUnits':
      return withOrder(command, state, cancelUnits);
    case 'AdjustSupply':
      return withOrder(command, state, adjustSupply);
  }
};

/** Orders and credit notes: what was sold, what was paid, who collects the tax, what came back. */
export const orderDecider: Decider<OrderCommand, OrderState, OrderEvent> = {
  category: 'order',
  initial: initialOrder,
  evolve: evolveOrderState,
  decide: decideOrder,
};
