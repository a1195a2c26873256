import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventCatalogue } from '#event-catalogue';
import { logStart, type EventStore, type Position } from '#event-store';
import { NotCaughtUpError, ProjectionRunner, SqliteReadModel, type Projection, type ReadModel } from '#read-model';
import {
  demoSettings,
  ledgerProjections,
  openLog,
  openSnapshot,
  RuleBookFollower,
  initialRuleBook,
  studyProjections,
  type DemoSettings,
} from '#runtime';
import { isSpoilt } from '#sqlite';
import { CannotRunError } from './exit';
import type { KnownAt } from './options';
import type { CommandContext } from './shell';

/** A log open for reading, beside whoever writes it. */
export interface OpenLog {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly demo: DemoSettings | undefined;
  /** The day on which deadlines and ageing are judged: the demonstration's own, else today's in UTC. */
  readonly legalNow: string;
}

/** Lets a command read the log, whatever state it is in. Throws ConfigurationError, StoreFileError. */
export const withStore = async <T>(
  context: CommandContext,
  work: (log: Pick<OpenLog, 'store' | 'catalogue'>) => Promise<T>,
): Promise<T> => {
  const log = await openLog(context.place);
  try {
    return await work(log);
  } finally {
    await log.store.close();
  }
};

/** As `withStore`, with what the log says of itself. Throws StoreDamagedError too. */
export const withLog = <T>(context: CommandContext, work: (log: OpenLog) => Promise<T>): Promise<T> =>
  withStore(context, async ({ store, catalogue }) => {
    const demo = await demoSettings(store, catalogue);
    return work({ store, catalogue, demo, legalNow: demo?.legalNow ?? context.clock().slice(0, 10) });
  });

/** The law as the log knows it at its end. */
export const rulesOf = async ({ store, catalogue, demo }: OpenLog): Promise<RuleBookFollower> => {
  const follower = new RuleBookFollower(store, catalogue, initialRuleBook(demo !== undefined));
  await follower.refresh();
  return follower;
};

const scratchDirectories = new Set<string>();

/** Removes what a command that is being killed by a signal has in the temporary folder. */
export const removeScratch = (): void => {
  for (const directory of scratchDirectories) rmSync(directory, { recursive: true, force: true });
  scratchDirectories.clear();
};

/** A folder of its own in the system's temporary folder, gone afterwards. */
export const withScratch = async <T>(work: (directory: string) => Promise<T>): Promise<T> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-'));
  scratchDirectories.add(directory);
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
    scratchDirectories.delete(directory);
  }
};

/** Builds all read models from event 0 in a scratch file. Throws NotCaughtUpError where a projection cannot take an event. */
export const withRebuiltViews = <T>(
  context: CommandContext,
  { store, catalogue }: OpenLog,
  through: Position,
  work: (views: ReadModel) => Promise<T>,
): Promise<T> =>
  withScratch(async (directory) => {
    const views = SqliteReadModel.openScratch(path.join(directory, 'views.db'), ledgerProjections);
    try {
      context.output.progress('building the read models ...');
      const runner = new ProjectionRunner(store, catalogue, views);
      await runner.catchUp({ through });
      const stopped = (await runner.status()).find(({ fault }) => fault !== undefined);
      if (stopped !== undefined)
        throw new NotCaughtUpError(
          `${stopped.projection} cannot take the event at ${String(stopped.fault?.position)}: ${String(stopped.fault?.cause)}`,
        );
      return await work(views);
    } finally {
      await views.close();
    }
  });

/** As `withRebuiltViews` through the present end of the log, with the indexes that questions need. */
const withOwnViews = <T>(
  context: CommandContext,
  { store, catalogue }: OpenLog,
  work: (views: ReadModel) => Promise<T>,
  projections: readonly Projection[] = ledgerProjections,
): Promise<T> =>
  withScratch(async (directory) => {
    const views = SqliteReadModel.open(directory, projections);
    try {
      context.output.progress('building the read models ...');
      await new ProjectionRunner(store, catalogue, views).rebuild();
      return await work(views);
    } finally {
      await views.close();
    }
  });

/** The ledger's own views where they have come to the end of the log. */
const presentViews = async (context: CommandContext, head: Position): Promise<ReadModel | undefined> => {
  const views = await openSnapshot(context.place).catch((error: unknown) => {
    // A spoilt file answers nothing; who writes next drops it.
    if (!isSpoilt(error)) throw error;
    return undefined;
  });
  if (views === undefined) return undefined;
  const reached = [...(await views.checkpoints()).values()].sort()[0] ?? logStart;
  if (reached >= head) return views;
  await views.close();
  return undefined;
};

/** Read models at the end of the log: those of the ledger, else a rebuild beside it. Nothing in its place is written. */
export const withViews = async <T>(context: CommandContext, log: OpenLog, work: (views: ReadModel) => Promise<T>): Promise<T> => {
  const head = await log.store.head();
  const present = await presentViews(context, head);
  if (present === undefined) return withOwnViews(context, log, work);
  try {
    return await work(present);
  } finally {
    await present.close();
  }
};

/** Read models at the end of the log with those that nobody keeps up, built beside the ledger. Nothing in its place is written. */
export const withStudyViews = <T>(context: CommandContext, log: OpenLog, work: (views: ReadModel) => Promise<T>): Promise<T> =>
  withOwnViews(context, log, work, studyProjections);

/**
 * The position that a question about earlier knowledge means: a moment stands for the last event recorded by then. Throws CannotRunError
 * for a position that is still to come.
 */
export const positionKnownAt = async ({ store }: OpenLog, known: KnownAt): Promise<string> => {
  if ('position' in known) {
    const head = await store.head();
    if (known.position > head)
      throw new CannotRunError('OPTION_INVALID', `--known-at: expected a position up to ${head}, the end of this log`, '--known-at');
    return known.position;
  }
  let position: string = logStart;
  for await (const { events } of store.readAll())
    for (const event of events) {
      const recordedAt = /"recordedAt":"([^"]+)"/.exec(event.metadata)?.[1] ?? '';
      if (recordedAt > known.recordedBy) return position;
      position = event.position;
    }
  return position;
};
