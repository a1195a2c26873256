import { book, present, reference } from '#event-catalogue';
import { type ReadModel, rowDocument } from '#read-model';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from './exit';
import { shapeOption, wholeNumberOption } from './options';
import { table } from './output';
import { withLog, type OpenLog } from './reading';
import { atMoment, momentOf, withViewsAt, type MomentOptions } from './reading-at';
import { performs, type CommandContext, type Shell } from './shell';

/** Of one authority, on from a row, so many rows. */
export interface ListOptions extends MomentOptions {
  readonly authority?: string;
  readonly after?: string;
  readonly limit: number;
}

type Work = (views: ReadModel, log: OpenLog) => Promise<ExitCode>;

/** Reads the rows of some projections as they were at the moment that is asked about. */
export const asking = (context: CommandContext, options: MomentOptions, projections: readonly string[], work: Work): Promise<ExitCode> =>
  withLog(context, async (log) => withViewsAt(context, log, projections, await momentOf(log, options), (views) => work(views, log)));

interface PageOf<R> {
  /** What the rows are, in the plural. */
  readonly name: string;
  readonly rows: readonly R[];
  /** What --after takes to go on; undefined on the last page. */
  readonly next: string | undefined;
  readonly header: readonly string[];
  readonly cells: (row: R) => readonly string[];
}

/** A page of rows as a document, in the names that the API gives its fields, and as a table. */
export const page = async <R extends object>(
  context: CommandContext,
  { name, rows, next, header, cells }: PageOf<R>,
): Promise<ExitCode> => {
  await context.output.answer({ [name]: rows.map(rowDocument), ...(next === undefined ? {} : { next }) }, () =>
    [rows.length === 0 ? `No ${name}.` : table(header, rows.map(cells)), ...(next === undefined ? [] : [`... more: --after ${next}`])].join(
      '\n',
    ),
  );
  return exitCodes.done;
};

/** The cursor of rows that are listed by one key: there may be more where the page is full. */
export const nextOf = <R>(rows: readonly R[], limit: number, key: (row: R) => string): string | undefined => {
  const last = rows.at(-1);
  return rows.length < limit || last === undefined ? undefined : key(last);
};

export const limitsOf = ({ authority, after, limit }: ListOptions) => ({
  limit,
  ...present({ authority, after }),
});

/** Options of a list. */
export const listed = (command: Command): Command =>
  atMoment(command)
    .option('--authority <code>', 'of one authority only: GB, EU-FR', shapeOption('--authority', book))
    .option('--after <cursor>', 'go on after this row of the page before', shapeOption('--after', reference))
    .option('--limit <number>', 'rows to print', wholeNumberOption('--limit', 1, 100_000), 100);

/** A command that shows one thing by its name, at the moment that is asked about. */
export const shown = (
  command: Command,
  shell: Shell,
  show: (context: CommandContext, options: MomentOptions, name: string) => Promise<ExitCode>,
): void => {
  atMoment(command).action(performs<MomentOptions>(shell, (context, options, [name = '']) => show(context, options, name)));
};
