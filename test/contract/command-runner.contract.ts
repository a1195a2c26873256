import { hashOfStored, MalformedValueError, sha256Hex } from '#event-catalogue';
import { CommandRunner, reject, type Append, type AppendOutcome, type CommandOutcome, type EventStore } from '#event-store';
import { count, counter, counterCatalogue, counterLimit, streamOf, contextOf } from '../support/store/counter';
import { collect, logOf } from '../support/store/sealed';
import { storeOfEachTest, type StoreUnderTest } from './store-of-each-test';

const now = '2026-02-03T04:05:06.789Z';
const runnerOn = (store: EventStore, options: ConstructorParameters<typeof CommandRunner>[3] = {}): CommandRunner =>
  new CommandRunner(store, counterCatalogue, () => now, { pause: async () => undefined, ...options });

/** The same store, with a say in what the runner hears of each append. */
const meddled = (
  store: EventStore,
  meddle: (append: () => Promise<readonly AppendOutcome[]>, appends: readonly Append[]) => Promise<readonly AppendOutcome[]>,
): EventStore =>
  new Proxy(store, {
    get: (target, key) => {
      if (key === 'append') return (appends: readonly Append[]) => meddle(() => target.append(appends), appends);
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

const answerOf = (outcome: CommandOutcome): unknown => {
  if (outcome.kind !== 'accepted') return outcome;
  const { events, revision } = outcome;
  return { events, revision };
};

const describeAnswers = (given: () => EventStore): void => {
  it('appends the answer, chained and stamped', async () => {
    const outcome = await runnerOn(given()).run(
      count(
        'a',
        'k1',
        { by: 2, times: 3 },
        { correlationId: 'c', causationId: 'd', onBehalfOf: 'V1', traceparent: '00-1-2-01', requestHash: sha256Hex('body') },
      ),
    );
    expect(outcome).toMatchObject({ kind: 'accepted', revision: 2n, replayed: false });
    const stored = await collect(given().read(streamOf('counter', 'a')));
    const read = stored.map((event) => counterCatalogue.decodeStrictly(event));
    expect(outcome.kind === 'accepted' && outcome.events).toEqual(read);
    expect(outcome.kind === 'accepted' && outcome.position).toBe(stored[2]?.position);
    expect(read.map((e) => e.metadata.index)).toEqual(['0', '1', '2']);
    expect(read.map((e) => e.metadata.prev)).toEqual(['0'.repeat(64), read[0]?.metadata.hash, read[1]?.metadata.hash]);
    expect(stored.map(hashOfStored)).toEqual(read.map((e) => e.metadata.hash));
    expect(read[0]?.metadata).toMatchObject({
      recordedAt: now,
      effectiveAt: '2026-01-02T03:04:05.678Z',
      $correlationId: 'c',
      $causationId: 'd',
      traceparent: '00-1-2-01',
    });
  });

  it('a rejection and an empty acceptance leave no event and are decided anew', async () => {
    const runner = runnerOn(given());
    const over = count('a', 'k1', { by: counterLimit + 1 });
    expect(await runner.run(over)).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'LIMIT_REACHED', field: 'by' },
      revision: 'no_stream',
    });
    expect(await runner.run(count('a', 'k2', { by: 1, times: 0 }))).toEqual({
      kind: 'accepted',
      events: [],
      revision: 'no_stream',
      replayed: false,
    });
    expect(await runner.run(count('a', 'k1', { by: 1 }))).toMatchObject({ kind: 'accepted', replayed: false });
    expect(await runner.run(count('a', 'k2', { by: 1 }))).toMatchObject({ kind: 'accepted', replayed: false, revision: 1n });
  });

  it('the same command gets the first answer: at once, from memory, and from another runner', async () => {
    const runner = runnerOn(given());
    const command = count('a', 'k1', { by: 2, times: 2 });
    const [first, atOnce] = await Promise.all([runner.run(command), runner.run(command)]);
    const later = await runner.run(command);
    const restarted = await runnerOn(given()).run(command);
    expect(first).toMatchObject({ kind: 'accepted', replayed: false });
    for (const again of [atOnce, later, restarted]) {
      expect(again).toMatchObject({ kind: 'accepted', replayed: true });
      expect(answerOf(again)).toEqual(answerOf(first));
    }
    expect((await logOf(given())).events).toHaveLength(2);
  });

  it('the same command id with another request is refused, in flight and later', async () => {
    const runner = runnerOn(given());
    const [one, other] = ['one', 'other'].map((body) => count('a', 'k1', { by: 1, note: body }, { requestHash: sha256Hex(body) })) as [
      ReturnType<typeof count>,
      ReturnType<typeof count>,
    ];
    expect((await Promise.all([runner.run(one), runner.run(other)])).map((o) => o.kind)).toEqual(['accepted', 'key_reused']);
    expect(await runner.run(other)).toEqual({ kind: 'key_reused' });
    expect(await runnerOn(given()).run(other)).toEqual({ kind: 'key_reused' });
    expect((await logOf(given())).events).toHaveLength(1);
  });
};

const describeRules = (given: () => EventStore): void => {
  it('an optimistic lock that is not the last revision is stale', async () => {
    const runner = runnerOn(given());
    const outcomes = await Promise.all([
      runner.run(count('a', 'k1')),
      runner.run(count('a', 'k2', { by: 1 }, { ifRevision: 0n })),
      runner.run(count('a', 'k3', { by: 1 }, { ifRevision: 0n })),
    ]);
    expect(outcomes).toMatchObject([{ revision: 0n }, { revision: 1n }, { kind: 'stale', actual: 1n }]);
    expect(await runner.run(count('b', 'k4', { by: 1 }, { ifRevision: 0n }))).toEqual({ kind: 'stale', actual: 'no_stream' });
  });

  it('recordedAt never decreases inside a stream, whatever the clock does', async () => {
    const clocks = ['2026-01-01T10:00:00.000Z', '2026-01-01T09:00:00.000Z', '2026-01-01T11:00:00.000Z'];
    for (const [i, clock] of clocks.entries())
      await new CommandRunner(given(), counterCatalogue, () => clock).run(count('a', `k${String(i)}`));
    const stored = await collect(given().read(streamOf('counter', 'a')));
    expect(stored.map((e) => counterCatalogue.decode(e).metadata.recordedAt)).toEqual([clocks[0], clocks[0], clocks[2]]);
  });

  it('an answer beyond the caps is rejected with a code', async () => {
    const runner = runnerOn(given());
    expect(await runner.run(count('a', 'k1', { by: 1, times: 201 }))).toMatchObject({
      kind: 'rejected',
      rejection: { code: 'APPEND_TOO_LARGE' },
    });
    expect(await runner.run(count('a', 'k2', { by: 1, times: 200 }))).toMatchObject({ kind: 'accepted', revision: 199n });
  });

  it('a bug of a decider rejects that command alone', async () => {
    const runner = runnerOn(given());
    const outcomes = await Promise.allSettled([
      runner.run(count('a', 'k1')),
      runner.run(count('a', 'k2', { by: -1 })),
      runner.run({
        ...count('a', 'k3'),
        decider: {
          ...counter,
          decide: () => {
            throw new TypeError('a bug');
          },
        },
      }),
      runner.run({ ...count('a', 'k4'), context: { ...contextOf('k4'), commandId: 'no uuid' } }),
      runner.run({ ...count('a', 'k5'), stream: streamOf('mirror', 'a') }),
      runner.run(count('a', 'k6')),
    ]);
    expect(outcomes.map((o) => (o.status === 'fulfilled' ? o.value.kind : (o.reason as Error).constructor.name))).toEqual([
      'accepted',
      MalformedValueError.name,
      'TypeError',
      'RangeError',
      'RangeError',
      'accepted',
    ]);
    expect((await logOf(given())).events).toHaveLength(2);
  });
};

const describeConcurrency = (given: () => EventStore): void => {
  it('64 clients with the same keys: one effect each, equal answers', async () => {
    const runner = runnerOn(given());
    const keys = Array.from({ length: 50 }, (_, i) => i);
    const client = async (): Promise<unknown[]> =>
      Promise.all(keys.map(async (i) => answerOf(await runner.run(count(`s${String(i % 7)}`, `key ${String(i)}`)))));
    const [first, ...others] = await Promise.all(Array.from({ length: 64 }, client));
    for (const answers of others) expect(answers).toEqual(first);
    expect((await logOf(given())).events).toHaveLength(50);
  });

  it('waiting commands of one stream are decided in order and share appends', async () => {
    let appends = 0;
    const runner = runnerOn(meddled(given(), (append) => ((appends += 1), append())));
    const outcomes = await runner.runAll(
      Array.from({ length: 500 }, (_, i) => count('a', `k${String(i)}`)),
      { inFlight: 500 },
    );
    expect(outcomes.map((o) => o.kind === 'accepted' && o.revision)).toEqual(Array.from({ length: 500 }, (_, i) => BigInt(i)));
    expect(appends).toBeLessThanOrEqual(4);
  });

  it('runners that do not know of each other lose nothing and double nothing', async () => {
    const runners = Array.from({ length: 4 }, () => runnerOn(given()));
    await Promise.all(
      runners.flatMap((runner, r) => Array.from({ length: 30 }, (_, i) => runner.run(count('a', `k${String(r)}/${String(i)}`)))),
    );
    await Promise.all(runners.map((runner) => runner.run(count('a', 'the same for all'))));
    const stored = await collect(given().read(streamOf('counter', 'a')));
    expect(stored).toHaveLength(121);
    expect(new Set(stored.map((e) => counterCatalogue.decode(e).metadata.commandId)).size).toBe(121);
  });

  it('a "no" is of the stream as it is, not as this runner last saw it', async () => {
    const [here, there] = [runnerOn(given()), runnerOn(given())];
    // It only goes on with what somebody else has begun.
    const goingOn: typeof counter = {
      ...counter,
      decide: (command, state) => (state.events === 0 ? reject('NOT_BEGUN', 'nobody has begun') : counter.decide(command, state)),
    };
    expect(await here.run({ ...count('a', 'k1'), decider: goingOn })).toMatchObject({ kind: 'rejected', revision: 'no_stream' });
    await there.run(count('a', 'k2'));
    expect(await here.run({ ...count('a', 'k1'), decider: goingOn })).toMatchObject({ kind: 'accepted', revision: 1n });
    await there.run(count('a', 'k3'));
    expect(await here.run({ ...count('a', 'k4', { by: 1 }, { ifRevision: 1n }), decider: goingOn })).toEqual({ kind: 'stale', actual: 2n });
    expect(await here.run({ ...count('a', 'k5', { by: 1 }, { ifRevision: 2n }), decider: goingOn })).toMatchObject({
      kind: 'accepted',
      revision: 3n,
    });
  });

  it('a small cache forgets states, never facts', async () => {
    const runner = runnerOn(given(), { cachedStreams: 2 });
    for (let round = 0; round < 3; round += 1)
      for (const name of ['a', 'b', 'c', 'd']) await runner.run(count(name, `${name}${String(round)}`));
    for (const name of ['a', 'b', 'c', 'd'])
      expect(await runner.run(count(name, `${name}1`))).toMatchObject({ replayed: true, revision: 1n });
  });
};

const describeFaults = (given: () => EventStore): void => {
  const fault: AppendOutcome = { kind: 'unknown', reason: 'a fault of the test' };

  it('an unknown outcome that was written is found by sending the same bytes again', async () => {
    let calls = 0;
    const store = meddled(given(), async (append) => ((calls += 1), calls % 2 === 1 ? (await append()).map(() => fault) : append()));
    const outcomes = await runnerOn(store).runAll(Array.from({ length: 40 }, (_, i) => count(`s${String(i % 5)}`, `k${String(i)}`)));
    expect(outcomes.every((o) => o.kind === 'accepted')).toBe(true);
    expect((await logOf(given())).events).toHaveLength(40);
  });

  it('an outcome that stays unknown is told; the same command later gets its only answer', async () => {
    const store = meddled(given(), async (append) => (await append()).map(() => fault));
    expect(await runnerOn(store, { attempts: 3 }).run(count('a', 'k1'))).toMatchObject({ kind: 'unknown' });
    expect(await runnerOn(given()).run(count('a', 'k1'))).toMatchObject({ kind: 'accepted', revision: 0n, replayed: true });
  });

  it('a store that throws is an unknown outcome; one that refuses says why', async () => {
    const throwing = runnerOn(
      meddled(given(), () => Promise.reject(new Error('the adapter broke its promise'))),
      { attempts: 2 },
    );
    expect(await throwing.run(count('a', 'k1'))).toMatchObject({ kind: 'unknown' });
    const full = runnerOn(
      meddled(given(), async (_, appends) => appends.map(() => ({ kind: 'refused', code: 'STORE_FULL', reason: 'no space' }))),
    );
    expect(await full.run(count('a', 'k1'))).toEqual({ kind: 'unknown', reason: 'no space', refusal: 'STORE_FULL' });
  });

  it('a store that cannot be read is an unknown outcome', async () => {
    const runner = runnerOn(given());
    await given().close();
    expect((await runner.run(count('a', 'k1'))).kind).toBe('unknown');
  });
};

/** What the command runner promises on every store. */
export const describeCommandRunner = (name: string, makeStore: () => StoreUnderTest): void => {
  describe(`command runner: ${name}`, () => {
    const { given } = storeOfEachTest(makeStore);
    describeAnswers(given);
    describeRules(given);
    describeConcurrency(given);
    describeFaults(given);
  });
};
