import { idOf } from '#event-catalogue';
import { type ReturnMatchedData } from '../return-case.state';
import { type CandidateSource, type OriginalKeys, type ReturnCandidate } from './candidate';
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

type Item = Readonly<{
  seq: number;
  hsCode: string;
  quantity: number;
  sku?: string;
  covers: readonly Readonly<{ seller: string; orderNumber: string; ordinal: number; quantity: number }>[];
}>;
interface Declaration {
  readonly direction: ReturnCandidate['direction'];
  readonly id: string;
  header: DeclarationFact;
  items: Item[];
}
interface Line {
  readonly ordinal: number;
  readonly sku: string;
  readonly hsCode?: string;
  quantity: number;
}
interface Order extends OrderFact {
  readonly lines: Map<number, Line>;
}

/**
 * The goods of the trade by the keys that returns are found by, folded from the log. A case's own units are counted from ReturnMatched, so
 * QuantityReturned, which follows it in the import's stream, is not counted again.
 */
export class ReturnCandidates implements CandidateSource {
  readonly #declarations = new Map<string, Declaration>();
  readonly #byMrn = new Map<string, string>();
  readonly #byParcel = new Map<string, Set<string>>();
  readonly #byOrder = new Map<string, Set<string>>();
  readonly #bySku = new Map<string, Set<string>>();
  readonly #bySerial = new Map<string, Set<string>>();
  readonly #serials = new Map<string, Set<string>>();
  readonly #orders = new Map<string, Order>();
  readonly #orderOfStream = new Map<string, string>();
  readonly #parcels = new Map<string, readonly ConsignmentFact[]>();
  readonly #crossReferences = new Map<string, ReturnConsignmentFact[]>();
  /** Units by case; and by item, by order line, and by both. */
  readonly #unitsOfCase = new Map<string, ReturnMatchedData['units']>();
  readonly #returned = new Map<string, number>();

  fold({ type, data, stream }: TradeEvent): this {
    switch (type) {
      case 'OrderRecorded': {
        const { seller, orderNumber, orderedAt } = data as OrderFact;
        this.#orders.set(orderKey(seller, orderNumber), { seller, orderNumber, orderedAt, lines: new Map() });
        this.#orderOfStream.set(stream, orderKey(seller, orderNumber));
        break;
      }
      case 'OrderLinesRecorded':
        this.#orderLines(stream, data as OrderLinesFact);
        break;
      case 'OrderCancelled':
        this.#cancelled(stream, data as CancelledFact);
        break;
      case 'ConsignmentAdvised': {
        const { carrier, consignmentNumber, orders } = data as ConsignmentFact;
        this.#parcels.set(consignmentNumber, [...(this.#parcels.get(consignmentNumber) ?? []), { carrier, consignmentNumber, orders }]);
        break;
      }
      case 'ReturnConsignmentAdvised':
        this.#returnAdvised(data as ReturnConsignmentFact);
        break;
      case 'DeclarationLodged':
      case 'DeclarationAmended':
        this.#declared(stream, 'import', data as DeclarationFact, []);
        break;
      case 'DeclarationItemsRecorded':
        this.#items(stream, data as DeclaredItemsFact);
        break;
      case 'ExportDeclared':
        this.#declared(stream, 'export', data as ExportFact, (data as ExportFact).items);
        break;
      case 'ReturnMatched':
        this.#count(stream, (data as ReturnMatchedData).units);
        break;
      case 'ReturnUnmatched':
        this.#count(stream, []);
        break;
      default:
    }
    return this;
  }

  /** Serial numbers that somebody knows of an item: no event of an import tells them. */
  withSerials(mrn: string, seq: number, serials: readonly string[]): this {
    const item = itemKey(mrn, seq);
    for (const serial of serials) {
      into(this.#bySerial, serial, mrn);
      into(this.#serials, item, serial);
    }
    return this;
  }

  crossReference(returnConsignmentNumber: string, reporter: string): OriginalKeys | undefined {
    const found = this.#crossReferences.get(returnConsignmentNumber) ?? [];
    const chosen = found.length === 1 ? found[0] : found.find(({ carrier }) => carrier === reporter);
    return chosen?.original;
  }

  ofParcel(consignmentNumber: string): readonly ReturnCandidate[] {
    const declared = this.#ofDeclarations(this.#byParcel.get(consignmentNumber) ?? []);
    if (declared.length > 0) return declared;
    const parcels = this.#parcels.get(consignmentNumber) ?? [];
    return parcels.flatMap(({ carrier, orders }) =>
      orders.flatMap(({ seller, orderNumber }) => this.#ofLines(seller, orderNumber).map((c) => ({ ...c, consignmentNumber, carrier }))),
    );
  }

  ofDeclaration(mrn: string): readonly ReturnCandidate[] {
    const id = this.#byMrn.get(mrn);
    return id === undefined ? [] : this.#ofDeclarations([id]);
  }

  ofOrder(seller: string, orderNumber: string): readonly ReturnCandidate[] {
    const declared = this.#ofDeclarations(this.#byOrder.get(orderKey(seller, orderNumber)) ?? []);
    return [
      ...declared.filter(({ order }) => order?.seller === seller && order.orderNumber === orderNumber),
      ...this.#ofLines(seller, orderNumber),
    ];
  }

  ofSerial(serial: string): readonly ReturnCandidate[] {
    return [...(this.#bySerial.get(serial) ?? [])]
      .flatMap((mrn) => this.ofDeclaration(mrn))
      .filter(({ serials }) => serials.includes(serial));
  }

  ofGoods(seller: string, sku: string): readonly ReturnCandidate[] {
    const orders = [...(this.#bySku.get(orderKey(seller, sku)) ?? [])];
    return orders.flatMap((orderNumber) => this.ofOrder(seller, orderNumber)).filter((candidate) => candidate.sku === sku);
  }

  #orderLines(stream: string, { lines }: OrderLinesFact): void {
    const order = this.#orders.get(this.#orderOfStream.get(stream) ?? '');
    if (order === undefined) return;
    for (const { ordinal, sku, quantity, hsCode, class: kind } of lines) {
      if (kind !== 'goods' || quantity <= 0) continue;
      order.lines.set(ordinal, { ordinal, sku, quantity, ...(hsCode === undefined ? {} : { hsCode }) });
      into(this.#bySku, orderKey(order.seller, sku), order.orderNumber);
    }
  }

  #cancelled(stream: string, { lines }: CancelledFact): void {
    const order = this.#orders.get(this.#orderOfStream.get(stream) ?? '');
    for (const { ordinal, quantity } of lines) {
      const line = order?.lines.get(ordinal);
      if (line !== undefined) line.quantity = Math.max(0, line.quantity - quantity);
    }
  }

  #returnAdvised(fact: ReturnConsignmentFact): void {
    this.#crossReferences.set(fact.consignmentNumber, [...(this.#crossReferences.get(fact.consignmentNumber) ?? []), fact]);
  }

  /** A later version replaces the items; they follow in the same append. */
  #declared(stream: string, direction: Declaration['direction'], header: DeclarationFact | ExportFact, items: ExportFact['items']): void {
    const { mrn, consignmentNumber, acceptedOn } = header;
    const from =
      'items' in header
        ? {}
        : {
            ...(header.carrier === undefined ? {} : { carrier: header.carrier }),
            ...(header.seller === undefined ? {} : { seller: header.seller }),
          };
    const kept = { mrn, acceptedOn, ...(consignmentNumber === undefined ? {} : { consignmentNumber }), ...from };
    this.#declarations.set(stream, {
      direction,
      id: idOf(stream),
      header: kept,
      items: items.map(({ seq, hsCode, quantity }) => ({ seq, hsCode, quantity, covers: [] })),
    });
    this.#byMrn.set(mrn, stream);
    if (consignmentNumber !== undefined) into(this.#byParcel, consignmentNumber, stream);
  }

  #items(stream: string, { items }: DeclaredItemsFact): void {
    const declaration = this.#declarations.get(stream);
    for (const { seq, hsCode, quantity, covers, merchantProductIdentifier: sku } of items) {
      declaration?.items.push({ seq, hsCode, quantity, covers, ...(sku === undefined ? {} : { sku }) });
      for (const { seller, orderNumber } of covers) into(this.#byOrder, orderKey(seller, orderNumber), stream);
    }
  }

  #count(returnCase: string, units: ReturnMatchedData['units']): void {
    for (const [sign, counted] of [
      [-1, this.#unitsOfCase.get(returnCase) ?? []],
      [1, units],
    ] as const)
      for (const { mrn, seq, order, quantity } of counted) {
        const item = mrn === undefined || seq === undefined ? undefined : itemKey(mrn, seq);
        const line = order === undefined ? undefined : lineKey(order.seller, order.orderNumber, order.ordinal);
        if (item !== undefined) add(this.#returned, item, sign * quantity);
        if (line !== undefined) add(this.#returned, `${item ?? ''} ${line}`, sign * quantity);
      }
    for (const { mrn, seq, serial } of units)
      if (mrn !== undefined && seq !== undefined && serial !== undefined) this.withSerials(mrn, seq, [serial]);
    if (units.length === 0) this.#unitsOfCase.delete(returnCase);
    else this.#unitsOfCase.set(returnCase, units);
  }

  #ofDeclarations(streams: Iterable<string>): readonly ReturnCandidate[] {
    return [...streams].flatMap((stream) => {
      const declaration = this.#declarations.get(stream);
      return declaration?.items.flatMap((item) => this.#ofItem(declaration, item)) ?? [];
    });
  }

  /** An item, or the parts of it that order lines cover. */
  #ofItem({ direction, id, header }: Declaration, { seq, hsCode, quantity, sku, covers }: Item): readonly ReturnCandidate[] {
    const { acceptedOn: day, ...keys } = header;
    const key = itemKey(header.mrn, seq);
    const free = Math.max(0, quantity - (this.#returned.get(key) ?? 0));
    const item = {
      direction,
      declaration: id,
      ...keys,
      seq,
      hsCode,
      serials: [...(this.#serials.get(key) ?? [])],
      day,
      quantity,
      free,
      ...(sku === undefined ? {} : { sku }),
    };
    if (covers.length === 0) return [item];
    return covers.map(({ quantity: covered, ...order }) => {
      const line = this.#orders.get(orderKey(order.seller, order.orderNumber))?.lines.get(order.ordinal);
      const back = this.#returned.get(`${key} ${lineKey(order.seller, order.orderNumber, order.ordinal)}`) ?? 0;
      return {
        ...item,
        order,
        ...(line === undefined ? {} : { sku: line.sku }),
        quantity: covered,
        free: Math.max(0, covered - back),
        itemFree: free,
      };
    });
  }

  /** Lines of an order as far as no import declaration covers them. */
  #ofLines(seller: string, orderNumber: string): readonly ReturnCandidate[] {
    const order = this.#orders.get(orderKey(seller, orderNumber));
    if (order === undefined) return [];
    const covered = new Map<number, number>();
    for (const stream of this.#byOrder.get(orderKey(seller, orderNumber)) ?? [])
      for (const { covers } of this.#declarations.get(stream)?.items ?? [])
        for (const cover of covers)
          if (cover.seller === seller && cover.orderNumber === orderNumber) add(covered, cover.ordinal, cover.quantity);
    return [...order.lines.values()].flatMap(({ ordinal, sku, hsCode, quantity }): readonly ReturnCandidate[] => {
      const left = quantity - (covered.get(ordinal) ?? 0);
      if (left <= 0) return [];
      const free = Math.max(0, left - (this.#returned.get(` ${lineKey(seller, orderNumber, ordinal)}`) ?? 0));
      return [
        {
          direction: 'import',
          order: { seller, orderNumber, ordinal },
          seller,
          sku,
          ...(hsCode === undefined ? {} : { hsCode }),
          serials: [],
          day: order.orderedAt.slice(0, 10),
          quantity: left,
          free,
        },
      ];
    });
  }
}

const into = (index: Map<string, Set<string>>, key: string, value: string): void => {
  const found = index.get(key);
  if (found === undefined) index.set(key, new Set([value]));
  else found.add(value);
};

const add = <K>(counts: Map<K, number>, key: K, change: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + change);
};
