import { table } from '#read-model';

/** One row per event that says something about a parcel; `subject` is a stream name. Append-only: a row depends on its event alone. */
export const legTable = table('case_leg', {
  columns: { subject: 'text', position: 'text', kind: 'text', at: 'text', body: 'json' },
  key: ['subject', 'position'],
});

/** Foreign keys between subjects: the child's message names the parent. Both indexes answer without the rows. */
export const linkTable = table('case_link', {
  columns: { parent: 'text', child: 'text', position: 'text' },
  key: ['parent', 'child', 'position'],
  indexes: [['child', 'position']],
});

/** Order numbers, consignment numbers and MRNs, for search. */
export const termTable = table('case_term', {
  columns: { term: 'text', subject: 'text', position: 'text' },
  key: ['term', 'subject', 'position'],
});

/** Facts of accounts, returns, receipts and scheme numbers: few, read as a whole. */
export const settlementTable = table('case_settlement', {
  columns: { position: 'text', at: 'text', fact: 'json' },
  key: ['position'],
});
