import { categoryOf } from '#event-catalogue';
import { comparePositions, logStart, type EventStore } from '#event-store';
import { streamOf } from '../support/store/counter';
import { collect, logOf, sealedEvents } from '../support/store/sealed';

let alpha = '';
let beta = '';
const nameStreams = (): void => {
  alpha = streamOf('counter', 'alpha');
  beta = streamOf('counter', 'beta');
};

export const describeRead = (given: () => EventStore): void => {
  describe('read', () => {
    beforeEach(nameStreams);
    const revisions = async (events: AsyncIterable<{ revision: bigint }>): Promise<bigint[]> =>
      (await collect(events)).map((e) => e.revision);
    beforeEach(async () => {
      await given().append([
        { stream: alpha, events: sealedEvents(alpha, 0, 5), expected: 'no_stream' },
        { stream: beta, events: sealedEvents(beta, 0, 2), expected: 'no_stream' },
      ]);
    });

    it('gives back the very bytes, in order of revision', async () => {
      const events = await collect(given().read(alpha));
      expect(events.map(({ id, type, data, metadata }) => ({ id, type, data, metadata }))).toEqual(
        sealedEvents(alpha, 0, 5).map(({ id, type, data, metadata }) => ({ id, type, data, metadata })),
      );
      expect(events.map((e) => [e.stream, e.revision])).toEqual([0n, 1n, 2n, 3n, 4n].map((r) => [alpha, r]));
    });

    it('reads from a revision, backwards, and at most so many', async () => {
      expect(await revisions(given().read(alpha, { from: 3n }))).toEqual([3n, 4n]);
      expect(await revisions(given().read(alpha, { from: 1n, max: 2 }))).toEqual([1n, 2n]);
      expect(await revisions(given().read(alpha, { direction: 'backwards' }))).toEqual([4n, 3n, 2n, 1n, 0n]);
      expect(await revisions(given().read(alpha, { direction: 'backwards', max: 1 }))).toEqual([4n]);
      expect(await revisions(given().read(alpha, { direction: 'backwards', from: 2n }))).toEqual([2n, 1n, 0n]);
      expect(await revisions(given().read(alpha, { direction: 'backwards', from: 99n, max: 2 }))).toEqual([4n, 3n]);
      expect(await revisions(given().read(alpha, { from: 5n }))).toEqual([]);
      expect(await revisions(given().read(alpha, { max: 0 }))).toEqual([]);
    });

    it('an absent stream is empty', async () => {
      expect(await revisions(given().read(streamOf('counter', 'nobody')))).toEqual([]);
    });

    it('a long stream comes whole, both ways', async () => {
      const store = given();
      const long = streamOf('counter', 'long');
      for (let from = 0; from < 1200; from += 200)
        await store.append([
          { stream: long, events: sealedEvents(long, from, 200), expected: from === 0 ? 'no_stream' : BigInt(from - 1) },
        ]);
      const forwards = await revisions(store.read(long));
      expect(forwards).toEqual(Array.from({ length: 1200 }, (_, i) => BigInt(i)));
      expect(await revisions(store.read(long, { direction: 'backwards' }))).toEqual(forwards.reverse());
    });
  });
};

export const describeLog = (given: () => EventStore): void => {
  describe('readAll', () => {
    let names: readonly string[] = [];
    beforeEach(() => {
      names = ['counter', 'mirror', 'other'].flatMap((category) => ['a', 'b', 'c'].map((name) => streamOf(category, name)));
    });
    const fill = async (store: EventStore): Promise<void> => {
      for (let round = 0; round < 4; round += 1)
        for (const stream of names)
          await store.append([
            { stream, events: sealedEvents(stream, round * 2, 2), expected: round === 0 ? 'no_stream' : BigInt(round * 2 - 1) },
          ]);
    };

    it('an empty log gives nothing and its head is the start', async () => {
      expect((await logOf(given())).batches).toEqual([]);
      expect(await given().head()).toBe(logStart);
    });

    it('one order over all streams, which keeps the order inside each; positions ascend with gaps', async () => {
      await fill(given());
      const { events, batches } = await logOf(given(), { batch: 7 });
      expect(events).toHaveLength(72);
      expect(batches.every((batch) => batch.events.length <= 7)).toBe(true);
      for (const [i, event] of events.entries())
        if (i > 0) expect(comparePositions(events[i - 1]?.position ?? logStart, event.position)).toBe(-1);
      for (const stream of names)
        expect(events.filter((e) => e.stream === stream).map((e) => e.revision)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
      expect(batches.at(-1)?.through).toBe(await given().head());
      expect(events.at(-1)?.position).toBe(await given().head());
    });

    it('gives at most so many at once, and no event twice, however many lie in a stretch of the file', async () => {
      await fill(given());
      const { events } = await logOf(given());
      for (const batch of [1, 64, 65, 71, 72, 1000]) {
        const { events: again, batches } = await logOf(given(), { batch });
        expect([batch, again]).toEqual([batch, events]);
        expect(batches.every((one) => one.events.length > 0 && one.events.length <= batch)).toBe(true);
      }
    });

    it('resumes after any position, up to any position', async () => {
      await fill(given());
      const { events } = await logOf(given());
      const [after, through] = [events[9]?.position ?? logStart, events[40]?.position ?? logStart];
      expect((await logOf(given(), { after, through, batch: 4 })).events).toEqual(events.slice(10, 41));
      expect((await logOf(given(), { after: await given().head() })).batches).toEqual([]);
    });

    it('filters by category; through also advances over what the filter leaves out', async () => {
      await fill(given());
      const { events } = await logOf(given());
      const { events: filtered, batches } = await logOf(given(), { categories: ['mirror', 'none'], batch: 5 });
      expect(filtered).toEqual(events.filter((e) => categoryOf(e.stream) === 'mirror'));
      expect(batches.at(-1)?.through).toBe(await given().head());
      expect((await logOf(given(), { categories: ['none'] })).batches.at(-1)?.through).toBe(await given().head());
    });

    it('ends at the end at the time of asking', async () => {
      const store = given();
      await fill(store);
      let seen = 0;
      for await (const batch of store.readAll({ batch: 10 })) {
        seen += batch.events.length;
        const stream = streamOf('counter', `added after ${String(seen)}`);
        await store.append([{ stream, events: sealedEvents(stream, 0, 1), expected: 'no_stream' }]);
      }
      expect(seen).toBe(72);
    });
  });
};

export const describeSubscribe = (given: () => EventStore): void => {
  describe('subscribe', () => {
    beforeEach(nameStreams);

    it('gives the past, then what is appended, in order, and ends when told', async () => {
      const store = given();
      const end = new AbortController();
      const received: string[] = [];
      await store.append([{ stream: alpha, events: sealedEvents(alpha, 0, 3), expected: 'no_stream' }]);
      const follower = (async () => {
        for await (const batch of store.subscribe({ signal: end.signal, batch: 2 })) {
          received.push(...batch.events.map((e) => e.position));
          if (received.length === 6) end.abort();
        }
      })();
      await store.append([{ stream: beta, events: sealedEvents(beta, 0, 1), expected: 'no_stream' }]);
      await store.append([{ stream: alpha, events: sealedEvents(alpha, 3, 2), expected: 2n }]);
      await follower;
      expect(received).toEqual((await logOf(store)).events.map((e) => e.position));
    });

    it('resumes after a position and filters', async () => {
      const store = given();
      const end = new AbortController();
      const mirrored = streamOf('mirror', 'alpha');
      await store.append([
        { stream: mirrored, events: sealedEvents(mirrored, 0, 2), expected: 'no_stream' },
        { stream: alpha, events: sealedEvents(alpha, 0, 2), expected: 'no_stream' },
      ]);
      const [first] = (await logOf(store)).events;
      const received: bigint[] = [];
      for await (const batch of store.subscribe({ after: first?.position ?? logStart, categories: ['mirror'], signal: end.signal })) {
        received.push(...batch.events.map((e) => e.revision));
        if (batch.through === (await store.head())) end.abort();
      }
      expect(received).toEqual([1n]);
    });
  });
};
