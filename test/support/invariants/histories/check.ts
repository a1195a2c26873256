import fc from 'fast-check';
import { historyOf, told } from './history';
import { breachesOf } from './laws';

/** How many histories are told and of how many steps; `seed` tells the same ones again. What is not told after `milliseconds` is left. */
export type HistoriesAsked = Readonly<{ runs: number; steps: number; seed: number; milliseconds: number }>;

const numberOf = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number.parseInt(text, 10);
};

/** What is asked unless the environment says otherwise: HISTORIES, HISTORY_STEPS, HISTORY_SEED (docs/testing.md). */
export const asked = (otherwise: HistoriesAsked): HistoriesAsked => {
  const [runs = otherwise.runs, steps = otherwise.steps, seed = otherwise.seed] = [
    numberOf('HISTORIES'),
    numberOf('HISTORY_STEPS'),
    numberOf('HISTORY_SEED'),
  ];
  // Each history takes a part of a second; a busy machine takes longer, and speed is not what is asked here.
  return { runs, steps, seed, milliseconds: Math.max(otherwise.milliseconds, runs * steps * 40) };
};

/**
 * Tells histories and asks of each whether the laws hold; how many were told. Throws for one that breaks a law, with its steps that matter.
 */
export const checkHistories = async ({ runs, steps, seed, milliseconds }: HistoriesAsked): Promise<number> => {
  const law = fc.asyncProperty(historyOf(steps), async (history) => {
    const world = await told(history);
    const breaches = await breachesOf(world);
    await world.ledger.dispose();
    if (breaches.length > 0) throw new Error(breaches.join('\n'));
  });
  const { failed, counterexample, numRuns, errorInstance } = await fc.check(law, {
    numRuns: runs,
    interruptAfterTimeLimit: milliseconds,
    seed,
  });
  if (!failed) return numRuns;
  const story = counterexample?.[0]
    .filter(({ kind }) => kind !== 'nothing')
    .map(({ kind, n, m, cents }) => `${kind} ${String(n)} ${String(m)} ${String(cents)}`);
  throw new Error(
    [
      `HISTORY_SEED=${String(seed)}`,
      ...(story ?? []),
      errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance),
    ].join('\n'),
  );
};
