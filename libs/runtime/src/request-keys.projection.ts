import { projection, table, type ReadModel } from '#read-model';

const requestKeys = table('request_keys', { columns: { command_id: 'text', request_hash: 'text', stream: 'text' }, key: ['command_id'] });

/**
 * Which request each accepted command came from. A stream remembers its own command ids; this finds one by itself, so that a key used again
 * for another stream is recognised for ever. Commands of processes carry no request hash and are left out.
 */
export const requestKeysProjection = projection({
  name: 'request-keys',
  version: 1,
  tables: [requestKeys],
  apply: (events, rows) => {
    for (const { stream, metadata } of events)
      if (metadata.requestHash !== undefined && metadata.index === '0') rows.put(requestKeys, { command_id: metadata.commandId, request_hash: metadata.requestHash, stream });
  },
});

/** The request behind a command id, as far as the read models have come. */
export const findRequest = (views: ReadModel, commandId: string): Promise<{ readonly requestHash: string; readonly stream: string } | undefined> =>
  views.select(requestKeys, 'WHERE command_id = ?', [commandId]).then(([row]) => (row === undefined ? undefined : { requestHash: row.request_hash, stream: row.stream }));
