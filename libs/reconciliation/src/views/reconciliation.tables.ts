import { table } from '#read-model';

/**
 * What an event says about a parcel, and what later events of its command add: `StoredLegs`. A row depends on these events alone; `kind` and
 * `at` are of the first. `parents` is how many links of the subject the first wrote: in the key, so that the key's index says which subjects
 * name a parent. Here and in all tables of reconciliation positions and subjects are in short (`shortPosition`, `shortSubject`): most rows
 * have both, most twice, and lie where hashes put them.
 */
export const legTable = table('case_leg', {
  columns: { subject: 'text', position: 'text', parents: 'integer', kind: 'text', at: 'text', legs: 'json' },
  key: ['subject', 'position', 'parents'],
});

/** Foreign keys between subjects: the child's message names the parent. Found by the parent; which children name one, their legs say. */
export const linkTable = table('case_link', {
  columns: { parent: 'text', child: 'text', position: 'text' },
  key: ['parent', 'child', 'position'],
});

/** Order numbers, consignment numbers and MRNs, for search. */
export const termTable = table('case_term', {
  columns: { term: 'text', subject: 'text', position: 'text' },
  key: ['term', 'subject', 'position'],
});

/** Facts of accounts, returns and scheme numbers: few, read as a whole. */
export const settlementTable = table('case_settlement', {
  columns: { position: 'text', at: 'text', fact: 'json' },
  key: ['position'],
});

/**
 * Moves of debts that are paid by themselves, one for each declaration: under the reference that a payment quotes, for it names no
 * declaration. `receipt`: the bank entry or payment, empty where a move has none.
 */
export const debtMoveTable = table('case_debt_move', {
  columns: { reference: 'text', account: 'text', position: 'text', at: 'text', how: 'text', receipt: 'text', amount: 'text' },
  key: ['reference', 'account', 'position'],
});

/** What orders, payments, parcels and declarations can be found by where no key does, by amount and by time; see `Offer`. */
export const offerTable = table('case_offer', {
  columns: { side: 'text', block: 'text', amount: 'text', subject: 'text', position: 'text', at: 'text' },
  key: ['side', 'block', 'amount', 'at', 'subject', 'position'],
  indexes: [['side', 'block', 'at']],
});

/** Subjects that somebody joined or parted by hand: one may have a case of its own although it names a parent. Few. */
export const partedTable = table('case_parted', {
  columns: { subject: 'text', position: 'text' },
  key: ['subject', 'position'],
});

/** What is told of each bank entry and payment, as many as there are payments: read receipt by receipt. */
export const receiptTable = table('case_receipt', {
  columns: { receipt: 'text', position: 'text', at: 'text', fact: 'json' },
  key: ['receipt', 'position'],
});

/** Subjects that may be one thing told twice, by what they have in common: other cases are found by it, and never joined. */
export const markTable = table('case_mark', {
  columns: { mark: 'text', subject: 'text', position: 'text' },
  key: ['mark', 'subject', 'position'],
});
