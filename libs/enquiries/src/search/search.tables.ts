import { table } from '#read-model';

/**
 * What things are called, one row per event that names one; append-only: a row depends on its event alone. `term` is the name as
 * `normalTerm` or `amountTerm` writes it. The key's own index answers a range of terms in their order.
 */
export const searchTerms = table('search_terms', {
  columns: {
    term: 'text',
    /** What kind of thing it names. */
    kind: 'text',
    /** Stream of the thing. */
    subject: 'text',
    position: 'text',
    /** As it was written. */
    written: 'text',
    /**
     * Codes of those who may see it, each between two bars: `|C-1|V-IE-1|`. A bank entry's holder stands in its own row, once it is found.
     */
    owners: 'text',
  },
  key: ['term', 'kind', 'subject', 'position'],
  keptByKey: true,
});
