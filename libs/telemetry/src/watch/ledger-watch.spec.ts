import { CommandRunner, logStart, MemoryEventStore, type LogBatch, type Position } from '#event-store';
import { count, counterCatalogue, mirror, streamOf, contextOf } from '../../../../test/support/store/counter';
import { collect } from '../../../../test/support/store/sealed';
import { SilentLog, Log } from '../log/log';
import { Metrics } from '../metrics/metrics';
import { Background } from './background';
import { lagOf, type Follower } from './lag';
import { LedgerWatch } from './ledger-watch';

/** Twenty counts, one a second from 04:05:00, and after each fifth a mirrored one. */
const filled = async (): Promise<{ store: MemoryEventStore; positions: readonly Position[] }> => {
  const store = new MemoryEventStore();
  let second = 0;
  const runner = new CommandRunner(store, counterCatalogue, () => `2026-02-03T04:05:${String(second).padStart(2, '0')}.000Z`);
  for (; second < 20; second += 1) {
    await runner.run(count('a', `k${String(second)}`));
    if (second % 5 === 4)
      await runner.run({ decider: mirror, stream: streamOf('mirror', 'm'), command: { by: 1 }, context: contextOf(`m${String(second)}`) });
  }
  const positions = (await collect(store.readAll())).flatMap(({ events }) => events.map(({ position }) => position));
  return { store, positions };
};
const follower = (position: Position | undefined, more: Partial<Follower> = {}): Follower => ({
  kind: 'projection',
  name: 'rows',
  position: position ?? logStart,
  stopped: false,
  ...more,
});
const now = '2026-02-03T04:05:30.000Z';

describe('lag', () => {
  it('is the events that concern a follower and the age of the first of them', async () => {
    const { store, positions } = await filled();
    const head = await store.head();
    const lags = await lagOf(
      store,
      [
        follower(head, { name: 'current' }),
        follower(positions[21], { name: 'late' }),
        follower(undefined, { name: 'new' }),
        follower(positions[4], { name: 'mirrors', kind: 'process', categories: ['mirror'] }),
        follower(positions[21], { name: 'others', categories: ['order'] }),
      ],
      head,
      now,
    );
    expect(lags.map(({ name, kind, events, seconds, capped }) => [name, kind, events, seconds, capped])).toEqual([
      ['current', 'projection', 0, 0, false],
      ['late', 'projection', 2, 11, false],
      ['new', 'projection', 24, 30, false],
      ['mirrors', 'process', 4, 26, false],
      ['others', 'projection', 0, 0, false],
    ]);
  });

  it('is counted up to the cap, and those further on are counted all the same', async () => {
    const { store, positions } = await filled();
    const head = await store.head();
    class Pages extends MemoryEventStore {
      read_ = 0;
      override async *readAll(options: Parameters<MemoryEventStore['readAll']>[0] = {}): AsyncGenerator<LogBatch> {
        for await (const batch of store.readAll({ ...options, batch: 2 })) {
          this.read_ += batch.events.length;
          yield batch;
        }
      }
    }
    const pages = new Pages();
    const lags = await lagOf(pages, [follower(undefined, { name: 'new' }), follower(positions[21], { name: 'late' })], head, now, 4);
    expect(lags.map(({ name, events, capped }) => [name, events, capped])).toEqual([
      ['new', 4, true],
      ['late', 2, false],
    ]);
    expect(pages.read_).toBeLessThanOrEqual(8);
  });

  it('of a clock that is behind is none', async () => {
    const { store } = await filled();
    expect((await lagOf(store, [follower(undefined)], await store.head(), '2026-02-03T04:00:00.000Z'))[0]).toMatchObject({
      events: 24,
      seconds: 0,
    });
  });
});

/** A store that does not answer while it is down: it hangs, or it fails. */
class Failing extends MemoryEventStore {
  state: 'up' | 'hangs' | 'fails' = 'up';
  asked = 0;
  override head(): Promise<Position> {
    this.asked += 1;
    if (this.state === 'hangs') return new Promise(() => undefined);
    if (this.state === 'fails') return Promise.reject(new Error('down'));
    return super.head();
  }
}

const watched = (fresh = 0) => {
  const store = new Failing();
  const metrics = new Metrics();
  const clock = { ms: 1_000_000 };
  let views: 'up' | 'hangs' = 'up';
  const followers = async (): Promise<readonly Follower[]> =>
    views === 'up'
      ? [
          follower(await MemoryEventStore.prototype.head.call(store)),
          follower(undefined, { kind: 'process', name: 'reacting', stopped: true }),
        ]
      : new Promise(() => undefined);
  const watch = new LedgerWatch({ store, followers, clock: () => now, monotonic: () => clock.ms, metrics, deadline: 20, fresh });
  return { store, watch, clock, metrics, viewsHang: () => (views = 'hangs') };
};

describe('a look at the ledger', () => {
  it('says how store and followers stand, and sets the metrics', async () => {
    const { store, watch, metrics } = watched();
    await new CommandRunner(store, counterCatalogue, () => '2026-02-03T04:05:29.000Z').run(count('a', 'k'));
    expect(await watch.standing()).toEqual({
      store: 'answers',
      views: 'answers',
      followers: [
        { kind: 'projection', name: 'rows', events: 0, capped: false, seconds: 0, stopped: false },
        { kind: 'process', name: 'reacting', events: 1, capped: false, seconds: 1, stopped: true },
      ],
    });
    const text = await metrics.text();
    for (const line of [
      'tidewaiter_store_answers 1',
      'tidewaiter_projection_lag_events{projection="rows"} 0',
      'tidewaiter_process_lag_seconds{process="reacting"} 1',
      'tidewaiter_process_stopped{process="reacting"} 1',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it.each(['hangs', 'fails'] as const)('says that the store is silent where it %s, and how old the read models are then', async (state) => {
    const { store, watch, clock, metrics } = watched();
    expect(watch.knownThrough()).toBeUndefined();
    await watch.standing();
    store.state = state;
    clock.ms += 7000;
    expect(await watch.standing()).toEqual({ store: 'silent', views: 'answers', followers: [] });
    expect(watch.knownThrough()).toEqual({ position: logStart, ageSeconds: 7 });
    expect(await metrics.text()).toContain('tidewaiter_store_answers 0\n');
    store.state = 'up';
    expect(await watch.standing()).toMatchObject({ store: 'answers' });
    expect(watch.knownThrough()?.ageSeconds).toBe(0);
  });

  it('says that the read models are silent', async () => {
    const { watch, viewsHang } = watched();
    viewsHang();
    expect(await watch.standing()).toEqual({ store: 'answers', views: 'silent', followers: [] });
  });

  it('serves everybody who asks within a second', async () => {
    const { store, watch, clock } = watched(1000);
    await Promise.all([watch.standing(), watch.standing(), watch.standing()]);
    await watch.standing();
    expect(store.asked).toBe(1);
    clock.ms += 1000;
    await watch.standing();
    expect(store.asked).toBe(2);
  });
});

describe('background tasks', () => {
  it('come again until they are stopped, a failing one too, and never twice at a time', async () => {
    const messages: string[] = [];
    class Kept extends Log {
      override readonly level = 'warn';
      override write(_level: string, message: string): void {
        messages.push(message);
      }
      override with(): Log {
        return this;
      }
    }
    const background = new Background(new Kept(), () => 0);
    let [runs, inside] = [0, 0];
    const thrice = new Promise<void>((resolve) => {
      background.every(1, 'counting', async () => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((next) => setTimeout(next, 2));
        inside -= 1;
        runs += 1;
        if (runs === 3) resolve();
        if (runs === 1) throw new Error('once');
      });
    });
    await thrice;
    await background.stop();
    const after = runs;
    await new Promise((next) => setTimeout(next, 10));
    expect([runs, messages]).toEqual([after, ['a background task failed']]);
  });

  it('that are stopped at once do not run again', async () => {
    const background = new Background(new SilentLog(), () => 0);
    background.every(60_000, 'waiting', async () => undefined);
    await background.stop();
  });
});
