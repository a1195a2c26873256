import { Exact, isDay } from '#money';
import { addDays } from '../calendar';
import { VAT_CATEGORIES, type VatCategory } from '../expression';
import { type RulesEvent } from '../rules.events';
import {
  accepted,
  columnsOf,
  type CsvRecord,
  csvRecords,
  groupBy,
  type LineProblem,
  type LineVerdict,
  rejected,
  type TableOrigin,
  type TableReading,
} from './table-reading';

type Rate = Readonly<{ country: string; category: VatCategory; rate: string; from: string; to?: string }>;
const COLUMNS = ['start_date', 'stop_date', 'territory_codes', 'rate', 'rate_type'];

/** The table writes both names of two countries. */
const ALIASES = new Map([
  ['EL', 'GR'],
  ['UK', 'GB'],
]);

/**
 * VAT rates by period (kdeldycke/vat-rates): one rate for the territories of a cell, which may span lines. Countries are taken; regions
 * with their own postcodes (`DE-87491`) are reported as unsupported. Rates are fractions there, per cent here. @throws TableFormatError
 */
export const readVatRates = (text: string, origin: TableOrigin): TableReading => {
  const [header, ...records] = csvRecords(text);
  const columns = columnsOf(header, COLUMNS);
  const verdicts: LineVerdict[] = [accepted(1, 0)];
  const rates: Rate[] = [];
  for (const record of records) {
    const read = readRecord(record, columns);
    rates.push(...read.rates);
    verdicts.push(read.verdict);
  }
  return { events: eventsOf(endsExcluded(rates), origin), verdicts };
};

const readRecord = (record: CsvRecord, columns: readonly number[]): Readonly<{ rates: readonly Rate[]; verdict: LineVerdict }> => {
  const [from = '', to = '', territories = '', fraction = '', type = ''] = columns.map((c) => record.cells[c]?.trim() ?? '');
  const no = (field: string, code: string, value: string) => ({
    rates: [],
    verdict: rejected(record.line, field, code, `${JSON.stringify(value.slice(0, 40))} cannot be read`),
  });
  if (!isDay(from)) return no('start_date', 'DAY_INVALID', from);
  if (to !== '' && !isDay(to)) return no('stop_date', 'DAY_INVALID', to);
  if (!Exact.isCanonical(fraction) || Exact.parse(fraction).isNegative()) return no('rate', 'RATE_INVALID', fraction);
  const category = VAT_CATEGORIES.find((c) => c === type);
  if (category === undefined)
    return {
      rates: [],
      verdict: unsupported(record.line, 0, [{ field: 'rate_type', code: 'CATEGORY_UNSUPPORTED', message: type.slice(0, 40) }]),
    };
  const codes = territories.split(/\s*\n\s*/).filter((code) => code !== '');
  const countries = [...new Set(codes.filter((code) => /^[A-Z]{2}$/.test(code)).map((code) => ALIASES.get(code) ?? code))];
  const regions = codes.filter((code) => !/^[A-Z]{2}$/.test(code));
  const rate = Exact.parse(fraction).times(Exact.HUNDRED).toCanonicalText();
  const rates = countries.map((country) => ({ country, category, rate, from, ...(to === '' ? {} : { to }) }));
  const problems = regions.map((region) => ({ field: 'territory_codes', code: 'REGION_UNSUPPORTED', message: region.slice(0, 40) }));
  return { rates, verdict: problems.length === 0 ? accepted(record.line, rates.length) : unsupported(record.line, rates.length, problems) };
};

const unsupported = (line: number, rows: number, problems: readonly LineProblem[]): LineVerdict => ({
  line,
  verdict: 'unsupported',
  rows,
  problems,
});

/** The table ends a rate on the day the next begins or on the day before (LU 2023-12-31); ours end before `to`. */
const endsExcluded = (rates: readonly Rate[]): readonly Rate[] => {
  const begins = new Set(rates.map((r) => `${r.country} ${r.category} ${r.from}`));
  return rates.map((r) => {
    if (r.to === undefined || begins.has(`${r.country} ${r.category} ${r.to}`)) return r;
    const after = addDays(r.to, 1);
    return begins.has(`${r.country} ${r.category} ${after}`) ? { ...r, to: after } : r;
  });
};

const eventsOf = (rates: readonly Rate[], origin: TableOrigin): readonly RulesEvent[] =>
  [...groupBy(rates, (r) => r.country)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([country, rows]) => ({
      type: 'VatRatesPublished',
      data: {
        country,
        source: origin.source,
        rates: rows.map(({ category, rate, from, to }) => ({ category, rate, from, ...(to === undefined ? {} : { to }) })),
      },
    }));
