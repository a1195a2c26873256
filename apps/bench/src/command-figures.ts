import { join } from 'node:path';
import { CommandRunner, SqliteEventStore } from '#event-store';
import type { Figure } from './figure';
import { median, quantile, RawDisk, timed } from './limits';
import { assess, benchCatalogue, benchStream, clock } from './workload';

const rounds = 3;
/** Bytes of one event in the log: data, metadata and frame. */
const eventBytes = 1100;
/** Commands before anything is measured: the figures are of a process that has run for a second. */
const warmUp = 2000;

/** What ours and the raw disk did per second in a slice of a run. */
interface Slice {
  readonly raw: number;
  readonly ours: number;
}

/**
 * Each slice of ours lies between two of the disk, whose speed drifts: it is compared with the mean of the two. Both answer with seconds
 * per piece.
 */
const inTurns = async (slices: number, raw: () => Promise<number>, ours: (slice: number) => Promise<number>): Promise<readonly Slice[]> => {
  const found: Slice[] = [];
  let before = await raw();
  for (let slice = 0; slice < slices; slice += 1) {
    const took = await ours(slice);
    const after = await raw();
    found.push({ raw: 2 / (before + after), ours: 1 / took });
    before = after;
  }
  return found;
};

/** Commands one after another, each loading a stream of at most ten events, in turns with raw writes of the same size. */
const oneAtATime = async (store: SqliteEventStore, disk: RawDisk, base: number): Promise<readonly Slice[]> => {
  // A cache of one stream: every command loads its stream from the file.
  const runner = new CommandRunner(store, benchCatalogue, clock, { cachedStreams: 1 });
  const [slices, each, writes] = [20, 50, 50];
  const streams = Array.from({ length: (slices * each) / 10 }, (_, i) => benchStream(base + i));
  return inTurns(
    slices,
    async () => (await disk.write(eventBytes, writes)) / writes,
    async (slice) => {
      const took = await timed(async () => {
        for (let number = slice * each; number < (slice + 1) * each; number += 1)
          await runner.run(assess(base + number, streams[number % streams.length] ?? ''));
      });
      return took / each;
    },
  );
};

/** Commands on different streams, 64 of them unfinished at any time. */
const manyInFlight = async (
  store: SqliteEventStore,
  disk: RawDisk,
  base: number,
): Promise<{ readonly slices: readonly Slice[]; readonly p99: number }> => {
  const runner = new CommandRunner(store, benchCatalogue, clock);
  const latencies: number[] = [];
  const [count, each, writes] = [10, 2000, 200];
  let next = 0;
  const streams = Array.from({ length: 2000 }, (_, i) => benchStream(base + i));
  const client = async (until: number): Promise<void> => {
    while (next < until) {
      const number = next;
      next += 1;
      const start = performance.now();
      await runner.run(assess(base + number, streams[number % streams.length] ?? ''));
      latencies.push(performance.now() - start);
    }
  };
  const slices = await inTurns(
    count,
    async () => (await disk.write(eventBytes, writes)) / writes,
    async (slice) => (await timed(() => Promise.all(Array.from({ length: 64 }, () => client((slice + 1) * each))))) / each,
  );
  return { slices, p99: quantile(latencies, 0.99) };
};

const figureOf = (name: string, goal: number, slices: readonly Slice[]): Figure => ({
  name,
  unit: 'x raw write+fdatasync',
  value: median(slices.map(({ raw, ours }) => ours / raw)),
  goal,
  better: 'more',
  details: { 'commands/s': median(slices.map(({ ours }) => ours)), 'raw/s': median(slices.map(({ raw }) => raw)) },
});

export const commandFigures = async (directory: string): Promise<readonly Figure[]> => {
  const store = SqliteEventStore.open({ file: join(directory, 'commands.db'), installation: 'bench' });
  const disk = new RawDisk(directory);
  const single: Slice[] = [];
  const many: Slice[] = [];
  const p99: number[] = [];
  for (let warm = 0; warm < warmUp; warm += 1000) await oneAtATime(store, disk, 90_000_000 + warm);
  for (let round = 0; round < rounds; round += 1) {
    single.push(...(await oneAtATime(store, disk, round * 1_000_000)));
    const flight = await manyInFlight(store, disk, 10_000_000 + round * 1_000_000);
    many.push(...flight.slices);
    p99.push(flight.p99);
  }
  disk.close();
  await store.close();
  return [
    figureOf('one durable command', 0.5, single),
    figureOf('64 commands in flight', 6, many),
    { name: '64 commands in flight, p99', unit: 'ms', value: median(p99), goal: 20, better: 'less', details: {} },
  ];
};
