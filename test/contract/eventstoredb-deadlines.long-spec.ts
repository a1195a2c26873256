import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventStore, StoreReadError, type AppendOutcome } from '#event-store';
import { startDouble, type Double } from '../support/eventstoredb-double';
import { streamOf } from '../support/store/counter';
import { collect, logOf, sealedEvents } from '../support/store/sealed';

const deadlineMilliseconds = 250;
/** What the adapter promises of every call: its deadline and a second (docs/promises.md, D-02). */
const promised = deadlineMilliseconds + 1000;
const stream = streamOf('counter', 'a');

let double: Double;
let store: EventStoreDbEventStore;
const reconnects: string[] = [];
beforeEach(async () => {
  double = await startDouble();
  reconnects.length = 0;
  store = await EventStoreDbEventStore.connect({
    url: double.url,
    installation: 'test',
    deadlineMilliseconds,
    hooks: { now: () => performance.now(), onReconnect: (what) => reconnects.push(what) },
  });
});
afterEach(async () => {
  await store.close();
  await double.stop();
});

const append = async (from: number, howMany: number, expected: 'no_stream' | bigint): Promise<AppendOutcome | undefined> =>
  (await store.append([{ stream, events: sealedEvents(stream, from, howMany), expected }]))[0];
/** Asked again until it is known, as the command runner asks. */
const known = async (from: number, howMany: number, expected: 'no_stream' | bigint): Promise<AppendOutcome | undefined> => {
  for (;;) {
    const outcome = await append(from, howMany, expected);
    if (outcome?.kind !== 'unknown') return outcome;
  }
};
/** What became of a promise in the time that is promised. */
const inTime = <T>(promise: Promise<T>): Promise<T | 'late'> => Promise.race([promise, sleep(promised, 'late' as const, { ref: false })]);

describe('the EventStoreDB adapter over a server that does not answer', () => {
  it('tells of an append in time, also where it has to read what is stored', async () => {
    await known(0, 1, 'no_stream');
    double.faults.add({ kind: 'wrongExpectedVersion' });
    double.faults.add({ kind: 'silence', on: 'read' });
    expect(await inTime(append(0, 1, 'no_stream'))).toMatchObject({ kind: 'unknown' });
    double.faults.clear();
    expect(await known(0, 1, 'no_stream')).toMatchObject({ kind: 'appended', revision: 0n });
  });

  it('fails a read in time, and begins one again that was lost', async () => {
    await known(0, 3, 'no_stream');
    double.faults.add({ kind: 'silence', on: 'read', times: 1 });
    expect(await inTime(collect(store.read(stream)))).toHaveLength(3);
    double.faults.add({ kind: 'silence', on: 'read' });
    expect(await inTime(collect(store.read(stream)).catch((fault: unknown) => fault))).toBeInstanceOf(StoreReadError);
    expect(await inTime(store.head().catch((fault: unknown) => fault))).toBeInstanceOf(StoreReadError);
  });

  it('begins a read of the log again that was lost, although the server answers other questions', async () => {
    await known(0, 3, 'no_stream');
    double.faults.add({ kind: 'silence', on: 'readEvent', skip: 2, times: 1 });
    const read = await inTime(logOf(store));
    expect(read !== 'late' && read.events.map(({ revision }) => revision)).toEqual([0n, 1n, 2n]);
  });

  it('does not make a new client for every few of many faults', async () => {
    double.faults.add({ kind: 'unavailable' });
    await Promise.allSettled(Array.from({ length: 100 }, () => collect(store.read(stream))));
    double.faults.clear();
    expect(reconnects.filter((what) => what === 'client').length).toBeLessThanOrEqual(2);
    expect(await known(0, 1, 'no_stream')).toMatchObject({ kind: 'appended' });
  });
});
