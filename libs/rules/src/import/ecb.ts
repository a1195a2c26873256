import { Exact, isCurrency, isDay } from '#money';
import { type RulesEvent } from '../rules.events';
import {
  accepted,
  csvRecords,
  groupBy,
  type LineVerdict,
  rejected,
  TableFormatError,
  type TableOrigin,
  type TableReading,
} from './table-reading';

type Rate = Readonly<{ quote: string; day: string; rate: string }>;

/**
 * The ECB's history of euro reference rates (eurofxref-hist.csv): a day a line, a currency a column, `N/A` where none was published, a
 * comma at the end of each line. A line with one unreadable cell is rejected whole. Events: one per currency and year. @throws
 * TableFormatError
 */
export const readEcbRates = (text: string, origin: TableOrigin): TableReading => {
  const [header, ...records] = csvRecords(text);
  if (header?.cells[0] !== 'Date') throw new TableFormatError('the first line does not begin with Date');
  const quotes = header.cells.map((cell) => cell.trim());
  const unknown = quotes.slice(1).filter((q) => q !== '' && !isCurrency(q));
  const verdicts: LineVerdict[] = [
    unknown.length === 0
      ? accepted(1, 0)
      : {
          line: 1,
          verdict: 'unsupported',
          rows: 0,
          problems: unknown.map((field) => ({ field, code: 'CURRENCY_UNKNOWN', message: `${field} is not in ISO 4217` })),
        },
  ];
  const rates: Rate[] = [];
  for (const { line, cells } of records) {
    const day = cells[0]?.trim() ?? '';
    const found = isDay(day) ? readRow(quotes, cells, day) : `${day.slice(0, 40)} is not a day`;
    if (typeof found === 'string')
      verdicts.push(rejected(line, isDay(day) ? 'rate' : 'Date', isDay(day) ? 'RATE_INVALID' : 'DAY_INVALID', found));
    else {
      rates.push(...found);
      verdicts.push(accepted(line, found.length));
    }
  }
  return { events: eventsOf(rates, origin), verdicts };
};

const readRow = (quotes: readonly string[], cells: readonly string[], day: string): readonly Rate[] | string => {
  const rates: Rate[] = [];
  for (let i = 1; i < quotes.length; i += 1) {
    const quote = quotes[i] ?? '';
    const cell = cells[i]?.trim() ?? '';
    if (quote === '' || cell === '' || cell === 'N/A' || !isCurrency(quote)) continue;
    if (!Exact.isCanonical(cell) || Exact.parse(cell).compare(Exact.ZERO) <= 0) return `${quote}: ${cell.slice(0, 40)} is not a rate`;
    rates.push({ quote, day, rate: cell });
  }
  return rates;
};

const eventsOf = (rates: readonly Rate[], origin: TableOrigin): readonly RulesEvent[] =>
  [...groupBy(rates, (r) => `${r.quote} ${r.day.slice(0, 4)}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, rows]) => ({
      type: 'ExchangeRatesPublished',
      data: {
        publisher: 'ECB',
        quote: key.slice(0, 3),
        year: key.slice(4),
        source: origin.source,
        rates: rows.map(({ day, rate }) => ({ day, rate })).sort((a, b) => (a.day < b.day ? -1 : 1)),
      },
    }));
