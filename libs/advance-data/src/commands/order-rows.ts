import type { CsvRecord } from '../reading/csv-records';
import type { MessageContext } from './canonical-fields';
import { orderHeaderColumns, orderLineColumns } from './csv-columns';
import { csvFields, type CsvColumns } from './csv-message';
import { faultOfError, type MessageFault } from './message-fault';
import { orderDispatch, type OrderDispatch } from './order-message';

export const orderColumns: CsvColumns = { ...orderHeaderColumns, ...orderLineColumns };

/** What rows became: one order of many rows, or rows refused, each with its own reason. */
export type OrderRowsResult =
  | { readonly kind: 'order'; readonly reference: string; readonly rows: readonly number[]; readonly dispatch: OrderDispatch }
  | {
      readonly kind: 'refused';
      readonly reference?: string;
      readonly rows: readonly { readonly line: number; readonly fault: MessageFault }[];
    };

type Fields = ReadonlyMap<string, string | number>;
interface OpenOrder {
  readonly seller: string;
  readonly orderNumber: string;
  readonly rows: { readonly line: number; readonly fields: Fields }[];
  readonly faults: Map<number, MessageFault>;
}

const incomplete: MessageFault = {
  code: 'ORDER_INCOMPLETE',
  field: 'line',
  message: 'another row of this order was refused, so the order is not recorded',
};
const headerNames = Object.keys(orderHeaderColumns);
const lineNames = new Set(Object.keys(orderLineColumns));

/**
 * Gathers rows into orders: the rows of an order stand together. An order is recorded whole or not at all, so a row that is refused takes
 * the others with it; a row that cannot be read at all takes both neighbours, for it may have been theirs.
 */
export class OrderRows {
  #open: OpenOrder | undefined;
  #tainted = false;

  constructor(
    private readonly header: readonly string[],
    private readonly sha256: string,
    private readonly context: MessageContext,
  ) {}

  push(record: CsvRecord): readonly OrderRowsResult[] {
    let fields: Fields;
    try {
      fields = csvFields(record, this.header, orderColumns);
    } catch (error) {
      return this.#unreadable(record.line, faultOfError(error, 'order'));
    }
    const [seller, orderNumber] = [String(fields.get('seller') ?? ''), String(fields.get('orderNumber') ?? '')];
    const closed = this.#open !== undefined && (this.#open.seller !== seller || this.#open.orderNumber !== orderNumber) ? this.end() : [];
    this.#open ??= { seller, orderNumber, rows: [], faults: new Map() };
    const first = this.#open.rows[0]?.fields ?? fields;
    const differing = headerNames.find((name) => first.get(name) !== fields.get(name));
    if (differing !== undefined)
      this.#open.faults.set(record.line, {
        code: 'ORDER_ROWS_DIFFER',
        field: differing,
        message: 'expected the same value in all rows of the order',
      });
    if (this.#tainted) this.#open.faults.set(record.line, incomplete);
    this.#tainted = false;
    this.#open.rows.push({ line: record.line, fields });
    return closed;
  }

  /** After the last row, or before a row of another order. */
  end(): readonly OrderRowsResult[] {
    const open = this.#open;
    this.#open = undefined;
    return open === undefined ? [] : [this.#finish(open)];
  }

  #unreadable(line: number, fault: MessageFault): readonly OrderRowsResult[] {
    const last = this.#open?.rows.at(-1)?.line;
    if (last !== undefined) this.#open?.faults.set(last, incomplete);
    this.#tainted = true;
    return [{ kind: 'refused', rows: [{ line, fault }] }];
  }

  #finish(open: OpenOrder): OrderRowsResult {
    if (open.faults.size > 0) return this.#refused(open, (line) => open.faults.get(line) ?? incomplete);
    const lines = open.rows.map(({ fields }) => Object.fromEntries([...fields].filter(([name]) => lineNames.has(name))));
    const first = open.rows[0];
    const message = { ...Object.fromEntries([...(first?.fields ?? [])].filter(([name]) => !lineNames.has(name))), lines };
    const rows = open.rows.map((row) => row.line);
    try {
      const dispatch = orderDispatch(message, this.context, { sha256: this.sha256, line: first?.line ?? 1 }, rows);
      return { kind: 'order', reference: open.orderNumber, rows, dispatch };
    } catch (error) {
      const fault = faultOfError(error, 'order');
      const at = /^lines\[(\d+)\]\.?/.exec(fault.field);
      const row = at === null ? undefined : rows[Number.parseInt(at[1] ?? '0', 10)];
      const own = at === null ? fault : { ...fault, field: fault.field.slice(at[0].length) };
      return this.#refused(open, (line) => (row === undefined || line === row ? own : incomplete));
    }
  }

  #refused({ orderNumber, rows }: OpenOrder, faultOf: (line: number) => MessageFault): OrderRowsResult {
    return { kind: 'refused', reference: orderNumber.slice(0, 200), rows: rows.map(({ line }) => ({ line, fault: faultOf(line) })) };
  }
}
