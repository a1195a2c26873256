import { formatMoney, moneyOf } from '#money';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type ReturnFigures } from '../compute-return';
import { type SupplyFact, supplyFactOf } from '../supply-fact';
import { returnPeriods, supplies, suppliesExcluded, supplyCounts } from './supplies.tables';

/** The fields of SupplyExcluded; advance data owns the event. */
type ExcludedData = Readonly<{ regime: string; reason: string; suppliedAt: string }>;

/**
 * Supplies by scheme number and period, with the returns that cover them. A return covers the facts that stood before it in the log, of its
 * period and of earlier ones, that no earlier return covers: it says how many, so which they are follows from their numbers, and no row is
 * touched when a return is filed.
 */
export const suppliesProjection = projection({
  name: 'supplies',
  version: 1,
  categories: ['order', 'schemeReturn'],
  tables: [supplies, suppliesExcluded, returnPeriods, supplyCounts],
  apply: (events, rows) => {
    for (const event of events) {
      const fact = supplyFactOf(event);
      if (fact !== undefined) attributed(fact, rows);
      else if (event.type === 'SupplyExcluded') excluded(event, rows);
      else if (event.type === 'SchemeReturnFiled') filed(event.data as ReturnFigures, rows);
    }
  },
});

const attributed = (fact: SupplyFact, rows: Rows): void => {
  const { scheme, schemeNumber: scheme_number, period, currency } = fact;
  const counts = countsOf(scheme_number, rows);
  const seq = counts.last_seq + 1;
  rows.put(supplyCounts, { ...counts, last_seq: seq });
  const known = rows.get(returnPeriods, { scheme_number, period }) ?? { scheme_number, period, scheme, facts: 0 };
  rows.put(returnPeriods, { ...known, facts: known.facts + 1 });
  rows.put(supplies, {
    scheme_number,
    seq,
    scheme,
    period,
    currency,
    kind: fact.kind,
    order_stream: fact.order,
    country: fact.country,
    original_period: fact.originalPeriod,
    at: fact.at,
    hash: fact.hash,
    ...(fact.creditNumber === undefined ? {} : { credit_number: fact.creditNumber }),
    tax_rows: fact.rows.map(({ rate, rateCategory, taxable, vat }) => ({
      rate,
      rateCategory,
      taxable: formatMoney(moneyOf(taxable, currency)),
      vat: formatMoney(moneyOf(vat, currency)),
    })),
  });
};

const excluded = (event: LoggedEvent, rows: Rows): void => {
  const { regime, reason, suppliedAt: at } = event.data as ExcludedData;
  rows.put(suppliesExcluded, { order_stream: event.stream, at, regime, reason });
};

const filed = (data: ReturnFigures, rows: Rows): void => {
  const { schemeNumber: scheme_number, period, scheme, holder, authority, payable, currency } = data;
  const counts = countsOf(scheme_number, rows);
  const number = data.supplies + data.adjustments;
  const through_seq = lastCovered(scheme_number, period, number, counts, rows);
  rows.put(supplyCounts, { ...counts, covered: counts.covered + number });
  const known = rows.get(returnPeriods, { scheme_number, period }) ?? { scheme_number, period, scheme, facts: 0 };
  rows.put(returnPeriods, {
    ...known,
    through_seq,
    holder,
    authority,
    payable,
    currency,
    return_reference: data.returnReference,
    due_on: data.dueOn,
    filed_on: data.filedOn,
    filed: data,
  });
};

/** Usually all that was there; facts recorded between the computation and the filing come after the `number` that the return covers. */
const lastCovered = (scheme_number: string, period: string, number: number, counts: Row<typeof supplyCounts>, rows: Rows): number => {
  const periods = rows.find(returnPeriods, { scheme_number }).filter((row) => row.period <= period);
  const open = periods.reduce((total, row) => total + row.facts, 0) - counts.covered;
  if (open === number) return counts.last_seq;
  const filedThrough = periods.flatMap((row) => (row.through_seq === undefined ? [] : [{ period: row.period, through: row.through_seq }]));
  const candidates = rows
    .find(supplies, { scheme_number })
    .filter((fact) => fact.period <= period && !filedThrough.some((one) => fact.period <= one.period && fact.seq <= one.through))
    .sort((a, b) => a.seq - b.seq);
  return candidates[number - 1]?.seq ?? 0;
};

const countsOf = (scheme_number: string, rows: Rows): Row<typeof supplyCounts> =>
  rows.get(supplyCounts, { scheme_number }) ?? { scheme_number, last_seq: 0, covered: 0 };
