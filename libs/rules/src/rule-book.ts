import { type Day, type Exact } from '#money';
import { type Calendar } from './calendar';
import { type AccountCycle } from './cycle';
import { conversion, type Conversion, lookUpRate, type RateFound, type RateMissing, type RateSeries } from './fx';
import { type InterestRule, type RateTimeline } from './interest';
import { inForce, type Jurisdiction, type LowValueRule } from './jurisdiction';
import { type ExchangeRate, type Measure, type TableRef, type VatRate } from './measure';
import { type MeasureFound, MeasureIndex, type MeasureNotFound } from './measure-index';
import { Remembered } from './remembered';
import { type RuleTable, type RuleTables } from './rule-table';
import { type FxDateRule, type SchemeRuleSet } from './scheme';

/** The rows of a rule book. Table ids: `scheme/EU-IOSS`, `tariff/GB/A00/62`, `vat/FR`, `vat-category/FR`, `fx/ECB/GBP/2026`. */
export type RuleBookTables = Readonly<{
  schemes: RuleTables<SchemeRuleSet>;
  measures: RuleTables<Measure>;
  vatRates: RuleTables<VatRate>;
  exchangeRates: RuleTables<Readonly<{ day: Day; rate: string }>>;
  jurisdictions: RuleTables<Jurisdiction>;
  lowValue: RuleTables<LowValueRule>;
  calendars: RuleTables<Calendar>;
  cycles: RuleTables<AccountCycle>;
  interestRules: RuleTables<InterestRule>;
  rateTimelines: RuleTables<RateTimeline>;
}>;

/** A value with the tables that answered. */
export type Pinned<T> = Readonly<{ value: T; table: TableRef }>;

/**
 * Everything the law says, as known: an immutable value, folded from facts shipped and events published. Lookups are remembered per book, so one
 * book answers a hundred thousand declarations; a changed book is another value.
 */
export class RuleBook {
  readonly #measureIndexes = new Map<string, MeasureIndex>();
  readonly #conversions = new Remembered<Conversion | RateMissing>();
  readonly #schemesFor = new Remembered<readonly Pinned<SchemeRuleSet>[]>();
  readonly #schemesInForce = new Remembered<Pinned<SchemeRuleSet> | undefined>();
  readonly #jurisdictions = new Remembered<Pinned<Jurisdiction> | undefined>();
  readonly #lowValueRules = new Remembered<Pinned<LowValueRule> | undefined>();
  readonly #vatRates = new Remembered<Pinned<VatRate> | undefined>();
  readonly #measures = new Remembered<MeasureFound | MeasureNotFound>();
  readonly #measureTables = new Remembered<TableRef | undefined>();
  readonly #series = new Map<string, RateSeries>();
  readonly #calendars = new Map<string, Calendar>();
  #schemes: readonly Pinned<SchemeRuleSet>[] | undefined;

  constructor(readonly tables: RuleBookTables, readonly carryForward = false) {}

  /** The same law with rates carried forward beyond the end of a table, each row marked (demo rule 9). */
  carryingForward(): RuleBook {
    return this.carryForward ? this : new RuleBook(this.tables, true);
  }

  /** Rule sets in force that serve a destination, in order of id. */
  schemesFor(destination: string, on: Day): readonly Pinned<SchemeRuleSet>[] {
    return this.#schemesFor.answer(`${destination} ${on}`, () => {
      const ids = new Set(this.#allSchemes().map((s) => s.value.id));
      return [...ids].map((id) => this.scheme(id, on)).filter((s): s is Pinned<SchemeRuleSet> => s?.value.destinations.includes(destination) === true);
    });
  }

  scheme(id: string, on: Day): Pinned<SchemeRuleSet> | undefined {
    return this.#schemesInForce.answer(`${id} ${on}`, () => {
      const rows = this.#allSchemes().filter((s) => s.value.id === id);
      const value = inForce(rows.map((s) => s.value), on);
      return rows.find((s) => s.value === value);
    });
  }

  jurisdiction(id: string): Pinned<Jurisdiction> | undefined {
    return this.#jurisdictions.answer(id, () => pinned(this.tables.jurisdictions, `jurisdiction/${id}`, id));
  }

  /** What holds for consignments of low value; with `claim`, the rule that this additional procedure asks for (C08: gifts). */
  lowValueRule(territory: string, on: Day, claim?: string): Pinned<LowValueRule> | undefined {
    return this.#lowValueRules.answer(`${territory} ${on} ${claim ?? ''}`, () => pinnedOn(this.tables.lowValue.get(lowValueTableId({ territory, ...(claim === undefined ? {} : { claim }) })), on));
  }

  calendars(): ReadonlyMap<string, Calendar> {
    if (this.#calendars.size === 0) for (const t of this.tables.calendars.values()) for (const c of t.rows.values()) this.#calendars.set(c.id, c);
    return this.#calendars;
  }

  cycle(id: string): AccountCycle | undefined {
    return pinned(this.tables.cycles, `cycle/${id}`, id)?.value;
  }

  /** Ids of all cycles, in order. */
  cycleIds(): readonly string[] {
    return [...this.tables.cycles.values()].flatMap(({ rows }) => [...rows.keys()]).sort();
  }

  /** The rule of interest that holds for a debt due on a day. */
  interestRule(id: string, dueOn: Day): Pinned<InterestRule> | undefined {
    return pinnedOn(this.tables.interestRules.get(`interest/${id}`), dueOn);
  }

  rateTimeline(id: string): Pinned<RateTimeline> | undefined {
    return pinned(this.tables.rateTimelines, `rates/${id}`, id);
  }

  /** The measure for goods, or why there is none. `taxType` VAT gives the category of the goods. */
  measure(jurisdiction: string, taxType: string, code: string, origin: string, on: Day): MeasureFound | MeasureNotFound {
    const key = `${jurisdiction}/${taxType}`;
    return this.#measures.answer(`${key} ${code} ${origin} ${on}`, () => this.#indexOf(key).find(code, origin, on));
  }

  #indexOf(key: string): MeasureIndex {
    let index = this.#measureIndexes.get(key);
    if (index === undefined) {
      const prefix = `tariff/${key}/`;
      const rows = [...this.tables.measures].filter(([id]) => id.startsWith(prefix)).flatMap(([, table]) => [...table.rows.values()]);
      index = new MeasureIndex(rows);
      this.#measureIndexes.set(key, index);
    }
    return index;
  }

  /** The table a measure stands in: by chapter for goods. */
  measureTable(measure: Measure): TableRef | undefined {
    return this.#measureTables.answer(measure.id, () => this.tables.measures.get(measureTableId(measure))?.ref);
  }

  vatRate(country: string, category: string, on: Day): Pinned<VatRate> | undefined {
    return this.#vatRates.answer(`${country} ${category} ${on}`, () => pinnedOn(this.tables.vatRates.get(`vat/${country}`), on, (row) => row.category === category));
  }

  /** The published row of a currency (not EUR) that answers for a day. */
  exchangeRate(quote: string, rule: FxDateRule, day: Day): RateFound | RateMissing {
    return lookUpRate(quote, this.#seriesOf(quote), rule, day, this.carryForward);
  }

  /** From one currency to another by the rule's rates; remembered by day, or by month where the rule is monthly. */
  conversion(from: string, to: string, rule: FxDateRule, day: Day): Conversion | RateMissing {
    const key = `${from}>${to}>${rule}>${rule === 'penultimateWednesday' ? day.slice(0, 7) : day}`;
    return this.#conversions.answer(key, () => this.#convert(from, to, rule, day));
  }

  exchangeTable(row: ExchangeRate): TableRef | undefined {
    return this.tables.exchangeRates.get(`fx/ECB/${row.quote}/${row.sourceDate.slice(0, 4)}`)?.ref;
  }

  #convert(from: string, to: string, rule: FxDateRule, day: Day): Conversion | RateMissing {
    if (from === to) return { rows: [], apply: (amount: Exact) => amount };
    const source = from === 'EUR' ? undefined : this.exchangeRate(from, rule, day);
    const target = to === 'EUR' ? undefined : this.exchangeRate(to, rule, day);
    if (source?.kind === 'missing') return source;
    if (target?.kind === 'missing') return target;
    return conversion(source?.row, target?.row);
  }

  #allSchemes(): readonly Pinned<SchemeRuleSet>[] {
    this.#schemes ??= [...this.tables.schemes.values()].flatMap((t) => [...t.rows.values()].map((value) => ({ value, table: t.ref }))).sort((a, b) => (a.value.id < b.value.id ? -1 : 1));
    return this.#schemes;
  }

  #seriesOf(quote: string): RateSeries | undefined {
    const known = this.#series.get(quote);
    if (known !== undefined) return known;
    const prefix = `fx/ECB/${quote}/`;
    const rows = [...this.tables.exchangeRates].filter(([id]) => id.startsWith(prefix)).flatMap(([, t]) => [...t.rows.values()]);
    if (rows.length === 0) return undefined;
    rows.sort((a, b) => (a.day < b.day ? -1 : 1));
    const series = { days: rows.map((r) => r.day), rates: rows.map((r) => r.rate) };
    this.#series.set(quote, series);
    return series;
  }
}

/** Measures are kept by jurisdiction, tax type and chapter; VAT categories (`B00` of a country) in the same way. */
export const measureTableId = (m: Readonly<{ jurisdiction: string; taxType: string; codePrefix: string }>): string =>
  `tariff/${m.jurisdiction}/${m.taxType}/${m.codePrefix === '' ? 'all' : m.codePrefix.slice(0, 2)}`;

/** A relief with a claim of its own is a table of its own. */
export const lowValueTableId = ({ territory, claim }: Pick<LowValueRule, 'territory' | 'claim'>): string => `low-value/${territory}${claim === undefined ? '' : `/${claim}`}`;

export const measureId = (m: Readonly<{ jurisdiction: string; taxType: string; codePrefix: string; origin: string; from: Day }>): string =>
  `${m.jurisdiction}:${m.taxType}:${m.codePrefix === '' ? 'all' : m.codePrefix}:${m.origin}:${m.from}`;

/** The first digits of the codes that a measure is for, by its id; empty where it is for all. */
export const codePrefixOf = (id: string): string => /^[^:]*:[^:]*:(\d+):/.exec(id)?.[1] ?? '';

export const vatRateId = (r: Readonly<{ country: string; category: string; from: Day }>): string => `${r.country}:${r.category}:${r.from}`;

const pinned = <T>(tables: RuleTables<T>, tableId: string, rowId: string): Pinned<T> | undefined => {
  const table = tables.get(tableId);
  const value = table?.rows.get(rowId);
  return table === undefined || value === undefined ? undefined : { value, table: table.ref };
};

/** The row of a table in force on a day, of those that are asked for. */
const pinnedOn = <T extends Readonly<{ from: Day; to?: Day }>>(table: RuleTable<T> | undefined, on: Day, isAskedFor: (row: T) => boolean = () => true): Pinned<T> | undefined => {
  const value = table === undefined ? undefined : inForce([...table.rows.values()].filter(isAskedFor), on);
  return table === undefined || value === undefined ? undefined : { value, table: table.ref };
};
