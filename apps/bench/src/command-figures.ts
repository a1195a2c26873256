import { join } from 'node:path';
import { CommandRunner, SqliteEventStore } from '#event-store';
import type { Figure } from './figure';
import { median, quantile, RawDisk, timed } from './limits';
import { assess, benchCatalogue, benchStream, clock } from './workload';

const rounds = 3;
/** Bytes of one event in the log: data, metadata and frame. */
const eventBytes = 1100;
const chunk = 100;

/** Commands one after another, each loading a stream of at most ten events, in turns with raw writes of the same size. */
const oneAtATime = async (store: SqliteEventStore, disk: RawDisk, base: number): Promise<{ raw: number; ours: number }> => {
  // A cache of one stream: every command loads its stream from the file.
  const runner = new CommandRunner(store, benchCatalogue, clock, { cachedStreams: 1 });
  const streams = Array.from({ length: chunk }, (_, i) => benchStream(base + i));
  let [raw, ours] = [0, 0];
  for (let turn = 0; turn < 10; turn += 1) {
    raw += await disk.write(eventBytes, chunk);
    ours += await timed(async () => {
      for (const [i, stream] of streams.entries()) await runner.run(assess(base + turn * chunk + i, stream));
    });
  }
  return { raw: (10 * chunk) / raw, ours: (10 * chunk) / ours };
};

/** Commands on different streams, 64 of them unfinished at any time. */
const manyInFlight = async (store: SqliteEventStore, disk: RawDisk, base: number): Promise<{ raw: number; ours: number; p99: number }> => {
  const runner = new CommandRunner(store, benchCatalogue, clock);
  const latencies: number[] = [];
  let [raw, ours, next] = [0, 0, 0];
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
  for (let turn = 1; turn <= 5; turn += 1) {
    raw += await disk.write(eventBytes, 400);
    ours += await timed(() => Promise.all(Array.from({ length: 64 }, () => client(turn * 4000))));
  }
  return { raw: 2000 / raw, ours: 20_000 / ours, p99: quantile(latencies, 0.99) };
};

export const commandFigures = async (directory: string): Promise<readonly Figure[]> => {
  const store = SqliteEventStore.open({ file: join(directory, 'commands.db'), installation: 'bench' });
  const disk = new RawDisk(directory);
  const single = [];
  const many = [];
  await oneAtATime(store, disk, 90_000_000);
  for (let round = 0; round < rounds; round += 1) {
    single.push(await oneAtATime(store, disk, round * 1_000_000));
    many.push(await manyInFlight(store, disk, 10_000_000 + round * 1_000_000));
  }
  disk.close();
  await store.close();
  const ratio = (runs: readonly { raw: number; ours: number }[]): number => median(runs.map(({ raw, ours }) => ours / raw));
  return [
    { name: 'one durable command', unit: 'x raw write+fdatasync', value: ratio(single), goal: 0.5, better: 'more', details: { 'commands/s': median(single.map((r) => r.ours)), 'raw/s': median(single.map((r) => r.raw)) } },
    { name: '64 commands in flight', unit: 'x raw write+fdatasync', value: ratio(many), goal: 6, better: 'more', details: { 'commands/s': median(many.map((r) => r.ours)), 'raw/s': median(many.map((r) => r.raw)) } },
    { name: '64 commands in flight, p99', unit: 'ms', value: median(many.map((r) => r.p99)), goal: 20, better: 'less', details: {} },
  ];
};
