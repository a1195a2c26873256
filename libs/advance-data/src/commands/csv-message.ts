import { type CsvRecord, csvFaultMessages } from '../reading/csv-records';
import { type MessageFault, refuse } from './message-fault';

/** A column of a canonical CSV file: cells are text unless they hold a whole number; an empty cell is an absent field. */
export type CsvColumns = Readonly<Record<string, 'text' | 'integer'>>;

/** The columns of a file by its header line, or why the header is none. Their order is free; columns of optional fields may be left out. */
export const csvHeader = (record: CsvRecord, columns: CsvColumns): readonly string[] | MessageFault => {
  if (record.cells === undefined) return { code: record.fault, field: 'line', message: 'expected a header line' };
  const names = record.cells.map((cell) => cell.trim());
  const unknown = names.find((name) => !Object.hasOwn(columns, name));
  if (unknown !== undefined)
    return { code: 'COLUMN_UNKNOWN', field: unknown.slice(0, 40), message: `expected columns among ${Object.keys(columns).join(', ')}` };
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? names : { code: 'COLUMN_TWICE', field: twice, message: 'expected each column once' };
};

/** The fields of a row. @throws MessageFaultError */
export const csvFields = (record: CsvRecord, header: readonly string[], columns: CsvColumns): ReadonlyMap<string, string | number> => {
  if (record.cells === undefined) return refuse(record.fault, 'line', csvFaultMessages[record.fault]);
  if (record.cells.length !== header.length)
    return refuse('COLUMN_COUNT', 'line', `expected ${String(header.length)} cells, found ${String(record.cells.length)}`);
  const fields = new Map<string, string | number>();
  for (const [i, name] of header.entries()) {
    const cell = record.cells[i] ?? '';
    if (cell === '') continue;
    // A cell that is no whole number stays text, which the field of the message refuses: the row still says what it belongs to.
    fields.set(name, columns[name] === 'integer' && /^-?(0|[1-9]\d{0,14})$/.test(cell) ? Number.parseInt(cell, 10) : cell);
  }
  return fields;
};
