import type { EventStore, Position } from '#event-store';
import type { ReadModel } from '#read-model';
import { ledgerProjections, PastLog, PastViews, type LogMoment } from '#runtime';
import type { Command } from 'commander';
import { knownAtOption, throughOption, type KnownAt } from './options';
import { positionKnownAt, withViews, type OpenLog } from './reading';
import type { CommandContext } from './shell';

/** The moment of a question, as it is given. */
export interface MomentOptions {
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
}
/** `isNow`: the present read models are those of the moment. */
export type AskedMoment = LogMoment & { readonly isNow: boolean };

export const momentOf = async (log: OpenLog, { asOf, knownAt }: MomentOptions): Promise<AskedMoment> => {
  const head = await log.store.head();
  const asked = knownAt === undefined ? head : ((await positionKnownAt(log, knownAt)) as Position);
  return { knownAt: asked < head ? asked : head, isNow: asOf === undefined && asked >= head, ...(asOf === undefined ? {} : { asOf }) };
};

/** Whether the rows of some projections end at a place of the log: whoever writes meanwhile is further on. */
const endAt = async (views: ReadModel, projections: readonly string[], position: Position): Promise<boolean> =>
  [...(await views.checkpoints())].every(([name, reached]) => !projections.includes(name) || reached === position);

/** The log as it was at a moment. */
export const logAt = (log: OpenLog, { isNow, ...moment }: AskedMoment): OpenLog =>
  isNow ? log : { ...log, store: new PastLog(log.store, moment) };

/** Reads read models, and the log that they are of. */
type ReadingAt<T> = (views: ReadModel, store: EventStore) => Promise<T>;

const withPastViews = async <T>(
  context: CommandContext,
  log: OpenLog,
  projections: readonly string[],
  moment: LogMoment,
  work: ReadingAt<T>,
): Promise<T> => {
  context.output.progress('building the read models ...');
  const past = new PastViews(log.store, log.catalogue, ledgerProjections);
  try {
    const { views, log: then } = await past.hold(projections, moment);
    return await work(views, then);
  } finally {
    await past.close();
  }
};

/** Read models of some projections as they were at a moment; the present ones where that is now. */
export const withViewsAt = <T>(
  context: CommandContext,
  log: OpenLog,
  projections: readonly string[],
  { isNow, ...moment }: AskedMoment,
  work: ReadingAt<T>,
): Promise<T> => {
  const ofThePast = (): Promise<T> => withPastViews(context, log, projections, moment, work);
  return isNow
    ? withViews(context, log, async (views) => ((await endAt(views, projections, moment.knownAt)) ? work(views, log.store) : ofThePast()))
    : ofThePast();
};

/** The options of a list whose rows are those of a moment. */
export const atMoment = (command: Command): Command =>
  command
    .option('--as-of <day>', 'only what was effective by this day or moment (UTC)', throughOption('--as-of'))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'));
