import { table } from '#read-model';

/**
 * One row per event of a request's stream, so that any moment and any knowledge of it is a filter; `party` is who was asked, on the row of
 * the question alone.
 */
export const evidenceRequestTable = table('evidence_request', {
  columns: {
    request: 'text',
    revision: 'integer',
    position: 'text',
    at: 'text',
    party: 'text?',
    subject: 'text',
    type: 'text',
    data: 'json',
  },
  key: ['request', 'revision'],
  indexes: [['party', 'request'], ['subject']],
});
