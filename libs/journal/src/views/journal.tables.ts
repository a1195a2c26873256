import { table } from '#read-model';

/** One row per entry, in log order: position and place in the event's answer. `lines` as in `posted-entry.ts`. */
export const journalEntries = table('journal_entries', {
  columns: {
    position: 'text',
    entry: 'integer',
    stream: 'text',
    revision: 'text',
    event: 'text',
    template: 'text',
    book: 'text',
    effective_at: 'text',
    lines: 'json',
  },
  key: ['position', 'entry'],
  indexes: [['stream']],
});

/** Debit and credit as whole minor units in text: a sum may outgrow 64 bits. Absent dimensions are empty. */
export const journalBalances = table('journal_balances', {
  columns: {
    book: 'text',
    account: 'text',
    currency: 'text',
    party: 'text',
    account_id: 'text',
    tax_type: 'text',
    beneficiary: 'text',
    period: 'text',
    kind: 'text',
    debit: 'text',
    credit: 'text',
  },
  key: ['book', 'account', 'currency', 'party', 'account_id', 'tax_type', 'beneficiary', 'period', 'kind'],
  keptByKey: true,
});
