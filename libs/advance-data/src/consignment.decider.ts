import { accept, type Decider, type Decision } from '#event-store';
import { formatMoney, parseMoney, sum } from '#money';
import { isSpecialArrangementsNumber } from '#rules';
import type {
  ConsignmentAdvisedData,
  ConsignmentArrivedData,
  ConsignmentDeliveredData,
  ConsignmentEvent,
  ConsignmentUndeliverableData,
  ReturnConsignmentAdvisedData,
  TaxCollectedFromRecipientData,
} from './consignment.events';
import { consignmentRejections } from './consignment.rejections';
import { type ConsignmentKnown, type ConsignmentState, evolveConsignment, initialConsignment } from './consignment.state';
import { differingField } from './differing-field';

/** What has happened to a parcel so far. */
interface Report {
  readonly arrival?: ConsignmentArrivedData;
  readonly delivery?: ConsignmentDeliveredData;
}

/** What a carrier reports of one parcel: the announcement with what has happened to it so far, or one status by itself. */
export type ConsignmentCommand =
  | ({ readonly type: 'AdviseConsignment'; readonly consignment: ConsignmentAdvisedData } & Report)
  /** A parcel that goes back, under its own number: the first event of its own stream. */
  | ({ readonly type: 'AdviseReturn'; readonly consignment: ReturnConsignmentAdvisedData } & Report)
  | { readonly type: 'RecordArrival'; readonly arrival: ConsignmentArrivedData }
  | { readonly type: 'RecordDelivery'; readonly delivery: ConsignmentDeliveredData }
  /** `carrier`: whose parcel it is; the stream is that of carrier and number. */
  | { readonly type: 'ReportUndeliverable'; readonly carrier: string; readonly undeliverable: ConsignmentUndeliverableData }
  | { readonly type: 'RecordCollection'; readonly collection: TaxCollectedFromRecipientData };

type Effective = ConsignmentEvent & { readonly effectiveAt: string };
type Decided = Decision<Effective>;

/** The statuses that are news, in order of time; each counts from the moment it happened. */
const statuses = ({ arrival, delivery }: Report, known: ConsignmentKnown): Decided => {
  if (arrival !== undefined && known.arrivedAt !== undefined && known.arrivedAt !== arrival.arrivedAt)
    return consignmentRejections.statusDiffers('arrivedAt');
  if (delivery !== undefined && known.deliveredAt !== undefined && known.deliveredAt !== delivery.deliveredAt)
    return consignmentRejections.statusDiffers('deliveredAt');
  if (delivery !== undefined && known.undeliverable !== undefined) return consignmentRejections.undeliverable('deliveredAt');
  const arrivedAt = arrival?.arrivedAt ?? known.arrivedAt;
  const deliveredAt = delivery?.deliveredAt ?? known.deliveredAt;
  if (arrivedAt !== undefined && arrivedAt < known.advised.dispatchedAt) return consignmentRejections.outOfOrder('arrivedAt');
  if (deliveredAt !== undefined && deliveredAt < (arrivedAt ?? known.advised.dispatchedAt))
    return consignmentRejections.outOfOrder('deliveredAt');
  const news: Effective[] = [];
  if (arrival !== undefined && known.arrivedAt === undefined)
    news.push({ type: 'ConsignmentArrived', data: arrival, effectiveAt: arrival.arrivedAt });
  if (delivery !== undefined && known.deliveredAt === undefined)
    news.push({ type: 'ConsignmentDelivered', data: delivery, effectiveAt: delivery.deliveredAt });
  return accept<Effective>(...news);
};

const announced = (
  command: Extract<ConsignmentCommand, { readonly consignment: object }>,
): { readonly event: Effective; readonly state: ConsignmentKnown } =>
  command.type === 'AdviseConsignment'
    ? {
        event: { type: 'ConsignmentAdvised', data: command.consignment, effectiveAt: command.consignment.dispatchedAt },
        state: { kind: 'advised', advised: command.consignment },
      }
    : {
        event: { type: 'ReturnConsignmentAdvised', data: command.consignment, effectiveAt: command.consignment.dispatchedAt },
        state: { kind: 'returning', advised: command.consignment },
      };

const advise = (command: Extract<ConsignmentCommand, { readonly consignment: object }>, state: ConsignmentState): Decided => {
  const first = announced(command);
  if (state.kind !== 'none') {
    if (state.kind !== first.state.kind) return consignmentRejections.alreadyAdvised('consignmentNumber');
    const differing = differingField(state.advised, first.state.advised, ['importRun', 'source']);
    return differing === undefined ? statuses(command, state) : consignmentRejections.alreadyAdvised(differing);
  }
  const decided = statuses(command, first.state);
  return 'rejected' in decided ? decided : accept<Effective>(first.event, ...decided.accepted);
};

/** The last word on a delivery: what goes on after it is a return or a destruction. */
const undeliverable = (data: ConsignmentUndeliverableData, known: ConsignmentKnown): Decided => {
  if (known.undeliverable !== undefined) {
    const differing = differingField(known.undeliverable, data, ['source']);
    return differing === undefined ? accept() : consignmentRejections.statusDiffers(differing);
  }
  if (known.deliveredAt !== undefined) return consignmentRejections.alreadyDelivered();
  if (data.attemptedAt < (known.arrivedAt ?? known.advised.dispatchedAt)) return consignmentRejections.outOfOrder('attemptedAt');
  return accept<Effective>({ type: 'ConsignmentUndeliverable', data, effectiveAt: data.attemptedAt });
};

/**
 * One collection a parcel, of a parcel on its way to where it was announced (VAT Directive Art. 369y: goods for the state of importation).
 */
const collection = (stated: TaxCollectedFromRecipientData, known: ConsignmentKnown): Decided => {
  if (known.kind === 'returning') return consignmentRejections.isReturn();
  const announced = known.advised.schemeNumber;
  // The carrier's authorisation is what the parcel was announced under, unless it says another.
  const data =
    stated.schemeNumber === undefined && announced !== undefined && isSpecialArrangementsNumber(announced)
      ? { ...stated, schemeNumber: announced }
      : stated;
  if (known.collection !== undefined) {
    const differing = differingField(known.collection, data, ['source']);
    return differing === undefined ? accept() : consignmentRejections.collectionDiffers(differing);
  }
  const { destination, dispatchedAt } = known.advised;
  if (destination !== undefined && destination !== data.consumptionCountry) return consignmentRejections.countryDiffers(destination);
  if (data.collectedAt < dispatchedAt) return consignmentRejections.outOfOrder('collectedAt');
  if (known.undeliverable !== undefined && known.undeliverable.attemptedAt <= data.collectedAt)
    return consignmentRejections.undeliverable('collectedAt');
  const total = sum(
    data.lines.map((line) => parseMoney(line.amount, data.currency)),
    data.currency,
  );
  if (formatMoney(total) !== data.total) return consignmentRejections.totalDiffers();
  return accept<Effective>({ type: 'TaxCollectedFromRecipient', data, effectiveAt: data.collectedAt });
};

const decide = (command: ConsignmentCommand, state: ConsignmentState): Decided => {
  if (command.type === 'AdviseConsignment' || command.type === 'AdviseReturn') return advise(command, state);
  if (state.kind === 'none') return consignmentRejections.unknown();
  switch (command.type) {
    case 'RecordArrival':
      return statuses({ arrival: command.arrival }, state);
    case 'RecordDelivery':
      return statuses({ delivery: command.delivery }, state);
    case 'ReportUndeliverable':
      return undeliverable(command.undeliverable, state);
    case 'RecordCollection':
      return collection(command.collection, state);
  }
};

/**
 * A parcel on its way: announced before arrival, arrived, delivered or not, and the tax collected at the door. A later report adds only
 * what is new.
 */
export const consignmentDecider: Decider<ConsignmentCommand, ConsignmentState, ConsignmentEvent> = {
  category: 'consignment',
  initial: initialConsignment,
  evolve: evolveConsignment,
  decide,
};
