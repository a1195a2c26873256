import { table } from '#read-model';

/** One row per SupplyAttributed and SupplyAdjusted, numbered per scheme number in the order of the log. */
export const supplies = table('supplies', {
  columns: {
    scheme_number: 'text',
    seq: 'integer',
    scheme: 'text',
    kind: 'text',
    order_stream: 'text',
    country: 'text',
    currency: 'text',
    period: 'text',
    original_period: 'text',
    at: 'text',
    credit_number: 'text?',
    /** Rows of {rate, rateCategory, taxable, vat}, amounts as text in `currency`. */
    tax_rows: 'json',
    hash: 'text',
  },
  key: ['scheme_number', 'seq'],
  indexes: [['scheme_number', 'period', 'seq'], ['order_stream']],
});

/** One row per order that no scheme collects, with the reason. */
export const suppliesExcluded = table('supplies_excluded', {
  columns: { order_stream: 'text', at: 'text', regime: 'text', reason: 'text' },
  key: ['order_stream'],
  indexes: [['at']],
});

/** One row per scheme number and period that has facts or a return. */
export const returnPeriods = table('return_periods', {
  columns: {
    scheme_number: 'text',
    period: 'text',
    scheme: 'text',
    /** Supplies and adjustments whose return is this period's. */
    facts: 'integer',
    /** The number of the last fact that the filed return had before it; absent until it is filed. */
    through_seq: 'integer?',
    holder: 'text?',
    authority: 'text?',
    return_reference: 'text?',
    payable: 'text?',
    currency: 'text?',
    due_on: 'text?',
    filed_on: 'text?',
    /** SchemeReturnFiled as stored. */
    filed: 'json?',
  },
  key: ['scheme_number', 'period'],
  indexes: [['holder']],
});

/** Per scheme number: the last number given to a fact, and how many facts the filed returns cover. */
export const supplyCounts = table('supply_counts', {
  columns: { scheme_number: 'text', last_seq: 'integer', covered: 'integer' },
  key: ['scheme_number'],
});
