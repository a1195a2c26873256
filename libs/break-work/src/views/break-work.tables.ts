import { table } from '#read-model';

/**
 * One row per event of a break's stream, so that any moment and any knowledge of the work is a filter; `at` is the accounting moment of its
 * day.
 */
export const breakWorkTable = table('break_work', {
  columns: { break_id: 'text', revision: 'integer', position: 'text', at: 'text', type: 'text', data: 'json' },
  key: ['break_id', 'revision'],
});
