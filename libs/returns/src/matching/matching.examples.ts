import { type TradeEvent } from './trade-facts';
import { type ReturnReportedData } from '../return-case.state';

/** Facts of a trade as its domains record them, only the fields that the search reads. */
const event = (stream: string, type: string, data: unknown): TradeEvent => ({ stream, type, data });

type Goods = Readonly<{ sku: string; quantity: number; class?: string }>;
export const seller = 'V-IE-1';

export const ordered = (orderNumber: string, ...lines: readonly Goods[]): readonly TradeEvent[] => [
  event(`order-${orderNumber}`, 'OrderRecorded', { seller, orderNumber, orderedAt: '2026-07-01T09:00:00.000Z' }),
  event(`order-${orderNumber}`, 'OrderLinesRecorded', { lines: lines.map((line, i) => ({ ordinal: i + 1, class: 'goods', ...line })) }),
];
export const cancelled = (orderNumber: string, ordinal: number, quantity: number): TradeEvent =>
  event(`order-${orderNumber}`, 'OrderCancelled', { lines: [{ ordinal, quantity }] });
export const shipped = (consignmentNumber: string, ...orderNumbers: readonly string[]): TradeEvent =>
  event(`consignment-${consignmentNumber}`, 'ConsignmentAdvised', {
    carrier: 'CARRIER-1',
    consignmentNumber,
    orders: orderNumbers.map((orderNumber) => ({ seller, orderNumber })),
  });

type Item = Readonly<{
  hsCode?: string;
  quantity: number;
  covers?: readonly (readonly [orderNumber: string, ordinal: number, quantity: number])[];
}>;
const declared = (type: string, mrn: string, consignmentNumber: string, items: readonly Item[]): readonly TradeEvent[] => [
  event(`declaration-${mrn}`, type, { mrn, carrier: 'CARRIER-1', consignmentNumber, seller, acceptedOn: '2026-07-03' }),
  event(`declaration-${mrn}`, 'DeclarationItemsRecorded', {
    items: items.map(({ hsCode = '610910', quantity, covers = [] }, i) => ({
      seq: i + 1,
      hsCode,
      quantity,
      covers: covers.map(([orderNumber, ordinal, units]) => ({ seller, orderNumber, ordinal, quantity: units })),
    })),
  }),
];
export const imported = (mrn: string, consignmentNumber: string, ...items: readonly Item[]): readonly TradeEvent[] =>
  declared('DeclarationLodged', mrn, consignmentNumber, items);
export const amended = (mrn: string, consignmentNumber: string, ...items: readonly Item[]): readonly TradeEvent[] =>
  declared('DeclarationAmended', mrn, consignmentNumber, items);
export const exported = (
  mrn: string,
  quantity: number,
  original?: Readonly<{ mrn: string; seq: number; quantity: number }>,
): readonly TradeEvent[] => [
  event(`declaration-${mrn}`, 'ExportDeclared', {
    mrn,
    acceptedOn: '2026-07-20',
    items: [{ seq: 1, hsCode: '610910', quantity, ...(original === undefined ? {} : { original }) }],
  }),
  event(`declaration-${mrn}`, 'ExitConfirmed', { exitedOn: '2026-07-22' }),
];
export const sentBack = (consignmentNumber: string, original: ReturnReportedData['original']): TradeEvent =>
  event(`consignment-${consignmentNumber}`, 'ReturnConsignmentAdvised', { carrier: 'CARRIER-1', consignmentNumber, original });

export const reported = (more: Partial<ReturnReportedData> = {}): ReturnReportedData => ({
  returnCase: 'R'.repeat(26),
  reporter: 'CARRIER-1',
  returnReference: 'RET-1',
  reportedAt: '2026-07-20T10:00:00.000Z',
  ground: 'withdrawn',
  original: {},
  lines: [{ quantity: 1 }],
  ...more,
});
export const matched = (returnReference: string, units: unknown): TradeEvent =>
  event(`returnCase-${returnReference}`, 'ReturnMatched', { units });
export const unmatched = (returnReference: string): TradeEvent =>
  event(`returnCase-${returnReference}`, 'ReturnUnmatched', { reason: 'QUANTITY_EXCEEDED', candidates: [] });
