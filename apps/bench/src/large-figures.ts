import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { commandNamespace, EventCatalogue, eventType, integer, reference, uuidV5, type EventOf } from '#event-catalogue';
import { accept, CommandRunner, SqliteEventStore, type Decider, type Dispatch } from '#event-store';
import { projection, ProjectionRunner, SqliteReadModel, table, type Projection } from '#read-model';
import type { Figure } from './figure';
import { timed } from './limits';
import { benchStream, clock } from './workload';

const few = 60_000;
const many = 1_000_000;
const eventsPerStream = 200;

const Noted = eventType('bench', 'BenchNoted', 'Something small became true.', { number: integer(0), reference });
type NotedEvent = EventOf<typeof Noted>;
const catalogue = new EventCatalogue([Noted]);

/** Answers with a whole stream of small events. */
const noter: Decider<number, null, NotedEvent> = {
  category: 'bench',
  initial: null,
  evolve: () => null,
  decide: (first) =>
    accept(
      ...Array.from({ length: eventsPerStream }, (_, i) => ({
        type: Noted.name,
        data: { number: first + i, reference: `N${String(first + i)}` },
      })),
    ),
};
const note = (first: number): Dispatch<number, null, NotedEvent> => ({
  decider: noter,
  stream: benchStream(first),
  command: first,
  context: {
    commandId: uuidV5(commandNamespace, `note ${String(first)}`),
    actor: 'bench',
    book: '-',
    effectiveAt: '2026-07-01T12:00:00.000Z',
  },
});

const notes = table('bench_note', {
  columns: { number: 'integer', reference: 'text', stream: 'text' },
  key: ['number'],
  indexes: [['stream']],
});
const sums = table('bench_sum', { columns: { stream: 'text', notes: 'integer' }, key: ['stream'] });
const projections: readonly Projection[] = [
  projection({
    name: 'notes',
    version: 1,
    categories: ['bench'],
    tables: [notes, sums],
    apply: (events, rows) => {
      for (const { stream, data } of events) {
        rows.put(notes, { ...(data as NotedEvent['data']), stream });
        rows.put(sums, { stream, notes: (rows.get(sums, { stream })?.notes ?? 0) + 1 });
      }
    },
  }),
];

const mebibyte = 1024 * 1024;

/** What work adds at most to the heap and to the whole process, in MiB. */
const growthDuring = async (work: () => Promise<void>): Promise<{ heap: number; rss: number; seconds: number }> => {
  const before = process.memoryUsage();
  let [heap, rss] = [0, 0];
  const sampler = setInterval(() => {
    const now = process.memoryUsage();
    heap = Math.max(heap, now.heapUsed - before.heapUsed);
    rss = Math.max(rss, now.rss - before.rss);
  }, 20);
  const seconds = await timed(work);
  clearInterval(sampler);
  return { heap: heap / mebibyte, rss: rss / mebibyte, seconds };
};

const grown = async (directory: string, count: number): Promise<{ heap: number; details: Readonly<Record<string, number>> }> => {
  const views = join(directory, `views-of-${String(count)}`);
  mkdirSync(views);
  const store = SqliteEventStore.open({ file: join(directory, `${String(count)}.db`), installation: 'bench' });
  const dispatches = function* (): Generator<ReturnType<typeof note>> {
    for (let first = 0; first < count; first += eventsPerStream) yield note(first);
  };
  for await (const outcome of new CommandRunner(store, catalogue, clock).runEach(dispatches()))
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
  let read = 0;
  const reading = await growthDuring(async () => {
    for await (const { events } of store.readAll()) for (const event of events) read += catalogue.decode(event).type === Noted.name ? 1 : 0;
  });
  if (read !== count) throw new Error(`${String(read)} of ${String(count)} events read`);
  const model = SqliteReadModel.open(views, projections);
  const rebuild = await growthDuring(() => new ProjectionRunner(store, catalogue, model).rebuild());
  await model.close();
  await store.close();
  return {
    heap: Math.max(reading.heap, rebuild.heap),
    details: {
      'reading, heap': reading.heap,
      'rebuild, heap': rebuild.heap,
      'rebuild, resident': rebuild.rss,
      'events read/s': count / reading.seconds,
      'rebuilt/s': count / rebuild.seconds,
    },
  };
};

/** Memory of reading and of rebuilding a log of a million small events, against that of a short log. */
export const largeFigures = async (directory: string): Promise<readonly Figure[]> => {
  const short = await grown(directory, few);
  const long = await grown(directory, many);
  return [
    { name: `heap growth with ${String(few)} events`, unit: 'MiB', value: short.heap, goal: 128, better: 'less', details: short.details },
    {
      name: `heap growth with ${String(many)} events`,
      unit: 'x that of the short log',
      value: long.heap / short.heap,
      goal: 2,
      better: 'less',
      details: long.details,
    },
  ];
};
