import { projection, table, type ReadModel } from '#read-model';

const requestKeys = table('request_keys', {
  columns: { command_id: 'text', request_hash: 'text', stream: 'text', key_id: 'text' },
  key: ['command_id'],
  indexes: [['key_id']],
});

/**
 * Which request each accepted command came from. A stream remembers its own command ids; this finds one by itself, so that a key used again
 * for another stream or on another route is recognised for ever. Commands of processes carry no request hash and are left out; requests
 * that were recorded before keys had ids are found by their command id alone.
 */
export const requestKeysProjection = projection({
  name: 'request-keys',
  version: 2,
  tables: [requestKeys],
  apply: (events, rows) => {
    for (const { stream, metadata } of events)
      if (metadata.requestHash !== undefined && metadata.index === '0')
        rows.put(requestKeys, {
          command_id: metadata.commandId,
          request_hash: metadata.requestHash,
          stream,
          key_id: metadata.$correlationId ?? metadata.commandId,
        });
  },
});

/** A request that was accepted. */
export interface RememberedRequest {
  readonly commandId: string;
  readonly requestHash: string;
  readonly stream: string;
}

/**
 * The requests of a command id or a key, as far as the read models have come; more than one only where a log was written before keys had
 * ids.
 */
export const findRequests = (
  views: ReadModel,
  { commandId, keyId }: { readonly commandId: string; readonly keyId: string },
): Promise<readonly RememberedRequest[]> =>
  views
    .select(requestKeys, 'WHERE command_id = ? OR key_id = ? ORDER BY command_id', [commandId, keyId])
    .then((rows) => rows.map((row) => ({ commandId: row.command_id, requestHash: row.request_hash, stream: row.stream })));
