import type { ConsignmentAdvisedData, ConsignmentEvent } from './consignment.events';

/** A parcel as reported so far; moments are RFC 3339 UTC. */
export type ConsignmentState =
  | { readonly kind: 'none' }
  | { readonly kind: 'advised'; readonly advised: ConsignmentAdvisedData; readonly arrivedAt?: string; readonly deliveredAt?: string };

export const initialConsignment: ConsignmentState = { kind: 'none' };

export const evolveConsignment = (state: ConsignmentState, event: ConsignmentEvent): ConsignmentState => {
  if (event.type === 'ConsignmentAdvised') return { kind: 'advised', advised: event.data };
  if (state.kind === 'none') return state;
  if (event.type === 'ConsignmentArrived') return { ...state, arrivedAt: event.data.arrivedAt };
  return event.type === 'ConsignmentDelivered' ? { ...state, deliveredAt: event.data.deliveredAt } : state;
};
