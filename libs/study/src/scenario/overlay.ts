import { Exact, isCurrency } from '#money';
import {
  evolveRuleBook,
  type Measure,
  measureId,
  measureTableId,
  parseExpression,
  RuleBook,
  type RuleBookTables,
  RuleTable,
  type RuleTables,
  type SchemeRuleSet,
  UnsupportedExpressionError,
  type VatRate,
  vatRateId,
  withRows,
} from '#rules';
import { withLowValue } from './low-value-changes';
import { type Scenario, ScenarioError } from './scenario';

/** The first day of a rule that holds on all days. */
const always = '2000-01-01';

/**
 * The law with the scenario laid over it: another value, for all days. What the scenario does not name is the same table as before. @throws
 * ScenarioError
 */
export const overlay = (law: RuleBook, scenario: Scenario): RuleBook => {
  for (const { of, amount } of scenario.thresholds ?? []) checkThreshold(law, of, amount);
  const read = (scenario.tables ?? []).reduce(evolveRuleBook, law);
  const tables: RuleBookTables = {
    ...read.tables,
    lowValue: withLowValue(read.tables.lowValue, scenario),
    schemes: withSchemeLimits(read.tables.schemes, scenario),
    measures: (scenario.measures ?? []).reduce(withMeasure, read.tables.measures),
    vatRates: (scenario.vatRates ?? []).reduce(withVatRate, read.tables.vatRates),
  };
  return new RuleBook(tables, law.carryForward);
};

const checkThreshold = ({ tables }: RuleBook, of: string, amount: string): void => {
  if (!Exact.isCanonical(amount) || Exact.parse(amount).isNegative())
    throw new ScenarioError('threshold', `${of}=${amount}: expected an amount of at least 0`);
  if (!tables.lowValue.has(`low-value/${of}`) && !tables.schemes.has(`scheme/${of}`)) {
    const known = [
      ...[...tables.lowValue.keys()].filter((id) => id.split('/').length === 2).map((id) => id.slice('low-value/'.length)),
      ...limitedSchemes(tables.schemes),
    ];
    throw new ScenarioError('threshold', `${of}: expected one of ${known.join(', ')}`);
  }
};

const limitedSchemes = (schemes: RuleTables<SchemeRuleSet>): readonly string[] =>
  [...schemes.values()].flatMap(({ rows }) => [...rows.values()]).flatMap(({ id, threshold }) => (threshold === undefined ? [] : [id]));

const withSchemeLimits = (schemes: RuleTables<SchemeRuleSet>, { thresholds = [] }: Scenario): RuleTables<SchemeRuleSet> => {
  let next = schemes;
  for (const { of, amount } of thresholds) {
    const table = schemes.get(`scheme/${of}`);
    if (table === undefined) continue;
    const rows = [...table.rows].flatMap(([key, row]) =>
      row.threshold === undefined ? [] : [[key, { ...row, threshold: { ...row.threshold, amount } }] as const],
    );
    if (rows.length === 0) throw new ScenarioError('threshold', `${of} has no limit`);
    next = withRows(next, table.id, rows);
  }
  return next;
};

type WantedMeasure = NonNullable<Scenario['measures']>[number];

/** A longer prefix goes before a shorter one, so what stands beneath is taken away. */
const withMeasure = (tables: RuleTables<Measure>, wanted: WantedMeasure): RuleTables<Measure> => {
  const { jurisdiction, taxType, codePrefix, origin } = wanted;
  const prefix = `tariff/${jurisdiction}/${taxType}/`;
  const own = [...tables].filter(([id]) => id.startsWith(prefix));
  if (own.length === 0) throw new ScenarioError('measure', `${jurisdiction}:${taxType}: there is no such tariff`);
  const expression = dutyExpression(wanted);
  let next = tables;
  for (const [id, table] of own) {
    const kept = [...table.rows].filter(([, row]) => !(row.origin === origin && row.codePrefix.startsWith(codePrefix)));
    if (kept.length < table.rows.size) next = new Map([...next, [id, RuleTable.empty<Measure>(id).with(kept)]]);
  }
  const measure: Measure = {
    jurisdiction,
    taxType,
    codePrefix,
    origin,
    expression,
    id: measureId({ ...wanted, from: always }),
    from: always,
    publishedAt: always,
  };
  return withRows(next, measureTableId(measure), [[measure.id, measure]]);
};

const dutyExpression = ({ expression: text, jurisdiction, taxType }: WantedMeasure): Measure['expression'] => {
  try {
    const expression = parseExpression(text);
    const isFlat = expression.kind === 'flatPerDistinctHs6' || expression.kind === 'flatPerConsignment';
    const isOfOthers = (expression.kind === 'vat') !== (taxType === 'B00');
    const unknown = /[A-Z]{3}/.exec(text)?.[0];
    if (!isFlat && !isOfOthers && (unknown === undefined || isCurrency(unknown))) return expression;
  } catch (error) {
    if (!(error instanceof UnsupportedExpressionError)) throw error;
  }
  throw new ScenarioError(
    'measure',
    `${jurisdiction}:${taxType}: ${JSON.stringify(text.slice(0, 80))} is no rule of such a tariff, like "12%" or "12% + 3.00 EUR/100 kg", for B00 "vat:reduced"`,
  );
};

const withVatRate = (
  tables: RuleTables<VatRate>,
  { country, category, rate }: NonNullable<Scenario['vatRates']>[number],
): RuleTables<VatRate> => {
  const table = tables.get(`vat/${country}`);
  const rows = [...(table?.rows.values() ?? [])];
  const old = rows.filter((row) => row.category === category);
  if (table === undefined || old.length === 0) throw new ScenarioError('vat', `${country}: there is no ${category} rate`);
  const from = old.reduce((first, row) => (row.from < first ? row.from : first), '9999-12-31');
  const row: VatRate = { country, category, rate, from, id: vatRateId({ country, category, from }) };
  const kept = rows.filter((one) => one.category !== category);
  return new Map([...tables, [table.id, RuleTable.empty<VatRate>(table.id).with([...kept, row].map((one) => [one.id, one] as const))]]);
};
