import {
  CommandRunner,
  effect,
  effectDispatch,
  MemoryCheckpoints,
  ProcessRunner,
  ProcessStoppedError,
  reject,
  type Checkpoints,
  type EventStore,
  type Process,
} from '#event-store';
import { sized } from '../support/size';
import { count, counter, counterCatalogue, counterLimit, mirror, ofThisTest, streamOf } from '../support/store/counter';
import { collect, logOf } from '../support/store/sealed';
import { storeOfEachTest, type StoreUnderTest } from './store-of-each-test';

const context = { book: '-', effectiveAt: '2026-01-02T03:04:05.678Z' };
const byOf = (event: { data: unknown }): number => (event.data as { by: number }).by;

/** Answers every count with its double in the mirror stream. */
const doubling: Process = {
  name: 'doubling',
  categories: ['counter'],
  react: (event) => [
    effect('double', { decider: mirror, stream: streamOf('mirror', event.stream), command: { by: 2 * byOf(event) }, context }),
  ],
};

/** Answers every double up to so much with a count in a stream of its own, the next one when that is full. */
const fillingUpTo = (most: number): Process => ({
  name: 'filling',
  categories: ['mirror'],
  react: (event) => {
    const target = (n: number): Parameters<typeof effectDispatch>[0] =>
      effectDispatch({
        decider: counter,
        stream: streamOf('counter', `full ${String(n)}`),
        command: { by: Math.min(byOf(event) * 1000, counterLimit) },
        context,
      });
    let n = 0;
    return byOf(event) > most
      ? []
      : [effect('fill', target(n), ({ rejection }) => (rejection.code === 'LIMIT_REACHED' ? target((n += 1)) : undefined))];
  },
});
const filling = fillingUpTo(200);

/** A counter that somebody else must begin. */
const begun: typeof counter = {
  ...counter,
  decide: (command, state) => (state.events === 0 ? reject('NOT_BEGUN', 'nobody has begun this counter') : counter.decide(command, state)),
};
/** Asks a counter that may not be begun yet, and takes the no for its answer. */
const asking: Process = {
  // What it was refused is kept in a stream of this name, and a store may outlive a test.
  get name() {
    return ofThisTest('asking');
  },
  categories: ['mirror'],
  react: () => [
    effect('ask', { decider: begun, stream: streamOf('counter', 'asked'), command: { by: 1 }, context }, ({ rejection }) =>
      rejection.code === 'NOT_BEGUN' ? 'declined' : undefined,
    ),
  ],
};

/** Sends a running number of what it has seen: only right if its state is rebuilt on every start. */
const numbering: Process<{ readonly seen: number }> = {
  name: 'numbering',
  categories: ['counter'],
  state: { initial: () => ({ seen: 0 }), fold: ({ seen }) => ({ seen: seen + 1 }) },
  react: (event, { seen }) => [
    effect(`number ${String(seen)}`, { decider: mirror, stream: streamOf('mirror', 'numbers'), command: { by: seen }, context }),
  ],
};

/** What the tests do with the store they are given. */
const toolsFor = (given: () => EventStore) => {
  const runnerOn = (): CommandRunner => new CommandRunner(given(), counterCatalogue, () => '2026-02-03T04:05:06.789Z');
  return {
    runnerOn,
    processesOn: (checkpoints: Checkpoints = new MemoryCheckpoints(), batch = 10): ProcessRunner =>
      new ProcessRunner(given(), counterCatalogue, runnerOn(), checkpoints, { batch }),
    fill: async (from: number, to: number): Promise<void> => {
      await runnerOn().runAll(
        Array.from({ length: to - from }, (_, i) => count(`s${String((from + i) % 4)}`, `k${String(from + i)}`, { by: from + i + 1 })),
      );
    },
    logSize: async (): Promise<number> => (await logOf(given())).events.length,
  };
};

const describeReactions = (given: () => EventStore): void => {
  const { processesOn, runnerOn, fill, logSize } = toolsFor(given);

  it('reacts to every event once, with causation, in log order per target', async () => {
    await fill(0, 35);
    await processesOn().runUntilCaughtUp([doubling]);
    const doubles = (await logOf(given(), { categories: ['mirror'] })).events.map((event) => counterCatalogue.decode(event));
    const counts = (await logOf(given(), { categories: ['counter'] })).events.map((event) => counterCatalogue.decode(event));
    expect(doubles).toHaveLength(35);
    for (const name of ['s0', 's1', 's2', 's3'].map((s) => streamOf('counter', s))) {
      const sources = counts.filter((event) => event.stream === name);
      const answers = doubles.filter((event) => event.stream === streamOf('mirror', name));
      expect(answers.map(byOf)).toEqual(sources.map((event) => 2 * byOf(event)));
      expect(answers.map((event) => event.metadata.$causationId)).toEqual(
        sources.map(({ metadata }) => `${metadata.commandId}/${metadata.index}`),
      );
      expect(answers.map((event) => event.metadata.$correlationId)).toEqual(sources.map(({ metadata }) => metadata.commandId));
    }
  });

  it('processes that feed each other come to an end', async () => {
    await fill(0, 20);
    await processesOn().runUntilCaughtUp([doubling, filling]);
    expect(await logSize()).toBeGreaterThan(60);
    const before = await logSize();
    await processesOn().runUntilCaughtUp([doubling, filling]);
    expect(await logSize()).toBe(before);
  });

  it('stops after so many ends of the log as it is told, where there is always more to do', async () => {
    const endless: Process = {
      name: 'endless',
      categories: ['counter'],
      react: () => [effect('again', { decider: counter, stream: streamOf('counter', 'endless'), command: { by: 1 }, context })],
    };
    await fill(0, 1);
    await processesOn().runUntilCaughtUp([endless], 3);
    expect(await logSize()).toBe(4);
  });

  it('a refusal that was taken for an answer is never decided anew, and is recorded once', async () => {
    await fill(0, 12);
    await processesOn().runUntilCaughtUp([doubling]);
    await processesOn().runUntilCaughtUp([asking]);
    const declined = (await logOf(given(), { categories: ['effect'] })).events.map((event) => counterCatalogue.decode(event).data);
    expect(declined).toHaveLength(12);
    expect(declined[0]).toMatchObject({ process: ofThisTest('asking'), target: streamOf('counter', 'asked'), code: 'NOT_BEGUN' });
    // Now every one of them would be accepted.
    await runnerOn().run(count('asked', 'begin'));
    const before = await logSize();
    await processesOn().runUntilCaughtUp([asking]);
    expect(await logSize()).toBe(before);
  });

  it('restarted from position 0, every process adds nothing', async () => {
    const checkpoints = new MemoryCheckpoints();
    // They feed each other until a number is larger than what is answered.
    const answering = fillingUpTo(sized(50, 200));
    await fill(0, 8);
    await processesOn(checkpoints).runUntilCaughtUp([doubling, answering, numbering]);
    await fill(8, 16);
    await processesOn(checkpoints, 4).runUntilCaughtUp([numbering, doubling, answering]);
    const before = (await logOf(given())).events;
    await processesOn(new MemoryCheckpoints(), 7).runUntilCaughtUp([answering, numbering, doubling]);
    expect((await logOf(given())).events).toEqual(before);
    const numbers = await collect(given().read(streamOf('mirror', 'numbers')));
    expect(numbers.map((event) => byOf(counterCatalogue.decode(event)))).toEqual(numbers.map((_, i) => i + 1));
  });

  it('a rejection with a route goes on to the next target under the same command id', async () => {
    for (let k = 99; k > 93; k -= 1) await fill(k, k + 1);
    await processesOn().runUntilCaughtUp([
      {
        ...filling,
        categories: ['counter'],
        react: (event) => (byOf(event) < 200 ? filling.react({ ...event, data: { by: 2 * byOf(event) } }, undefined) : []),
      },
    ]);
    const fulls = await Promise.all([0, 1, 2].map((n) => collect(given().read(streamOf('counter', `full ${String(n)}`)))));
    expect(fulls.map((events) => events.map((event) => byOf(counterCatalogue.decode(event))))).toEqual([
      [200_000, 198_000, 196_000, 194_000, 192_000],
      [190_000],
      [],
    ]);
  });
};

const describeStops = (given: () => EventStore): void => {
  const { processesOn, fill, logSize } = toolsFor(given);

  it('an unforeseen rejection stops that process at its source; the checkpoint stays, the others go on', async () => {
    await fill(0, 5);
    const doomed: Process = {
      name: 'doomed',
      categories: ['counter'],
      react: (event) => [
        effect('x', { decider: counter, stream: streamOf('counter', 'x'), command: { by: byOf(event) === 3 ? counterLimit : 1 }, context }),
      ],
    };
    const checkpoints = new MemoryCheckpoints();
    const once = {
      ...doomed,
      react: (event: Parameters<Process['react']>[0]) => (event.metadata.actor === 'tester' ? doomed.react(event, undefined) : []),
    };
    const run = processesOn(checkpoints).runUntilCaughtUp([once, doubling]);
    await expect(run).rejects.toThrow(ProcessStoppedError);
    await expect(run).rejects.toMatchObject({ process: 'doomed', source: `${streamOf('counter', 's2')}@0 (Counted)` });
    expect(await checkpoints.load('doomed')).toBeUndefined();
    expect(await checkpoints.load('doubling')).toBeDefined();
    const final = {
      ...once,
      react: (event: Parameters<Process['react']>[0]) => once.react(event).map((e) => ({ ...e, route: () => 'final' as const })),
    };
    await processesOn(checkpoints).runUntilCaughtUp([final, doubling]);
    expect(await checkpoints.load('doomed')).toBe(await given().head());
  });

  it('a bug in a reaction stops the process and names the source', async () => {
    await fill(0, 2);
    const broken: Process = {
      name: 'broken',
      categories: ['counter'],
      react: () => {
        throw new TypeError('a bug');
      },
    };
    await expect(processesOn().runUntilCaughtUp([broken])).rejects.toMatchObject({
      name: 'ProcessStoppedError',
      process: 'broken',
      reason: 'TypeError: a bug',
    });
  });

  it('one that stands by reacts to nothing, and takes over where the other has left off', async () => {
    const checkpoints = new MemoryCheckpoints();
    const [acting, standingBy] = [processesOn(checkpoints), processesOn(checkpoints)];
    for (const through of [4, 8]) {
      await fill(through - 4, through);
      const size = await logSize();
      await standingBy.standBy([numbering, asking]);
      expect(await logSize()).toBe(size);
      await acting.runUntilCaughtUp([numbering, asking]);
    }
    await fill(8, 12);
    await standingBy.takeOver([numbering, asking]);
    await standingBy.runUntilCaughtUp([numbering, asking]);
    // Numbers go on from the ones before; a refusal that was taken for an answer stays one.
    const numbers = (await collect(given().read(streamOf('mirror', 'numbers')))).map((stored) => byOf(counterCatalogue.decode(stored)));
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    const size = await logSize();
    await processesOn().runUntilCaughtUp([numbering, asking]);
    expect(await logSize()).toBe(size);
  });

  it('follows the log until told to end', async () => {
    const end = new AbortController();
    await fill(0, 3);
    const following = processesOn().follow([doubling], end.signal);
    await fill(3, 9);
    while ((await logSize()) < 18) await new Promise((resolve) => setTimeout(resolve, 5));
    end.abort();
    await following;
    expect(await logSize()).toBe(18);
  });
};

/** What processes promise on every store: effects once for ever, whatever happens to the checkpoint. */
export const describeProcessRunner = (name: string, makeStore: () => StoreUnderTest): void => {
  describe(`process runner: ${name}`, () => {
    const { given } = storeOfEachTest(makeStore);
    describeReactions(given);
    describeStops(given);
  });
};
