import { consignmentStream, orderStream } from '#advance-data';
import { declarationStream, type LodgeDeclaration } from '#declarations';
import { Exact, signOf } from '#money';
import { consignmentNumberOf, declarantOf, lrnOf, mrnOf } from '../messages';
import { authorityOf, parties } from '../parties';
import type { Parcel } from '../told-parcel';

/** What faults ask of a parcel, and by which names its breaks are known. */
export const goodsOf = ({ order }: Parcel) => order.lines.filter((line) => line.class === 'goods');

/** Nothing else is odd about it: paid, under a rule, announced in time, nothing cancelled, every line classified and worth something. */
export const isOrdinary = (parcel: Parcel): boolean => {
  const { order, collection, captured, announcedMonthsLate } = parcel;
  const goods = goodsOf(parcel);
  return (
    captured !== undefined &&
    collection.kind !== 'none' &&
    announcedMonthsLate === 0 &&
    !parcel.undelivered &&
    order.cancelled.size === 0 &&
    order.header.destination !== undefined &&
    goods.length === order.lines.length &&
    goods.every(({ hsCode, quantity, unitPrice }) => hsCode !== undefined && quantity > 0 && signOf(unitPrice) > 0)
  );
};

export const isUnderScheme = ({ collection }: Parcel): boolean => collection.kind === 'scheme';
export const isCollectedAtDoor = ({ collection, undelivered }: Parcel): boolean => collection.kind === 'arrangement' && !undelivered;
export const isPaidBy = (payer: 'representative' | 'consumer', { collection }: Parcel): boolean =>
  collection.kind === 'border' && collection.payer === payer;

export const orderSubject = ({ order }: Parcel): string => orderStream(order.header.seller, order.header.orderNumber);
export const consignmentSubject = ({ order }: Parcel): string =>
  consignmentStream(parties.carrier, consignmentNumberOf(order.header.orderNumber));
export const declarationSubject = (parcel: Parcel, lrn = lrnOf(parcel)): string =>
  declarationStream(authorityOf(parcel.order.header.destination ?? ''), declarantOf(parcel), lrn);

/** Exact value of the goods, as text, in the order's currency. */
export const goodsValue = (parcel: Parcel): { readonly amount: string; readonly currency: string } => ({
  amount: goodsOf(parcel)
    .reduce((sum, { unitPrice, quantity }) => sum.plus(Exact.parse(unitPrice).times(Exact.ofInteger(BigInt(quantity)))), Exact.ZERO)
    .toCanonicalText(),
  currency: parcel.order.header.currency,
});

/** Lines whose six digits no other line of the order has: a declaration has an item of its own for each. */
export const linesApart = (parcel: Parcel): ReturnType<typeof goodsOf> => {
  const lines = goodsOf(parcel);
  const code = (line: (typeof lines)[number]): string => line.hsCode?.slice(0, 6) ?? '';
  return lines.filter((line) => lines.filter((other) => code(other) === code(line)).length === 1);
};

/** The same declaration under another reference. */
export const redeclared = (lodged: LodgeDeclaration, lrn: string): LodgeDeclaration => ({
  ...lodged,
  header: { ...lodged.header, lrn, mrn: mrnOf(lodged.header.jurisdiction, lodged.header.acceptedAt, lrn) },
});
