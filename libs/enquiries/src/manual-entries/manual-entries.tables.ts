import { holding, table } from '#read-model';

/**
 * One row per event that names a person who asked for it, agreed to it or did it by hand; append-only: a row depends on its event alone.
 */
export const manualEntries = table('manual_entries', {
  columns: {
    position: 'text',
    /** Moment from which it counts, and of writing. */
    at: 'text',
    recorded_at: 'text',
    event: 'text',
    stream: 'text',
    revision: 'text',
    book: 'text',
    /** `fourEyes`: one asked and another agreed. `onePerson`: one is named. `byHand`: a rule would else have decided it. */
    how: holding<'fourEyes' | 'onePerson' | 'byHand'>()('text'),
    actor: 'text',
    requested_by: 'text?',
    approved_by: 'text?',
    amount: 'text?',
    currency: 'text?',
    reference: 'text?',
    reason: 'text?',
    /** SHA-256 of the document that carries it. */
    document: 'text?',
  },
  key: ['position'],
  indexes: [['book', 'position']],
});
