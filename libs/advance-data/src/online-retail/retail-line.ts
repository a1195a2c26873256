import { misleadingCharacters, referenceFault } from '#event-catalogue';
import { dateFault } from '#rules';
import { lookAlikeFault } from '../commands/canonical-fields';
import type { MessageFault } from '../commands/message-fault';
import { type CsvRecord, csvFaultMessages } from '../reading/csv-records';
import { type DayOrder, hasSlashes, momentOf } from './retail-moments';

/** A readable line of the Online Retail layout. Texts are trimmed; `price` is canonical decimal text, per unit without VAT. */
export interface RetailLine {
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  /** RFC 3339 UTC with milliseconds; the file names no zone and its times are read as UTC. */
  readonly moment: string;
  readonly price: string;
  readonly customer: string;
  readonly country: string;
}
export type RetailVerdict =
  { readonly line: RetailLine; readonly fault?: undefined } | { readonly line?: undefined; readonly fault: MessageFault };

/** The columns, each with the names it goes by in the editions of the data set; capitals do not count. */
const columnNames = {
  invoice: ['InvoiceNo', 'Invoice'],
  stockCode: ['StockCode'],
  description: ['Description'],
  quantity: ['Quantity'],
  moment: ['InvoiceDate'],
  price: ['UnitPrice', 'Price'],
  customer: ['CustomerID', 'Customer ID'],
  country: ['Country'],
} as const;
type Column = keyof typeof columnNames;
export type RetailColumns = Readonly<Record<Column, number>> & { readonly count: number };

/** What is expected where a file has no header. */
export const headerExpected = 'expected a header that names the eight columns of Online Retail once each';

/** The places of the columns by a header line; a text where they cannot be told: which one is missing, or there twice. */
export const retailColumns = (cells: readonly string[]): RetailColumns | string => {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const wrong: string[] = [];
  const place = (column: Column): number => {
    const [first, ...others] = names.flatMap((name, at) => (columnNames[column].some((n) => n.toLowerCase() === name) ? [at] : []));
    if (first === undefined || others.length > 0)
      wrong.push(`${columnNames[column][0]} is ${first === undefined ? 'missing' : 'there twice'}`);
    return first ?? -1;
  };
  const columns = {
    invoice: place('invoice'),
    stockCode: place('stockCode'),
    description: place('description'),
    quantity: place('quantity'),
    moment: place('moment'),
    price: place('price'),
    customer: place('customer'),
    country: place('country'),
    count: cells.length,
  };
  return wrong.length === 0 ? columns : `${headerExpected}: ${wrong.join(', ')}`;
};

const fault = (code: string, field: string, message: string): RetailVerdict => ({ fault: { code, field, message } });

/** Reads one record: rejected only when it cannot be read (columns, keys, number, date); what it means is decided later. */
export const readRetailLine = (record: CsvRecord, columns: RetailColumns, days: DayOrder): RetailVerdict => {
  if (record.cells === undefined) return fault(record.fault, 'line', csvFaultMessages[record.fault]);
  if (record.cells.length !== columns.count)
    return fault('COLUMN_COUNT', 'line', `expected ${String(columns.count)} cells, found ${String(record.cells.length)}`);
  const cell = (column: Column): string => record.cells[columns[column]]?.trim() ?? '';
  const [invoice, stockCode] = [cell('invoice'), cell('stockCode')];
  const unusable = keyFault(invoice, 'InvoiceNo') ?? keyFault(stockCode, 'StockCode');
  if (unusable !== undefined) return { fault: unusable };
  const quantity = wholeNumber(cell('quantity'));
  if (quantity === undefined) return fault('NUMBER_INVALID', 'Quantity', 'expected a whole number of at most nine digits');
  const price = plainDecimal(cell('price'));
  if (price === undefined) return fault('NUMBER_INVALID', 'UnitPrice', 'expected a plain decimal number');
  const moment = momentOf(cell('moment'), days);
  if (moment === undefined) return fault('DATE_INVALID', 'InvoiceDate', dateExpected(cell('moment'), days));
  const outOfRange = dateFault(moment, 'InvoiceDate');
  if (outOfRange !== undefined) return { fault: outOfRange };
  // A customer number that went through a spreadsheet ends in ".0".
  const customer = cell('customer').replace(/\.0$/, '');
  return {
    line: { invoice, stockCode, description: printable(cell('description')), quantity, moment, price, customer, country: cell('country') },
  };
};

const dateExpected = (text: string, days: DayOrder): string =>
  days === 'unclear' && hasSlashes(text)
    ? 'expected YYYY-MM-DD hh:mm:ss; which number with slashes is the day no other line of the file tells, or they disagree'
    : 'expected YYYY-MM-DD hh:mm:ss, or M/D/YYYY or D/M/YYYY hh:mm in a file where all are of one kind';

/** Invoice and stock code become references of orders: they must be there, and be what references may be. */
const keyFault = (key: string, field: string): MessageFault | undefined => {
  if (key === '') return { code: 'KEY_MISSING', field, message: 'expected a key' };
  const malformed = referenceFault(key);
  return malformed === undefined ? lookAlikeFault(key, field) : { code: 'REFERENCE_MALFORMED', field, message: `expected ${malformed}` };
};

/** A spreadsheet may have written a whole number with decimals. */
const wholeNumber = (text: string): number | undefined => {
  const found = /^([+-]?)0*(\d{1,9})(\.0+)?$/.exec(text);
  const digits = found?.[2];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 10);
  return found?.[1] === '-' && value !== 0 ? -value : value;
};

/** Canonical text: no leading zeros, no trailing zeros after the point; equal prices are equal texts. */
const plainDecimal = (text: string): string | undefined => {
  const found = /^([+-]?)0*(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text);
  if (found === null) return undefined;
  const decimals = (found[3] ?? '').replace(/0+$/, '');
  const digits = `${found[2] ?? ''}${decimals === '' ? '' : `.${decimals}`}`;
  return found[1] === '-' && digits !== '0' ? `-${digits}` : digits;
};

const longestDescription = 500;

const misleading = new RegExp(misleadingCharacters.source, 'gu');

/** What a description may be in an event: well-formed, without control characters and such that mislead, at most 500 characters. */
const printable = (text: string): string =>
  text
    .toWellFormed()
    .replace(misleading, '')
    // eslint-disable-next-line no-control-regex -- line breaks inside quotes and stray control characters become spaces
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, longestDescription)
    .toWellFormed();
