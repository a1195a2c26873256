import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandRunner, MemoryEventStore } from '#event-store';
import { projection, ProjectionRunner, SqliteReadModel, table, type ReadModel } from '#read-model';
import { count, counterCatalogue } from '../../../../test/support/store/counter';
import { KeptLog } from '../../../../test/support/telemetry/kept-log';
import { SpanRecorder } from '../../../../test/support/telemetry/recorded-spans';
import { Telemetry } from '../telemetry';
import { Traces } from '../traces/traces';
import { LedgerWatch } from '../watch/ledger-watch';
import { Metrics } from './metrics';

const now = '2026-02-03T04:05:06.789Z';
const counts = table('counts', { columns: { stream: 'text', total: 'integer' }, key: ['stream'] });
const counting = projection({
  name: 'counting',
  version: 1,
  categories: ['counter'],
  tables: [counts],
  apply: (events, rows) => {
    for (const { stream, data } of events)
      rows.put(counts, { stream, total: (rows.get(counts, { stream })?.total ?? 0) + (data as { by: number }).by });
  },
});
const poisoned = projection({
  name: 'poisoned',
  version: 1,
  tables: [],
  apply: (events) => {
    if (events.some(({ data }) => (data as { by: number }).by === 13)) throw new RangeError('thirteen');
  },
});

const folder = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-measured-'));
const kept = new KeptLog();
const spans = new SpanRecorder();
const telemetry = new Telemetry(kept.log, new Metrics(), new Traces(spans));
const store = new MemoryEventStore();
const runner = new CommandRunner(store, counterCatalogue, () => now);
let views: ReadModel;
let projections: ProjectionRunner;
beforeAll(() => {
  views = telemetry.instruments().views(SqliteReadModel.open(folder, [counting, poisoned]));
  projections = new ProjectionRunner(store, counterCatalogue, views);
});
afterAll(async () => {
  await views.close();
  rmSync(folder, { recursive: true });
});
const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

it('is the read model that it measures', async () => {
  await runner.run(count('a', 'k1', { by: 2, times: 3 }, { traceparent }));
  await projections.catchUp();
  expect(await views.select(counts)).toEqual([expect.objectContaining({ total: 6 })]);
  expect(await views.get('SELECT total FROM counts')).toEqual({ total: 6 });
  expect((await views.contents()).map(({ rows }) => rows)).toEqual([1]);
  const rows: unknown[] = [];
  for await (const row of views.iterate('SELECT total FROM counts WHERE total > ?', [1])) rows.push(row);
  expect(rows).toEqual([{ total: 6 }]);
  await projections.rebuild();
  expect(await views.all('SELECT total FROM counts')).toEqual([{ total: 6 }]);
});

it('measures batches that hold something, and names their causes', async () => {
  const text = await telemetry.metrics.text();
  expect(text).toMatch(/^tidewaiter_projection_batch_seconds_count 1$/m);
  expect(text).toMatch(/^tidewaiter_projected_events_total\{projection="counting"\} 3$/m);
  expect(
    spans.named('projection batch').map(({ links, attributes, ended, failed }) => [links, attributes['tidewaiter.events'], ended, failed]),
  ).toEqual([[['b'.repeat(16)], 3, true, false]]);
});

it('E-02: says at once which projection has stopped, where and why; the others go on', async () => {
  await runner.run(count('a', 'k2', { by: 13 }));
  await projections.catchUp();
  expect(kept.records).toEqual([
    expect.objectContaining({
      level: 'error',
      msg: 'a read model has stopped',
      projection: 'poisoned',
      error: expect.objectContaining({ type: 'RangeError', message: 'thirteen' }) as unknown,
    }),
  ]);
  const followers = async () =>
    (await projections.status()).map(({ projection: name, position, fault }) => ({
      kind: 'projection' as const,
      name,
      position,
      stopped: fault !== undefined,
    }));
  const watch = new LedgerWatch({ store, followers, clock: () => now, monotonic: () => 0, metrics: telemetry.metrics });
  expect((await watch.standing()).followers.map(({ name, stopped, events }) => [name, stopped, events])).toEqual([
    ['counting', false, 0],
    ['poisoned', true, 1],
  ]);
  const text = await telemetry.metrics.text();
  for (const line of [
    'tidewaiter_projection_faults_total{projection="poisoned"} 1',
    'tidewaiter_projection_stopped{projection="poisoned"} 1',
    'tidewaiter_projection_stopped{projection="counting"} 0',
  ])
    expect(text).toContain(`${line}\n`);
});
