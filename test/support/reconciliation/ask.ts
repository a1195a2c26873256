import { positionOf, type Position } from '#event-store';
import { SqliteReadModel, type LoggedEvent } from '#read-model';
import { categoryOf } from '#event-catalogue';
import { shippedRuleBook } from '#rules';
import { Reconciliation, type ReconciliationQuestion, reconciliationProjection } from '#reconciliation';
import { type StoryEvent } from './story';

const ruleBook = shippedRuleBook();

/** A question about the fixture's stories at the end of a day. */
export const asOf = (day: string, more: Partial<ReconciliationQuestion> = {}): ReconciliationQuestion => ({ asOf: `${day}T23:59:59.999Z`, ruleBook, ...more });

/** The log position of the nth event, from 0. */
export const nth = (n: number): Position => positionOf(n + 1);

/** Puts a story into a read model in memory, in the order given, and answers questions about it. */
export const told = async (story: readonly StoryEvent[]): Promise<Reconciliation> => {
  const views = SqliteReadModel.openScratch(':memory:', [reconciliationProjection]);
  const events = story.map((event, i): LoggedEvent => ({
    ...{ type: event.type, data: event.data, stream: event.stream, revision: BigInt(i), position: nth(i) },
    metadata: { v: '1', schemaVersion: '1', commandId: String(i), index: '0', actor: 'test', book: '-', recordedAt: event.at, effectiveAt: event.at, prev: '', hash: '' },
  }));
  const wanted = events.filter(({ stream }) => reconciliationProjection.categories?.includes(categoryOf(stream)));
  const faults = await views.apply([{ projection: reconciliationProjection, events: wanted, through: nth(events.length) }]);
  if (faults[0] !== undefined) throw faults[0].cause;
  return new Reconciliation(views);
};
