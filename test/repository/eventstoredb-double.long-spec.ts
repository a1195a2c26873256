import { randomUUID } from 'node:crypto';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  StreamDeletedError,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
  type AllStreamResolvedEvent,
  type EventData,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { MemoryEventStore } from '#event-store';
import { startDouble, type Double } from '../support/eventstoredb-double';
import { streamOf } from '../support/store/counter';
import { sealedEvents } from '../support/store/sealed';

/** The server that the tests of the EventStoreDB adapter lean on, proved through the client's public interface. */
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

const event = (
  type: string,
  data: Record<string, string | number> = { amount: '12.34' },
  more: { id?: string; metadata?: Record<string, string> } = {},
): EventData => jsonEvent({ type, data, ...more });
const collect = async <T>(items: AsyncIterable<T>, howMany = Infinity): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
    if (all.length >= howMany) break;
  }
  return all;
};
type Resolved = ResolvedEvent | AllStreamResolvedEvent;
const typesOf = (events: readonly Resolved[]): (string | undefined)[] => events.map((resolved) => resolved.event?.type);
const revisionsOf = (events: readonly Resolved[]): (bigint | undefined)[] => events.map((resolved) => resolved.event?.revision);
const positionAt = (events: readonly Resolved[], index: number): { commit: bigint; prepare: bigint } =>
  events[index]?.event?.position as { commit: bigint; prepare: bigint };
/** An append with credentials of its own takes the call for one append. */
const one = { credentials: { username: 'admin', password: 'changeit' } };

describe('an append', () => {
  it('answers with revision and position, and is read back with metadata and time', async () => {
    const written = await client.appendToStream('account-1', [event('A', { k: 1 }, { metadata: { $correlationId: 'x' } }), event('B')], {
      expectedRevision: NO_STREAM,
    });
    expect(written).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const events = await collect(client.readStream('account-1'));
    expect(typesOf(events)).toEqual(['A', 'B']);
    expect(events[0]?.event).toMatchObject({
      streamId: 'account-1',
      revision: 0n,
      data: { k: 1 },
      metadata: { $correlationId: 'x' },
      isJson: true,
    });
    expect(events[0]?.event?.created.getTime()).toBeGreaterThan(Date.UTC(2020));
    expect(positionAt(events, 1)).toEqual(written.position);
  });

  it('keeps bytes, content type and raw metadata as they are', async () => {
    const metadata = Uint8Array.from([0, 255, 10]);
    await client.appendToStream('bin-1', binaryEvent({ type: 'X', data: Uint8Array.from([1, 2, 255]), metadata }), {
      expectedRevision: NO_STREAM,
    });
    const [stored] = await collect(client.readStream('bin-1'));
    expect(stored?.event?.isJson).toBe(false);
    expect([...(stored?.event?.data as Uint8Array)]).toEqual([1, 2, 255]);
    expect([...(stored?.event?.metadata as Uint8Array)]).toEqual([...metadata]);
  });

  it.each([
    ['in a batch', {}],
    ['alone', one],
  ])('%s is refused with both versions where it does not fit', async (_how, options) => {
    await client.appendToStream('account-1', [event('A'), event('B')], { expectedRevision: NO_STREAM, ...options });
    const refusal = async (expectedRevision: bigint | typeof NO_STREAM | typeof STREAM_EXISTS, stream = 'account-1'): Promise<unknown> =>
      client.appendToStream(stream, event('C'), { expectedRevision, ...options }).catch((error: unknown) => error);
    for (const expected of [0n, 7n, NO_STREAM] as const) {
      const error = await refusal(expected);
      expect(error).toBeInstanceOf(WrongExpectedVersionError);
      expect(error).toMatchObject({ streamName: 'account-1', expectedVersion: expected, actualVersion: 1n });
    }
    expect(await refusal(STREAM_EXISTS, 'nobody-1')).toMatchObject({ expectedVersion: STREAM_EXISTS, actualVersion: 'no_stream' });
    expect(await refusal(3n, 'nobody-1')).toMatchObject({ expectedVersion: 3n, actualVersion: 'no_stream' });
  });

  it('that is repeated at its place succeeds again with the same answer; in part it does not', async () => {
    const [a, b] = [event('A'), event('B')];
    const first = await client.appendToStream('idem-1', [a, b], { expectedRevision: NO_STREAM });
    await client.appendToStream('idem-1', event('C'), { expectedRevision: 1n });
    expect(await client.appendToStream('idem-1', [a, b], { expectedRevision: NO_STREAM })).toEqual(first);
    expect(await client.appendToStream('idem-1', b, { expectedRevision: 0n, ...one })).toMatchObject({ nextExpectedRevision: 1n });
    await expect(client.appendToStream('idem-1', [a, event('other')], { expectedRevision: NO_STREAM })).rejects.toBeInstanceOf(
      WrongExpectedVersionError,
    );
    await expect(client.appendToStream('idem-1', [event('other'), b], { expectedRevision: NO_STREAM })).rejects.toBeInstanceOf(
      WrongExpectedVersionError,
    );
    expect(typesOf(await collect(client.readStream('idem-1')))).toEqual(['A', 'B', 'C']);
  });

  it('at any revision is recognised until the next start of the server only', async () => {
    const a = event('A');
    await client.appendToStream('idem-2', a, { expectedRevision: ANY });
    expect(await client.appendToStream('idem-2', a, { expectedRevision: STREAM_EXISTS })).toMatchObject({ nextExpectedRevision: 0n });
    await double.kill();
    await double.restart();
    // The first call after the break may meet the broken connection.
    await collect(client.readStream('idem-2')).catch(() => undefined);
    expect(await client.appendToStream('idem-2', a, { expectedRevision: ANY })).toMatchObject({ nextExpectedRevision: 1n });
  });

  it.each([
    ['in a batch', {}],
    ['alone', one],
  ])('%s over 1 MiB is refused', async (_how, options) => {
    const error = await client.appendToStream('big-1', event('Big', { s: 'x'.repeat(1_100_000) }), options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MaxAppendSizeExceededError);
    expect(error).toMatchObject({ maxAppendSize: 1_048_576 });
    expect(double.events).toBe(0);
  });

  it('may come in several parts', async () => {
    const events = Array.from({ length: 20 }, (_, i) => event('Part', { i, s: 'x'.repeat(1000) }));
    expect(await client.appendToStream('parts-1', events, { expectedRevision: NO_STREAM, batchAppendSize: 3000 })).toMatchObject({
      nextExpectedRevision: 19n,
    });
    expect(await collect(client.readStream('parts-1'))).toHaveLength(20);
  });

  it('wins a revision once, however many race for it', async () => {
    const attempts = Array.from({ length: 500 }, (_, i) =>
      client.appendToStream('race-1', event('R', { i }), { expectedRevision: i % 10 === 0 ? NO_STREAM : BigInt((i % 10) - 1) }),
    );
    const settled = await Promise.allSettled(attempts);
    const won = settled.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.nextExpectedRevision] : []));
    expect(revisionsOf(await collect(client.readStream('race-1')))).toEqual([...won].sort((a, b) => Number(a - b)));
    expect(won).toHaveLength(10);
  });

  it('has the outcome that the embedded store gives it', async () => {
    const store = new MemoryEventStore();
    const streams = ['a', 'b', 'c'].map((name) => streamOf('counter', name));
    const told: unknown[] = [];
    const expected: unknown[] = [];
    // Every pair of a small expectation and of events that were or were not tried before, in an order that meets all rules.
    for (let i = 0; i < 240; i += 1) {
      const stream = streams[i % 3] ?? '';
      const revision = ((i * 7) % 11) - 1;
      const events = sealedEvents(stream, revision + 1, 1 + (i % 2), `seed ${String((i * 5) % 4)}`);
      const place = revision < 0 ? ('no_stream' as const) : BigInt(revision);
      const [outcome] = await store.append([{ stream, events, expected: place }]);
      expected.push(outcome?.kind === 'appended' ? outcome.revision : outcome?.kind === 'conflict' ? outcome.actual : outcome);
      const proposed = events.map(({ id, type, data }) => jsonEvent({ id, type, data: JSON.parse(data) as Record<string, string> }));
      told.push(
        await client.appendToStream(stream, proposed, { expectedRevision: place }).then(
          ({ nextExpectedRevision }) => nextExpectedRevision,
          (error: unknown) => (error as WrongExpectedVersionError).actualVersion,
        ),
      );
    }
    expect(told).toEqual(expected);
    await store.close();
  });
});

describe('a read', () => {
  beforeEach(async () => {
    await client.appendToStream(
      'account-1',
      ['A', 'B', 'C'].map((type) => event(type)),
    );
    await client.appendToStream(
      'order-1',
      ['D', 'E'].map((type) => event(type)),
    );
  });

  it('of a stream goes forwards and backwards, from a revision, up to a count', async () => {
    expect(typesOf(await collect(client.readStream('account-1', { fromRevision: 1n })))).toEqual(['B', 'C']);
    expect(typesOf(await collect(client.readStream('account-1', { maxCount: 2 })))).toEqual(['A', 'B']);
    expect(typesOf(await collect(client.readStream('account-1', { fromRevision: 9n })))).toEqual([]);
    expect(typesOf(await collect(client.readStream('account-1', { direction: BACKWARDS, fromRevision: END })))).toEqual(['C', 'B', 'A']);
    expect(typesOf(await collect(client.readStream('account-1', { direction: BACKWARDS, fromRevision: 1n, maxCount: 1 })))).toEqual(['B']);
  });

  it('of a stream that is not there says so', async () => {
    const error = await collect(client.readStream('missing-1')).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StreamNotFoundError);
    expect(error).toMatchObject({ streamName: 'missing-1' });
  });

  it('of all streams is in log order; forwards with the position, backwards without', async () => {
    const all = await collect(client.readAll());
    expect(typesOf(all)).toEqual(['A', 'B', 'C', 'D', 'E']);
    const commits = all.map((_, i) => positionAt(all, i).commit);
    expect([...commits].sort((a, b) => Number(a - b))).toEqual(commits);
    expect(typesOf(await collect(client.readAll({ fromPosition: positionAt(all, 2), maxCount: 2 })))).toEqual(['C', 'D']);
    expect(typesOf(await collect(client.readAll({ direction: BACKWARDS, fromPosition: END })))).toEqual(['E', 'D', 'C', 'B', 'A']);
    expect(typesOf(await collect(client.readAll({ direction: BACKWARDS, fromPosition: positionAt(all, 2) })))).toEqual(['B', 'A']);
  });

  it('from a position where no event begins is refused', async () => {
    const [first] = await collect(client.readAll({ maxCount: 1 }));
    const between = positionAt([first as AllStreamResolvedEvent], 0).commit + 1n;
    await expect(collect(client.readAll({ fromPosition: { commit: between, prepare: between } }))).rejects.toMatchObject({ code: 3 });
  });

  it('follows links', async () => {
    await client.appendToStream('$ce-account', binaryEvent({ type: '$>', data: Buffer.from('1@account-1') }));
    await client.appendToStream('$ce-account', binaryEvent({ type: '$>', data: Buffer.from('9@account-1') }));
    const [link, dangling] = await collect(client.readStream('$ce-account', { resolveLinkTos: true }));
    expect(link).toMatchObject({ event: { type: 'B', streamId: 'account-1' }, link: { streamId: '$ce-account' } });
    expect(dangling?.event).toBeUndefined();
  });
});

describe('what hides events', () => {
  beforeEach(async () => {
    await client.appendToStream(
      'account-1',
      [0, 1, 2, 3].map((i) => event('T', { i })),
    );
  });

  it('is metadata of the stream, in the stream only', async () => {
    await client.setStreamMetadata('account-1', { truncateBefore: 2 });
    expect(revisionsOf(await collect(client.readStream('account-1')))).toEqual([2n, 3n]);
    await client.setStreamMetadata('account-1', { maxCount: 1 });
    expect(revisionsOf(await collect(client.readStream('account-1')))).toEqual([3n]);
    expect(await client.getStreamMetadata('account-1')).toMatchObject({ metadata: { maxCount: 1 } });
    expect(typesOf(await collect(client.readAll()))).toEqual(['T', 'T', 'T', 'T', '$metadata', '$metadata']);
  });

  it('is a soft delete, after which the stream goes on where it was', async () => {
    await client.deleteStream('account-1', { expectedRevision: 3n });
    await expect(collect(client.readStream('account-1'))).rejects.toBeInstanceOf(StreamNotFoundError);
    await expect(client.appendToStream('account-1', event('U'), { expectedRevision: STREAM_EXISTS })).rejects.toBeInstanceOf(
      StreamDeletedError,
    );
    expect(await client.appendToStream('account-1', event('U'), { expectedRevision: NO_STREAM })).toMatchObject({
      nextExpectedRevision: 4n,
    });
    expect(revisionsOf(await collect(client.readStream('account-1')))).toEqual([4n]);
  });

  it('is refused at the wrong revision', async () => {
    await expect(client.deleteStream('account-1', { expectedRevision: 1n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      expectedVersion: 1n,
      actualVersion: 3n,
    });
  });

  it('is a tombstone, for ever', async () => {
    await client.tombstoneStream('account-1');
    await expect(collect(client.readStream('account-1'))).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.appendToStream('account-1', event('U'))).rejects.toBeInstanceOf(StreamDeletedError);
    await expect(client.appendToStream('account-1', event('U'), one)).rejects.toBeInstanceOf(StreamDeletedError);
    expect((await collect(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })))[0]?.event).toMatchObject({
      type: '$streamDeleted',
      revision: 2n ** 63n - 1n,
    });
  });
});

describe('a subscription', () => {
  it('to a stream brings history, says that it has caught up, and then what is new', async () => {
    await client.appendToStream('live-1', [event('A'), event('B')]);
    const subscription = client.subscribeToStream('live-1', { fromRevision: 0n });
    const caughtUp = new Promise((resolve) => subscription.once('caughtUp', resolve));
    const seen = collect(subscription, 2);
    await caughtUp;
    await client.appendToStream('live-1', event('C'));
    expect(typesOf(await seen)).toEqual(['B', 'C']);
  });

  it('to all streams goes on after a position and lets only its names through', async () => {
    for (const name of ['account-1', 'order-1', 'account-2', 'order-2']) await client.appendToStream(name, event('A'));
    const [first] = await collect(client.subscribeToAll({ fromPosition: START, filter: streamNameFilter({ prefixes: ['account-'] }) }), 1);
    const subscription = client.subscribeToAll({
      fromPosition: positionAt([first as AllStreamResolvedEvent], 0),
      filter: streamNameFilter({ regex: '^account-' }),
    });
    const caughtUp = new Promise((resolve) => subscription.once('caughtUp', resolve));
    const rest = collect(subscription, 2);
    await caughtUp;
    await client.appendToStream('order-3', event('A'));
    await client.appendToStream('account-3', event('A'));
    expect((await rest).map((resolved) => resolved.event?.streamId)).toEqual(['account-2', 'account-3']);
  });

  it('filters by type, and leaves out the events of the system', async () => {
    await client.setStreamMetadata('account-1', { maxCount: 9 });
    await client.appendToStream('account-1', [event('Assessed'), event('Paid')]);
    expect(typesOf(await collect(client.subscribeToAll({ filter: excludeSystemEvents() }), 1))).toEqual(['Assessed']);
    expect(typesOf(await collect(client.subscribeToAll({ filter: eventTypeFilter({ prefixes: ['Pa', '$m'] }) }), 2))).toEqual([
      '$metadata',
      'Paid',
    ]);
  });

  it('tells checkpoints over events that it leaves out, after each interval of windows', async () => {
    await client.appendToStream(
      'noise-1',
      Array.from({ length: 100 }, () => event('N')),
    );
    const all = await collect(client.readAll());
    const checkpoints: bigint[] = [];
    const filter = eventTypeFilter({
      prefixes: ['Never'],
      checkpointInterval: 2,
      maxSearchWindow: 10,
      checkpointReached: async (_subscription, position) => void checkpoints.push(position.commit),
    });
    const subscription = client.subscribeToAll({ filter });
    await new Promise((resolve) => subscription.once('caughtUp', resolve).on('data', () => undefined));
    expect(checkpoints).toEqual([19, 39, 59, 79, 99].map((i) => positionAt(all, i).commit));
    await subscription.unsubscribe();
  });

  it('is not sent what its reader does not take', async () => {
    const howMany = 3000;
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        client.appendToStream(
          `many-${String(n)}`,
          Array.from({ length: howMany / 30 }, (_none, i) => event('M', { i, s: 'x'.repeat(2000) })),
        ),
      ),
    );
    // Waits for nothing, but counts what is sent.
    double.faults.add({ kind: 'slow', milliseconds: 0, on: 'event' });
    const subscription = client.subscribeToAll();
    let [before, sent] = [-1, 0];
    while (before < sent || sent === 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      [before, sent] = [sent, double.faults.count('slow')];
    }
    expect(sent).toBeLessThan(howMany / 2);
    double.faults.clear();
    expect(await collect(subscription, howMany)).toHaveLength(howMany);
  });
});

it('writes events of its own between those of its clients where it is asked to', async () => {
  const noisy = await startDouble({ systemEventsEvery: 2 });
  const other = EventStoreDBClient.connectionString(noisy.url);
  for (const type of ['A', 'B', 'C']) await other.appendToStream('account-1', event(type, {}, { id: randomUUID() }));
  expect(typesOf(await collect(other.readAll()))).toEqual(['A', 'B', '$statsCollected', '$metadata', 'C']);
  expect(revisionsOf(await collect(other.readStream('account-1')))).toEqual([0n, 1n, 2n]);
  await other.dispose();
  await noisy.stop();
});
