import { type ReturnMatchedData, type ReturnReportedData } from '../return-case.state';
import {
  type CancelledFact,
  type ConsignmentFact,
  type DeclarationFact,
  type DeclaredItemsFact,
  type ExportFact,
  itemKey,
  lineKey,
  orderKey,
  type OrderFact,
  type OrderLinesFact,
  type ReturnConsignmentFact,
  type TradeEvent,
} from './trade-facts';

/** Units of an imported item, each count on its own: what is missing between two of them is what has not happened yet, or is wrong. */
export interface ItemQuantities {
  imported: number;
  /** Matched to a return case. */
  returnRequested: number;
  /** Of these: their return parcel was announced by its carrier. */
  returnShipped: number;
  /** Left the territory under an export declaration that names the import. */
  exported: number;
  /** Their return parcel reached whom it was sent to. */
  received: number;
  /** Tax on them was given back: units of approved claims. */
  refunded: number;
}
/**
 * Units of an order line. `exported` and `refunded` are told of items only; they count here where one line alone stands behind the item.
 */
export interface LineQuantities extends ItemQuantities {
  /** Without what was cancelled before dispatch. */
  ordered: number;
  shipped: number;
}

interface Case {
  parcel?: string;
  units: ReturnMatchedData['units'];
  /** What the case has added to the counts, so that it can be taken back. */
  added: readonly (readonly [counts: ItemQuantities, column: keyof ItemQuantities, quantity: number])[];
}
type DeclaredItem = DeclaredItemsFact['items'][number];
type Reserved = Readonly<{ declaration: string; items: readonly Readonly<{ seq: number; quantity: number }>[] }>;

const nothing = (): ItemQuantities => ({ imported: 0, returnRequested: 0, returnShipped: 0, exported: 0, received: 0, refunded: 0 });

/** Units ordered, shipped, imported and on their way back, per order line and per item of an import, folded from the log. */
export class QuantityLedger {
  readonly #lines = new Map<string, LineQuantities>();
  readonly #items = new Map<string, ItemQuantities>();
  readonly #linesOfOrder = new Map<string, Set<LineQuantities>>();
  readonly #shippedOrders = new Set<string>();
  readonly #orderOfStream = new Map<string, Readonly<{ seller: string; orderNumber: string }>>();
  readonly #mrnOfStream = new Map<string, string>();
  readonly #declared = new Map<string, DeclaredItem[]>();
  readonly #lineBehind = new Map<string, string>();
  readonly #exports = new Map<string, ExportFact['items']>();
  readonly #cases = new Map<string, Case>();
  readonly #casesOfParcel = new Map<string, Set<string>>();
  /** Number of a return parcel by its stream. */
  readonly #returnParcels = new Map<string, string>();
  readonly #advised = new Set<string>();
  readonly #received = new Set<string>();
  readonly #reserved = new Map<string, Reserved[]>();

  fold(event: TradeEvent): this {
    this.#foldTrade(event);
    this.#foldReturn(event);
    return this;
  }

  ofOrderLine(seller: string, orderNumber: string, ordinal: number): Readonly<LineQuantities> | undefined {
    return this.#lines.get(lineKey(seller, orderNumber, ordinal));
  }

  ofItem(mrn: string, seq: number): Readonly<ItemQuantities> | undefined {
    return this.#items.get(itemKey(mrn, seq));
  }

  #foldTrade({ type, data, stream }: TradeEvent): void {
    switch (type) {
      case 'OrderRecorded':
        this.#orderOfStream.set(stream, data as OrderFact);
        break;
      case 'OrderLinesRecorded':
        for (const line of (data as OrderLinesFact).lines)
          if (line.class === 'goods' && line.quantity > 0) this.#ordered(stream, line.ordinal, line.quantity);
        break;
      case 'OrderCancelled':
        for (const { ordinal, quantity } of (data as CancelledFact).lines) this.#ordered(stream, ordinal, -quantity);
        break;
      case 'ConsignmentAdvised':
        for (const { seller, orderNumber } of (data as ConsignmentFact).orders) this.#shipped(orderKey(seller, orderNumber));
        break;
      case 'DeclarationLodged':
      case 'DeclarationAmended':
        this.#imported(stream, -1, this.#declared.get(stream) ?? []);
        this.#declared.set(stream, []);
        this.#mrnOfStream.set(stream, (data as DeclarationFact).mrn);
        break;
      case 'DeclarationItemsRecorded':
        this.#imported(stream, 1, (data as DeclaredItemsFact).items);
        this.#declared.set(stream, [...(this.#declared.get(stream) ?? []), ...(data as DeclaredItemsFact).items]);
        break;
      case 'ExportDeclared':
        this.#exports.set(stream, (data as ExportFact).items);
        break;
      case 'ExitConfirmed':
        for (const { original } of this.#exports.get(stream) ?? [])
          if (original !== undefined) this.#countItem(itemKey(original.mrn, original.seq), 'exported', original.quantity);
        break;
      default:
    }
  }

  #foldReturn({ type, data, stream }: TradeEvent): void {
    switch (type) {
      case 'ReturnReported':
        this.#reported(stream, data as ReturnReportedData);
        break;
      case 'ReturnMatched':
        this.#matched(stream, (data as ReturnMatchedData).units);
        break;
      case 'ReturnUnmatched':
        this.#matched(stream, []);
        break;
      case 'ReturnConsignmentAdvised':
        this.#returnParcels.set(stream, (data as ReturnConsignmentFact).consignmentNumber);
        this.#moved(this.#advised, (data as ReturnConsignmentFact).consignmentNumber);
        break;
      case 'ConsignmentDelivered': {
        const parcel = this.#returnParcels.get(stream);
        if (parcel !== undefined) this.#moved(this.#received, parcel);
        break;
      }
      case 'RefundReserved': {
        const { claim, quantities } = data as Readonly<{ claim: string; quantities: Reserved['items'] }>;
        this.#reserved.set(claim, [...(this.#reserved.get(claim) ?? []), { declaration: stream, items: quantities }]);
        break;
      }
      case 'RefundReservationReleased': {
        const { claim } = data as Readonly<{ claim: string }>;
        this.#reserved.set(
          claim,
          (this.#reserved.get(claim) ?? []).filter(({ declaration }) => declaration !== stream),
        );
        break;
      }
      case 'RefundApproved':
        this.#refunded((data as Readonly<{ claim: string }>).claim);
        break;
      default:
    }
  }

  #ordered(stream: string, ordinal: number, quantity: number): void {
    const order = this.#orderOfStream.get(stream);
    if (order === undefined) return;
    const key = lineKey(order.seller, order.orderNumber, ordinal);
    // A credit may name lines that are no goods: they have no ledger.
    if (quantity < 0 && !this.#lines.has(key)) return;
    const counts = this.#line(key);
    counts.ordered += quantity;
    const ofOrder = orderKey(order.seller, order.orderNumber);
    if (this.#shippedOrders.has(ofOrder)) counts.shipped = counts.ordered;
    const lines = this.#linesOfOrder.get(ofOrder) ?? new Set();
    this.#linesOfOrder.set(ofOrder, lines.add(counts));
  }

  /** A manifest names orders and not units: all units of the order are then on their way. */
  #shipped(order: string): void {
    this.#shippedOrders.add(order);
    for (const counts of this.#linesOfOrder.get(order) ?? []) counts.shipped = counts.ordered;
  }

  #imported(stream: string, sign: 1 | -1, items: readonly DeclaredItem[]): void {
    const mrn = this.#mrnOfStream.get(stream) ?? '';
    for (const { seq, quantity, covers } of items) {
      const key = itemKey(mrn, seq);
      this.#item(key).imported += sign * quantity;
      for (const cover of covers) this.#line(lineKey(cover.seller, cover.orderNumber, cover.ordinal)).imported += sign * cover.quantity;
      const [only, ...others] = covers;
      if (only !== undefined && others.length === 0) this.#lineBehind.set(key, lineKey(only.seller, only.orderNumber, only.ordinal));
      else this.#lineBehind.delete(key);
    }
  }

  #countItem(item: string, column: keyof ItemQuantities, quantity: number): void {
    this.#item(item)[column] += quantity;
    const line = this.#lineBehind.get(item);
    if (line !== undefined) this.#line(line)[column] += quantity;
  }

  #reported(stream: string, { consignmentNumber }: ReturnReportedData): void {
    this.#cases.set(stream, { units: [], added: [], ...(consignmentNumber === undefined ? {} : { parcel: consignmentNumber }) });
    if (consignmentNumber === undefined) return;
    const cases = this.#casesOfParcel.get(consignmentNumber) ?? new Set();
    this.#casesOfParcel.set(consignmentNumber, cases.add(stream));
  }

  #matched(stream: string, units: ReturnMatchedData['units']): void {
    const found = this.#cases.get(stream);
    if (found === undefined) return;
    found.units = units;
    this.#recount(found);
  }

  #moved(parcels: Set<string>, parcel: string): void {
    parcels.add(parcel);
    for (const stream of this.#casesOfParcel.get(parcel) ?? []) {
      const found = this.#cases.get(stream);
      if (found !== undefined) this.#recount(found);
    }
  }

  #recount(found: Case): void {
    for (const [counts, column, quantity] of found.added) counts[column] -= quantity;
    const { parcel } = found;
    const columns: readonly (keyof ItemQuantities)[] = [
      'returnRequested',
      ...(parcel !== undefined && this.#advised.has(parcel) ? (['returnShipped'] as const) : []),
      ...(parcel !== undefined && this.#received.has(parcel) ? (['received'] as const) : []),
    ];
    found.added = found.units.flatMap(({ mrn, seq, order, quantity }) => {
      const item = mrn === undefined || seq === undefined ? [] : [this.#item(itemKey(mrn, seq))];
      const line = order === undefined ? [] : [this.#line(lineKey(order.seller, order.orderNumber, order.ordinal))];
      return [...item, ...line].flatMap((counts) => columns.map((column) => [counts, column, quantity] as const));
    });
    for (const [counts, column, quantity] of found.added) counts[column] += quantity;
  }

  #refunded(claim: string): void {
    for (const { declaration, items } of this.#reserved.get(claim) ?? []) {
      const mrn = this.#mrnOfStream.get(declaration) ?? '';
      for (const { seq, quantity } of items) this.#countItem(itemKey(mrn, seq), 'refunded', quantity);
    }
    this.#reserved.delete(claim);
  }

  #line(key: string): LineQuantities {
    const known = this.#lines.get(key) ?? { ordered: 0, shipped: 0, ...nothing() };
    this.#lines.set(key, known);
    return known;
  }

  #item(key: string): ItemQuantities {
    const known = this.#items.get(key) ?? nothing();
    this.#items.set(key, known);
    return known;
  }
}
