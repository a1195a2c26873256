/**
 * Whose rows an enquiry is read from. They are rows as they stand: where another moment is asked about, those of the moment are built of
 * these projections.
 */
export const readProjections = {
  obligations: ['accounts', 'collections', 'evidence-requests', 'reconciliation', 'refund-claims', 'supplies'],
  records: ['reconciliation', 'supplies'],
  returnLines: ['reconciliation', 'supplies'],
  sample: ['declarations', 'journal', 'reconciliation'],
  statementLines: ['accounts', 'reconciliation'],
  tieOut: ['accounts', 'collections', 'journal', 'reconciliation', 'supplies'],
  trace: ['accounts', 'reconciliation', 'search', 'supplies'],
} as const;
