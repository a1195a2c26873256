import { orderDecider, type OrderDispatch, type OrderKnown, type OrderState } from '#advance-data';

/**
 * What an order will be once it is recorded: it follows from its command alone. Undefined where the ledger will refuse it, or it is no
 * order.
 */
export const foreseen = ({ command }: OrderDispatch): OrderKnown | undefined => {
  const decided = orderDecider.decide(command, orderDecider.initial);
  if (!('accepted' in decided)) return undefined;
  const state = decided.accepted.reduce<OrderState>((known, event) => orderDecider.evolve(known, event), orderDecider.initial);
  return state.kind === 'order' ? state : undefined;
};
