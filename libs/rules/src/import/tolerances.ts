import { book, inputFaultOf, isOfThisCentury, record, type Shape } from '#event-catalogue';
import { isCurrency, isDay } from '#money';
import { type RulesEvent, toleranceRows } from '../rules.events';
import {
  comparisons,
  deadlineNames,
  deadlineShape,
  type DeadlineName,
  type PublishedTolerance,
  shortPaymentShape,
  type ShortPaymentTolerance,
  type ToleranceName,
  toleranceNames,
  toleranceShape,
} from '../tolerance-shapes';
import {
  accepted,
  type CsvRecord,
  csvRecords,
  groupBy,
  type LineVerdict,
  rejected,
  TableFormatError,
  type TableOrigin,
  type TableReading,
} from './table-reading';

const columns = [
  'rule',
  'from',
  'comparison',
  'currency',
  'absolute',
  'perLine',
  'percent',
  'kilograms',
  'euro',
  'months',
  'counts',
  'days',
  'authority',
  'books',
] as const;
type Column = (typeof columns)[number];
const measures = ['absolute', 'perLine', 'percent', 'kilograms', 'euro', 'months', 'counts'] as const satisfies readonly Column[];
const ofPayments = ['authority', 'books'] as const satisfies readonly Column[];
const whole: readonly Column[] = ['months', 'days'];

type Row = Readonly<{
  from: string;
  tolerance?: PublishedTolerance;
  deadline?: { readonly leg: DeadlineName; readonly days: number };
  payment?: ShortPaymentTolerance & { readonly authority: string };
}>;
type Refusal = Readonly<{ field: string; code: string; message: string }>;
const no = (field: string, code: string, message: string): Refusal => ({ field, code, message });

/**
 * What reconciliation tolerates: a line for each comparison, of a currency or of all, and for each leg that is missed after so many days;
 * all of a day are one set. What an authority tolerates in payments: a line for each currency, all of an authority and a day are one set. A
 * set is taken whole or not at all: one line that is refused keeps the whole table out. @throws TableFormatError
 */
export const readTolerances = (text: string, origin: TableOrigin): TableReading => {
  const [header, ...records] = csvRecords(text);
  const places = placesOf(header);
  const seen = new Set<string>();
  const rows: Row[] = [];
  const verdicts = records.map((record): LineVerdict => {
    const read = readLine(cellsOf(record, places), record.cells.length > places.length);
    if ('code' in read) return rejected(record.line, read.field, read.code, read.message);
    const key = [
      read.from,
      read.deadline?.leg ?? read.tolerance?.comparison ?? read.payment?.authority,
      read.tolerance?.currency ?? read.payment?.currency,
    ].join(' ');
    if (seen.has(key))
      return rejected(
        record.line,
        read.payment === undefined ? 'comparison' : 'currency',
        'TOLERANCE_TWICE',
        'an earlier line says the same',
      );
    seen.add(key);
    rows.push(read);
    return accepted(record.line, 1);
  });
  const head = accepted(header?.line ?? 1, 0);
  if (verdicts.some(({ verdict }) => verdict !== 'accepted'))
    return { events: [], verdicts: [head, ...verdicts.map((verdict) => ({ ...verdict, rows: 0 }))] };
  return { events: eventsOf(rows, origin), verdicts: [head, ...verdicts] };
};

/** Which column each cell is of. */
const placesOf = (header: CsvRecord | undefined): readonly Column[] => {
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const found = names.map((name, i) => {
    const column = columns.find((one) => one === name);
    if (column === undefined)
      throw new TableFormatError(`the first line has a column ${name.slice(0, 40)}, which is none of ${columns.join(', ')}`);
    if (names.indexOf(name) !== i) throw new TableFormatError(`the first line has the column ${name} twice`);
    return column;
  });
  for (const needed of ['rule', 'from'] as const)
    if (!found.includes(needed)) throw new TableFormatError(`the first line has no column ${needed}`);
  return found;
};

type Cells = ReadonlyMap<Column, string>;
const cellsOf = ({ cells }: CsvRecord, places: readonly Column[]): Cells =>
  new Map(
    places.flatMap((column, i): readonly (readonly [Column, string])[] => {
      const cell = cells[i]?.trim() ?? '';
      return cell === '' ? [] : [[column, cell]];
    }),
  );

const readLine = (cells: Cells, isTooLong: boolean): Row | Refusal => {
  const [rule = '', from = '', comparison = ''] = [cells.get('rule'), cells.get('from'), cells.get('comparison')];
  if (isTooLong) return no('rule', 'COLUMN_UNKNOWN', 'the line has more cells than the first one');
  if (rule !== 'reconciliation' && rule !== 'short-payment')
    return no('rule', 'RULE_UNKNOWN', `${shown(rule)} is no rule that tolerates anything: reconciliation and short-payment are`);
  if (!isDay(from) || !isOfThisCentury(from)) return no('from', 'DAY_INVALID', `${shown(from)} is no day of the years 2000 to 2099`);
  if (rule === 'short-payment') return paymentOf(from, cells);
  const leg = deadlineNames.find((name) => name === comparison);
  if (leg !== undefined) return deadlineOf(leg, from, cells);
  const name = toleranceNames.find((one) => one === comparison);
  return name === undefined
    ? no('comparison', 'COMPARISON_UNKNOWN', `${shown(comparison)} is none of ${[...toleranceNames, ...deadlineNames].join(', ')}`)
    : toleranceOf(name, from, cells);
};

const deadlineOf = (leg: DeadlineName, from: string, cells: Cells): Row | Refusal => {
  const strange = [...measures, 'currency' as const, ...ofPayments].find((column) => cells.has(column));
  if (strange !== undefined) return no(strange, 'MEASURE_NOT_OF_COMPARISON', `a leg is missed after days, and knows no ${strange}`);
  if (!cells.has('days')) return no('days', 'MEASURE_MISSING', `${leg} needs the days after which it is missed`);
  const deadline = parsed(deadlineShape, { leg, ...given(cells, ['days']) });
  return 'code' in deadline ? deadline : { from, deadline };
};

const toleranceOf = (comparison: ToleranceName, from: string, cells: Cells): Row | Refusal => {
  const known = comparisons[comparison];
  const own: readonly Column[] = known.measures;
  const strange = [...measures, 'days' as const, ...ofPayments].find((column) => cells.has(column) && !own.includes(column));
  if (strange !== undefined) return no(strange, 'MEASURE_NOT_OF_COMPARISON', `${comparison} is measured by ${own.join(', ')}`);
  const currency = cells.get('currency');
  if (currency !== undefined && !known.ofCurrency)
    return no('currency', 'MEASURE_NOT_OF_COMPARISON', `${comparison} is the same in all currencies`);
  if (currency !== undefined && !isCurrency(currency)) return no('currency', 'CURRENCY_UNKNOWN', `${shown(currency)} is not in ISO 4217`);
  if (own.every((column) => column === 'counts' || !cells.has(column)))
    return no(own[0] ?? 'absolute', 'MEASURE_MISSING', `${comparison} needs one of ${own.join(', ')}; 0 tolerates nothing`);
  const tolerance = parsed(toleranceShape, { comparison, ...given(cells, ['currency', ...measures]) });
  return 'code' in tolerance ? tolerance : { from, tolerance };
};

const paymentOf = (from: string, cells: Cells): Row | Refusal => {
  const strange = columns.find(
    (column) => cells.has(column) && !['rule', 'from', 'authority', 'currency', 'absolute', 'percent', 'days', 'books'].includes(column),
  );
  if (strange !== undefined) return no(strange, 'MEASURE_NOT_OF_COMPARISON', 'a short payment is measured by absolute, percent and days');
  const currency = cells.get('currency') ?? '';
  if (!isCurrency(currency)) return no('currency', 'CURRENCY_UNKNOWN', `${shown(currency)} is not in ISO 4217`);
  if (!cells.has('absolute') && !cells.has('percent'))
    return no('absolute', 'MEASURE_MISSING', 'a short payment needs absolute or percent; 0 tolerates nothing');
  const authority = parsed(record({ authority: book }), given(cells, ['authority']));
  if ('code' in authority) return authority;
  const payment = parsed(shortPaymentShape, given(cells, ['currency', 'absolute', 'percent', 'days', 'books']));
  return 'code' in payment ? payment : { from, payment: { ...payment, ...authority } };
};

/** The cells that are there; whole numbers as such. */
const given = (cells: Cells, of: readonly Column[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    of.flatMap((column): readonly (readonly [string, unknown])[] => {
      const cell = cells.get(column);
      return cell === undefined ? [] : [[column, whole.includes(column) && /^\d{1,9}$/.test(cell) ? Number(cell) : cell]];
    }),
  );

const parsed = <T extends object>(shape: Shape<T>, value: unknown): T | Refusal => {
  try {
    return shape.parse(value, 'line');
  } catch (error) {
    const fault = inputFaultOf(error, 'line');
    if (fault === undefined) throw error;
    return no(fault.field, 'MEASURE_INVALID', fault.message);
  }
};

const shown = (value: string): string => JSON.stringify(value.slice(0, 40));

/** One set for each day, or for each day and authority; each in an order of its own: the same lines in another order are the same sets. */
const eventsOf = (rows: readonly Row[], { source }: TableOrigin): readonly RulesEvent[] =>
  [...groupBy(rows, ({ from, payment }) => `${from} ${payment?.authority ?? ''}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, ofDay]): RulesEvent => {
      if (ofDay.length > toleranceRows) throw new TableFormatError(`${key.trim()} has more than ${String(toleranceRows)} lines`);
      const [from = '', authority = ''] = key.split(' ');
      if (authority !== '')
        return {
          type: 'ShortPaymentTolerancePublished',
          data: { authority, from, source, tolerances: ofDay.flatMap(withoutAuthority).sort((a, b) => (a.currency < b.currency ? -1 : 1)) },
        };
      return {
        type: 'TolerancesPublished',
        data: {
          from,
          source,
          tolerances: ofDay.flatMap(({ tolerance }) => tolerance ?? []).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
          deadlines: ofDay.flatMap(({ deadline }) => deadline ?? []).sort((a, b) => (a.leg < b.leg ? -1 : 1)),
        },
      };
    });
const nameOf = ({ comparison, currency = '' }: PublishedTolerance): string => `${comparison} ${currency}`;
const withoutAuthority = ({ payment }: Row): readonly ShortPaymentTolerance[] => {
  if (payment === undefined) return [];
  const { authority: _authority, ...tolerance } = payment;
  return [tolerance];
};
