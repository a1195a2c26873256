import { threadsArePossible } from '#threads';
import type { LedgerPlace } from './ledger-place';
import { riskAnswers, type RiskCalls, type RiskParts } from './risk-answers';
import { forgetFacts, openFacts, riskPlaceOf } from './risk-place';
import { RiskFactsError, RiskThread } from './risk-thread';

/**
 * The risk facts of a ledger as one program has them, until they are closed. Calls reject with RiskFactsError where they cannot be asked
 * just now.
 */
export type RiskKeeping = RiskCalls & { readonly close: () => Promise<void> };

interface Keeping {
  readonly place: LedgerPlace;
  readonly parts: Omit<RiskParts, 'facts'>;
}

/**
 * The facts of a place: nobody pays for them who does not ask, and they follow from the log alone. Where that is possible they are built
 * and asked in a thread of their own, so that a pass over all of them keeps nobody waiting.
 */
export const openRiskKeeping = async ({ place, parts }: Keeping): Promise<RiskKeeping> => {
  const { directory, kept } = riskPlaceOf(place);
  const { close, ...calls } = threadsArePossible
    ? inThread(directory, () => RiskThread.start({ place, directory }))
    : await here(parts, directory);
  return {
    ...calls,
    close: async () => {
      await close();
      if (!kept) forgetFacts(directory);
    },
  };
};

const here = async (parts: Keeping['parts'], directory: string): Promise<RiskKeeping> => {
  const facts = await openFacts(directory, parts.store);
  return { ...riskAnswers({ ...parts, facts }), close: () => facts.close() };
};

/**
 * One thread after another: the next one begins when somebody asks after the last one has failed, and without the facts that one was amid.
 */
export const inThread = (directory: string, start: () => Promise<RiskThread>): RiskKeeping => {
  let thread: Promise<RiskThread> | undefined;
  let closed = false;
  const begun = (): Promise<RiskThread> => {
    const next = start();
    thread = next;
    next.catch(() => (thread = undefined));
    return next;
  };
  const living = async (): Promise<RiskThread> => {
    if (closed) throw new RiskFactsError('the risk facts are closed');
    const known = thread;
    if (known === undefined || (await known).ended === undefined) return known ?? begun();
    // Of several who find it out the first one begins anew.
    if (thread !== known) return living();
    forgetFacts(directory);
    return begun();
  };
  const ask = async (call: keyof RiskCalls, ...given: readonly unknown[]): Promise<unknown> => (await living()).ask(call, given);
  return {
    catchUp: () => ask('catchUp') as ReturnType<RiskCalls['catchUp']>,
    position: () => ask('position') as ReturnType<RiskCalls['position']>,
    findings: (...given) => ask('findings', ...given) as ReturnType<RiskCalls['findings']>,
    quality: (...given) => ask('quality', ...given) as ReturnType<RiskCalls['quality']>,
    close: async () => {
      closed = true;
      await (await thread?.catch(() => undefined))?.end();
    },
  };
};
