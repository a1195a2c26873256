import { table } from '#read-model';

export const accounts = table('accounts', {
  columns: { account: 'text', authority: 'text', holder: 'text', kind: 'text', currency: 'text', cycle: 'text', opened_on: 'text', open_period: 'text?' },
  key: ['account'],
  indexes: [['holder'], ['authority']],
});

/** A period and, once it is closed, its statement. closing = opening + charged - applied. */
export const accountPeriods = table('account_periods', {
  columns: {
    /** Id of the period's stream. */
    account_period: 'text',
    account: 'text',
    authority: 'text',
    holder: 'text',
    kind: 'text',
    currency: 'text',
    period: 'text',
    period_start: 'text',
    period_end: 'text',
    status: 'text',
    opening: 'text',
    charged: 'text',
    applied: 'text',
    charge_count: 'integer',
    closing: 'text?',
    unapplied: 'text?',
    statement_number: 'integer?',
    statement_reference: 'text?',
    closed_on: 'text?',
    due_on: 'text?',
    /** Totals of the window by tax type and beneficiary. */
    totals: 'json?',
    charge_digest: 'text?',
  },
  key: ['account_period'],
  indexes: [['account', 'period_start'], ['statement_reference'], ['holder']],
});

export const charges = table('charges', {
  columns: {
    charge: 'text',
    account: 'text',
    account_period: 'text',
    holder: 'text',
    kind: 'text',
    subject: 'text',
    reference: 'text',
    lines: 'json',
    total: 'text',
    currency: 'text',
    accepted_at: 'text',
    posted_on: 'text',
    due_on: 'text',
    reason: 'text?',
  },
  key: ['charge'],
  indexes: [['account_period', 'accepted_at'], ['reference'], ['subject']],
});

/** What payments settle: statement or return, by tax type and beneficiary; kept when nothing is open any more. */
export const openItems = table('open_items', {
  columns: {
    account: 'text',
    kind: 'text',
    reference: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    currency: 'text',
    amount: 'text',
    open: 'text',
    due_on: 'text',
  },
  key: ['account', 'kind', 'reference', 'tax_type', 'beneficiary'],
  indexes: [['reference'], ['due_on']],
});

/** Bank entries: `suspense` until identified, `identified` until credited to an account, then `credited`. */
export const receipts = table('receipts', {
  columns: {
    receipt: 'text',
    authority: 'text',
    bank_account: 'text',
    entry_reference: 'text',
    amount: 'text',
    currency: 'text',
    booked_on: 'text',
    value_on: 'text',
    remittance: 'text?',
    status: 'text',
    account: 'text?',
    holder: 'text?',
    rule: 'text?',
    allocated: 'text',
  },
  key: ['receipt'],
  indexes: [['authority', 'booked_on'], ['account'], ['status']],
});

export const allocations = table('allocations', {
  columns: {
    account_period: 'text',
    /** Revision of the event and number of the pair in it. */
    revision: 'integer',
    pair: 'integer',
    receipt: 'text',
    account: 'text',
    kind: 'text',
    reference: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    amount: 'text',
    currency: 'text',
    allocated_on: 'text',
    rule: 'text',
  },
  key: ['account_period', 'revision', 'pair'],
  indexes: [['receipt'], ['reference']],
});
