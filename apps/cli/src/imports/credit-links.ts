import { creditLinkRule, linkCredits, type CreditEffect, type OnlineRetailFormat, type RetailTelling } from '#advance-data';
import type { Ledger } from '#runtime';
import { CannotRunError } from '../exit';

/** What the credits of a run did to its orders (demo rule 6). */
export interface LinkedCredits {
  readonly linked: number;
  readonly partly: number;
  readonly unlinked: number;
  readonly notGoods: number;
  readonly cancellations: number;
  readonly adjustments: number;
  /** Effects that wait or are refused, by code: a return before its supply is known is taken up by the same import later. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Runs the effects of credits: cancellations at once, returns after the processes have attributed what was paid for. */
export const runCreditEffects = async (ledger: Ledger, { run }: OnlineRetailFormat): Promise<LinkedCredits | undefined> => {
  if (run === undefined) return undefined;
  const { counts, effects } = linkCredits(run.trade.invoices);
  const refused: Record<string, number> = {};
  const send = async (kind: CreditEffect['kind']): Promise<number> => {
    let accepted = 0;
    for await (const outcome of ledger.runner.runEach(dispatchesOf(run.telling, effects, kind))) {
      if (outcome.kind === 'accepted') accepted += 1;
      else if (outcome.kind === 'rejected') refused[outcome.rejection.code] = (refused[outcome.rejection.code] ?? 0) + 1;
      else throw new CannotRunError('IMPORT_ABORTED', outcome.kind === 'unknown' ? outcome.reason : outcome.kind);
    }
    return accepted;
  };
  const cancellations = await send('cancellation');
  await ledger.settle();
  const adjustments = await send('return');
  return { ...counts, cancellations, adjustments, refused };
};

function* dispatchesOf(
  telling: RetailTelling,
  effects: readonly CreditEffect[],
  kind: CreditEffect['kind'],
): Generator<ReturnType<RetailTelling['effect']>> {
  for (const effect of effects) if (effect.kind === kind) yield telling.effect(effect, creditLinkRule);
}
