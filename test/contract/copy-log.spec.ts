import { eventBytes } from '#event-catalogue';
import { CommandRunner, EventStoreDbEventStore, MemoryEventStore, type Append, type AppendOutcome, type EventStore } from '#event-store';
import { CopyError, copyLog } from '#runtime';
import { type Double, type DoubleOptions, startDouble } from '../support/eventstoredb-double';
import { count, counterCatalogue, streamOf } from '../support/store/counter';
import { logOf, sealedEvents } from '../support/store/sealed';

const noPause = { pause: async (): Promise<void> => undefined };

const filled = async (events: number): Promise<MemoryEventStore> => {
  const store = new MemoryEventStore();
  const runner = new CommandRunner(store, counterCatalogue, () => '2026-02-03T04:05:06.789Z');
  for (let i = 0; i < events; i += 1) await runner.run(count(`s${String(i % 7)}`, `k${String(i)}`, { by: 1, times: 1 + (i % 3) }));
  return store;
};

/** A store whose appends somebody else has a say in. */
class Meddled extends MemoryEventStore {
  constructor(
    private readonly meddle: (
      write: () => Promise<readonly AppendOutcome[]>,
      appends: readonly Append[],
    ) => Promise<readonly AppendOutcome[]>,
  ) {
    super();
  }
  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    return this.meddle(() => super.append(appends), appends);
  }
}

const bytesOf = async (store: EventStore): Promise<readonly unknown[]> =>
  (await logOf(store)).events.map(({ position: _position, ...event }) => event);

it('copies every event byte for byte, in the same order, and proves it', async () => {
  const [from, to] = [await filled(40), new MemoryEventStore()];
  const report = await copyLog(from, to, counterCatalogue, noPause);
  expect(report).toMatchObject({ equal: true, sameOrder: true, events: 79, copied: 79 });
  expect(await bytesOf(to)).toEqual(await bytesOf(from));
});

it('goes on where it was interrupted, and takes what came meanwhile', async () => {
  const from = await filled(30);
  let calls = 0;
  const to = new Meddled(async (write) => {
    calls += 1;
    if (calls === 1) return (await write()).map(() => ({ kind: 'unknown', reason: 'cut off' }));
    throw new Error('killed');
  });
  await expect(copyLog(from, to, counterCatalogue, noPause)).rejects.toThrow('killed');
  await new CommandRunner(from, counterCatalogue, () => '2026-02-03T04:05:06.789Z').run(count('late', 'late'));
  const again = new Meddled((write) => write());
  const stream = streamOf('counter', 's0');
  const arrived = (await logOf(to)).events.filter((event) => event.stream === stream);
  await again.append([
    { stream, events: arrived.map((event) => ({ ...event, hash: '', bytes: eventBytes(event) })), expected: 'no_stream' },
  ]);
  const events = (await logOf(from)).events.length;
  const report = await copyLog(from, again, counterCatalogue, noPause);
  expect(report).toMatchObject({ equal: true, events, copied: events - arrived.length });
  expect(await copyLog(from, again, counterCatalogue, noPause)).toMatchObject({ equal: true, copied: 0 });
});

it('sends the same bytes again where the target did not say, and doubles nothing', async () => {
  const from = await filled(50);
  let calls = 0;
  const to = new Meddled(async (write, appends) => {
    calls += 1;
    if (calls % 3 === 1) return appends.map(() => ({ kind: 'unknown', reason: 'not sent' }));
    if (calls % 3 === 2) return (await write()).map(() => ({ kind: 'unknown', reason: 'answer lost' }));
    return write();
  });
  expect(await copyLog(from, to, counterCatalogue, noPause)).toMatchObject({ equal: true, sameOrder: true });
});

it('tells a target that never answers, that refuses, and that holds another log', async () => {
  const from = await filled(5);
  const silent = new Meddled(async (_, appends) => appends.map(() => ({ kind: 'unknown', reason: 'silence' })));
  await expect(copyLog(from, silent, counterCatalogue, { ...noPause, attempts: 3 })).rejects.toMatchObject({
    name: CopyError.name,
    code: 'COPY_UNKNOWN',
  });
  const full = new Meddled(async (_, appends) => appends.map(() => ({ kind: 'refused', code: 'STORE_FULL', reason: 'no space' })));
  await expect(copyLog(from, full, counterCatalogue, noPause)).rejects.toMatchObject({ code: 'COPY_REFUSED' });
});

it.each([
  ['the same stream with something else in it', 's0', 1],
  ['a longer stream', 's0', 60],
  ['a stream that the source has not', 'another', 1],
])('writes nothing to a log that is another: %s', async (_what, name, events) => {
  const other = new MemoryEventStore();
  const stream = streamOf('counter', name);
  await other.append([{ stream, events: sealedEvents(stream, 0, events, 'another log'), expected: 'no_stream' }]);
  const before = await logOf(other);
  await expect(copyLog(await filled(40), other, counterCatalogue, noPause)).rejects.toMatchObject({ code: 'COPY_DIVERGED' });
  expect(await logOf(other)).toEqual(before);
});

describe('to an EventStoreDB (the double)', () => {
  let double: Double;
  let there: EventStore;
  const begin = async (options: DoubleOptions = {}): Promise<void> => {
    double = await startDouble(options);
    there = await EventStoreDbEventStore.connect({ url: double.url, installation: 'test', deadlineMilliseconds: 2000 });
  };
  afterEach(async () => {
    await there.close();
    await double.stop();
  });

  it('keeps the order over all streams, and brings it back', async () => {
    const from = await filled(200);
    await begin({ systemEventsEvery: 7 });
    const events = (await logOf(from)).events.length;
    expect(await copyLog(from, there, counterCatalogue, noPause)).toMatchObject({ equal: true, sameOrder: true, events, copied: events });
    expect(await copyLog(from, there, counterCatalogue, noPause)).toMatchObject({ equal: true, sameOrder: true, copied: 0 });
    const back = new MemoryEventStore();
    expect(await copyLog(there, back, counterCatalogue, noPause)).toMatchObject({ equal: true, sameOrder: true, copied: events });
    expect(await bytesOf(back)).toEqual(await bytesOf(from));
  });

  it('loses and doubles nothing where connections break', async () => {
    const from = await filled(200);
    await begin();
    for (const kind of ['dropBeforeCommit', 'dropAfterCommit'] as const) double.faults.add({ kind, every: 37, times: 3 });
    expect(await copyLog(from, there, counterCatalogue, noPause)).toMatchObject({ equal: true });
    expect(double.faults.count('dropAfterCommit')).toBeGreaterThan(0);
  });
});
