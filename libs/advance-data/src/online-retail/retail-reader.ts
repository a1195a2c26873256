import type { MessageFault } from '../commands/message-fault';
import type { LineClass } from '../order.events';
import { CsvRecords, type CsvRecord } from '../reading/csv-records';
import { linesOfSource } from '../reading/source-lines';
import { ExactTally } from './exact-tally';
import { retailClassOf, sellsPricedGoods } from './retail-classes';
import { headerExpected, readRetailLine, retailColumns, type RetailColumns, type RetailLine } from './retail-line';
import { beginsWithYear, type DayOrder, DayOrderTold } from './retail-moments';

/** A line of an invoice; its identity is (invoice, ordinal), never its content: exact duplicates are real. */
export interface RetailInvoiceLine {
  readonly ordinal: number;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  readonly price: string;
  readonly class: LineClass;
  /** Index of the file in the run, and the physical line in it. */
  readonly file: number;
  readonly line: number;
}

/** All lines of one invoice over the whole run. The moment is the earliest of its lines; customer and country are those of its first. */
export interface RetailInvoice {
  readonly number: string;
  readonly credit: boolean;
  readonly moment: string;
  readonly customer: string;
  readonly country: string;
  readonly lines: readonly RetailInvoiceLine[];
}

/** A line that could not be read: index of its file, physical line, reason. */
export interface RetailRejection {
  readonly file: number;
  readonly line: number;
  readonly fault: MessageFault;
}

/** What a run of Online Retail files holds. Invoices stand in the order of their first lines. */
export interface RetailTrade {
  readonly invoices: readonly RetailInvoice[];
  readonly rejections: readonly RetailRejection[];
  readonly read: number;
  readonly accepted: number;
  readonly rejected: ReadonlyMap<string, number>;
  readonly classes: ReadonlyMap<LineClass, number>;
  /** Exact sums over the readable lines: invoices that do not begin with C, those that do, and both. */
  readonly sums: { readonly sales: string; readonly credits: string; readonly net: string };
}

type PendingLine = Omit<RetailInvoiceLine, 'class' | 'ordinal'>;
interface PendingInvoice {
  readonly number: string;
  moment: string;
  readonly customer: string;
  readonly country: string;
  readonly lines: PendingLine[];
}

/** Keeps one copy of each text; a piece of a file's chunk would keep the whole chunk alive. */
class Texts {
  readonly #known = new Map<string, string>();
  of(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const own = Buffer.from(text, 'utf8').toString('utf8');
    this.#known.set(own, own);
    return own;
  }
}

/** The columns where a record is a header; a text where it is one that does not name them all once. */
const headerIn = ({ cells }: CsvRecord): RetailColumns | string | undefined =>
  cells?.some((cell) => cell.trim().toLowerCase() === 'stockcode') === true ? retailColumns(cells) : undefined;

/** Gathers lines into invoices; `finish` classifies them, which needs all lines of an invoice. */
export class RetailGathering {
  readonly #invoices = new Map<string, PendingInvoice>();
  readonly #rejections: RetailRejection[] = [];
  readonly #rejected = new Map<string, number>();
  readonly #sales = new ExactTally();
  readonly #credits = new ExactTally();
  readonly #texts = new Texts();
  #read = 0;

  /** Reads one file's records; the first must be the header, a header further down is skipped (joined files). */
  file(index: number, days: DayOrder): (record: CsvRecord) => void {
    let columns: RetailColumns | string = headerExpected;
    return (record) => {
      const header = headerIn(record);
      if (typeof header === 'object') columns = header;
      else if (typeof columns === 'object') this.#take(index, record, columns, days);
      else {
        columns = header ?? columns;
        this.#reject(index, record.line, { code: 'HEADER_MISSING', field: 'line', message: columns });
      }
    };
  }

  #take(file: number, record: CsvRecord, columns: RetailColumns, days: DayOrder): void {
    const { line, fault } = readRetailLine(record, columns, days);
    if (line === undefined) this.#reject(file, record.line, fault);
    else this.#accept(file, record.line, line);
  }

  #reject(file: number, line: number, fault: MessageFault): void {
    this.#read += 1;
    this.#rejections.push({ file, line, fault });
    this.#rejected.set(fault.code, (this.#rejected.get(fault.code) ?? 0) + 1);
  }

  #accept(file: number, line: number, { invoice, stockCode, description, quantity, moment, price, customer, country }: RetailLine): void {
    this.#read += 1;
    const texts = this.#texts;
    let known = this.#invoices.get(invoice);
    if (known === undefined) {
      known = { number: texts.of(invoice), moment, customer: texts.of(customer), country: texts.of(country), lines: [] };
      this.#invoices.set(known.number, known);
    } else if (moment < known.moment) known.moment = moment;
    const own = texts.of(price);
    known.lines.push({ stockCode: texts.of(stockCode), description: texts.of(description), quantity, price: own, file, line });
    (invoice.startsWith('C') ? this.#credits : this.#sales).add(own, quantity);
  }

  finish(): RetailTrade {
    const classes = new Map<LineClass, number>();
    let accepted = 0;
    const invoices = [...this.#invoices.values()].map(({ lines, ...invoice }): RetailInvoice => {
      const priced = sellsPricedGoods(lines);
      accepted += lines.length;
      const classified = lines.map((line, i) => {
        const lineClass = retailClassOf(invoice.number, line, priced);
        classes.set(lineClass, (classes.get(lineClass) ?? 0) + 1);
        return { ...line, ordinal: i + 1, class: lineClass };
      });
      return { ...invoice, credit: invoice.number.startsWith('C'), lines: classified };
    });
    const [sales, credits] = [this.#sales.total(), this.#credits.total()];
    const sums = { sales: sales.toCanonicalText(), credits: credits.toCanonicalText(), net: sales.plus(credits).toCanonicalText() };
    return { invoices, rejections: this.#rejections, read: this.#read, accepted, rejected: this.#rejected, classes, sums };
  }
}

async function* recordsOf(path: string): AsyncGenerator<{ readonly records: readonly CsvRecord[]; readonly lines: number }> {
  const records = new CsvRecords();
  for await (const batch of linesOfSource(path)) yield { records: batch.flatMap((line) => records.push(line)), lines: batch.length };
  yield { records: records.end(), lines: 0 };
}

/** How a file writes its days, by its lines up to the first whose moment begins with the year: mostly that is its first. */
const dayOrderOf = async (path: string): Promise<DayOrder> => {
  const told = new DayOrderTold();
  let columns: RetailColumns | undefined;
  for await (const { records } of recordsOf(path)) {
    for (const record of records) {
      const header = headerIn(record);
      if (typeof header === 'object') columns = header;
      const moment = columns === undefined || header !== undefined ? '' : (record.cells?.[columns.moment]?.trim() ?? '');
      if (beginsWithYear(moment)) return told.order;
      told.take(moment);
    }
  }
  return told.order;
};

/** Reads files (plain or gzip) as one run, in the order given. @throws SourceUnreadableError */
export const readRetailFiles = async (paths: readonly string[], progress?: (linesRead: number) => void): Promise<RetailTrade> => {
  const gathering = new RetailGathering();
  let read = 0;
  for (const [index, path] of paths.entries()) {
    const take = gathering.file(index, await dayOrderOf(path));
    for await (const { records, lines } of recordsOf(path)) {
      for (const record of records) take(record);
      progress?.((read += lines));
    }
  }
  return gathering.finish();
};
