import { SqliteReadModel, type ReadModel, type TableContent } from '#read-model';
import { caseIndexProjection, CaseKeeper } from '#reconciliation';
import { judgedBy } from '#runtime';
import type { Position } from '#event-store';
import { rulesOf, withScratch, type OpenLog } from './reading';
import type { CommandContext } from './shell';

/** What a case index has, and what one has that is built anew beside it, of the same position and moment. */
export interface ComparedIndex {
  readonly kept: readonly TableContent[];
  readonly rebuilt: readonly TableContent[];
}

/**
 * Judges all cases anew, from the rows of reconciliation, and compares that with the kept index: cases, breaks and sums. Undefined where
 * none is kept.
 */
export const comparedIndex = async (
  context: CommandContext,
  log: OpenLog,
  views: ReadModel,
  kept: ReadModel,
): Promise<ComparedIndex | undefined> => {
  const at = await new CaseKeeper(views, kept).snapshot();
  if (at === undefined) return undefined;
  const law = judgedBy(await (await rulesOf(log)).asKnownAt(at.position as Position));
  return withScratch(async (directory) => {
    const fresh = SqliteReadModel.open(directory, [caseIndexProjection]);
    try {
      await new CaseKeeper(views, fresh).build(at, law, (cases) => {
        context.output.progress(`judged ${String(cases)} cases`);
      });
      return { kept: await kept.contents(), rebuilt: await fresh.contents() };
    } finally {
      await fresh.close();
    }
  });
};
