import { formatExpression, parseExpression, UnsupportedExpressionError } from '../expression';
import { type RulesEvent } from '../rules.events';
import {
  chunks,
  columnsOf,
  csvRecords,
  groupBy,
  type LineProblem,
  type LineVerdict,
  rejected,
  type TableOrigin,
  type TableReading,
} from './table-reading';

type Row = Readonly<{ jurisdiction: string; codePrefix: string; expression: string }>;
const COLUMNS = [
  ['EU', 'cet_duty_rate'],
  ['GB', 'ukgt_duty_rate'],
] as const;

/** A row is at most 350 bytes, so an event stays below 64 kB. */
const MEASURES_AN_EVENT = 150;

/**
 * The two-column tariff (uktrade/global-uk-tariff): third-country duty of the EU and of GB per code of 8 or 10 digits. A rate that the
 * rules cannot express (seasons, entry prices, agricultural components) is reported with its line and column, and the other column is
 * taken. Events: by jurisdiction and chapter. @throws TableFormatError
 */
export const readTariff = (text: string, origin: TableOrigin): TableReading => {
  const [header, ...records] = csvRecords(text);
  const [codeColumn = 0, ...rateColumns] = columnsOf(header, ['commodity', ...COLUMNS.map(([, name]) => name)]);
  const verdicts: LineVerdict[] = [{ line: 1, verdict: 'accepted', rows: 0, problems: [] }];
  const rows: Row[] = [];
  for (const { line, cells } of records) {
    const codePrefix = cells[codeColumn]?.trim() ?? '';
    if (!/^([0-9]{8}|[0-9]{10})$/.test(codePrefix)) {
      verdicts.push(
        rejected(line, 'commodity', 'CODE_INVALID', `${JSON.stringify(codePrefix.slice(0, 40))} is not a code of 8 or 10 digits`),
      );
      continue;
    }
    const problems: LineProblem[] = [];
    const before = rows.length;
    COLUMNS.forEach(([jurisdiction, field], i) => {
      const written = cells[rateColumns[i] ?? -1] ?? '';
      const expression = tariffExpression(written);
      if (expression === undefined) problems.push({ field, code: 'EXPRESSION_UNSUPPORTED', message: written.slice(0, 120) });
      else rows.push({ jurisdiction, codePrefix, expression });
    });
    verdicts.push({ line, verdict: problems.length === 0 ? 'accepted' : 'unsupported', rows: rows.length - before, problems });
  }
  return { events: eventsOf(rows, origin), verdicts };
};

const UNITS = 'kg|hl|tonne|items|item|l|m';
const specific = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(EUR|GBP)\\s*/\\s*([\\d,]*)\\s*(${UNITS})$`);

/**
 * The rule text of a cell, or undefined where it cannot be said: `12.0%`, `1.0% + 3.00 GBP/100kg`, `4.50% MIN 0.30 EUR / item MAX 0.80 EUR
 * / item`.
 */
export const tariffExpression = (cell: string): string | undefined => {
  const text = cell.replaceAll('\u00a0', ' ').replaceAll('€', ' EUR').trim();
  const [, main, least, most] = /^(.*?)(?: MIN (.*?))?(?: MAX (.*))?$/.exec(text) ?? [];
  const base = sumText(main);
  const floor = least === undefined ? undefined : sumText(least);
  const ceiling = most === undefined ? undefined : sumText(most);
  if (base === undefined || (least !== undefined && floor === undefined) || (most !== undefined && ceiling === undefined)) return undefined;
  // "MIN x" means at least x, "MAX y" at most y.
  const atLeast = floor === undefined ? base : `max(${base}; ${floor})`;
  return canonical(ceiling === undefined ? atLeast : `min(${atLeast}; ${ceiling})`);
};

const sumText = (text: string | undefined): string | undefined => {
  const terms = (text ?? '').split('+').map((term) => termText(term.trim()));
  return terms.includes(undefined) ? undefined : terms.join(' + ');
};

const termText = (term: string): string | undefined => {
  if (/^\d+(\.\d+)?%$/.test(term)) return term;
  const found = specific.exec(term);
  if (found === null) return undefined;
  const per = (found[3] ?? '').replaceAll(',', '');
  return `${found[1] ?? ''} ${found[2] ?? ''}/${per === '' ? '' : `${per} `}${found[4] ?? ''}`;
};

const canonical = (text: string): string | undefined => {
  try {
    return formatExpression(parseExpression(text));
  } catch (error) {
    if (error instanceof UnsupportedExpressionError) return undefined;
    throw error;
  }
};

const eventsOf = (rows: readonly Row[], origin: TableOrigin): readonly RulesEvent[] =>
  [...groupBy(rows, (r) => `${r.jurisdiction} ${r.codePrefix.slice(0, 2)}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => chunks(group, MEASURES_AN_EVENT))
    .map((measures) => ({
      type: 'MeasuresPublished',
      data: {
        jurisdiction: measures[0]?.jurisdiction ?? '',
        taxType: 'A00',
        source: origin.source,
        measures: measures.map(({ codePrefix, expression }) => ({
          codePrefix,
          origin: '*',
          from: origin.from,
          publishedAt: origin.publishedAt,
          expression,
        })),
      },
    }));
