import { consignmentDecider, consignmentStream } from '#advance-data';
import { adviceOf, consignmentNumberOf, contextOfMessage } from '../messages';
import type { Parcel } from '../parcel';
import { parties } from '../parties';
import { consignmentSubject, isCollectedAtDoor, isPaidBy } from './fitting';
import type { ParcelFault } from './parcel-fault';
import { send } from './sending';

const strangerOf = ({ order }: Parcel): string => `${consignmentNumberOf(order.header.orderNumber)}-X`;

/** Parcels on their way and at the door. */
export const logisticsFaults: readonly ParcelFault[] = [
  {
    // A second parcel travels with it, of which no seller ever spoke.
    ...{ name: 'parcel without order data', code: 'B10', fits: () => true },
    after: (parcel) => {
      const number = strangerOf(parcel);
      const { command } = adviceOf(parcel);
      const context = contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'consignment', reference: number, at: parcel.dispatchedAt });
      const { delivery: _delivery, ...advised } = command;
      return send({ decider: consignmentDecider, stream: consignmentStream(parties.carrier, number), command: { ...advised, consignment: { ...command.consignment, consignmentNumber: number, orders: [] } }, context });
    },
    expected: (parcel) => ({ subject: consignmentStream(parties.carrier, strangerOf(parcel)) }),
  },
  {
    ...{ name: 'not delivered, and the declaration stands', code: 'B16', undelivered: true, skips: ['collection', 'invalidation'] },
    fits: ({ parcel }) => isCollectedAtDoor(parcel) || isPaidBy('representative', parcel),
    expected: (parcel) => ({ subject: consignmentSubject(parcel) }),
  },
  {
    ...{ name: 'tax not collected at the door', code: 'B63', skips: ['collection'], fits: ({ parcel }) => isCollectedAtDoor(parcel) },
    expected: (parcel) => ({ subject: consignmentSubject(parcel) }),
  },
];
