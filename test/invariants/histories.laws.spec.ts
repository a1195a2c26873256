import fc from 'fast-check';
import { historyOf, told } from '../support/invariants/histories/history';
import { breachesOf } from '../support/invariants/histories/laws';

// More histories, longer ones, or the same again: HISTORIES=3000 HISTORY_STEPS=200 HISTORY_SEED=42.
const numberOf = (name: string, otherwise: number): number => Number.parseInt(process.env[name] ?? String(otherwise), 10);
const runs = numberOf('HISTORIES', 300);
const steps = numberOf('HISTORY_STEPS', 100);
const seed = process.env['HISTORY_SEED'];

// Each history takes a part of a second; a busy machine takes longer, and speed is not what is asked here.
const patience = Math.max(120_000, runs * steps * 40);
jest.setTimeout(patience);

/**
 * Histories through the public commands: declarations, amendments, guarantees, payments that come and go, debts that are disputed, waived and
 * written off, refunds, trade and returns, in any order, with repetitions and restarts anywhere. What is refused leaves the laws whole as well.
 */
it(`the laws of the accounts hold in ${String(runs)} histories of ${String(steps)} commands`, async () => {
  const law = fc.asyncProperty(historyOf(steps), async (history) => {
    const world = await told(history);
    const breaches = await breachesOf(world);
    await world.ledger.dispose();
    if (breaches.length > 0) throw new Error(breaches.join('\n'));
  });
  const { failed, counterexample, seed: used, errorInstance } = await fc.check(law, { numRuns: runs, interruptAfterTimeLimit: patience * 0.9, ...(seed === undefined ? {} : { seed: Number.parseInt(seed, 10) }) });
  const story = counterexample?.[0].filter(({ kind }) => kind !== 'nothing').map(({ kind, n, m, cents }) => `${kind} ${String(n)} ${String(m)} ${String(cents)}`);
  if (failed) throw new Error([`HISTORY_SEED=${String(used)}`, ...(story ?? []), String(errorInstance)].join('\n'));
});
