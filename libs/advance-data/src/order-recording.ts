import { accept, type Decision } from '#event-store';
import { Exact } from '#money';
import { differingField } from './differing-field';
import type { IncomingLine, RecordCredit, RecordOrder } from './order.commands';
import type { OrderEvent, OrderLine } from './order.events';
import { orderRejections, type Refused } from './order.rejections';
import type { OrderState } from './order.state';

/** Real invoices run to some 700 lines; an order beyond this is refused with a code. */
const maxOrderLines = 2000;
const linesPerChunk = 100;
/** An event has at most 64 kB and an append 512 kB, metadata included; these leave room for it. */
const bytesPerChunk = 56 * 1024;
const bytesPerOrder = 480 * 1024;

const components = ['goods', 'freight', 'insurance', 'discount', 'intangibles'] as const;

type LinesEvent = Extract<OrderEvent, { readonly type: 'OrderLinesRecorded' }>;

export const recordOrder = ({ order, lines }: RecordOrder, state: OrderState): Decision<OrderEvent> => {
  const fault = faultOf(lines);
  if (fault !== undefined) return fault;
  if (state.kind === 'credit') return orderRejections.isCredit();
  const first = state.kind === 'awaited' ? state.payments[0] : undefined;
  if (first !== undefined && first.seller !== order.seller) return orderRejections.referenceClash('seller');
  if (first !== undefined && first.orderNumber !== order.orderNumber) return orderRejections.referenceClash('orderNumber');
  const header = { goods: goodsValue(lines), lineCount: lines.length, ...order };
  const beyond = components.find((component) => !Exact.isCanonical(header[component]));
  if (beyond !== undefined) return orderRejections.valueTooLarge(beyond);
  if (state.kind === 'order') return alreadyRecorded(state, header, lines);
  return withChunks({ type: 'OrderRecorded', data: header }, lines);
};

export const recordCredit = ({ credit, lines }: RecordCredit, state: OrderState): Decision<OrderEvent> => {
  const fault = faultOf(lines);
  if (fault !== undefined) return fault;
  if (state.kind === 'order' || state.kind === 'awaited') return orderRejections.alreadyRecorded('creditNumber');
  const header = { lineCount: lines.length, ...credit };
  if (state.kind === 'credit') return alreadyRecorded(state, header, lines);
  return withChunks({ type: 'CreditRecorded', data: header }, lines);
};

const faultOf = (lines: readonly IncomingLine[]): Refused | undefined => {
  if (lines.length === 0) return orderRejections.empty();
  if (lines.length > maxOrderLines) return orderRejections.tooManyLines(lines.length, maxOrderLines);
  const misplaced = lines.findIndex((line, i) => line.ordinal !== i + 1);
  return misplaced === -1 ? undefined : orderRejections.linesOutOfOrder(misplaced);
};

/** Exact value of the goods lines; freight, discount and what is no goods stand in the header or nowhere. */
const goodsValue = (lines: readonly IncomingLine[]): string =>
  lines
    .filter((line) => line.class === 'goods')
    .reduce((sum, line) => sum.plus(Exact.parse(line.unitPrice).times(Exact.ofInteger(BigInt(line.quantity)))), Exact.ZERO)
    .toCanonicalText();

const withChunks = (header: Exclude<OrderEvent, LinesEvent>, lines: readonly IncomingLine[]): Decision<OrderEvent> => {
  const chunks = chunksOf(lines);
  // A short order cannot reach the limit, and most orders are short.
  const bytes = chunks.length < 8 ? 0 : chunks.reduce((sum, chunk) => sum + bytesOf(chunk.data), 0);
  return bytes > bytesPerOrder ? orderRejections.tooManyBytes(bytes, bytesPerOrder) : accept<OrderEvent>(header, ...chunks);
};

/** Lines of one source file stand together: at most 100 of them, and no more bytes than an event may have. */
const chunksOf = (lines: readonly IncomingLine[]): readonly LinesEvent[] => {
  const chunks: LinesEvent[] = [];
  let open: OrderLine[] = [];
  let file: string | undefined;
  let bytes = 0;
  const close = (): void => {
    if (open.length > 0)
      chunks.push({ type: 'OrderLinesRecorded', data: { lines: open, ...(file === undefined ? {} : { sourceFile: file }) } });
    open = [];
    bytes = 0;
  };
  for (const { sourceFile, ...line } of lines) {
    const size = mostBytesOf(line);
    if (open.length === linesPerChunk || bytes + size > bytesPerChunk || sourceFile !== file) close();
    file = sourceFile;
    bytes += size;
    open.push(line);
  }
  close();
  return chunks;
};

/**
 * No more than this: every field at its longest but the texts, whose characters take three bytes at most. Cheaper than writing the line
 * twice.
 */
const mostBytesOf = ({ sku, description = '', merchantProductIdentifier = '', manufacturerProductIdentifier = '' }: OrderLine): number =>
  350 + 3 * (sku.length + description.length + merchantProductIdentifier.length + manufacturerProductIdentifier.length);

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), 'utf8');

/**
 * The same order again is no news; another one under its number is refused and named by the first field that differs (docs/promises.md,
 * M-07).
 */
const alreadyRecorded = (
  state: Extract<OrderState, { readonly kind: 'order' | 'credit' }>,
  header: object,
  lines: readonly IncomingLine[],
): Decision<OrderEvent> => {
  const differing = differingField(state.header, header, ['importRun']) ?? differingLine(state.lines, lines);
  return differing === undefined ? accept() : orderRejections.alreadyRecorded(differing);
};

const differingLine = (recorded: readonly OrderLine[], incoming: readonly IncomingLine[]): string | undefined => {
  for (const [i, line] of incoming.entries()) {
    const field = differingField(recorded[i] ?? {}, line, ['sourceFile', 'sourceLine']);
    if (field !== undefined) return `lines[${String(i)}].${field}`;
  }
  return undefined;
};
