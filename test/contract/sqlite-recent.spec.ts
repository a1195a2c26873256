import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '#event-catalogue';
import { CommandRunner, logStart, SqliteEventStore, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { beginTest, count, counterCatalogue, mirror, contextOf, streamOf } from '../support/store/counter';
import { logOf, sealedEvents } from '../support/store/sealed';

const bare = ({ decoded: _decoded, ...event }: RecordedEvent): StoredEvent => event;
type Asked = Parameters<EventStore['readAll']>[0];

describe('A log that is followed by the program that writes it', () => {
  let directory = '';
  let store: SqliteEventStore;
  let file: SqliteEventStore;
  let runner: CommandRunner;
  const openStore = (): SqliteEventStore => SqliteEventStore.open({ file: join(directory, 'events.db'), installation: 'test' });

  beforeEach(async () => {
    beginTest();
    directory = mkdtempSync(join(tmpdir(), 'tidewaiter-recent-'));
    store = openStore();
    runner = new CommandRunner(store, counterCatalogue, () => '2026-01-02T03:04:05.678Z');
    await runner.run(count('first', 'first'));
    // Somebody follows from here on; the other connection has only the file.
    await logOf(store);
    file = SqliteEventStore.openReadOnly(join(directory, 'events.db'));
  });
  afterEach(async () => {
    await file.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });

  const writeSome = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i += 1) {
      await runner.run(count(`c${String(i % 7)}`, `count ${String(i)}`, { by: 1, times: 1 + (i % 3) }));
      await runner.run({
        decider: mirror,
        stream: streamOf('mirror', String(i)),
        command: { by: i + 1 },
        context: contextOf(`mirror ${String(i)}`),
      });
    }
  };
  const sameAsFile = async (asked: Asked): Promise<void> => {
    const [here, there] = [await logOf(store, asked), await logOf(file, asked)];
    expect(here.events.map(bare)).toEqual(there.events);
    expect(here.batches.at(-1)?.through).toEqual(there.batches.at(-1)?.through);
    // What is given with an event is what reading it gives.
    for (const [i, event] of here.events.entries())
      if (event.decoded !== undefined) expect(event.decoded).toEqual(counterCatalogue.decode(there.events[i] as RecordedEvent));
  };
  const decodedAtHand = async (after: Position): Promise<number> =>
    (await logOf(store, { after, batch: 64 })).events.filter(({ decoded }) => decoded !== undefined).length;

  it('is what the file has, from any position to any other, of any categories, in pages of any length', async () => {
    await writeSome(0, 30);
    const { events } = await logOf(file);
    // The first event lies in the file, which gives a page of 64.
    expect(await decodedAtHand(logStart)).toBe(events.length - 64);
    expect(await decodedAtHand(events[0]?.position ?? logStart)).toBe(events.length - 1);
    for (const after of [logStart, ...[0, 1, 20, events.length - 1].map((i) => events[i]?.position ?? logStart)])
      for (const categories of [undefined, ['mirror'], ['counter', 'none'], ['none']])
        for (const through of [undefined, events[25]?.position])
          for (const batch of [1, 7, 1000])
            await sameAsFile({
              after,
              batch,
              ...(categories === undefined ? {} : { categories }),
              ...(through === undefined ? {} : { through }),
            });
  });

  it('has what other programs write in between', async () => {
    const other = openStore();
    await writeSome(0, 5);
    await other.append([
      { stream: streamOf('counter', 'other'), events: sealedEvents(streamOf('counter', 'other'), 0, 3), expected: 'no_stream' },
    ]);
    await sameAsFile({});
    await writeSome(5, 10);
    await sameAsFile({});
    await sameAsFile({ after: (await logOf(file)).events[1]?.position ?? logStart });
    await other.close();
  });

  it('has no event of a transaction that was undone', async () => {
    await writeSome(0, 3);
    const stream = streamOf('counter', 'c0');
    const outcomes = await store.append([
      { stream, events: sealedEvents(stream, 0, 1, 'late'), expected: 'no_stream' },
      { stream: streamOf('counter', 'new'), events: sealedEvents(streamOf('counter', 'new'), 0, 1), expected: 'no_stream' },
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['conflict', 'appended']);
    await sameAsFile({});
  });

  it('keeps no more than some megabytes, and nothing where nobody reads', async () => {
    const begun = await store.head();
    const append = async (name: string): Promise<void> => {
      const stream = streamOf('counter', name);
      await store.append([{ stream, events: sealedEvents(stream, 0, 7, 'long', 60_000), expected: 'no_stream' }]);
    };
    for (let i = 0; i < 6; i += 1) {
      await append(`read ${String(i)}`);
      await sameAsFile({ after: begun });
    }
    for (let i = 0; i < 9; i += 1) await append(`unread ${String(i)}`);
    await sameAsFile({ after: begun });
    const { events } = await logOf(store, { after: begun });
    await writeSome(0, 2);
    expect(await decodedAtHand(events.at(-1)?.position ?? logStart)).toBe(5);
  });

  it('gives a stream at hand as it gives it to who waits, and a long one only to who waits', async () => {
    await writeSome(0, 20);
    const stream = streamOf('counter', 'c1');
    const { events } = await logOf(file);
    const ofStream = events.filter((event) => event.stream === stream);
    expect([...(store.readAtHand(stream, 0n) ?? [])]).toEqual(ofStream);
    expect([...(store.readAtHand(stream, 2n) ?? [])]).toEqual(ofStream.slice(2));
    expect([...(store.readAtHand(streamOf('counter', 'nobody'), 0n) ?? [])]).toEqual([]);
    await runner.run(count('c1', 'many', { by: 1, times: 100 }));
    expect(store.readAtHand(stream, 0n)).toBeUndefined();
  });
});
