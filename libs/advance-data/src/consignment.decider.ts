import { accept, type Decider, type Decision } from '#event-store';
import type { ConsignmentAdvisedData, ConsignmentArrivedData, ConsignmentDeliveredData, ConsignmentEvent } from './consignment.events';
import { consignmentRejections } from './consignment.rejections';
import { type ConsignmentState, evolveConsignment, initialConsignment } from './consignment.state';
import { differingField } from './differing-field';

/** What a carrier reports of one parcel: the announcement with what has happened to it so far, or one status by itself. */
export type ConsignmentCommand =
  | {
      readonly type: 'AdviseConsignment';
      readonly consignment: ConsignmentAdvisedData;
      readonly arrival?: ConsignmentArrivedData;
      readonly delivery?: ConsignmentDeliveredData;
    }
  | { readonly type: 'RecordArrival'; readonly arrival: ConsignmentArrivedData }
  | { readonly type: 'RecordDelivery'; readonly delivery: ConsignmentDeliveredData };

type Effective = ConsignmentEvent & { readonly effectiveAt: string };
type Report = Pick<Extract<ConsignmentCommand, { readonly type: 'AdviseConsignment' }>, 'arrival' | 'delivery'>;

/** The statuses that are news, in order of time; each counts from the moment it happened. */
const statuses = ({ arrival, delivery }: Report, known: Extract<ConsignmentState, { readonly kind: 'advised' }>): Decision<ConsignmentEvent> => {
  if (arrival !== undefined && known.arrivedAt !== undefined && known.arrivedAt !== arrival.arrivedAt) return consignmentRejections.statusDiffers('arrivedAt');
  if (delivery !== undefined && known.deliveredAt !== undefined && known.deliveredAt !== delivery.deliveredAt) return consignmentRejections.statusDiffers('deliveredAt');
  const arrivedAt = arrival?.arrivedAt ?? known.arrivedAt;
  const deliveredAt = delivery?.deliveredAt ?? known.deliveredAt;
  if (arrivedAt !== undefined && arrivedAt < known.advised.dispatchedAt) return consignmentRejections.outOfOrder('arrivedAt');
  if (deliveredAt !== undefined && deliveredAt < (arrivedAt ?? known.advised.dispatchedAt)) return consignmentRejections.outOfOrder('deliveredAt');
  const news: Effective[] = [];
  if (arrival !== undefined && known.arrivedAt === undefined) news.push({ type: 'ConsignmentArrived', data: arrival, effectiveAt: arrival.arrivedAt });
  if (delivery !== undefined && known.deliveredAt === undefined) news.push({ type: 'ConsignmentDelivered', data: delivery, effectiveAt: delivery.deliveredAt });
  return accept<Effective>(...news);
};

const advise = (command: Extract<ConsignmentCommand, { readonly type: 'AdviseConsignment' }>, state: ConsignmentState): Decision<ConsignmentEvent> => {
  const { consignment } = command;
  if (state.kind === 'advised') {
    const differing = differingField(state.advised, consignment, ['importRun', 'source']);
    return differing === undefined ? statuses(command, state) : consignmentRejections.alreadyAdvised(differing);
  }
  const decided = statuses(command, { kind: 'advised', advised: consignment });
  if ('rejected' in decided) return decided;
  return accept<ConsignmentEvent & { readonly effectiveAt?: string }>({ type: 'ConsignmentAdvised', data: consignment, effectiveAt: consignment.dispatchedAt }, ...decided.accepted);
};

/** A parcel on its way: announced before arrival, arrived, delivered. A later report of the same parcel adds only what is new. */
export const consignmentDecider: Decider<ConsignmentCommand, ConsignmentState, ConsignmentEvent> = {
  category: 'consignment',
  initial: initialConsignment,
  evolve: evolveConsignment,
  decide: (command, state) => {
    if (command.type === 'AdviseConsignment') return advise(command, state);
    if (state.kind === 'none') return consignmentRejections.unknown();
    return statuses(command.type === 'RecordArrival' ? { arrival: command.arrival } : { delivery: command.delivery }, state);
  },
};
