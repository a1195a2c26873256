import { accept, type Decider, type Decision } from '#event-store';
import type { RuleBook } from '#rules';
import type {
  AdjustSupply,
  CancelUnits,
  ConfirmPayment,
  OrderCommand,
  ReleaseSupplyRefund,
  ReserveSupplyRefund,
  SettleSupplyRefund,
} from './order.commands';
import type { OrderEvent } from './order.events';
import { recordCredit, recordOrder } from './order-recording';
import { orderRejections } from './order.rejections';
import { evolveOrderState, initialOrder, type OrderKnown, type OrderState } from './order.state';
import { attributeSupply } from './supply-attribution';
import { adjustSupply } from './supply-adjustment';
import { releaseSupplyRefund, reserveSupplyRefund, settleSupplyRefund } from './supply-refund';
import { cancelUnits } from './unit-cancellation';

/**
 * Payment and order may come in either order: a payment can be the first fact of an order's stream. One that finds its order decides the
 * supply with it; where that cannot be quoted yet, the payment is confirmed all the same.
 */
const confirmPayment = ({ payment, rules }: ConfirmPayment, state: OrderState): Decision<OrderEvent> => {
  if (state.kind === 'credit') return orderRejections.isCredit();
  const named = state.kind === 'order' ? state.header : state.kind === 'awaited' ? state.payments[0] : undefined;
  if (named !== undefined && named.seller !== payment.seller) return orderRejections.referenceClash('seller');
  if (named !== undefined && named.orderNumber !== payment.orderNumber) return orderRejections.referenceClash('orderNumber');
  const known = state.kind === 'none' ? undefined : state.payments.find((p) => p.payment === payment.payment);
  const differing =
    known === undefined ? undefined : (['acceptedAt', 'amount', 'currency'] as const).find((field) => known[field] !== payment[field]);
  if (differing !== undefined) return orderRejections.paymentAlreadyConfirmed(differing);
  return withSupply(
    known === undefined ? [{ type: 'OrderPaymentConfirmed', data: payment, effectiveAt: payment.acceptedAt }] : [],
    rules,
    state,
  );
};

const withSupply = (
  confirmed: readonly (OrderEvent & { readonly effectiveAt: string })[],
  rules: RuleBook,
  state: OrderState,
): Decision<OrderEvent> => {
  const supply = attributeSupply(rules, confirmed.reduce(evolveOrderState, state));
  return accept(...confirmed, ...('accepted' in supply ? supply.accepted : []));
};

type OfOrder = CancelUnits | AdjustSupply | ReserveSupplyRefund | ReleaseSupplyRefund | SettleSupplyRefund;

/** What needs an order. */
const withOrder = <C extends OfOrder>(
  command: C,
  state: OrderState,
  decide: (command: C, order: OrderKnown) => Decision<OrderEvent>,
): Decision<OrderEvent> => {
  if (state.kind === 'credit') return orderRejections.isCredit();
  return state.kind === 'order' ? decide(command, state) : orderRejections.unknown();
};

/** A credit has its effect once. */
const oncePerCredit =
  <C extends CancelUnits | AdjustSupply>(decide: (command: C, order: OrderKnown) => Decision<OrderEvent>) =>
  (command: C, order: OrderKnown): Decision<OrderEvent> =>
    command.creditNumber !== undefined && order.credits.has(command.creditNumber)
      ? orderRejections.creditAlreadyApplied()
      : decide(command, order);

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
      return withOrder(command, state, oncePerCredit(cancelUnits));
    case 'AdjustSupply':
      return withOrder(command, state, oncePerCredit(adjustSupply));
    case 'ReserveSupplyRefund':
      return withOrder(command, state, reserveSupplyRefund);
    case 'ReleaseSupplyRefund':
      return withOrder(command, state, releaseSupplyRefund);
    case 'SettleSupplyRefund':
      return withOrder(command, state, settleSupplyRefund);
  }
};

/** Orders and credit notes: what was sold, what was paid, who collects the tax, what came back. */
export const orderDecider: Decider<OrderCommand, OrderState, OrderEvent> = {
  category: 'order',
  initial: initialOrder,
  evolve: evolveOrderState,
  decide: decideOrder,
};
