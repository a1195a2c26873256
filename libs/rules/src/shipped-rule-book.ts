import { country, day, list, oneOf, optional, record, type Shape, text } from '#event-catalogue';
import calendarFacts from '../facts/calendars.json';
import cycleFacts from '../facts/cycles.json';
import dutyFacts from '../facts/duty-measures.json';
import exchangeFacts from '../facts/exchange-rates.json';
import interestFacts from '../facts/interest.json';
import jurisdictionFacts from '../facts/jurisdictions.json';
import lowValueFacts from '../facts/low-value.json';
import schemeFacts from '../facts/schemes.json';
import vatCategoryFacts from '../facts/vat-categories.json';
import vatRateFacts from '../facts/vat-rates.json';
import { withMeasures } from './evolve-rule-book';
import { VAT_CATEGORIES } from './expression';
import { type Measure, type VatRate } from './measure';
import { lowValueTableId, RuleBook, type RuleBookTables, vatRateId } from './rule-book';
import {
  calendarShape,
  cycleShape,
  interestRuleShape,
  jurisdictionShape,
  lowValueShape,
  rateTimelineShape,
  schemeFields,
  vatRateFields,
} from './rule-shapes';
import { RuleTable, type RuleTables, withRows } from './rule-table';

let shipped: RuleBook | undefined;

/** The law as the project ships it (libs/rules/facts, each file with its source and date). One value: its lookups are shared. */
export const shippedRuleBook = (): RuleBook => {
  shipped ??= new RuleBook(load());
  return shipped;
};

const load = (): RuleBookTables => ({
  schemes: keyed(
    rows(schemeFacts.rows, record(schemeFields), 'schemes'),
    (s) => `scheme/${s.id}`,
    (s) => s.from,
  ),
  measures: loadMeasures(),
  vatRates: loadVatRates(),
  exchangeRates: loadExchangeRates(),
  jurisdictions: keyed(
    rows(jurisdictionFacts.rows, jurisdictionShape, 'jurisdictions'),
    (j) => `jurisdiction/${j.id}`,
    (j) => j.id,
  ),
  lowValue: keyed(rows(lowValueFacts.rows, lowValueShape, 'low-value'), lowValueTableId, (r) => r.id),
  calendars: keyed(
    rows(calendarFacts.calendars, calendarShape, 'calendars'),
    (c) => `calendar/${c.id}`,
    (c) => c.id,
  ),
  cycles: keyed(
    rows(cycleFacts.rows, cycleShape, 'cycles'),
    (c) => `cycle/${c.id}`,
    (c) => c.id,
  ),
  interestRules: keyed(
    rows(interestFacts.rules, interestRuleShape, 'interest'),
    (r) => `interest/${r.id}`,
    (r) => r.from,
  ),
  rateTimelines: keyed(
    rows(interestFacts.timelines, rateTimelineShape, 'interest'),
    (t) => `rates/${t.id}`,
    (t) => t.id,
  ),
  // What the product tolerates is known to those who compare.
  tolerances: new Map(),
  // Nothing is tolerated in payments.
  shortPayments: new Map(),
});

/** Facts are read as strictly as events: a slip in a file stops the start, not a declaration. */
const rows = <T>(facts: unknown, shape: Shape<T>, file: string): readonly T[] => list(shape).parse(facts, `facts/${file}.json`);

const keyed = <T>(values: readonly T[], tableId: (v: T) => string, rowId: (v: T) => string): RuleTables<T> =>
  values.reduce<RuleTables<T>>((tables, v) => withRows(tables, tableId(v), [[rowId(v), v]]), new Map());

const loadMeasures = (): RuleTables<Measure> => {
  const base = { origin: '*', from: dutyFacts.from, publishedAt: dutyFacts.published };
  const duty = (jurisdiction: string, column: 1 | 2) => ({
    jurisdiction,
    taxType: 'A00',
    measures: dutyFacts.rows.map((r) => ({ ...base, codePrefix: r[0] ?? '', expression: r[column] ?? '' })),
  });
  let tables = withMeasures(withMeasures(new Map(), duty('EU', 1)), duty('GB', 2));
  const vatCategories = rows(vatCategoryFacts.rows, vatCategoryFact, 'vat-categories');
  for (const state of new Set(vatRateFacts.rows.map((r) => r.country))) {
    // VAT categories begin where the rates of the country do: before that day there is no answer to give.
    const vat = {
      origin: '*',
      from: vatRateFacts.rows.find((r) => r.country === state)?.from ?? '',
      publishedAt: vatCategoryFacts.published,
    };
    const exceptions = vatCategories
      .filter((r) => r.country === state)
      .map(({ codePrefix, category, from, to }) => ({
        ...vat,
        codePrefix,
        expression: `vat:${category}`,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      }));
    tables = withMeasures(tables, {
      jurisdiction: state,
      taxType: 'B00',
      measures: [{ ...vat, codePrefix: '', expression: 'vat:standard' }, ...exceptions],
    });
  }
  return tables;
};

/** Goods of a code at another rate than the standard one, in force from `from` (absent: as long as the country has rates) until before `to`. */
const vatCategoryFact = record({
  country,
  codePrefix: text,
  category: oneOf(...VAT_CATEGORIES),
  why: text,
  from: optional(day),
  to: optional(day),
});

const vatFact = record({ ...vatRateFields, country });

const loadVatRates = (): RuleTables<VatRate> =>
  keyed(
    rows(vatRateFacts.rows, vatFact, 'vat-rates').map((r): VatRate => ({ ...r, id: vatRateId(r) })),
    (r) => `vat/${r.country}`,
    (r) => r.id,
  );

const loadExchangeRates = (): RuleBookTables['exchangeRates'] => {
  const tables = new Map<string, RuleTable<Readonly<{ day: string; rate: string }>>>();
  for (const { quote, year, rates } of exchangeFacts.rows) {
    const id = `fx/ECB/${quote}/${year}`;
    const entries = rates.split(',').map((entry) => {
      const day = `${year}-${entry.slice(0, 5)}`;
      return [day, { day, rate: entry.slice(6) }] as const;
    });
    tables.set(id, RuleTable.empty<Readonly<{ day: string; rate: string }>>(id).with(entries));
  }
  return tables;
};
