import { CommandRunner, logStart, MemoryEventStore, type Position } from '#event-store';
import { LedgerWatch, type Follower } from '#telemetry';
import { count, counterCatalogue } from '../../../../test/support/store/counter';
import { Reactor } from '../ledger/reactor';
import { ReadinessDesk, ReadinessLimits, type Readiness } from './readiness';

/** A log of three events, recorded a minute apart from 04:00, looked at at 04:10. */
const lookedAt = async (
  followers: (head: Position) => readonly Partial<Follower>[],
  limit = 300,
  prepare: (reactor: Reactor) => Promise<void> = async () => undefined,
): Promise<Readiness> => {
  const store = new MemoryEventStore();
  for (const [i, minute] of ['00', '01', '02'].entries())
    await new CommandRunner(store, counterCatalogue, () => `2026-02-03T04:${minute}:00.000Z`).run(count('a', `k${String(i)}`));
  const head = await store.head();
  const given = followers(head).map((follower): Follower => ({
    kind: 'projection',
    name: 'rows',
    position: head,
    stopped: false,
    ...follower,
  }));
  const reactor = new Reactor({
    store,
    projections: { follow: () => Promise.resolve() },
    settle: () => Promise.reject(new Error('stopped')),
  } as never);
  await prepare(reactor);
  const watch = new LedgerWatch({
    store,
    followers: async () => given,
    clock: () => '2026-02-03T04:10:00.000Z',
    monotonic: () => 0,
    cap: 2,
  });
  return new ReadinessDesk(watch, reactor, new ReadinessLimits(limit)).readiness();
};

it('is ready where everything keeps up', async () => {
  expect(await lookedAt(() => [{}, { kind: 'process', name: 'reacting' }])).toEqual({
    ready: true,
    store: 'answers',
    views: 'answers',
    processes: 'not started',
    maxLagSeconds: 300,
    projections: [{ name: 'rows', state: 'current', events: 0, seconds: 0 }],
    reactions: [{ name: 'reacting', state: 'current', events: 0, seconds: 0 }],
  });
});

it('is ready where something is behind, by less than the limit', async () => {
  expect(await lookedAt(() => [{ position: logStart, categories: ['counter'] }], 600)).toMatchObject({
    ready: true,
    projections: [{ state: 'behind', events: 3, seconds: 600 }],
  });
});

it.each(['projection', 'process'] as const)('is not ready where a %s is later than the limit, or has stopped', async (kind) => {
  const list = kind === 'projection' ? 'projections' : 'reactions';
  expect(await lookedAt(() => [{ kind, position: logStart }], 599)).toMatchObject({ ready: false, [list]: [{ state: 'late' }] });
  expect(await lookedAt(() => [{ kind, stopped: true }])).toMatchObject({ ready: false, [list]: [{ state: 'stopped', events: 0 }] });
});

it('is not ready where what follows the log has stopped as a whole', async () => {
  const stopped = async (reactor: Reactor): Promise<void> => {
    await new Promise<unknown>((resolve) => {
      reactor.start(resolve);
    });
  };
  expect(await lookedAt(() => [{}], 300, stopped)).toMatchObject({
    ready: false,
    processes: 'stopped',
    projections: [{ state: 'current' }],
  });
});
