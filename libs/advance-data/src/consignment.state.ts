import type {
  ConsignmentAdvisedData,
  ConsignmentEvent,
  ConsignmentUndeliverableData,
  ReturnConsignmentAdvisedData,
  TaxCollectedFromRecipientData,
} from './consignment.events';

/** What has happened to a parcel since it was announced; moments are RFC 3339 UTC. */
interface OnItsWay {
  readonly arrivedAt?: string;
  readonly deliveredAt?: string;
  readonly undeliverable?: ConsignmentUndeliverableData;
  readonly collection?: TaxCollectedFromRecipientData;
}

/** A parcel to a buyer, or one that goes back; both have a number of their own. */
export type ConsignmentKnown =
  | (OnItsWay & { readonly kind: 'advised'; readonly advised: ConsignmentAdvisedData })
  | (OnItsWay & { readonly kind: 'returning'; readonly advised: ReturnConsignmentAdvisedData });
/** A parcel as reported so far. */
export type ConsignmentState = { readonly kind: 'none' } | ConsignmentKnown;

export const initialConsignment: ConsignmentState = { kind: 'none' };

export const evolveConsignment = (state: ConsignmentState, event: ConsignmentEvent): ConsignmentState => {
  if (event.type === 'ConsignmentAdvised') return { kind: 'advised', advised: event.data };
  if (event.type === 'ReturnConsignmentAdvised') return { kind: 'returning', advised: event.data };
  if (state.kind === 'none') return state;
  switch (event.type) {
    case 'ConsignmentArrived':
      return { ...state, arrivedAt: event.data.arrivedAt };
    case 'ConsignmentDelivered':
      return { ...state, deliveredAt: event.data.deliveredAt };
    case 'ConsignmentUndeliverable':
      return { ...state, undeliverable: event.data };
    case 'TaxCollectedFromRecipient':
      return { ...state, collection: event.data };
  }
};
