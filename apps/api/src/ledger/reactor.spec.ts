import { MemoryEventStore, ProcessStoppedError } from '#event-store';
import { NotCaughtUpError } from '#read-model';
import type { Ledger } from '#runtime';
import { Reactor } from './reactor';

type Parts = Pick<Ledger, 'store' | 'projections' | 'settle' | 'catchUp'>;

/** A ledger whose processes and read models fail in turn as they are told, and are well after that. */
const reactorOn = (faults: unknown[], ofViews: unknown[] = []) => {
  const turn = (list: unknown[]) => async (): Promise<void> => {
    if (list.length > 0) throw list.shift() as Error;
  };
  const until = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  const projections = { catchUp: turn(ofViews), follow: until } as unknown as Parts['projections'];
  const rules = { refresh: turn([]) } as unknown as Ledger['rules'];
  const reactor = new Reactor(
    {
      store: new MemoryEventStore(),
      projections,
      rules,
      workElsewhere: false,
      settle: turn(faults),
      catchUp: () => Promise.reject(new Error('not asked')),
    },
    5,
  );
  const told: unknown[] = [];
  return {
    reactor,
    told,
    start: () => {
      reactor.start((fault) => told.push(fault));
    },
  };
};
const turns = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const reached = async (reactor: Reactor, state: ReturnType<Reactor['state']>): Promise<void> => {
  for (let i = 0; i < 200 && reactor.state() !== state; i += 1) await turns(2);
  expect(reactor.state()).toBe(state);
};
const stoppedBy = (cause: unknown) => new ProcessStoppedError('charging', 'order-1@0', 'why', { cause });

it('goes on by itself after a store that did not answer, and tells an outage once', async () => {
  const outage = [new Error('unavailable'), new Error('unavailable'), new Error('unavailable'), stoppedBy({ kind: 'unknown' })];
  const { reactor, told, start } = reactorOn(outage, [new Error('no database')]);
  expect(reactor.state()).toBe('not started');
  start();
  await reached(reactor, 'stopped');
  await reached(reactor, 'following');
  expect(told.map(String).sort()).toEqual([
    'Error: no database',
    'Error: unavailable',
    'ProcessStoppedError: charging stopped at order-1@0: why',
  ]);
  await reactor.stop();
});

it.each([
  ['a rejection', stoppedBy({ kind: 'rejected' })],
  ['a bug', stoppedBy(new TypeError('bug'))],
  ['read models that have stopped', new NotCaughtUpError('every projection has stopped')],
])('stays stopped after %s', async (_what, fault) => {
  const { reactor, told, start } = reactorOn([fault]);
  start();
  await reached(reactor, 'stopped');
  await turns(30);
  expect([reactor.state(), told]).toEqual(['stopped', [fault]]);
  await reactor.stop();
});
