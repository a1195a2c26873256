import type { SealedEvent } from '#event-catalogue';
import { comparePositions, limits, logStart, type Append, type AppendOutcome, type EventStore } from '#event-store';
import { sized } from '../support/size';
import { streamOf } from '../support/store/counter';
import { logOf, sealedEvents } from '../support/store/sealed';
import { describeLog, describeRead, describeSubscribe } from './reading.contract';
import { storeOfEachTest, type StoreUnderTest } from './store-of-each-test';

let alpha = '';
let beta = '';

const appendOne = async (store: EventStore, append: Append): Promise<AppendOutcome> => {
  const [outcome, ...more] = await store.append([append]);
  expect(more).toEqual([]);
  return outcome as AppendOutcome;
};

const describeDecisionTable = (given: () => EventStore): void => {
  describe('append to one stream', () => {
    /**
     * What EventStoreDB answers to an append, by expected revision and event ids: three events lie in the stream, `first 0` to `first 2`.
     */
    const decisionTable: readonly [string, { from: number; howMany: number; seed: string }, 'appended' | 'conflict', bigint][] = [
      ['at the head', { from: 3, howMany: 2, seed: 'new' }, 'appended', 4n],
      ['the same events at the head, repeated as new ones', { from: 3, howMany: 1, seed: 'first' }, 'appended', 3n],
      ['all stored events again from no_stream', { from: 0, howMany: 3, seed: 'first' }, 'appended', 2n],
      ['the first stored events again', { from: 0, howMany: 2, seed: 'first' }, 'appended', 1n],
      ['other events from no_stream', { from: 0, howMany: 1, seed: 'other' }, 'conflict', 2n],
      ['other events below the head', { from: 1, howMany: 1, seed: 'other' }, 'conflict', 2n],
      ['stored events and one more', { from: 0, howMany: 4, seed: 'first' }, 'conflict', 2n],
      ['stored events a place too early', { from: 1, howMany: 2, seed: 'shifted' }, 'conflict', 2n],
      ['above the head', { from: 4, howMany: 1, seed: 'new' }, 'conflict', 2n],
      ['far above the head', { from: 9, howMany: 1, seed: 'first' }, 'conflict', 2n],
    ];
    it.each(decisionTable)('%s', async (_, { from, howMany, seed }, kind, revision) => {
      const store = given();
      await appendOne(store, { stream: alpha, events: sealedEvents(alpha, 0, 3), expected: 'no_stream' });
      const before = await logOf(store);
      const events = seed === 'shifted' ? sealedEvents(alpha, 0, howMany) : sealedEvents(alpha, from, howMany, seed);
      const outcome = await appendOne(store, { stream: alpha, events, expected: from === 0 ? 'no_stream' : BigInt(from - 1) });
      const after = await logOf(store);
      if (kind === 'conflict') expect(outcome).toEqual({ kind, actual: revision });
      else expect(outcome).toEqual({ kind, revision, position: after.events.find((event) => event.revision === revision)?.position });
      expect(after.events).toHaveLength(kind === 'appended' && from === 3 ? 3 + howMany : before.events.length);
    });

    it('the middle of a stream again is appended again, at the old place', async () => {
      const store = given();
      const events = sealedEvents(alpha, 0, 4);
      await appendOne(store, { stream: alpha, events, expected: 'no_stream' });
      const { events: log } = await logOf(store);
      expect(await appendOne(store, { stream: alpha, events: events.slice(1, 3), expected: 0n })).toEqual({
        kind: 'appended',
        revision: 2n,
        position: log[2]?.position,
      });
      expect(await appendOne(store, { stream: alpha, events: [events[1], events[3]] as never, expected: 0n })).toEqual({
        kind: 'conflict',
        actual: 3n,
      });
      expect((await logOf(store)).events).toEqual(log);
    });

    it('the very same event at the head, at a new right revision, is one more event', async () => {
      const store = given();
      const [event] = sealedEvents(alpha, 0, 1) as [SealedEvent];
      await appendOne(store, { stream: alpha, events: [event], expected: 'no_stream' });
      expect(await appendOne(store, { stream: alpha, events: [event], expected: 0n })).toMatchObject({ kind: 'appended', revision: 1n });
      expect((await logOf(store)).events.map(({ id, revision }) => [id, revision])).toEqual([
        [event.id, 0n],
        [event.id, 1n],
      ]);
    });

    it('ids bind within their stream: what lies in another one is new here', async () => {
      const store = given();
      const events = sealedEvents(alpha, 0, 2);
      await appendOne(store, { stream: alpha, events, expected: 'no_stream' });
      expect(await appendOne(store, { stream: beta, events, expected: 'no_stream' })).toMatchObject({ kind: 'appended', revision: 1n });
      expect((await logOf(store)).events).toHaveLength(4);
    });

    it('what was written is found again after others have written behind it', async () => {
      const store = given();
      const events = sealedEvents(alpha, 0, 2);
      const first = await appendOne(store, { stream: alpha, events, expected: 'no_stream' });
      for (const seed of ['second', 'third'])
        await appendOne(store, {
          stream: alpha,
          events: sealedEvents(alpha, seed === 'second' ? 2 : 3, 1, seed),
          expected: seed === 'second' ? 1n : 2n,
        });
      expect(await appendOne(store, { stream: alpha, events, expected: 'no_stream' })).toEqual(first);
    });

    it('a revision of an absent stream is a conflict with no_stream', async () => {
      expect(await appendOne(given(), { stream: alpha, events: sealedEvents(alpha, 1, 1), expected: 0n })).toEqual({
        kind: 'conflict',
        actual: 'no_stream',
      });
    });
  });
};

const describeElements = (given: () => EventStore): void => {
  describe('append to several streams, and by several writers', () => {
    it('two elements for one stream apply in order', async () => {
      const store = given();
      const outcomes = await store.append([
        { stream: alpha, events: sealedEvents(alpha, 0, 2), expected: 'no_stream' },
        { stream: beta, events: sealedEvents(beta, 0, 1), expected: 'no_stream' },
        { stream: alpha, events: sealedEvents(alpha, 2, 1), expected: 1n },
      ]);
      expect(outcomes.map((o) => (o.kind === 'appended' ? o.revision : o.kind))).toEqual([1n, 0n, 2n]);
    });

    it('a failed element makes the later ones of its stream conflicts and disturbs no other stream', async () => {
      const store = given();
      const outcomes = await store.append([
        { stream: alpha, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' },
        { stream: alpha, events: sealedEvents(alpha, 5, 1), expected: 4n },
        { stream: beta, events: sealedEvents(beta, 0, 1), expected: 'no_stream' },
        { stream: alpha, events: sealedEvents(alpha, 1, 1), expected: 0n },
        { stream: 'not a stream', events: sealedEvents(alpha, 1, 1), expected: 0n },
        { stream: beta, events: sealedEvents(beta, 1, 1), expected: 0n },
      ]);
      expect(outcomes.map((o) => o.kind)).toEqual(['appended', 'conflict', 'appended', 'conflict', 'refused', 'appended']);
      expect((await logOf(store)).events.map((e) => [e.stream, e.revision])).toEqual([
        [alpha, 0n],
        [beta, 0n],
        [beta, 1n],
      ]);
    });

    it('racing writers: one wins every revision', async () => {
      const store = given();
      const writers = sized(200, 1000);
      const race = await Promise.all(
        Array.from({ length: writers }, (_, i) =>
          appendOne(store, { stream: alpha, events: sealedEvents(alpha, 0, 1, `writer ${String(i)}`), expected: 'no_stream' }),
        ),
      );
      expect(race.filter((o) => o.kind === 'appended')).toHaveLength(1);
      expect(race.filter((o) => o.kind === 'conflict')).toHaveLength(writers - 1);
      expect((await logOf(store)).events).toHaveLength(1);
    });
  });
};

const describeCaps = (given: () => EventStore): void => {
  describe('caps and forms', () => {
    const bad: readonly [string, string, () => Append][] = [
      ['a name without id', 'STREAM_NAME_INVALID', () => ({ stream: 'counter', events: sealedEvents(alpha, 0, 1), expected: 'no_stream' })],
      [
        'an id of 25 characters',
        'STREAM_NAME_INVALID',
        () => ({ stream: alpha.slice(0, -1), events: sealedEvents(alpha, 0, 1), expected: 'no_stream' }),
      ],
      [
        'an id with a letter that Crockford leaves out',
        'STREAM_NAME_INVALID',
        () => ({ stream: `${alpha.slice(0, -1)}U`, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' }),
      ],
      ['a system stream', 'STREAM_NAME_INVALID', () => ({ stream: `$${alpha}`, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' })],
      ['no events', 'APPEND_EMPTY', () => ({ stream: alpha, events: [], expected: 'no_stream' })],
      [
        '201 events',
        'APPEND_TOO_LARGE',
        () => ({ stream: alpha, events: sealedEvents(alpha, 0, limits.appendEvents + 1), expected: 'no_stream' }),
      ],
      [
        'an event over 64 kB',
        'EVENT_TOO_LARGE',
        () => ({ stream: alpha, events: sealedEvents(alpha, 0, 1, 'first', limits.eventBytes), expected: 'no_stream' }),
      ],
      [
        'an append over 512 kB',
        'APPEND_TOO_LARGE',
        () => ({ stream: alpha, events: sealedEvents(alpha, 0, 9, 'first', 60_000), expected: 'no_stream' }),
      ],
      [
        'data that is not on one line',
        'EVENT_MALFORMED',
        () => ({ stream: alpha, events: sealedEvents(alpha, 0, 1).map((e) => ({ ...e, data: '{\n}' })), expected: 'no_stream' }),
      ],
    ];
    it.each(bad)('%s is refused', async (_, code, append) => {
      const store = given();
      expect(await appendOne(store, append())).toMatchObject({ kind: 'refused', code });
      expect(await store.head()).toBe(logStart);
    });

    it('200 events of 2.5 kB pass', async () => {
      expect(
        await appendOne(given(), { stream: alpha, events: sealedEvents(alpha, 0, 200, 'first', 1800), expected: 'no_stream' }),
      ).toMatchObject({ kind: 'appended', revision: 199n });
    });
  });
};

/** What every event store promises, whichever adapter it is. */
export const describeEventStore = (name: string, makeStore: () => StoreUnderTest): void => {
  describe(`event store: ${name}`, () => {
    const { given, reopened } = storeOfEachTest(makeStore);
    beforeEach(() => {
      alpha = streamOf('counter', 'alpha');
      beta = streamOf('counter', 'beta');
    });

    describeDecisionTable(given);
    describeElements(given);
    describeCaps(given);
    describeRead(given);
    describeLog(given);
    describeSubscribe(given);

    it('takes nothing after close', async () => {
      const store = given();
      await store.close();
      expect(await appendOne(store, { stream: alpha, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' })).toMatchObject({
        kind: 'refused',
        code: 'STORE_STOPPED',
      });
    });

    it('finishes what is in flight when it is closed, and gives it back when opened again', async () => {
      const written = Array.from({ length: 20 }, (_, i) => streamOf('counter', `written ${String(i)}`));
      const inFlight = written.map((stream) => appendOne(given(), { stream, events: sealedEvents(stream, 0, 2), expected: 'no_stream' }));
      await given().close();
      expect((await Promise.all(inFlight)).every((o) => o.kind === 'appended')).toBe(true);
      const store = await reopened();
      if (store === undefined) return;
      const { events } = await logOf(store);
      // Appends to different streams that wait at the same time may be written in any order.
      expect(events.map((e) => e.stream).sort()).toEqual(written.flatMap((stream) => [stream, stream]).sort());
      expect(await appendOne(store, { stream: alpha, events: sealedEvents(alpha, 0, 1), expected: 'no_stream' })).toMatchObject({
        kind: 'appended',
        revision: 0n,
      });
      expect(comparePositions(events.at(-1)?.position ?? logStart, await store.head())).toBe(-1);
    });
  });
};
