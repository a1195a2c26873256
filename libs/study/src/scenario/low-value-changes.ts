import { Exact } from '#money';
import { type LowValueRule, lowValueTableId, parseExpression, RuleTable, type RuleBookTables, UnsupportedExpressionError } from '#rules';
import { type Scenario, ScenarioError } from './scenario';

type LowValueTables = RuleBookTables['lowValue'];

/**
 * The rules of low value as the scenario has them: one rule of each changed territory for all days, but where only its flat duty falls
 * away.
 */
export const withLowValue = (tables: LowValueTables, { thresholds = [], flat = [] }: Scenario): LowValueTables => {
  let next = tables;
  const limits = new Map(thresholds.map(({ of, amount }) => [of, amount]));
  const duties = new Map(flat.map(({ territory, rule }) => [territory, rule]));
  for (const territory of new Set([...limits.keys(), ...duties.keys()])) {
    const id = lowValueTableId({ territory });
    const table = next.get(id);
    if (table === undefined && !duties.has(territory)) continue;
    if (table === undefined) throw new ScenarioError('flat', `${territory} has no rule of low value`);
    const rows = changed([...table.rows.values()], territory, { limit: limits.get(territory), duty: duties.get(territory) });
    next = new Map([...next, [id, RuleTable.empty<LowValueRule>(id).with(rows.map((row) => [row.id, row] as const))]]);
  }
  return next;
};

interface Wanted {
  readonly limit: string | undefined;
  readonly duty: string | undefined;
}

const changed = (rows: readonly LowValueRule[], territory: string, { limit, duty }: Wanted): readonly LowValueRule[] => {
  if (duty === undefined) return [reliefOf(rows, territory, limit ?? '0')];
  if (duty === 'none') {
    if (limit !== undefined) throw new ScenarioError('flat', `${territory}: --threshold alone takes the flat duty away`);
    return rows.map((row) => (row.treatment === 'flat' ? tariffOf(row, territory) : row));
  }
  return [flatOf(rows, territory, duty, limit)];
};

const simulatedId = (territory: string, what: string): string => `SIMULATED-${territory}-${what}`;
const source = 'simulated';
const earliest = (rows: readonly LowValueRule[]): string => rows.reduce((first, { from }) => (from < first ? from : first), '9999-12-31');
const without = ({ to: _to, flat: _flat, reliefUpTo: _upTo, exceptPreferences: _except, ...rest }: LowValueRule): LowValueRule => rest;
const ofKind = (rows: readonly LowValueRule[], treatment: LowValueRule['treatment']): LowValueRule => {
  const found = rows.findLast((row) => row.treatment === treatment) ?? rows.at(-1);
  if (found === undefined) throw new RangeError('a table of low value has rows');
  return found;
};

/**
 * A lower limit ends the relief alone: within the old one goods stay of low value, for the data set H7 and for schemes. A higher one moves
 * both.
 */
const reliefOf = (rows: readonly LowValueRule[], territory: string, limit: string): LowValueRule => {
  const base = without(ofKind(rows, 'relief'));
  const higher = Exact.parse(limit).compare(Exact.parse(base.threshold.amount)) >= 0;
  return {
    ...base,
    id: simulatedId(territory, 'RELIEF'),
    from: earliest(rows),
    treatment: 'relief' as const,
    source,
    ...(higher ? { threshold: { ...base.threshold, amount: limit } } : { reliefUpTo: limit }),
  };
};

/** On the days of a flat duty, the tariff. */
const tariffOf = (row: LowValueRule, territory: string): LowValueRule => ({
  ...without(row),
  id: simulatedId(territory, `TARIFF-${row.from}`),
  treatment: 'relief',
  reliefUpTo: '0',
  source,
  ...(row.to === undefined ? {} : { to: row.to }),
});

const flatOf = (rows: readonly LowValueRule[], territory: string, duty: string, limit: string | undefined): LowValueRule => {
  const base = ofKind(rows, 'flat');
  const amount = limit === undefined || Exact.parse(limit).isZero() ? base.threshold.amount : limit;
  if (Exact.parse(amount).compare(Exact.parse(base.threshold.amount)) < 0)
    throw new ScenarioError(
      'threshold',
      `${territory}: a flat duty takes the place of the relief up to ${base.threshold.amount} ${base.threshold.currency}; ` +
        'a limit below it is not known to the rules',
    );
  const own = base.treatment === 'flat' ? {} : { transactionTypes: ['B2C'], excludedPrefixes: [] };
  const { to: _to, reliefUpTo: _upTo, ...rest } = base;
  return {
    ...rest,
    ...own,
    id: simulatedId(territory, 'FLAT'),
    from: earliest(rows),
    treatment: 'flat',
    flat: flatText(duty, territory),
    threshold: { ...base.threshold, amount },
    source,
  };
};

const flatText = (text: string, territory: string): string => {
  try {
    const { kind } = parseExpression(text);
    if (kind === 'flatPerDistinctHs6' || kind === 'flatPerConsignment') return text;
  } catch (error) {
    if (!(error instanceof UnsupportedExpressionError)) throw error;
  }
  throw new ScenarioError(
    'flat',
    `${territory}: expected an amount for each code or consignment, like "3.00 EUR/hs6" or "3.00 EUR/consignment", or none`,
  );
};
