import { parseStrictJson } from '#event-catalogue';
import type { MessageContext, MessageOrigin } from '../commands/canonical-fields';
import { consignmentDispatch } from '../commands/consignment-message';
import { consignmentOfRow } from '../commands/consignment-row';
import { consignmentColumns, paymentColumns } from '../commands/csv-columns';
import { type CsvColumns, csvFields, csvHeader } from '../commands/csv-message';
import { faultOfError, type MessageFault } from '../commands/message-fault';
import { orderDispatch } from '../commands/order-message';
import { orderColumns, OrderRows, type OrderRowsResult } from '../commands/order-rows';
import { paymentDispatch } from '../commands/payment-message';
import { type CsvRecord, CsvRecords } from '../reading/csv-records';
import { lineFaultMessages, linesOfSource, maxLineLength, type SourceLine } from '../reading/source-lines';
import { importCommand, type ImportCommand, type ImportFormat, type ImportStep } from './import-format';
import type { KeptSource } from './source-store';

type Kind = 'orders' | 'payments' | 'consignments';
/** A message of a file as a command, with the name its sender gave it. */
export interface Reading {
  readonly reference: string;
  readonly command: ImportCommand;
}

/** One message of a kind as a command. @throws MalformedValueError | MessageFaultError */
const readMessage = (kind: Kind, value: unknown, context: MessageContext, origin: MessageOrigin): Reading => {
  switch (kind) {
    case 'orders': {
      const dispatch = orderDispatch(value, context, origin);
      return { reference: textField(value, 'orderNumber'), command: importCommand(dispatch) };
    }
    case 'payments':
      return { reference: textField(value, 'transactionId'), command: importCommand(paymentDispatch(value, context, origin)) };
    case 'consignments':
      return { reference: textField(value, 'consignmentNumber'), command: importCommand(consignmentDispatch(value, context, origin)) };
  }
};

/** A field of a message that has been read, so it is there. */
const textField = (value: unknown, name: string): string => String((value as Readonly<Record<string, unknown>>)[name]);

const rootOf: Readonly<Record<Kind, string>> = { orders: 'order', payments: 'payment', consignments: 'consignment' };

/** Reads the text of one line. @throws MessageFaultError, or what a strict parser throws of a message named `root` */
export type LineReader = (text: string, context: MessageContext, origin: MessageOrigin) => Reading;

/** Newline-delimited JSON: one message a line, read by whoever knows its kind. */
export class NdjsonLines implements ImportFormat {
  readonly name = 'ndjson';
  constructor(
    readonly kind: string,
    private readonly root: string,
    private readonly readLine: LineReader,
    readonly settings: ImportFormat['settings'] = [],
  ) {}

  async *steps(
    sources: readonly KeptSource[],
    context: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncGenerator<Iterable<ImportStep>> {
    let read = 0;
    for (const [file, { path, sha256 }] of sources.entries())
      for await (const lines of linesOfSource(path)) {
        yield this.#stepsOf(lines, file, sha256, context);
        progress((read += lines.length));
      }
  }

  *#stepsOf(lines: readonly SourceLine[], file: number, sha256: string, context: MessageContext): Generator<ImportStep> {
    for (const line of lines) if (line.fault !== undefined || line.text.trim() !== '') yield this.#step(line, file, sha256, context);
  }

  #step(line: SourceLine, file: number, sha256: string, context: MessageContext): ImportStep {
    const lines = [{ file, line: line.number }];
    if (line.fault !== undefined)
      return { kind: 'rejected', lines, fault: { code: line.fault, field: 'line', message: lineFaultMessages[line.fault] } };
    try {
      return { kind: 'command', lines, ...this.readLine(line.text, context, { sha256, line: line.number }) };
    } catch (error) {
      return { kind: 'rejected', lines, fault: faultOfError(error, this.root) };
    }
  }
}

/** Newline-delimited JSON of the front: one message a line, read strictly (docs/formats). */
export class NdjsonFormat extends NdjsonLines {
  constructor(kind: Kind) {
    super(kind, rootOf[kind], (text, context, origin) =>
      readMessage(kind, parseStrictJson(text, { maxDepth: 32, maxBytes: 4 * maxLineLength }), context, origin),
    );
  }
}

/** Records of CSV files, each file beginning with its own header; reports a file whose header is none once per record. */
async function* recordsOf(
  sources: readonly KeptSource[],
  progress: (linesRead: number) => void,
): AsyncGenerator<{ readonly file: number; readonly record: CsvRecord | undefined }> {
  let read = 0;
  for (const [file, { path }] of sources.entries()) {
    const records = new CsvRecords();
    for await (const lines of linesOfSource(path)) {
      for (const line of lines) for (const record of records.push(line)) yield { file, record };
      progress((read += lines.length));
    }
    for (const record of records.end()) yield { file, record };
    yield { file, record: undefined };
  }
}

const isFault = (header: readonly string[] | MessageFault): header is MessageFault => 'code' in header;

/** Comma-separated values with a header line: an order has one row per line, payments and consignments one row each (docs/formats). */
export class CsvFormat implements ImportFormat {
  readonly name = 'csv';
  readonly settings = [];
  readonly #columns: CsvColumns;
  constructor(readonly kind: Kind) {
    this.#columns = { orders: orderColumns, payments: paymentColumns, consignments: consignmentColumns }[kind];
  }

  async *steps(
    sources: readonly KeptSource[],
    context: MessageContext,
    progress: (linesRead: number) => void,
  ): AsyncGenerator<Iterable<ImportStep>> {
    let reader: FileReader | undefined;
    for await (const { file, record } of recordsOf(sources, progress)) {
      if (record === undefined) {
        yield reader?.end() ?? [];
        reader = undefined;
      } else if (reader === undefined) {
        const header = csvHeader(record, this.#columns);
        const sha256 = sources[file]?.sha256 ?? '';
        reader = isFault(header)
          ? new UnreadableFile(file, header)
          : this.kind === 'orders'
            ? new OrderFile(file, new OrderRows(header, sha256, context))
            : new RowFile(this.kind, this.#columns, header, file, sha256, context);
        if (isFault(header)) yield [{ kind: 'rejected', lines: [{ file, line: record.line }], fault: header }];
      } else yield reader.push(record);
    }
  }
}

interface FileReader {
  push(record: CsvRecord): Iterable<ImportStep>;
  end(): Iterable<ImportStep>;
}

class UnreadableFile implements FileReader {
  constructor(
    private readonly file: number,
    private readonly header: MessageFault,
  ) {}
  push({ line }: CsvRecord): readonly ImportStep[] {
    return [
      {
        kind: 'rejected',
        lines: [{ file: this.file, line }],
        fault: { ...this.header, message: `the header was refused: ${this.header.message}` },
      },
    ];
  }
  end(): readonly ImportStep[] {
    return [];
  }
}

class OrderFile implements FileReader {
  constructor(
    private readonly file: number,
    private readonly rows: OrderRows,
  ) {}
  push(record: CsvRecord): readonly ImportStep[] {
    return this.rows.push(record).flatMap((result) => this.#steps(result));
  }
  end(): readonly ImportStep[] {
    return this.rows.end().flatMap((result) => this.#steps(result));
  }
  #steps(result: OrderRowsResult): readonly ImportStep[] {
    const { file } = this;
    if (result.kind === 'order')
      return [
        {
          kind: 'command',
          reference: result.reference,
          lines: result.rows.map((line) => ({ file, line })),
          command: importCommand(result.dispatch),
        },
      ];
    const reference = result.reference === undefined ? {} : { reference: result.reference };
    return result.rows.map(({ line, fault }): ImportStep => ({ kind: 'rejected', ...reference, lines: [{ file, line }], fault }));
  }
}

/** One message a row. */
class RowFile implements FileReader {
  constructor(
    private readonly kind: 'payments' | 'consignments',
    private readonly columns: CsvColumns,
    private readonly header: readonly string[],
    private readonly file: number,
    private readonly sha256: string,
    private readonly context: MessageContext,
  ) {}

  push(record: CsvRecord): readonly ImportStep[] {
    const lines = [{ file: this.file, line: record.line }];
    try {
      const fields = csvFields(record, this.header, this.columns);
      const message: unknown = this.kind === 'payments' ? Object.fromEntries(fields) : consignmentOfRow(fields);
      return [{ kind: 'command', lines, ...readMessage(this.kind, message, this.context, { sha256: this.sha256, line: record.line }) }];
    } catch (error) {
      return [{ kind: 'rejected', lines, fault: faultOfError(error, rootOf[this.kind]) }];
    }
  }
  end(): readonly ImportStep[] {
    return [];
  }
}
