import {
  CommandRunner,
  effect,
  MemoryCheckpoints,
  MemoryEventStore,
  ProcessRunner,
  type Append,
  type AppendOutcome,
  type EventStore,
  type LogBatch,
  type Process,
} from '#event-store';
import { commandId, count, counterCatalogue, counterLimit, mirror, streamOf } from '../../../../test/support/store/counter';
import { collect } from '../../../../test/support/store/sealed';
import { SpanRecorder } from '../../../../test/support/telemetry/recorded-spans';
import { SilentLog } from '../log/log';
import { Telemetry } from '../telemetry';
import { Traces } from '../traces/traces';
import { MeasuredEventStore } from './measured-event-store';
import { Metrics } from './metrics';

const now = '2026-02-03T04:05:06.789Z';

/** A store of which a test may say how it answers the next append. */
class ToldStore extends MemoryEventStore {
  readonly next: ('unknown' | 'unknown but written' | 'conflict' | 'STORE_FULL' | 'throws')[] = [];

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const told = this.next.shift();
    switch (told) {
      case undefined:
        return super.append(appends);
      case 'throws':
        throw new Error('the line is cut');
      case 'unknown but written':
        await super.append(appends);
        return appends.map(() => ({ kind: 'unknown', reason: told }));
      case 'unknown':
        return appends.map(() => ({ kind: 'unknown', reason: told }));
      case 'conflict':
        return appends.map(() => ({ kind: 'conflict', actual: 7n }));
      case 'STORE_FULL':
        return appends.map(() => ({ kind: 'refused', code: told, reason: told }));
    }
  }
}

const measured = (inner: EventStore = new ToldStore()) => {
  const spans = new SpanRecorder();
  let milliseconds = 0;
  const telemetry = new Telemetry(new SilentLog(), new Metrics(), new Traces(spans), () => (milliseconds += 20));
  const { store: measure, commands, processes } = telemetry.instruments();
  const store = measure(inner);
  const runner = new CommandRunner(store, counterCatalogue, () => now, { pause: async () => undefined, attempts: 5, ...commands });
  const reacting = (process: Process) =>
    new ProcessRunner(store, counterCatalogue, runner, new MemoryCheckpoints(), processes).runUntilCaughtUp([process]);
  const value = async (line: string): Promise<string | undefined> =>
    (await telemetry.metrics.text())
      .split('\n')
      .find((l) => l.startsWith(`${line} `))
      ?.slice(line.length + 1);
  return { spans, telemetry, store, runner, reacting, value };
};
const trace = 'a'.repeat(32);
const traceparent = `00-${trace}-${'b'.repeat(16)}-01`;

it('counts appends by outcome and measures how long they took', async () => {
  const told = new ToldStore();
  const { runner, value } = measured(told);
  told.next.push('unknown', 'unknown but written', 'throws');
  expect(await runner.run(count('a', 'k1', { by: 1, times: 3 }))).toMatchObject({ kind: 'accepted', revision: 2n });
  told.next.push('conflict');
  expect(await runner.run(count('a', 'k2'))).toMatchObject({ kind: 'accepted', revision: 3n });
  told.next.push('STORE_FULL');
  expect(await runner.run(count('a', 'k3'))).toMatchObject({ kind: 'unknown', refusal: 'STORE_FULL' });
  const outcome = (kind: string, code = '') => value(`tidewaiter_store_appends_total{outcome="${kind}",code="${code}"}`);
  expect([await outcome('appended'), await outcome('unknown'), await outcome('conflict'), await outcome('refused', 'STORE_FULL')]).toEqual([
    '2',
    '2',
    '1',
    '1',
  ]);
  expect(await value('tidewaiter_store_faults_total{operation="append"}')).toBe('1');
  expect(await value('tidewaiter_store_appended_events_total')).toBe('4');
  expect(await value('tidewaiter_store_append_seconds_count')).toBe('7');
  expect(await value('tidewaiter_store_append_seconds_sum')).toMatch(/^0\.14/);
  expect([
    await value('tidewaiter_command_retries_total{reason="unknown"}'),
    await value('tidewaiter_command_retries_total{reason="conflict"}'),
  ]).toEqual(['3', '1']);
});

it('counts commands by what became of them', async () => {
  const told = new ToldStore();
  const { runner, value } = measured(told);
  await runner.run(count('a', 'k1'));
  await runner.run(count('a', 'k1'));
  await runner.run(count('a', 'k1', { by: 1 }, { requestHash: 'f'.repeat(64) }));
  await runner.run(count('a', 'k2', { by: counterLimit + 1 }));
  await runner.run(count('a', 'k3', { by: 1 }, { ifRevision: 9n }));
  told.next.push(...Array.from({ length: 5 }, () => 'unknown' as const));
  await runner.run(count('a', 'k4'));
  await expect(runner.run(count('a', 'k5', { by: 0.5 }))).rejects.toThrow();
  const outcomes = ['accepted', 'replayed', 'key_reused', 'rejected', 'stale', 'unknown', 'bug'];
  expect(await Promise.all(outcomes.map((outcome) => value(`tidewaiter_commands_total{category="counter",outcome="${outcome}"}`)))).toEqual(
    outcomes.map(() => '1'),
  );
  expect(await value('tidewaiter_command_seconds_count')).toBe(String(outcomes.length));
});

it('knows that the store does not say what becomes of appends', async () => {
  const told = new ToldStore();
  const { store, runner } = measured(told);
  const unanswered = () => store instanceof MeasuredEventStore && store.unanswered;
  expect(unanswered()).toBe(false);
  told.next.push(...Array.from({ length: 5 }, () => 'unknown' as const));
  await runner.run(count('a', 'k1'));
  expect(unanswered()).toBe(true);
  await runner.run(count('a', 'k1'));
  expect(unanswered()).toBe(false);
});

it('counts subscriptions that end by themselves, and no others', async () => {
  class Dropping extends MemoryEventStore {
    override async *subscribe(options: Parameters<EventStore['subscribe']>[0]): AsyncGenerator<LogBatch> {
      for await (const batch of super.subscribe(options)) {
        yield batch;
        return;
      }
    }
  }
  const { store, runner, value } = measured(new Dropping());
  await runner.run(count('a', 'k1'));
  const signal = new AbortController().signal;
  await collect(store.subscribe({ signal }));
  for await (const batch of store.subscribe({ signal })) if (batch.events.length > 0) break;
  expect(await value('tidewaiter_store_resubscriptions_total{reason="ended"}')).toBe('1');
});

const doubling: Process = {
  name: 'doubling',
  categories: ['counter'],
  react: (event) => [
    effect('double', {
      decider: mirror,
      stream: streamOf('mirror', event.stream),
      command: { by: 2 },
      context: { book: '-', effectiveAt: now },
    }),
  ],
};

describe('a trace', () => {
  it('goes from the caller through the command, its events and what processes make of them', async () => {
    const { spans, store, runner, reacting, value } = measured();
    await runner.run(count('a', 'k1', { by: 1 }, { traceparent }));
    await reacting(doubling);
    const [command, append, process, effectCommand, effectAppend] = spans.spans;
    expect(spans.spans.map(({ name }) => name)).toEqual(['command counter', 'append', 'process doubling', 'command mirror', 'append']);
    expect(spans.spans.every(({ traceId, ended, failed }) => traceId === trace && ended && !failed)).toBe(true);
    expect([command?.parent, append?.parent, process?.parent, effectCommand?.parent, effectAppend?.parent]).toEqual([
      'b'.repeat(16),
      command?.spanId,
      command?.spanId,
      process?.spanId,
      effectCommand?.spanId,
    ]);
    expect(command?.attributes).toMatchObject({ 'tidewaiter.command_id': commandId('k1'), 'tidewaiter.outcome': 'accepted' });
    const stored = (await collect(store.readAll())).flatMap(({ events }) =>
      events.map((event) => counterCatalogue.decodeStrictly(event).metadata.traceparent),
    );
    expect(stored).toEqual([`00-${trace}-${String(command?.spanId)}-01`, `00-${trace}-${String(effectCommand?.spanId)}-01`]);
    expect(await value('tidewaiter_process_effects_total{process="doubling",outcome="accepted"}')).toBe('1');
  });

  it('of commands that share an append belongs to the first and knows the others', async () => {
    const { spans, runner } = measured();
    await Promise.all(['k1', 'k2', 'k3'].map((key) => runner.run(count('a', key))));
    const [append] = spans.named('append');
    const commands = spans.named('command counter').map(({ spanId }) => spanId);
    // One append to one stream: its first event tells whose it is.
    expect([append?.parent, append?.links, spans.named('append').length]).toEqual([commands[0], [], 1]);
  });

  it('says what failed', async () => {
    const told = new ToldStore();
    const { spans, runner } = measured(told);
    told.next.push(...Array.from({ length: 5 }, () => 'unknown' as const));
    await runner.run(count('a', 'k1'));
    await runner.run(count('a', 'k2', { by: counterLimit + 1 }));
    expect(spans.named('append').map(({ failed }) => failed)).toEqual([true, true, true, true, true]);
    expect(
      spans
        .named('command counter')
        .map(({ failed, attributes }) => [failed, attributes['tidewaiter.outcome'], attributes['tidewaiter.code']]),
    ).toEqual([
      [true, 'unknown', undefined],
      [false, 'rejected', 'LIMIT_REACHED'],
    ]);
  });
});

it('without a tracer a caller’s trace is carried on as it came, and none is made up', async () => {
  const inner = new MemoryEventStore();
  const { store: measure, commands, processes } = Telemetry.silent().instruments();
  const store = measure(inner);
  const runner = new CommandRunner(store, counterCatalogue, () => now, commands);
  await runner.run(count('a', 'k1', { by: 1 }, { traceparent }));
  await runner.run(count('b', 'k2'));
  await runner.run(count('c', 'k3', { by: 1 }, { traceparent: '00-1-2-01' }));
  await new ProcessRunner(store, counterCatalogue, runner, new MemoryCheckpoints(), processes).runUntilCaughtUp([doubling]);
  const stored = (await collect(inner.readAll())).flatMap(({ events }) =>
    events.map((event) => counterCatalogue.decode(event).metadata.traceparent),
  );
  expect(stored).toEqual([traceparent, undefined, '00-1-2-01', traceparent, undefined, '00-1-2-01']);
});
