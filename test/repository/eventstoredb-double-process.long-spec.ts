import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { DoubleProcess } from '../support/eventstoredb-double';

jest.setTimeout(60_000);

it('the double as a process that is killed loses nothing that it answered', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-double-'));
  const file = join(directory, 'events.db');
  const before = await DoubleProcess.start('--file', file);
  const client = EventStoreDBClient.connectionString(before.url);
  const append = () => client.appendToStream('a-1', jsonEvent({ type: 'A', id: randomUUID(), data: {} }), { expectedRevision: NO_STREAM });
  const types = async (): Promise<readonly unknown[]> => {
    const found = [];
    for await (const { event } of client.readStream('a-1')) found.push(event?.type);
    return found;
  };
  await before.tell({ do: 'fault', rule: { kind: 'wrongExpectedVersion', times: 1 } });
  await expect(append()).rejects.toMatchObject({ type: 'wrong-expected-version' });
  await append();
  expect(await before.tell({ do: 'counts' })).toEqual({ done: 'counts', faults: { wrongExpectedVersion: 1 }, events: 1 });
  await before.kill();
  const after = await DoubleProcess.start('--file', file, '--port', String(before.port));
  // The client finds out that its connection is broken when it uses it.
  let found: readonly unknown[] | undefined;
  while (found === undefined) found = await types().catch(() => undefined);
  expect(found).toEqual(['A']);
  await client.dispose();
  await after.stop();
  rmSync(directory, { recursive: true });
});
