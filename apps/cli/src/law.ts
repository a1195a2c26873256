import type { RuleBook } from '#rules';
import { holdsLedger, initialRuleBook } from '#runtime';
import { rulesOf, withLog } from './reading';
import type { CommandContext } from './shell';

/** The law that a command judges by: as the log knows it, else as the project ships it. */
export interface Law {
  readonly rules: RuleBook;
  readonly source: 'log' | 'shipped';
}

/** Reads only; a place without a ledger is no fault. */
export const lawOf = async (context: CommandContext): Promise<Law> => {
  if (!(await holdsLedger(context.place))) return { rules: initialRuleBook(false), source: 'shipped' };
  return withLog(context, async (log) => ({ rules: (await rulesOf(log)).current(), source: 'log' }));
};
