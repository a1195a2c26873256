import { type LineFault, lineFaultMessages, maxLineLength, type SourceLine } from './source-lines';

/** One record of a CSV file (RFC 4180): the physical line it begins on, and its cells or why there are none. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[]; readonly fault?: undefined }
  | { readonly line: number; readonly cells?: undefined; readonly fault: CsvFault };
export type CsvFault = LineFault | 'CSV_QUOTE_OPEN' | 'CSV_QUOTE_MISPLACED';

const notOneRecord = 'expected one record of comma-separated cells';
/** What is said of a record without cells. */
export const csvFaultMessages: Readonly<Record<CsvFault, string>> = {
  ...lineFaultMessages,
  CSV_QUOTE_OPEN: notOneRecord,
  CSV_QUOTE_MISPLACED: notOneRecord,
};

/** A cell may go over line ends; a quote that is not closed within as many lines is a slip, and reading goes on with the line after it. */
const longestRecord = 100;

/**
 * Puts physical lines together to records. An unclosed quote costs its own line only: the lines after it are read again as records of their
 * own, so one slip never swallows the rest of a file.
 */
export class CsvRecords {
  #open: SourceLine[] = [];
  #openLength = 0;

  push(line: SourceLine): readonly CsvRecord[] {
    if (this.#open.length === 0) return this.#first(line);
    this.#open.push(line);
    this.#openLength += line.text.length + 1;
    const closes = quoteCount(line.text) % 2 === 1;
    if (closes && line.fault === undefined) {
      const record = recordOf(this.#open[0]?.number ?? line.number, this.#open.map((l) => l.text).join('\n'));
      // The quote that closes belongs to another cell: the one that opened was the slip.
      if (record.fault !== undefined) return this.#giveUp();
      this.#open = [];
      return [record];
    }
    return line.fault !== undefined || this.#open.length >= longestRecord || this.#openLength > maxLineLength ? this.#giveUp() : [];
  }

  /** After the last line. */
  end(): readonly CsvRecord[] {
    const records: CsvRecord[] = [];
    while (this.#open.length > 0) records.push(...this.#giveUp());
    return records;
  }

  #first(line: SourceLine): readonly CsvRecord[] {
    if (line.fault !== undefined) return [{ line: line.number, fault: line.fault }];
    if (line.text.trim() === '') return [];
    if (!line.text.includes('"')) return [{ line: line.number, cells: line.text.split(',') }];
    if (!leavesQuoteOpen(line.text)) return [recordOf(line.number, line.text)];
    this.#open = [line];
    this.#openLength = line.text.length;
    return [];
  }

  #giveUp(): readonly CsvRecord[] {
    const [bad, ...rest] = this.#open;
    this.#open = [];
    return [{ line: bad?.number ?? 0, fault: 'CSV_QUOTE_OPEN' }, ...rest.flatMap((line) => this.push(line))];
  }
}

const quoteCount = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
};

/** A quote opens a cell only at the cell's beginning; elsewhere it is a character like any other (inches in a description). */
const leavesQuoteOpen = (text: string): boolean => {
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end === -1) return true;
      at = end + 1;
    }
    const comma = text.indexOf(',', at);
    if (comma === -1) return false;
    at = comma + 1;
  }
  return false;
};

const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
};

const recordOf = (line: number, text: string): CsvRecord => {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end === -1 || (end + 1 < text.length && text[end + 1] !== ',')) return { line, fault: 'CSV_QUOTE_MISPLACED' };
      cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 2;
      if (end + 1 >= text.length) break;
    } else {
      const comma = text.indexOf(',', at);
      cells.push(comma === -1 ? text.slice(at) : text.slice(at, comma));
      if (comma === -1) break;
      at = comma + 1;
    }
  }
  return { line, cells };
};
