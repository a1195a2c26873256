import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { EventStoreDBClient, jsonEvent, NO_STREAM, NotLeaderError, type AppendResult, type EventData } from '@eventstore/db-client';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Faults, ledgerAcl, selfSignedCertificate, startDouble, type Double } from '../support/eventstoredb-double';

let double: Double;
let client: EventStoreDBClient;
beforeEach(async () => {
  double = await startDouble();
  client = EventStoreDBClient.connectionString(double.url);
});
afterEach(async () => {
  await client.dispose();
  await double.stop();
});

const event = (type = 'A', id: string = randomUUID()): EventData => jsonEvent({ type, id, data: {} });
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
const until = async (condition: () => boolean): Promise<void> => {
  for (let turn = 0; !condition(); turn += 1) {
    if (turn > 5000) throw new Error('what is waited for does not happen');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
};
/** What every caller of a server does: ask again while the connection is broken. */
const retried = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const { code, type } = error as { code?: number; type?: string };
      if (attempt > 1000) throw error;
      if (code !== 14 && type !== 'unavailable' && type !== 'cancelled') throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
};
const typesIn = async (stream: string, from: EventStoreDBClient = client): Promise<(string | undefined)[]> => {
  const types = [];
  for await (const resolved of from.readStream(stream)) types.push(resolved.event?.type);
  return types;
};
const first = (stream: string, given: EventData, from: EventStoreDBClient = client): Promise<AppendResult> =>
  from.appendToStream(stream, given, { expectedRevision: NO_STREAM });

describe('a fault of an append', () => {
  it('breaks the connection before the commit: nothing is stored, and the next try is', async () => {
    double.faults.add({ kind: 'dropBeforeCommit', times: 1 });
    expect(await failureOf(first('a-1', event()))).toMatchObject({ type: expect.stringMatching(/unavailable|cancelled/) as string });
    expect(double.events).toBe(0);
    expect(await retried(() => first('a-1', event()))).toMatchObject({ nextExpectedRevision: 0n });
  });

  it('breaks the connection after the commit: the repetition of the same events is the first success', async () => {
    double.faults.add({ kind: 'dropAfterCommit', times: 1 });
    const same = event();
    expect(await failureOf(first('a-1', same))).toMatchObject({ type: expect.stringMatching(/unavailable|cancelled/) as string });
    expect(double.events).toBe(1);
    expect(await retried(() => first('a-1', same))).toMatchObject({ nextExpectedRevision: 0n });
    expect(double.events).toBe(1);
  });

  it.each([false, true])('leaves it without an answer, stored: %s', async (stored) => {
    double.faults.add({ kind: 'silence', times: 1, stored, stream: 'a-' });
    let settled = false;
    void first('a-1', event('A')).then(
      () => (settled = true),
      () => (settled = true),
    );
    await until(() => double.faults.count('silence') === 1);
    await first('b-1', event('B'));
    expect(settled).toBe(false);
    expect(double.events).toBe(stored ? 2 : 1);
  });

  it.each([false, true])('ends the stream of appends without an error: the client never appends again, stored: %s', async (stored) => {
    const doomed = EventStoreDBClient.connectionString(double.url);
    double.faults.add({ kind: 'cleanEnd', times: 1, stored });
    let settled = false;
    const lost = (stream: string): unknown =>
      first(stream, event(), doomed).then(
        () => (settled = true),
        () => (settled = true),
      );
    void lost('a-1');
    await until(() => double.faults.count('cleanEnd') === 1 && double.events === (stored ? 1 : 0));
    void lost('b-1');
    expect(await typesIn('b-1', doomed).catch(() => 'not stored')).toBe('not stored');
    await first('c-1', event());
    expect(settled).toBe(false);
    expect(double.events).toBe(stored ? 2 : 1);
    // Its dispose would wait for ever, too.
  });

  it('answers it twice', async () => {
    double.faults.add({ kind: 'duplicateAnswer', times: 1 });
    const raw = new StreamsClient(`127.0.0.1:${String(double.port)}`, credentials.createInsecure());
    const call = raw.batchAppend();
    const message = new BatchAppendReq.ProposedMessage().setId(new UUID().setString(randomUUID()));
    const options = new BatchAppendReq.Options()
      .setStreamIdentifier(new StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from('a-1'))))
      .setNoStream(new Empty());
    call.write(
      new BatchAppendReq()
        .setCorrelationId(new UUID().setString(randomUUID()))
        .setOptions(options)
        .setProposedMessagesList([message])
        .setIsFinal(true),
    );
    const answers: (string | undefined)[] = [];
    call.on('data', (response: BatchAppendResp) => answers.push(response.getSuccess()?.getCurrentRevision()));
    await until(() => answers.length === 2);
    expect(answers).toEqual(['0', '0']);
    call.end();
    await new Promise((resolve) => call.on('end', resolve));
    raw.close();
  });

  it('sends the client to the leader', async () => {
    const leader = await startDouble();
    double.faults.add({ kind: 'notLeader', leader: { host: '127.0.0.1', port: leader.port } });
    const error = await failureOf(first('a-1', event()));
    expect(error).toBeInstanceOf(NotLeaderError);
    expect(error).toMatchObject({ leader: { address: '127.0.0.1', port: leader.port } });
    await retried(() => first('a-1', event()));
    expect([double.events, leader.events]).toEqual([0, 1]);
    await client.dispose();
    await leader.stop();
  });

  it('delays it', async () => {
    double.faults.add({ kind: 'slow', milliseconds: 30, stream: 'slow-' });
    const order: string[] = [];
    await Promise.all(['slow', 'quick'].map((name) => first(`${name}-1`, event()).then(() => order.push(name))));
    expect(order).toEqual(['quick', 'slow']);
  });

  it('tells of another revision although it would fit', async () => {
    double.faults.add({ kind: 'wrongExpectedVersion', times: 1 });
    expect(await failureOf(first('a-1', event()))).toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 'no_stream',
      actualVersion: 'no_stream',
    });
    expect(await first('a-1', event())).toMatchObject({ nextExpectedRevision: 0n });
  });

  it.each([
    ['internalError', { code: 13 }],
    ['unknownError', { type: 'unknown' }],
    ['unavailable', { type: 'unavailable' }],
  ] as const)('fails it with %s', async (kind, told) => {
    await first('b-1', event());
    double.faults.add({ kind, times: 1, on: 'append' });
    expect(await failureOf(first('a-1', event()))).toMatchObject(told);
    expect(await retried(() => first('a-1', event()))).toMatchObject({ nextExpectedRevision: 0n });
  });

  it('strikes by count', async () => {
    double.faults.add({ kind: 'wrongExpectedVersion', skip: 2, every: 3, times: 2 });
    const told: string[] = [];
    for (let i = 0; i < 12; i += 1)
      told.push(
        await first(`a-${String(i)}`, event()).then(
          () => '.',
          () => 'x',
        ),
      );
    expect(told.join('')).toBe('....x..x....');
    expect(double.faults.counts()).toEqual({ wrongExpectedVersion: 2 });
  });

  it('strikes by chance, the same with the same seed', () => {
    const draws = (seed: number): string => {
      const faults = new Faults(seed);
      faults.add({ kind: 'silence', rate: 0.3 });
      return Array.from({ length: 200 }, () => (faults.strike('append', 'a-1') === undefined ? '.' : 'x')).join('');
    };
    expect(draws(7)).toBe(draws(7));
    expect(draws(7)).not.toBe(draws(8));
    const share = draws(7).replaceAll('.', '').length / 200;
    expect(share > 0.2 && share < 0.4).toBe(true);
  });
});

describe('a fault elsewhere', () => {
  beforeEach(async () => {
    await client.appendToStream(
      'a-1',
      Array.from({ length: 10 }, (_, i) => event(`T${String(i)}`)),
    );
  });
  const ten = Array.from({ length: 10 }, (_, i) => `T${String(i)}`);

  it('drops a subscription again and again: one that resumes misses nothing', async () => {
    double.faults.add({ kind: 'dropSubscription', every: 4 });
    const seen: (string | undefined)[] = [];
    let [next, drops] = [undefined as bigint | undefined, 0];
    while (seen.length < 10) {
      try {
        for await (const { event: got } of client.subscribeToStream('a-1', next === undefined ? {} : { fromRevision: next })) {
          [next] = [got?.revision];
          if (seen.push(got?.type) === 10) break;
        }
      } catch {
        drops += 1;
      }
    }
    expect(seen).toEqual(ten);
    expect(drops).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ['tooSlow', { type: 'timeout' }],
    ['internalError', { code: 13 }],
  ] as const)('ends a subscription with %s', async (kind, told) => {
    double.faults.add({ kind, on: 'event', skip: 3, times: 1 });
    const seen: unknown[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const resolved of client.subscribeToAll()) seen.push(resolved);
      })(),
    );
    expect(failure).toMatchObject(told);
    expect(seen.length).toBeLessThanOrEqual(3);
  });

  it('ends a subscription, or a read, without an error', async () => {
    double.faults.add({ kind: 'cleanEnd', on: 'event', skip: 3, times: 1 });
    double.faults.add({ kind: 'cleanEnd', on: 'readEvent', skip: 5, times: 1 });
    const seen: unknown[] = [];
    for await (const resolved of client.subscribeToAll()) seen.push(resolved);
    expect(seen).toHaveLength(3);
    expect(await typesIn('a-1')).toEqual(ten.slice(0, 5));
    expect(await typesIn('a-1')).toEqual(ten);
  });

  it('lets a subscription fall silent', async () => {
    double.faults.add({ kind: 'silence', on: 'event', skip: 2, times: 1 });
    const subscription = client.subscribeToAll();
    const seen: unknown[] = [];
    subscription.on('data', (resolved) => seen.push(resolved));
    await until(() => double.faults.count('silence') === 1 && seen.length === 2);
    await first('b-1', event());
    expect(seen).toHaveLength(2);
    await subscription.unsubscribe();
  });

  it('breaks a read', async () => {
    double.faults.add({ kind: 'dropBeforeCommit', on: 'read', times: 1 });
    expect(await failureOf(typesIn('a-1'))).toMatchObject({ type: expect.stringMatching(/unavailable|cancelled/) as string });
    expect(await retried(() => typesIn('a-1'))).toEqual(ten);
  });

  it('strikes a delete', async () => {
    double.faults.add({ kind: 'dropAfterCommit', on: 'delete', times: 1 });
    await failureOf(client.deleteStream('a-1'));
    expect(await failureOf(retried(() => typesIn('a-1')))).toMatchObject({ type: 'stream-not-found' });
  });

  it('fails the look-up of what the server can, which the client never forgets', async () => {
    const other = EventStoreDBClient.connectionString(double.url);
    double.faults.add({ kind: 'internalError', on: 'features', times: 1 });
    expect(await failureOf(first('b-1', event(), other))).toMatchObject({ code: 13 });
    expect(await failureOf(first('b-1', event(), other))).toMatchObject({ code: 13 });
    await other.dispose();
  });

  it('makes all of the server unavailable for a while', async () => {
    const away = double.faults.add({ kind: 'unavailable' });
    expect(await failureOf(typesIn('a-1'))).toMatchObject({ type: 'unavailable' });
    expect(await failureOf(first('b-1', event()))).toMatchObject({ code: 14 });
    away();
    expect(await retried(() => typesIn('a-1'))).toEqual(ten);
  });
});

describe('the death of the server', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tidewaiter-double-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['memory', false],
    ['a file', true],
  ])('keeps what is in %s; the client finds it again at the same port', async (_where, inFile) => {
    const mortal = await startDouble(inFile ? { file: join(directory, 'events.db') } : {});
    const other = EventStoreDBClient.connectionString(mortal.url);
    const subscription = other.subscribeToAll();
    const ended = new Promise((resolve) => subscription.on('error', resolve).on('data', () => undefined));
    await first('a-1', event('A'), other);
    await mortal.kill();
    await ended;
    await mortal.restart();
    expect(await retried(() => other.appendToStream('a-1', event('B'), { expectedRevision: 0n }))).toMatchObject({
      nextExpectedRevision: 1n,
    });
    expect(await typesIn('a-1', other)).toEqual(['A', 'B']);
    await other.dispose();
    await mortal.stop();
  });
});

it('is found by gossip, and the leader among several', async () => {
  const leader = await startDouble();
  const follower = { host: '127.0.0.1', port: double.port, state: 'follower' } as const;
  double.members = [follower, { host: '127.0.0.1', port: leader.port, state: 'leader' }];
  leader.members = double.members;
  const other = EventStoreDBClient.connectionString(
    `esdb://127.0.0.1:${String(double.port)},127.0.0.1:${String(leader.port)}?tls=false&nodePreference=leader`,
  );
  await first('a-1', event(), other);
  expect([double.events, leader.events]).toEqual([0, 1]);
  await other.dispose();
  await leader.stop();
});

it('lets in who has an account, and lets nobody but an administrator delete or read everything', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-double-'));
  const caFile = join(directory, 'ca.crt');
  const tls = selfSignedCertificate();
  writeFileSync(caFile, tls.cert);
  const guarded = await startDouble({ tls, users: { admin: 'changeit', app: 'secret' }, settings: ledgerAcl });
  const [admin, app, stranger, nobody] = [
    { user: 'admin', password: 'changeit' },
    { user: 'app', password: 'secret' },
    { user: 'app', password: 'wrong' },
    {},
  ].map((account) => EventStoreDBClient.connectionString(guarded.urlFor({ ...account, caFile })));
  if (admin === undefined || app === undefined || stranger === undefined || nobody === undefined) throw new Error('four clients');
  const denied = { type: 'access-denied' };
  await first('a-1', event(), app);
  expect(await typesIn('a-1', app)).toEqual(['A']);
  for (const who of [stranger, nobody]) expect(await failureOf(first('b-1', event(), who))).toMatchObject(denied);
  expect(await failureOf(typesIn('a-1', stranger))).toMatchObject(denied);
  expect(await failureOf(app.deleteStream('a-1'))).toMatchObject(denied);
  expect(await failureOf(app.setStreamMetadata('a-1', { maxCount: 1 }))).toMatchObject(denied);
  const all = async (who: EventStoreDBClient): Promise<number> => {
    let count = 0;
    for await (const resolved of who.readAll()) count += resolved.event === undefined ? 0 : 1;
    return count;
  };
  expect(await failureOf(all(app))).toMatchObject(denied);
  expect(await all(admin)).toBe(2);
  await admin.setStreamMetadata('$all', { acl: { readRoles: ['app'] } });
  expect(await all(app)).toBe(3);
  await admin.deleteStream('a-1');
  for (const who of [admin, app, stranger, nobody]) await who.dispose();
  await guarded.stop();
  rmSync(directory, { recursive: true });
});
