import { formatMoney, parseMoney } from '#money';
import { type ReadModel } from '#read-model';
import { type ReturnFigures } from '../compute-return';
import { type SupplyFact } from '../supply-fact';

/** A row of `supplies` as the database gives it. */
interface SupplyRecord {
  readonly seq: number;
  readonly scheme: SupplyFact['scheme'];
  readonly kind: SupplyFact['kind'];
  readonly order_stream: string;
  readonly country: string;
  readonly currency: string;
  readonly period: string;
  readonly original_period: string;
  readonly at: string;
  readonly credit_number: string | null;
  readonly tax_rows: string;
  readonly hash: string;
  /** Moment of the supply that a credit changes, where it was asked for. */
  readonly supplied_at?: string | null;
}
interface FiledRecord {
  readonly period: string;
  readonly through_seq: number;
}

/** A supply behind a return, with its number among those of the scheme number. */
export type CoveredSupply = SupplyFact & { readonly seq: number };

/**
 * The facts that the return of a period covers or, before it is filed, would cover: those of the period, and those of earlier periods that
 * no return covers, because they came after theirs. `outstanding` names earlier periods that still wait for their own return (a preview;
 * none at filing). In the order of the log within each part, one after another. Wait for the read model to reach the log's head first.
 */
export async function* suppliesOfReturn(
  views: ReadModel,
  schemeNumber: string,
  period: string,
  outstanding: readonly string[] = [],
): AsyncGenerator<CoveredSupply> {
  const filed = await views.all<FiledRecord>(
    'SELECT period, through_seq FROM return_periods WHERE scheme_number = ? AND through_seq IS NOT NULL ORDER BY period',
    [schemeNumber],
  );
  const upper = filed.find((row) => row.period === period)?.through_seq ?? Number.MAX_SAFE_INTEGER;
  const earlier = filed.filter((row) => row.period < period);
  const last = earlier.at(-1) ?? { period: '', through_seq: 0 };
  // Looked up for credits alone: they are few beside the supplies.
  const suppliedAt = `CASE kind WHEN 'adjustment' THEN (SELECT o.at FROM supplies o WHERE o.order_stream = supplies.order_stream AND o.kind = 'supply') END`;
  const select = `SELECT seq, scheme, kind, order_stream, country, currency, period, original_period, at, credit_number, tax_rows, hash, ${suppliedAt} AS supplied_at FROM supplies WHERE scheme_number = ? AND`;
  const parts: readonly (readonly [where: string, parameters: readonly (string | number)[]])[] = [
    ['period = ? AND seq <= ?', [period, upper]],
    // Periods whose returns are filed: what lies beyond the last of them came later. So a long history is not read again.
    ['seq > ? AND seq <= ? AND period <= ?', [last.through_seq, upper, last.period]],
    ['period > ? AND period < ? AND seq <= ?', [last.period, period, upper]],
  ];
  for (const [where, parameters] of parts) {
    for await (const row of views.iterate<SupplyRecord>(`${select} ${where} ORDER BY seq`, [schemeNumber, ...parameters])) {
      const covered = row.period < period && earlier.some((one) => row.period <= one.period && row.seq <= one.through_seq);
      if (!covered && !outstanding.includes(row.period)) yield factOf(schemeNumber, row);
    }
  }
}

const factOf = (schemeNumber: string, row: SupplyRecord): CoveredSupply => {
  const { seq, scheme, kind, country, currency, period, at, hash } = row;
  const taxRows = JSON.parse(row.tax_rows) as readonly Readonly<{ rate: string; rateCategory: string; taxable: string; vat: string }>[];
  return {
    seq,
    scheme,
    schemeNumber,
    kind,
    country,
    currency,
    period,
    at,
    hash,
    order: row.order_stream,
    originalPeriod: row.original_period,
    ...(typeof row.supplied_at === 'string' ? { suppliedAt: row.supplied_at } : {}),
    ...(row.credit_number === null ? {} : { creditNumber: row.credit_number }),
    rows: taxRows.map(({ rate, rateCategory, taxable, vat }) => ({
      rate,
      rateCategory,
      taxable: parseMoney(taxable, currency).minor,
      vat: parseMoney(vat, currency).minor,
    })),
  };
};

/** The supplies behind one row (country and rate) or, with `originalPeriod`, one correction of a return. */
export async function* suppliesBehind(
  views: ReadModel,
  schemeNumber: string,
  period: string,
  row: Readonly<{ country: string; rate?: string; originalPeriod?: string }>,
): AsyncGenerator<CoveredSupply> {
  for await (const fact of suppliesOfReturn(views, schemeNumber, period)) {
    if (fact.country !== row.country || (row.originalPeriod !== undefined && fact.originalPeriod !== row.originalPeriod)) continue;
    if (row.rate === undefined || fact.rows.some(({ rate }) => rate === row.rate)) yield fact;
  }
}

/** An order that is in no return, and why. */
export type ExcludedSupply = Readonly<{ order: string; at: string; regime: string; reason: string }>;

/** Orders supplied from one moment up to another (RFC 3339 UTC, half-open) that no scheme collects. */
export async function* excludedSupplies(views: ReadModel, from: string, to: string): AsyncGenerator<ExcludedSupply> {
  const sql = 'SELECT order_stream, at, regime, reason FROM supplies_excluded WHERE at >= ? AND at < ? ORDER BY at, order_stream';
  for await (const { order_stream: order, ...why } of views.iterate<Omit<ExcludedSupply, 'order'> & { readonly order_stream: string }>(
    sql,
    [from, to],
  ))
    yield { order, ...why };
}

/** A period of a scheme number: how many facts belong to it, and its return once that is filed. */
export type ReturnPeriodStatus = Readonly<{ schemeNumber: string; period: string; scheme: string; facts: number; filed?: ReturnFigures }>;

/** Periods with facts or returns in order of number and period; of one holder or one number where given. */
export const returnPeriodsOf = async (
  views: ReadModel,
  of: Readonly<{ schemeNumber?: string; holder?: string }> = {},
): Promise<readonly ReturnPeriodStatus[]> => {
  const conditions = [
    of.schemeNumber === undefined ? undefined : (['scheme_number = ?', of.schemeNumber] as const),
    of.holder === undefined ? undefined : (['holder = ?', of.holder] as const),
  ].filter((c) => c !== undefined);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
  const found = await views.all<{ scheme_number: string; period: string; scheme: string; facts: number; filed: string | null }>(
    `SELECT scheme_number, period, scheme, facts, filed FROM return_periods${where} ORDER BY scheme_number, period`,
    conditions.map(([, value]) => value),
  );
  return found.map(({ scheme_number, period, scheme, facts, filed }) => ({
    schemeNumber: scheme_number,
    period,
    scheme,
    facts,
    ...(filed === null ? {} : { filed: JSON.parse(filed) as ReturnFigures }),
  }));
};

/** A filed return that carries a supply of an order, or a correction of it; `vat` in the supply's own currency. */
export type CarryingReturn = Readonly<{ filed: ReturnFigures; kind: SupplyFact['kind']; vat: string; currency: string }>;

/**
 * The filed returns that carry an order's supply and its corrections: of each the first one filed for its period or a later one that had it
 * before it.
 */
export const returnCarrying = async (views: ReadModel, order: string): Promise<readonly CarryingReturn[]> => {
  const facts = await views.all<SupplyRecord & { readonly scheme_number: string }>(
    'SELECT * FROM supplies WHERE order_stream = ? ORDER BY scheme_number, seq',
    [order],
  );
  const carrying: CarryingReturn[] = [];
  for (const fact of facts) {
    const found = await views.get<{ readonly filed: string }>(
      'SELECT filed FROM return_periods WHERE scheme_number = ? AND period >= ? AND through_seq >= ? AND filed IS NOT NULL ORDER BY period LIMIT 1',
      [fact.scheme_number, fact.period, fact.seq],
    );
    if (found === undefined) continue;
    const vat = factOf(fact.scheme_number, fact).rows.reduce((sum, row) => sum + row.vat, 0n);
    carrying.push({
      filed: JSON.parse(found.filed) as ReturnFigures,
      kind: fact.kind,
      vat: formatMoney({ minor: vat, currency: fact.currency }),
      currency: fact.currency,
    });
  }
  return carrying;
};
