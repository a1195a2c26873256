import { positionOf, type Position } from '#event-store';
import { SqliteReadModel, type LoggedEvent, type Projection, type ReadModel } from '#read-model';
import { categoryOf } from '#event-catalogue';
import { shippedRuleBook } from '#rules';
import { type Break, Reconciliation, type ReconciliationQuestion, reconciliationProjection } from '#reconciliation';
import { type StoryEvent } from './story';

const ruleBook = shippedRuleBook();

/** A question about the fixture's stories at the end of a day. */
export const asOf = (day: string, more: Partial<ReconciliationQuestion> = {}): ReconciliationQuestion => ({
  asOf: `${day}T23:59:59.999Z`,
  ruleBook,
  ...more,
});

/** The log position of the nth event, from 0. */
export const nth = (n: number): Position => positionOf(n + 1);

/** An event of a story, whatever lib it is of. */
export interface ToldEvent {
  readonly type: string;
  readonly stream: string;
  readonly at: string;
  readonly data: unknown;
}

/** Events of a story with their places in a log, in the order given: those of one stream that follow each other are of one command. */
export const placed = (story: readonly ToldEvent[]): readonly LoggedEvent[] => {
  const revisions = new Map<string, number>();
  let [command, stream] = [0, ''];
  return story.map((event, i): LoggedEvent => {
    const revision = revisions.get(event.stream) ?? 0;
    revisions.set(event.stream, revision + 1);
    if (event.stream !== stream) [command, stream] = [i, event.stream];
    return {
      type: event.type,
      data: event.data,
      stream: event.stream,
      revision: BigInt(revision),
      position: nth(i),
      metadata: {
        v: '1',
        schemaVersion: '1',
        commandId: String(command),
        index: String(i - command),
        actor: 'test',
        book: '-',
        recordedAt: event.at,
        effectiveAt: event.at,
        prev: '',
        hash: '',
      },
    };
  });
};

/** Puts some events into a read model. */
export const tell = async (views: ReadModel, events: readonly LoggedEvent[], through: Position): Promise<void> => {
  const wanted = (projection: Projection): readonly LoggedEvent[] =>
    events.filter(({ stream }) => projection.categories?.includes(categoryOf(stream)));
  const stretches = views.projections.flatMap((projection) => {
    const count = views.partitionsOf(projection);
    if (count === 1) return [{ projection, events: wanted(projection), through }];
    return Array.from({ length: count }, (_, partition) => ({
      projection,
      partition,
      events: wanted(projection).filter((event) => projection.partitions?.partitionOf(event) === partition),
      through,
    }));
  });
  const faults = await views.apply(stretches);
  if (faults[0] !== undefined) throw faults[0].cause;
};

/** Puts a story into a read model in memory, in the order given. */
export const viewsOf = async (story: readonly ToldEvent[], projections: readonly Projection[]): Promise<ReadModel> => {
  const views = SqliteReadModel.openScratch(':memory:', projections);
  await tell(views, placed(story), nth(story.length));
  return views;
};

/** Answers questions about a story. */
export const told = async (story: readonly StoryEvent[]): Promise<Reconciliation> =>
  new Reconciliation(await viewsOf(story, [reconciliationProjection]));

/** Breaks in short: `B54 24 EUR`, with the break that explains it. */
export const inShort = (breaks: readonly Break[]): readonly string[] =>
  breaks.map(
    ({ code, amount, currency, causedBy }) =>
      `${code} ${amount} ${currency}${causedBy === undefined ? '' : ` because of ${causedBy.code}`}`,
  );
/** Breaks of the parcels of a story at the end of a day. */
export const parcelBreaks = async (story: readonly StoryEvent[], day: string): Promise<readonly string[]> =>
  inShort((await (await told(story)).list(asOf(day), {}, { limit: 10 })).cases.flatMap(({ breaks }) => breaks));
/** Breaks of the periods, accounts and receipts of a story at the end of a day. */
export const accountBreaks = async (story: readonly StoryEvent[], day: string): Promise<readonly string[]> => {
  const { periods, receipts } = await (await told(story)).reconcile(asOf(day));
  return inShort([...periods, ...receipts].flatMap(({ breaks }) => breaks));
};
