import { consignmentDecider, consignmentStream } from '#advance-data';
import type { LodgeDeclaration } from '#declarations';
import { subjectOf } from '#reconciliation';
import { addHours } from '../days';
import { adviceOf, consignmentNumberOf, contextOfMessage, lrnOf } from '../messages';
import { parties } from '../parties';
import { consignmentSubject, goodsOf, goodsValue, isCollectedAtDoor, isPaidBy, linesApart, orderSubject, redeclared } from './fitting';
import { send } from './sending';
import type { AdvisedParcel, Parcel, ParcelFault, Sending } from '../told-parcel';

const piecesOf = (parcel: Parcel): number => goodsOf(parcel).reduce((sum, { quantity }) => sum + quantity, 0);
const strangerOf = ({ order }: Parcel): string => `${consignmentNumberOf(order.header.orderNumber)}-X`;

/** A second parcel that travels with one, announced as that one is. */
const sendStranger = (parcel: Parcel, advice: AdvisedParcel): Sending => {
  const number = strangerOf(parcel);
  return send({
    decider: consignmentDecider,
    stream: consignmentStream(parties.carrier, number),
    command: { ...advice, consignment: { ...advice.consignment, consignmentNumber: number } },
    context: contextOfMessage({ book: '-', issuer: parties.carrier, kind: 'consignment', reference: number, at: parcel.dispatchedAt }),
  });
};

/** Parcels on their way and at the door. */
export const logisticsFaults: readonly ParcelFault[] = [
  {
    // A second parcel travels with it, of which no seller ever spoke.
    name: 'parcel without order data',
    code: 'B10',
    fits: () => true,
    after: (parcel) => {
      const { delivery: _delivery, ...advised } = adviceOf(parcel).command;
      return sendStranger(parcel, { ...advised, consignment: { ...advised.consignment, orders: [] } });
    },
    expected: (parcel) => ({ subject: consignmentStream(parties.carrier, strangerOf(parcel)) }),
  },
  {
    name: 'announced after it arrived',
    code: 'B12',
    fits: () => true,
    consignment: (advised, parcel) => ({
      ...advised,
      consignment: { ...advised.consignment, receivedAt: addHours(parcel.arrivedAt, 6) },
    }),
    expected: (parcel) => ({ subject: consignmentSubject(parcel), amount: '0' }),
  },
  {
    name: 'other pieces on the manifest than declared',
    code: 'B13',
    fits: () => true,
    consignment: (advised, parcel) => ({ ...advised, consignment: { ...advised.consignment, pieces: piecesOf(parcel) + 3 } }),
    expected: (parcel) => ({ subject: subjectOf(consignmentSubject(parcel), 'pieces'), ...goodsValue(parcel) }),
  },
  {
    // Each part is declared by itself.
    name: 'sent in two parcels',
    code: 'B14',
    fits: ({ parcel }) => goodsOf(parcel).length > 1 && linesApart(parcel).length > 0 && parcel.collection.kind !== 'arrangement',
    before: (parcel) => sendStranger(parcel, adviceOf(parcel).command),
    declarations: (lodged, parcel) => {
      const isApart = (item: LodgeDeclaration['items'][number]): boolean =>
        item.covers.some(({ ordinal }) => ordinal === linesApart(parcel)[0]?.ordinal);
      const rest = redeclared(lodged, `${lrnOf(parcel)}-2`);
      return [
        { ...lodged, items: lodged.items.filter((item) => !isApart(item)) },
        { ...rest, header: { ...rest.header, consignmentNumber: strangerOf(parcel), freight: '0' }, items: lodged.items.filter(isApart) },
      ];
    },
    expected: (parcel) => ({ subject: orderSubject(parcel), ...goodsValue(parcel) }),
  },
  {
    name: 'not delivered, and the declaration stands',
    code: 'B16',
    undelivered: true,
    skips: ['collection', 'invalidation'],
    fits: ({ parcel }) => isCollectedAtDoor(parcel) || isPaidBy('representative', parcel),
    expected: (parcel) => ({ subject: consignmentSubject(parcel) }),
  },
  {
    name: 'tax not collected at the door',
    code: 'B63',
    skips: ['collection'],
    fits: ({ parcel }) => isCollectedAtDoor(parcel),
    expected: (parcel) => ({ subject: consignmentSubject(parcel) }),
  },
];
