import { type Day } from '#money';
import { type Calendar } from './calendar';
import { type AccountCycle } from './cycle';
import { conversion, type Conversion, lookUpRate, type RateFound, type RateMissing, type RateSeries } from './fx';
import { type InterestRule, type RateTimeline } from './interest';
import { isInForce, type Jurisdiction, type LowValueRule } from './jurisdiction';
import { type ExchangeRate, type Measure, type TableRef, type VatRate } from './measure';
import { type MeasureFound, MeasureIndex, type MeasureNotFound } from './measure-index';
import { periodOfScheme } from './periods';
import { Remembered } from '#event-catalogue';
import { type RuleTable, type RuleTables } from './rule-table';
import { shortPaymentTableId, tolerancesTableId } from './rules.events';
import { type FxDateRule, type Period, type SchemeRuleSet } from './scheme';
import { type ShortPaymentRule, type ShortPaymentSet, type ToleranceSet } from './tolerance-shapes';

/**
 * The rows of a rule book. Table ids: `scheme/EU-IOSS`, `tariff/GB/A00/62`, `vat/FR`, `vat-category/FR`, `fx/ECB/GBP/2026`,
 * `tolerances/reconciliation`.
 */
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
  tolerances: RuleTables<ToleranceSet>;
  shortPayments: RuleTables<ShortPaymentSet>;
}>;

const SAME_CURRENCY: Conversion = { rows: [], apply: (amount) => amount };

/** A value with the tables that answered. */
export type Pinned<T> = Readonly<{ value: T; table: TableRef }>;

/**
 * Everything the law says, as known: an immutable value, folded from facts shipped and events published. Lookups are remembered per book,
 * so one book answers a hundred thousand declarations; a changed book is another value.
 */
export class RuleBook {
  /** By jurisdiction and tax type. */
  readonly #measureIndexes = new Map<string, Map<string, MeasureIndex>>();
  readonly #measureTables = new Map<Measure, TableRef | undefined>();
  readonly #conversions = new Remembered<Conversion | RateMissing>();
  readonly #schemesFor = new Remembered<readonly Pinned<SchemeRuleSet>[]>();
  readonly #periods = new Remembered<Period | undefined>();
  readonly #jurisdictions = new Remembered<Pinned<Jurisdiction> | undefined>();
  /** By country and category. */
  readonly #vatRates = new Map<string, ReadonlyMap<string, readonly Pinned<VatRate>[]>>();
  /** By territory, then by the claim that a relief needs; without one, the empty text. */
  #lowValueRules: ReadonlyMap<string, ReadonlyMap<string, readonly Pinned<LowValueRule>[]>> | undefined;
  readonly #series = new Map<string, RateSeries>();
  readonly #calendars = new Map<string, Calendar>();
  /** By id, in order of ids. */
  #schemes: ReadonlyMap<string, readonly Pinned<SchemeRuleSet>[]> | undefined;

  constructor(
    readonly tables: RuleBookTables,
    readonly carryForward = false,
  ) {}

  /** The same law with rates carried forward beyond the end of a table, each row marked (demo rule 9). */
  carryingForward(): RuleBook {
    return this.carryForward ? this : new RuleBook(this.tables, true);
  }

  /** Rule sets in force that serve a destination, in order of id. */
  schemesFor(destination: string, on: Day): readonly Pinned<SchemeRuleSet>[] {
    return this.#schemesFor.answer(`${destination} ${on}`, () =>
      [...this.#allSchemes().keys()]
        .map((id) => this.scheme(id, on))
        .filter((s): s is Pinned<SchemeRuleSet> => s?.value.destinations.includes(destination) === true),
    );
  }

  scheme(id: string, on: Day): Pinned<SchemeRuleSet> | undefined {
    return pinnedOn(this.#allSchemes().get(id), on);
  }

  jurisdiction(id: string): Pinned<Jurisdiction> | undefined {
    return this.#jurisdictions.answer(id, () => pinned(this.tables.jurisdictions, `jurisdiction/${id}`, id));
  }

  /** What holds for consignments of low value; with `claim`, the rule that this additional procedure asks for (C08: gifts). */
  lowValueRule(territory: string, on: Day, claim?: string): Pinned<LowValueRule> | undefined {
    this.#lowValueRules ??= new Map(
      [...grouped([...this.tables.lowValue.values()].flatMap(rowsOf), ({ value }) => value.territory)].map(([id, rules]) => [
        id,
        grouped(rules, ({ value }) => value.claim ?? ''),
      ]),
    );
    return pinnedOn(this.#lowValueRules.get(territory)?.get(claim ?? ''), on);
  }

  calendars(): ReadonlyMap<string, Calendar> {
    if (this.#calendars.size === 0)
      for (const t of this.tables.calendars.values()) for (const c of t.rows.values()) this.#calendars.set(c.id, c);
    return this.#calendars;
  }

  /** `periodOfScheme` of a rule set that stands in this book, which has one for each id and first day. @throws CalendarNotCoveredError */
  period(scheme: SchemeRuleSet, day: Day, state?: string): Period | undefined {
    return this.#periods.answer(`${scheme.id} ${scheme.from} ${day} ${state ?? ''}`, () =>
      periodOfScheme(scheme, day, this.calendars(), state),
    );
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
    const table = this.tables.interestRules.get(`interest/${id}`);
    return table === undefined ? undefined : pinnedOn(rowsOf(table), dueOn);
  }

  rateTimeline(id: string): Pinned<RateTimeline> | undefined {
    return pinned(this.tables.rateTimelines, `rates/${id}`, id);
  }

  /** The tolerances that hold on a day; undefined where none are published for it. */
  tolerances(on: Day): ToleranceSet | undefined {
    const table = this.tables.tolerances.get(tolerancesTableId);
    return table === undefined ? undefined : pinnedOn(rowsOf(table), on)?.value;
  }

  /** What an authority tolerates on a day in payments of accounts in a currency; undefined: nothing. */
  shortPayment(authority: string, currency: string, on: Day): ShortPaymentRule | undefined {
    const table = this.tables.shortPayments.get(shortPaymentTableId(authority));
    const set = table === undefined ? undefined : pinnedOn(rowsOf(table), on)?.value;
    const found = set?.tolerances.find((tolerance) => tolerance.currency === currency);
    return set === undefined || found === undefined ? undefined : { ...found, rule: 'short-payment', version: set.version };
  }

  /** What each authority tolerates on a day in payments, in order of authorities. */
  shortPayments(on: Day): readonly (ShortPaymentSet & { readonly authority: string })[] {
    return [...this.tables.shortPayments]
      .flatMap(([id, table]) => {
        const set = pinnedOn(rowsOf(table), on)?.value;
        return set === undefined ? [] : [{ authority: id.slice(shortPaymentTableId('').length), ...set }];
      })
      .sort((a, b) => (a.authority < b.authority ? -1 : 1));
  }

  /** The measure for goods, or why there is none. `taxType` VAT gives the category of the goods. */
  measure(jurisdiction: string, taxType: string, code: string, origin: string, on: Day): MeasureFound | MeasureNotFound {
    const index = this.#measureIndexes.get(jurisdiction)?.get(taxType) ?? this.#indexMeasures(jurisdiction, taxType);
    return index.find(code, origin, on);
  }

  #indexMeasures(jurisdiction: string, taxType: string): MeasureIndex {
    const prefix = `tariff/${jurisdiction}/${taxType}/`;
    const index = new MeasureIndex(
      [...this.tables.measures].filter(([id]) => id.startsWith(prefix)).flatMap(([, table]) => [...table.rows.values()]),
    );
    this.#measureIndexes.set(jurisdiction, (this.#measureIndexes.get(jurisdiction) ?? new Map<string, MeasureIndex>()).set(taxType, index));
    return index;
  }

  /** The table a measure stands in: by chapter for goods. */
  measureTable(measure: Measure): TableRef | undefined {
    if (!this.#measureTables.has(measure)) this.#measureTables.set(measure, this.tables.measures.get(measureTableId(measure))?.ref);
    return this.#measureTables.get(measure);
  }

  vatRate(country: string, category: string, on: Day): Pinned<VatRate> | undefined {
    const rates = this.#vatRates.get(country) ?? this.#ratesOf(country);
    return pinnedOn(rates.get(category), on);
  }

  #ratesOf(country: string): ReadonlyMap<string, readonly Pinned<VatRate>[]> {
    const table = this.tables.vatRates.get(`vat/${country}`);
    const rates = grouped(table === undefined ? [] : rowsOf(table), ({ value }) => value.category);
    this.#vatRates.set(country, rates);
    return rates;
  }

  /** The published row of a currency (not EUR) that answers for a day. */
  exchangeRate(quote: string, rule: FxDateRule, day: Day): RateFound | RateMissing {
    return lookUpRate(quote, this.#seriesOf(quote), rule, day, this.carryForward);
  }

  /** From one currency to another by the rule's rates; remembered by day, or by month where the rule is monthly. */
  conversion(from: string, to: string, rule: FxDateRule, day: Day): Conversion | RateMissing {
    if (from === to) return SAME_CURRENCY;
    const key = `${from}>${to}>${rule}>${rule === 'penultimateWednesday' ? day.slice(0, 7) : day}`;
    return this.#conversions.answer(key, () => this.#convert(from, to, rule, day));
  }

  exchangeTable(row: ExchangeRate): TableRef | undefined {
    return this.tables.exchangeRates.get(`fx/ECB/${row.quote}/${row.sourceDate.slice(0, 4)}`)?.ref;
  }

  #convert(from: string, to: string, rule: FxDateRule, day: Day): Conversion | RateMissing {
    const source = from === 'EUR' ? undefined : this.exchangeRate(from, rule, day);
    const target = to === 'EUR' ? undefined : this.exchangeRate(to, rule, day);
    if (source?.kind === 'missing') return source;
    if (target?.kind === 'missing') return target;
    return conversion(source?.row, target?.row);
  }

  #allSchemes(): ReadonlyMap<string, readonly Pinned<SchemeRuleSet>[]> {
    this.#schemes ??= grouped(
      [...this.tables.schemes.values()].flatMap(rowsOf).sort((a, b) => (a.value.id < b.value.id ? -1 : 1)),
      ({ value }) => value.id,
    );
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
export const lowValueTableId = ({ territory, claim }: Pick<LowValueRule, 'territory' | 'claim'>): string =>
  `low-value/${territory}${claim === undefined ? '' : `/${claim}`}`;

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

const rowsOf = <T>({ rows, ref }: RuleTable<T>): readonly Pinned<T>[] => [...rows.values()].map((value) => ({ value, table: ref }));

const grouped = <T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
};

/** As `inForce`, with the table of the row. */
const pinnedOn = <T extends Readonly<{ from: Day; to?: Day }>>(rows: readonly Pinned<T>[] | undefined, on: Day): Pinned<T> | undefined => {
  let found: Pinned<T> | undefined;
  for (const row of rows ?? []) if (isInForce(row.value, on) && (found === undefined || found.value.from < row.value.from)) found = row;
  return found;
};
