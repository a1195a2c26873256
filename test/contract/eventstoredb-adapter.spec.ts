import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import {
  EventStoreDbEventStore,
  logStart,
  secureEventStore,
  SqliteEventStore,
  StoreConnectionError,
  StoreReadError,
  StoreStoppedError,
  type Append,
  type AppendOutcome,
  type EventStoreDbOptions,
  type Interference,
  type StoreHooks,
} from '#event-store';
import { selfSignedCertificate, startDouble, type Double, type DoubleOptions } from '../support/eventstoredb-double';
import { beginTest, streamOf } from '../support/store/counter';
import { collect, logOf, sealedEvents } from '../support/store/sealed';

/**
 * What only this adapter has: a server that may be away, may be another's, and whose tools can do to a ledger what it never does itself.
 */
let double: Double;
let directory: string;
const open: EventStoreDbEventStore[] = [];
const connect = async (options: Partial<EventStoreDbOptions> = {}): Promise<EventStoreDbEventStore> => {
  const store = await EventStoreDbEventStore.connect({ url: double.url, installation: 'one', deadlineMilliseconds: 500, ...options });
  open.push(store);
  return store;
};
const restartWith = async (options: DoubleOptions): Promise<void> => {
  await double.stop();
  double = await startDouble(options);
};
/** As the command runner asks. */
const untilKnown = async (store: EventStoreDbEventStore, append: Append): Promise<AppendOutcome> => {
  for (;;) {
    const [outcome] = await store.append([append]);
    if (outcome !== undefined && outcome.kind !== 'unknown') return outcome;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const faultOf = async (connecting: Promise<unknown>): Promise<unknown> => {
  const fault: unknown = await connecting.then(
    () => 'connected',
    (error: unknown) => error,
  );
  return fault instanceof StoreConnectionError ? fault.code : fault;
};

beforeEach(async () => {
  beginTest();
  double = await startDouble();
  directory = mkdtempSync(join(tmpdir(), 'tidewaiter-esdb-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
  await double.stop();
  rmSync(directory, { recursive: true });
});

describe('opening a store in EventStoreDB', () => {
  it('knows its installation; the header is no part of the log', async () => {
    expect(await EventStoreDbEventStore.headerOf(double.url)).toBeUndefined();
    const store = await connect();
    expect(await EventStoreDbEventStore.headerOf(double.url)).toEqual({ installation: 'one', format: '1', hash: '1' });
    expect(await store.head()).toBe(logStart);
    expect((await logOf(store)).batches).toEqual([]);
    await connect();
    expect(await faultOf(connect({ installation: 'two' }))).toBe('STORE_OF_OTHER_INSTALLATION');
  });

  it('of many that begin a log at the same time one wins', async () => {
    const outcomes = await Promise.all(
      ['one', 'two', 'three', 'one', 'two', 'three'].map((installation) => faultOf(connect({ installation }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'connected')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome === 'STORE_OF_OTHER_INSTALLATION')).toHaveLength(4);
  });

  it('a lost answer to the header changes nothing', async () => {
    double.faults.add({ kind: 'dropAfterCommit', times: 1 });
    expect(await faultOf(connect())).toBe('connected');
  });

  it('is not opened where a newer program has written', async () => {
    const client = EventStoreDBClient.connectionString(double.url);
    await client.appendToStream(
      'tidewaiter-header',
      jsonEvent({ type: 'StoreHeader', data: { format: '2', hash: '1', installation: 'one' } }),
    );
    await client.dispose();
    expect(await faultOf(connect())).toBe('STORE_NEWER');
  });

  it('says that a server is away, or hangs, within the deadline', async () => {
    const { url } = double;
    await double.stop();
    expect(await faultOf(connect({ url }))).toBe('STORE_UNREACHABLE');
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    const port = await new Promise<number>((resolve) =>
      silent.listen(0, '127.0.0.1', () => {
        resolve((silent.address() as { port: number }).port);
      }),
    );
    expect(await faultOf(connect({ url: `esdb://127.0.0.1:${String(port)}?tls=false`, deadlineMilliseconds: 100 }))).toBe(
      'STORE_UNREACHABLE',
    );
    silent.close();
    for (const socket of sockets) socket.destroy();
    double = await startDouble();
  });

  it.each([
    ['no scheme', '127.0.0.1:2113'],
    ['another scheme', 'http://127.0.0.1:2113'],
    ['no server', 'esdb://?tls=false'],
    ['a port that is none', 'esdb://127.0.0.1:abc?tls=false'],
    ['credentials without a password', 'esdb://secret@127.0.0.1:2113'],
    ['a certificate that is not there', 'esdb://app:secret@127.0.0.1:2113?tlsCAFile=/nowhere/ca.crt'],
  ])('refuses %s, without repeating a password', async (_, url) => {
    const fault = await EventStoreDbEventStore.connect({ url, installation: 'one' }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({ name: 'StoreConnectionError', code: 'STORE_URL_INVALID' });
    expect(JSON.stringify([String(fault), (fault as Error).cause ?? ''])).not.toContain('secret');
  });

  it('to read only, it needs a header and writes nothing', async () => {
    expect(await faultOf(connect({ readOnly: true }))).toBe('STORE_WITHOUT_HEADER');
    const writer = await connect();
    const alpha = streamOf('counter', 'alpha');
    const reader = await connect({ readOnly: true });
    const append = { stream: alpha, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' } as const;
    expect(await reader.append([append])).toMatchObject([{ kind: 'refused', code: 'STORE_READ_ONLY' }]);
    expect(await writer.append([append])).toMatchObject([{ kind: 'appended' }]);
    expect((await logOf(reader)).events).toHaveLength(1);
  });
});

describe('rights', () => {
  const secured = async (): Promise<(user: string, password?: string) => string> => {
    const tls = selfSignedCertificate();
    const caFile = join(directory, 'ca.crt');
    writeFileSync(caFile, tls.cert);
    await restartWith({ tls, users: { admin: 'changeit', app: 'pass', auditor: 'word', stranger: 'x' } });
    return (user, password = { admin: 'changeit', app: 'pass', auditor: 'word', stranger: 'x' }[user] ?? '') =>
      double.urlFor({ user, password, caFile });
  };

  it('the ledger works with an account that may neither delete nor truncate', async () => {
    const urlOf = await secured();
    expect(await faultOf(connect({ url: urlOf('app') }))).toBe('STORE_CREDENTIALS');
    const options = { adminUrl: urlOf('admin'), appUser: 'app', readers: ['auditor'] };
    expect(await secureEventStore(options)).toEqual(['$settings', '$$$all']);
    expect(await secureEventStore(options)).toEqual([]);
    const store = await connect({ url: urlOf('app') });
    const alpha = streamOf('counter', 'alpha');
    expect(await store.append([{ stream: alpha, events: sealedEvents(alpha, 0, 2), expected: 'no_stream' }])).toMatchObject([
      { kind: 'appended' },
    ]);
    const auditor = await connect({ url: urlOf('auditor'), readOnly: true });
    expect((await logOf(auditor)).events).toHaveLength(2);
    const asApp = EventStoreDBClient.connectionString(urlOf('app'));
    await expect(asApp.deleteStream(alpha)).rejects.toMatchObject({ type: 'access-denied' });
    await expect(asApp.setStreamMetadata(alpha, { truncateBefore: 1 })).rejects.toMatchObject({ type: 'access-denied' });
    await asApp.dispose();
    expect(await collect(store.foreignInterference())).toEqual([]);
  });

  it('an account without the right to write is refused, one that is nobody does not get in', async () => {
    const urlOf = await secured();
    await secureEventStore({ adminUrl: urlOf('admin'), appUser: 'app', readers: ['auditor'] });
    await connect({ url: urlOf('app') });
    expect(await faultOf(connect({ url: urlOf('stranger') }))).toBe('STORE_CREDENTIALS');
    expect(await faultOf(connect({ url: urlOf('app', 'wrong') }))).toBe('STORE_CREDENTIALS');
    expect(await faultOf(secureEventStore({ adminUrl: urlOf('app'), appUser: 'app' }))).toBe('STORE_CREDENTIALS');
    const store = await connect({ url: urlOf('auditor') });
    const alpha = streamOf('counter', 'alpha');
    expect(await store.append([{ stream: alpha, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' }])).toMatchObject([
      { kind: 'refused', code: 'STORE_READ_ONLY' },
    ]);
  });

  it.each(['admin', '$ops', '', 'a b'])("%p is not secured as the ledger's account", async (appUser) => {
    await expect(secureEventStore({ adminUrl: double.url, appUser })).rejects.toThrow(RangeError);
  });
});

describe('the bytes', () => {
  it('are the same in the embedded store, and in what the server holds', async () => {
    const alpha = streamOf('counter', 'alpha');
    const events = sealedEvents(alpha, 0, 3);
    const sqlite = SqliteEventStore.open({ file: join(directory, 'events.db'), installation: 'one' });
    const stores = [sqlite, await connect()];
    for (const store of stores) await store.append([{ stream: alpha, events, expected: 'no_stream' }]);
    const [embedded, served] = await Promise.all(
      stores.map(async (store) => (await logOf(store)).events.map(({ position: _, ...event }): object => event)),
    );
    expect(served).toEqual(embedded);
    await sqlite.close();
    const client = EventStoreDBClient.connectionString(double.url);
    const seen = await collect(client.readStream(alpha));
    expect(seen.map(({ event }) => [event?.id, event?.isJson, event?.data, event?.metadata])).toEqual(
      events.map(({ id, data, metadata }) => [id, true, JSON.parse(data), JSON.parse(metadata)] as unknown[]),
    );
    await client.dispose();
  });

  it('are given back as they are, where somebody has written others', async () => {
    const alpha = streamOf('counter', 'alpha');
    const store = await connect();
    const client = EventStoreDBClient.connectionString(double.url);
    // What a parser would make good: white space, a key that comes twice, bytes that are no text.
    const tampered = ['{ "by": 1 }', '{"by":1,"by":2}', '{"by":1}\n', 'no JSON', '\u{feff}{}'];
    for (const data of tampered)
      await client.appendToStream(alpha, {
        id: crypto.randomUUID(),
        contentType: 'application/octet-stream',
        type: 'Counted',
        data: Buffer.from(data),
        metadata: Uint8Array.from(Buffer.from(`${data} `)),
      });
    await client.dispose();
    const read = await collect(store.read(alpha));
    expect(read.map(({ data }) => data)).toEqual(tampered);
    expect(read.map(({ metadata }) => metadata)).toEqual(tampered.map((data) => `${data} `));
    expect((await logOf(store)).events).toEqual(read);
  });
});

describe('interference by the tools of the server', () => {
  const found = async (store: EventStoreDbEventStore): Promise<Partial<Interference>[]> =>
    (await collect(store.foreignInterference())).map(({ kind, stream, data }) => ({ kind, stream, data }));

  it('is found: limits, truncation, deletion; and the log stays readable', async () => {
    const store = await connect();
    const [alpha = '', beta = '', gamma = ''] = ['alpha', 'beta', 'gamma'].map((name) => streamOf('counter', name));
    for (const stream of [alpha, beta, gamma]) await store.append([{ stream, events: sealedEvents(stream, 0, 2), expected: 'no_stream' }]);
    const head = await store.head();
    expect(await found(store)).toEqual([]);
    const client = EventStoreDBClient.connectionString(double.url);
    await client.appendToStream('of-somebody-else', jsonEvent({ type: 'Other', data: {} }));
    await client.setStreamMetadata(alpha, { maxCount: 1 });
    await client.deleteStream(beta);
    await client.tombstoneStream(gamma);
    await client.setStreamMetadata('of-somebody-else', { maxCount: 1 });
    await client.dispose();
    expect(await found(store)).toEqual([
      { kind: 'metadata', stream: alpha, data: expect.stringContaining('$maxCount') as string },
      { kind: 'metadata', stream: beta, data: expect.stringContaining('$tb') as string },
      { kind: 'deletion', stream: gamma, data: expect.any(String) as string },
    ]);
    expect(await store.head()).toBe(head);
    expect((await logOf(store)).events).toHaveLength(6);
    await expect(collect(store.read(gamma))).rejects.toThrow(StoreReadError);
    expect(await store.append([{ stream: gamma, events: sealedEvents(gamma, 2, 1), expected: 1n }])).toMatchObject([
      { kind: 'refused', code: 'STORE_READ_ONLY' },
    ]);
  });
});

describe('a server that comes and goes', () => {
  const counted = (): { readonly hooks: StoreHooks; readonly calls: string[] } => {
    const calls: string[] = [];
    let time = 0;
    return {
      calls,
      hooks: {
        now: () => (time += 1),
        onAppend: (_, kind) => calls.push(kind),
        onUnknown: () => calls.push('why'),
        onReconnect: (what) => calls.push(what),
        onResubscribe: (reason) => calls.push(reason),
      },
    };
  };

  it('an append to a server that is away is unknown at once, and appended after its return', async () => {
    await restartWith({ file: join(directory, 'double.db') });
    const { hooks, calls } = counted();
    const store = await connect({ hooks });
    const alpha = streamOf('counter', 'alpha');
    const append = { stream: alpha, events: sealedEvents(alpha, 0, 2), expected: 'no_stream' } as const;
    expect(await store.append([append])).toMatchObject([{ kind: 'appended' }]);
    await double.kill();
    const next = { stream: alpha, events: sealedEvents(alpha, 2, 1), expected: 1n };
    expect(await store.append([next])).toMatchObject([{ kind: 'unknown' }]);
    await expect(collect(store.read(alpha))).rejects.toThrow(StoreReadError);
    await double.restart();
    expect(await untilKnown(store, next)).toMatchObject({ kind: 'appended', revision: 2n });
    expect(calls.slice(0, 3)).toEqual(['appended', 'why', 'unknown']);
    expect(calls).toContain('line');
  });

  it('a server that never answers: every promise settles, nothing piles up, the client is replaced', async () => {
    const { hooks, calls } = counted();
    const store = await connect({ hooks, deadlineMilliseconds: 60 });
    const silence = double.faults.add({ kind: 'silence', stored: true });
    const streams = Array.from({ length: 40 }, (_, i) => streamOf('counter', String(i)));
    for (let round = 0; round < 6; round += 1) {
      const outcomes = await Promise.all(
        streams.map((stream) => store.append([{ stream, events: sealedEvents(stream, 0, 1), expected: 'no_stream' }])),
      );
      expect(new Set(outcomes.map(([outcome]) => outcome?.kind))).toEqual(new Set(['unknown']));
    }
    expect(calls).toContain('client');
    silence();
    for (const stream of streams)
      expect(await untilKnown(store, { stream, events: sealedEvents(stream, 0, 1), expected: 'no_stream' })).toMatchObject({
        kind: 'appended',
        revision: 0n,
      });
    expect((await logOf(store)).events).toHaveLength(40);
  });

  it('a subscription outlives the server, and begins again behind the last event', async () => {
    await restartWith({ file: join(directory, 'double.db') });
    const { hooks, calls } = counted();
    const store = await connect({ hooks });
    const end = new AbortController();
    const alpha = streamOf('counter', 'alpha');
    const received: bigint[] = [];
    const follower = (async () => {
      for await (const batch of store.subscribe({ signal: end.signal })) {
        received.push(...batch.events.map((event) => event.revision));
        if (received.length >= 6) end.abort();
      }
    })();
    for (let i = 0; i < 6; i += 1) {
      if (i % 2 === 1) {
        // Live, and up to the last event.
        while (received.length < i) await new Promise((resolve) => setTimeout(resolve, 5));
        await double.kill();
        await double.restart();
      }
      expect(
        await untilKnown(store, { stream: alpha, events: sealedEvents(alpha, i, 1), expected: i === 0 ? 'no_stream' : BigInt(i - 1) }),
      ).toMatchObject({ kind: 'appended' });
    }
    await follower;
    expect(received).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
    expect(calls).toContain('broken');
  });

  it('a subscription that falls silent while the log grows begins again', async () => {
    const { hooks, calls } = counted();
    const store = await connect({ hooks, deadlineMilliseconds: 100 });
    double.faults.add({ kind: 'silence', on: 'event', times: 3 });
    const end = new AbortController();
    const alpha = streamOf('counter', 'alpha');
    let received = 0;
    const follower = (async () => {
      for await (const batch of store.subscribe({ signal: end.signal })) if ((received += batch.events.length) >= 4) end.abort();
    })();
    for (let i = 0; i < 4; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      await store.append([{ stream: alpha, events: sealedEvents(alpha, i, 1), expected: i === 0 ? 'no_stream' : BigInt(i - 1) }]);
    }
    await follower;
    expect(received).toBe(4);
    expect(calls).toContain('lagging');
  });

  it('a closed store reads nothing, and ends subscriptions', async () => {
    const store = await connect();
    const alpha = streamOf('counter', 'alpha');
    await store.append([{ stream: alpha, events: sealedEvents(alpha, 0, 2), expected: 'no_stream' }]);
    const following = collect(store.subscribe({ signal: new AbortController().signal }));
    following.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await store.close();
    await expect(following).rejects.toThrow(StoreStoppedError);
    await expect(collect(store.read(alpha))).rejects.toThrow(StoreStoppedError);
    await expect(store.head()).rejects.toThrow(StoreStoppedError);
  });
});
