import { parseExpression } from './expression';
import { type Measure } from './measure';
import { measureId, measureTableId, RuleBook, type RuleBookTables, vatRateId } from './rule-book';
import { type RuleTable, type RuleTables, withRows } from './rule-table';
import { type RulesEvent, shortPaymentTableId, tolerancesTableId } from './rules.events';

/** The book after an event. A row published again replaces the row of the same key; nothing else changes. */
export const evolveRuleBook = (book: RuleBook, event: RulesEvent): RuleBook => {
  const tables = book.tables;
  const next = (changed: Partial<RuleBookTables>): RuleBook => new RuleBook({ ...tables, ...changed }, book.carryForward);
  switch (event.type) {
    case 'RuleSetPublished': {
      const row = event.data;
      return next({ schemes: withRows(tables.schemes, `scheme/${row.id}`, [[row.from, row]]) });
    }
    case 'MeasuresPublished':
      return next({ measures: withMeasures(tables.measures, event.data) });
    case 'MeasureAnnulled':
      return next({ measures: annulled(tables.measures, event.data) });
    case 'ExchangeRatesPublished':
      return next({
        exchangeRates: withRows(
          tables.exchangeRates,
          `fx/${event.data.publisher}/${event.data.quote}/${event.data.year}`,
          event.data.rates.map((r) => [r.day, r] as const),
        ),
      });
    case 'VatRatesPublished': {
      const { country, rates } = event.data;
      const rows = rates.map((r) => ({ ...r, country, id: vatRateId({ ...r, country }) }));
      return next({
        vatRates: withRows(
          tables.vatRates,
          `vat/${country}`,
          rows.map((r) => [r.id, r] as const),
        ),
      });
    }
    case 'TolerancesPublished': {
      const { from, tolerances, deadlines } = event.data;
      return next({
        tolerances: withRows(tables.tolerances, tolerancesTableId, [
          [from, { from, version: nextVersion(tables.tolerances.get(tolerancesTableId)), tolerances, deadlines }],
        ]),
      });
    }
    case 'ShortPaymentTolerancePublished': {
      const { authority, from, tolerances } = event.data;
      const table = shortPaymentTableId(authority);
      return next({
        shortPayments: withRows(tables.shortPayments, table, [
          [from, { from, version: nextVersion(tables.shortPayments.get(table)), tolerances }],
        ]),
      });
    }
  }
};

/** Each publication of a set is a version of its own, corrections of an earlier day too; the first is what the product has. */
const nextVersion = (table: RuleTable<Readonly<{ version: number }>> | undefined): number =>
  Math.max(1, ...[...(table?.rows.values() ?? [])].map(({ version }) => version)) + 1;

type PublishedRow = Readonly<{ codePrefix: string; origin: string; from: string; to?: string; publishedAt: string; expression: string }>;

export const withMeasures = (
  tables: RuleTables<Measure>,
  published: Readonly<{ jurisdiction: string; taxType: string; measures: readonly PublishedRow[] }>,
): RuleTables<Measure> => {
  const byTable = new Map<string, (readonly [string, Measure])[]>();
  for (const row of published.measures) {
    const key = { ...row, jurisdiction: published.jurisdiction, taxType: published.taxType };
    const measure: Measure = { ...key, id: measureId(key), expression: parseExpression(row.expression) };
    const table = measureTableId(measure);
    byTable.set(table, [...(byTable.get(table) ?? []), [measure.id, measure]]);
  }
  let next = tables;
  for (const [table, rows] of byTable) next = withRows(next, table, rows);
  return next;
};

/** From its first day on: the row is gone. Later: it ends on the day before, as measures do. */
const annulled = (tables: RuleTables<Measure>, annulment: Readonly<{ measureId: string; voidFrom: string }>): RuleTables<Measure> => {
  for (const [id, table] of tables) {
    const measure = table.rows.get(annulment.measureId);
    if (measure === undefined) continue;
    const changed =
      annulment.voidFrom <= measure.from ? table.without(measure.id) : table.with([[measure.id, { ...measure, to: annulment.voidFrom }]]);
    return new Map([...tables, [id, changed]]);
  }
  return tables;
};
