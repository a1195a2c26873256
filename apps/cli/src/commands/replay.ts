import { digestLog, verifyLog, type Finding } from '#integrity';
import { JournalQueries } from '#journal';
import { type Position } from '#event-store';
import type { ReadModel, TableContent } from '#read-model';
import { openCaseIndexSnapshot, openSnapshot, spoiltCaseIndex } from '#runtime';
import type { Command } from 'commander';
import { comparedIndex } from '../case-index';
import { exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { withLog, withRebuiltViews, type OpenLog } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';
import { findingsText } from './verify';

/** A table of the data directory that is not what the log gives, or a promise of the log that does not hold. */
interface Difference {
  readonly what: string;
  readonly rebuilt: string;
  readonly found: string;
}

interface Replayed {
  readonly events: number;
  readonly position: string;
  readonly content: string;
  readonly head: string;
  readonly tables: readonly TableContent[];
  /** Absent without --verify. */
  readonly differences?: readonly Difference[];
  readonly findings?: readonly Finding[];
}

const contentText = ({ rows, sha256 }: TableContent): string => `${String(rows)} rows, ${sha256}`;

const differencesOf = (rebuilt: readonly TableContent[], present: readonly TableContent[]): readonly Difference[] => {
  const found = new Map(present.map((content) => [content.table, contentText(content)]));
  return rebuilt
    .map((content) => ({ what: content.table, rebuilt: contentText(content), found: found.get(content.table) ?? 'no such table' }))
    .filter(({ rebuilt: is, found: was }) => is !== was);
};

/** The views of the directory, complete through one position; or what keeps them from being compared. */
const presentViews = async (context: CommandContext): Promise<{ readonly views: ReadModel; readonly through: Position } | Difference> => {
  const views = await openSnapshot(context.place);
  if (views === undefined) return { what: 'views', rebuilt: 'the read models of this program', found: 'none in the data directory' };
  const positions = [...(await views.checkpoints())].sort(([, a], [, b]) => (a < b ? -1 : 1));
  const [[slowest, through] = ['', undefined], [, furthest] = ['', undefined]] = [positions[0], positions.at(-1)];
  if (through !== undefined && through === furthest) return { views, through };
  await views.close();
  return { what: 'views', rebuilt: `every projection at ${String(furthest)}`, found: `${slowest} at ${String(through)}` };
};

const progressOf = (context: CommandContext, doing: string) => (events: number) => {
  context.output.progress(`${doing} ${String(events)} events`);
};

/** The journal's tables against the sums that follow from the log alone. */
const journalDifferences = async (
  views: ReadModel,
  fromLog: Awaited<ReturnType<typeof verifyLog>>['trialBalance'],
): Promise<readonly Difference[]> => {
  const key = (book: string, currency: string, account: string): string => `${book} ${currency} ${account}`;
  const sums = new Map(
    fromLog.map(({ book, currency, account, debit, credit }) => [key(book, currency, account), `${String(debit)} ${String(credit)}`]),
  );
  const kept = (await new JournalQueries(views).trialBalance()).flatMap(({ book, currency, lines }) =>
    lines.map(({ account, debit, credit }) => [key(book, currency, account.number), `${String(debit)} ${String(credit)}`] as const),
  );
  const tables = new Map(kept);
  return [...new Set([...sums.keys(), ...tables.keys()])]
    .map((what) => ({ what: `journal ${what}`, rebuilt: sums.get(what) ?? '0 0', found: tables.get(what) ?? '0 0' }))
    .filter(({ rebuilt, found }) => rebuilt !== found);
};

const replay = async (context: CommandContext, log: OpenLog): Promise<Replayed> => {
  const head = await log.store.head();
  const digests = await digestLog(log.store, log.catalogue, { through: head, progress: progressOf(context, 'read') });
  return withRebuiltViews(context, log, head, async (views) => ({ ...digests, tables: await views.contents() }));
};

const verifiedReplay = async (context: CommandContext, log: OpenLog): Promise<Replayed> => {
  // The index first: what it is of, the rows that are opened after it have as well.
  const spoilt = spoiltCaseIndex(context.place);
  const index = spoilt === undefined ? await openCaseIndexSnapshot(context.place) : undefined;
  const present = await presentViews(context);
  const through = 'views' in present ? present.through : await log.store.head();
  try {
    const { events, position, content, head, trialBalance, findings } = await verifyLog(log.store, log.catalogue, {
      through,
      progress: progressOf(context, 'verified'),
    });
    const cases = index === undefined || !('views' in present) ? undefined : await comparedIndex(context, log, present.views, index);
    return await withRebuiltViews(context, log, through, async (views) => {
      const tables = await views.contents();
      context.output.progress('comparing ...');
      const compared = 'views' in present ? differencesOf(tables, await present.views.contents()) : [present];
      const ofCases =
        spoilt === undefined
          ? differencesOf(cases?.rebuilt ?? [], cases?.kept ?? [])
          : [{ what: spoilt.file, rebuilt: 'a case index: the server drops this one and builds it anew', found: spoilt.fault }];
      return {
        events,
        position,
        content,
        head,
        tables: [...tables, ...(cases?.rebuilt ?? [])],
        differences: [...compared, ...ofCases, ...(await journalDifferences(views, trialBalance))],
        findings,
      };
    });
  } finally {
    await index?.close();
    if ('views' in present) await present.views.close();
  }
};

const textOf = ({ events, position, content, head, tables, differences, findings }: Replayed): string => {
  const parts = [
    `${String(events)} events through ${position}`,
    `content ${content}`,
    `head    ${head}`,
    '',
    table(
      ['table', 'rows', 'sha256'],
      tables.map((t) => [t.table, String(t.rows), t.sha256]),
    ),
  ];
  if (differences === undefined || findings === undefined) return parts.join('\n');
  if (differences.length === 0 && findings.length === 0)
    return [...parts, '', 'Equal: the rows of the data directory are what the log gives, and the log is whole.'].join('\n');
  return [...parts, '', ...differences.map((d) => `${d.what}\n  rebuilt  ${d.rebuilt}\n  found    ${d.found}`), findingsText(findings)]
    .join('\n')
    .trimEnd();
};

const verdictOf = ({ differences = [], findings = [] }: Replayed): ExitCode =>
  differences.length === 0 && findings.length === 0 ? exitCodes.done : exitCodes.foundProblems;

export const addReplay = (program: Command, shell: Shell): void => {
  program
    .command('replay')
    .description('rebuild all read models from event 0 in a scratch file; nothing in the data directory is written')
    .option('--verify', 'prove the log and compare the rebuilt rows with those of the data directory')
    .action(
      performs<{ verify?: true }>(shell, (context, { verify }) =>
        withLog(context, async (log) => {
          const replayed = await (verify === true ? verifiedReplay(context, log) : replay(context, log));
          const document = { ...replayed, ...(verify === true ? { equal: verdictOf(replayed) === exitCodes.done } : {}) };
          await context.output.answer(document, () => textOf(replayed));
          return verdictOf(replayed);
        }),
      ),
    );
};
