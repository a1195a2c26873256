import { type OrderEvent } from '#advance-data';
import { type ReadModel } from '#read-model';
import { legsOfSubjects, namedBy, textOf, unitsOf } from '#reconciliation';
import { csvLine } from '../csv';
import { eventsOfStream, type Log } from '../event-origin';
import { type Entry, recordOf, type SupplyRecord } from './supply-record';

/** Half-open moments [from, before), RFC 3339 UTC or days. */
export interface RecordDays {
  readonly from: string;
  readonly before: string;
}

const add = (amounts: readonly string[]): string => textOf(amounts.reduce((sum, amount) => sum + unitsOf(amount), 0n));

/** The records of the supplies under a scheme number in the order in which they were told, one after another. */
export async function* supplyRecords(
  log: Log,
  views: ReadModel,
  schemeNumber: string,
  { from, before }: RecordDays,
): AsyncGenerator<SupplyRecord> {
  const sql = "SELECT order_stream FROM supplies WHERE scheme_number = ? AND kind = 'supply' AND at >= ? AND at < ? ORDER BY seq";
  for await (const { order_stream: order } of views.iterate<{ readonly order_stream: string }>(sql, [schemeNumber, from, before])) {
    const events = await eventsOfStream<OrderEvent>(log, order);
    const naming = await namedBy(views, order);
    const consignments = [...(await legsOfSubjects(views, naming, ['consignment'])).values()].flat().map(({ number }) => number);
    const returns = [...(await legsOfSubjects(views, naming, ['returnReported'])).values()].flat().map(({ reference }) => ({ reference }));
    const record = recordOf(schemeNumber, order, events, { consignments, returns }, add);
    if (record !== undefined) yield record;
  }
}

/** A record is asked for each single good (Art. 63c(3)): a line of the file is a line of an order. */
const columns = [
  'keepUntil',
  'l',
  'ordinal',
  'a',
  'b_description',
  'b_quantity',
  'b_sku',
  'c',
  'd_amount',
  'd_currency',
  'e',
  'f',
  'g_amount',
  'g_currency',
  'h',
  'i',
  'j_from',
  'j_to',
  'k',
  'm',
] as const;

const shown = <T>(entry: Entry<T>, text: (value: T) => string): string =>
  'missing' in entry ? `missing: ${entry.missing}` : text(entry.value);

const rowsOf = ({ keepUntil, a, b, c, d, e, f, g, h, i, j, k, l, m }: SupplyRecord): readonly (readonly string[])[] => {
  const lines = 'missing' in b ? [undefined] : b.value;
  return lines.map((line) => [
    keepUntil,
    shown(l, (value) => value),
    line === undefined ? '' : String(line.ordinal),
    shown(a, (value) => value),
    line === undefined ? shown(b, () => '') : shown(line.description, (value) => value),
    line === undefined ? '' : String(line.quantity),
    line?.sku ?? '',
    shown(c, (value) => value),
    shown(d, ({ amount }) => amount),
    shown(d, ({ currency }) => currency),
    shown(e, (value) => value.map(({ reference, on, amount, currency }) => `${reference} ${on} ${amount} ${currency}`).join('; ')),
    shown(f, (value) => value.map(({ rate, taxable, vat }) => `${rate} %: ${vat} on ${taxable}`).join('; ')),
    shown(g, ({ amount }) => amount),
    shown(g, ({ currency }) => currency),
    shown(h, (value) => value.map(({ at, amount, currency, transaction }) => `${at} ${amount} ${currency} ${transaction}`).join('; ')),
    shown(i, () => ''),
    shown(j, ({ from }) => from),
    shown(j, ({ to }) => to),
    shown(k, (value) =>
      value
        .map(({ reference, rate, taxable, vat, currency }) =>
          [
            reference,
            rate === undefined ? undefined : `${rate} %`,
            vat === undefined ? undefined : `${vat} on ${taxable ?? ''} ${currency ?? ''}`,
          ]
            .filter((word) => word !== undefined)
            .join(' '),
        )
        .join('; '),
    ),
    shown(m, (value) => value.join('; ')),
  ]);
};

/** The records as CSV, a line for each single good; amounts of the whole supply stand on each of its lines. */
export async function* supplyRecordsCsv(records: AsyncIterable<SupplyRecord>): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const record of records) yield rowsOf(record).map(csvLine).join('');
}
