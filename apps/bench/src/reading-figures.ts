import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CommandRunner, SqliteEventStore } from '#event-store';
import { projection, ProjectionRunner, SqliteReadModel, table, type Projection } from '#read-model';
import type { Figure } from './figure';
import { median, timed } from './limits';
import { assess, benchCatalogue, benchStream, clock } from './workload';

const rounds = 3;
export const eventCount = 60_000;
const eventsPerStream = 10;

const items = table('bench_item', {
  columns: { reference: 'text', stream: 'text', accepted_on: 'text', lines: 'integer' },
  key: ['reference'],
  indexes: [['stream']],
});
const streams = table('bench_stream_event', {
  columns: { stream: 'text', revision: 'integer', total: 'text', recorded_at: 'text' },
  key: ['stream', 'revision'],
});

interface Data {
  readonly reference: string;
  readonly acceptedOn: string;
  readonly lines: readonly { readonly amount: { readonly amount: string } }[];
}

/** Two projections of one row per event each. */
export const projections: readonly Projection[] = [
  projection({
    name: 'items',
    version: 1,
    categories: ['bench'],
    tables: [items],
    apply: (events, rows) => {
      for (const { stream, data } of events) {
        const { reference, acceptedOn, lines } = data as Data;
        rows.put(items, { reference, stream, accepted_on: acceptedOn, lines: lines.length });
      }
    },
  }),
  projection({
    name: 'streams',
    version: 1,
    categories: ['bench'],
    tables: [streams],
    apply: (events, rows) => {
      for (const { stream, revision, data, metadata } of events)
        rows.put(streams, {
          stream,
          revision: Number(revision),
          total: (data as Data).lines[0]?.amount.amount ?? '0',
          recorded_at: metadata.recordedAt,
        });
    },
  }),
];

const fill = async (store: SqliteEventStore): Promise<void> => {
  const runner = new CommandRunner(store, benchCatalogue, clock);
  const names = Array.from({ length: eventCount / eventsPerStream }, (_, i) => benchStream(i));
  const dispatches = function* (): Generator<ReturnType<typeof assess>> {
    for (let i = 0; i < eventCount; i += 1) yield assess(i, names[i % names.length] ?? '');
  };
  for await (const outcome of runner.runEach(dispatches(), { inFlight: 1000 }))
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
};

const parseRate = async (store: SqliteEventStore): Promise<number> => {
  const texts: string[] = [];
  for await (const { events } of store.readAll()) {
    // Copies: the limit is that of whole strings, not of slices of a page.
    texts.push(...events.map((event) => Buffer.from(event.data).toString()));
    if (texts.length >= 20_000) break;
  }
  let sum = 0;
  const took = await timed(() => {
    for (const text of texts) sum += (JSON.parse(text) as { number: number }).number;
  });
  if (sum === 0) throw new Error('nothing parsed');
  return texts.length / took;
};

const readRate = async (store: SqliteEventStore): Promise<number> => {
  let sum = 0;
  const took = await timed(async () => {
    for await (const { events } of store.readAll())
      for (const event of events) sum += (JSON.parse(event.data) as { number: number }).number;
  });
  if (sum === 0) throw new Error('nothing read');
  return eventCount / took;
};

export const rebuildRate = async (store: SqliteEventStore, directory: string): Promise<{ rate: number; heap: number }> => {
  mkdirSync(directory, { recursive: true });
  const model = SqliteReadModel.open(directory, projections);
  const before = process.memoryUsage().heapUsed;
  let heap = 0;
  const sampler = setInterval(() => {
    heap = Math.max(heap, process.memoryUsage().heapUsed - before);
  }, 20);
  const took = await timed(() => new ProjectionRunner(store, benchCatalogue, model).rebuild());
  clearInterval(sampler);
  await model.close();
  return { rate: eventCount / took, heap: heap / 1024 / 1024 };
};

export const readingFigures = async (directory: string): Promise<readonly Figure[]> => {
  const store = SqliteEventStore.open({ file: join(directory, 'reading.db'), installation: 'bench' });
  const filled = await timed(() => fill(store));
  const runs = [];
  await readRate(store);
  for (let round = 0; round < rounds; round += 1) {
    const before = await parseRate(store);
    const read = await readRate(store);
    const rebuild = await rebuildRate(store, join(directory, `views${String(round)}`));
    const parse = (before + (await parseRate(store))) / 2;
    runs.push({ parse, read, rebuild: rebuild.rate, heap: rebuild.heap });
  }
  await store.close();
  const events = { 'JSON.parse/s': median(runs.map((r) => r.parse)) };
  return [
    {
      name: 'readAll with JSON.parse of data',
      unit: 'x JSON.parse of data alone',
      value: median(runs.map((r) => r.read / r.parse)),
      goal: 0.6,
      better: 'more',
      details: { 'events/s': median(runs.map((r) => r.read)), ...events },
    },
    {
      name: 'rebuild of two projections',
      unit: 'x JSON.parse of data alone',
      value: median(runs.map((r) => r.rebuild / r.parse)),
      goal: 0.3,
      better: 'more',
      details: { 'events/s': median(runs.map((r) => r.rebuild)), ...events },
    },
    {
      name: 'heap growth during a rebuild',
      unit: 'MiB',
      value: median(runs.map((r) => r.heap)),
      goal: 128,
      better: 'less',
      details: { events: eventCount, 'commands/s while filling': eventCount / filled },
    },
  ];
};
