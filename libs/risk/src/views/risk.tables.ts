import { table } from '#read-model';

/** What later events of the same stream need of its first ones: whose order it is, which goods the version of a declaration has. */
export const headTable = table('risk_head', {
  columns: { stream: 'text', position: 'text', at: 'text', body: 'json' },
  key: ['stream'],
});

/**
 * Facts under what an indicator groups them by: read topic by topic, group after group. A row depends on the events of its stream alone.
 */
export const factTable = table('risk_fact', {
  columns: { topic: 'text', group_key: 'text', position: 'text', part: 'integer', at: 'text', stream: 'text', body: 'json' },
  key: ['topic', 'group_key', 'position', 'part'],
});

/** One row per message and whoever it is of, as far as the quality of its data goes. */
export const messageTable = table('risk_message', {
  columns: {
    provider: 'text',
    position: 'text',
    role: 'text',
    kind: 'text',
    subject: 'text',
    month: 'text',
    at: 'text',
    recorded_at: 'text',
    happened_at: 'text',
    detail: 'text',
    body: 'json',
  },
  key: ['provider', 'position', 'role'],
});
