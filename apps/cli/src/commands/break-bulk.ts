import { readFile } from 'node:fs/promises';
import { type BulkRow, commandOfRow, mostBulkRows, type ReadBulkRow, readBulkRow } from '#break-work';
import { inputFaultOf, parseStrictJson, partyCode } from '#event-catalogue';
import type { Ledger } from '#runtime';
import type { Command } from 'commander';
import { type KnownBreak, knownBreaks, runStep, workOn } from '../break-work';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { dayOption, notAfter, shapeOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';
import { accepted, withPresentLedger } from '../writing';

interface BulkOptions {
  readonly by: string;
  readonly on?: string;
}
/** What became of one row; `row` counts from 1; `break` is absent where the row names none that could be one. */
type Verdict = Readonly<{ row: number; break?: string }> &
  (
    | Readonly<{ status: 'accepted'; recorded: readonly string[] }>
    | Readonly<{ status: 'refused'; code: string; message: string; field?: string }>
  );

const rowOf = (line: string): ReadBulkRow => {
  try {
    return readBulkRow(parseStrictJson(line));
  } catch (error) {
    const fault = inputFaultOf(error, '$');
    if (fault === undefined) throw error;
    return { fault };
  }
};

/** Every row is read before the first step is taken. */
const rowsOf = async (file: string): Promise<readonly ReadBulkRow[]> => {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CannotRunError('FILE_UNREADABLE', `${file}: no file that can be read`, 'file');
  });
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0 || lines.length > mostBulkRows)
    throw new CannotRunError(
      'ROWS_OUT_OF_RANGE',
      `${file}: expected 1 to ${String(mostBulkRows)} rows, found ${String(lines.length)}`,
      'file',
    );
  return lines.map(rowOf);
};

const recordedBy = async (
  ledger: Ledger,
  row: BulkRow,
  known: KnownBreak | undefined,
  { by, on }: BulkOptions,
): Promise<readonly string[]> => {
  const command = commandOfRow(row, known?.about ?? { break: row.break }, {
    by,
    on: notAfter('on', row.on ?? on, await ledger.legalNow()),
  });
  if ('unknown' in command) throw new CannotRunError('FIELD_UNKNOWN', `the step ${row.step} takes no ${command.unknown}`, command.unknown);
  if ('missing' in command) throw new CannotRunError('FIELD_MISSING', `the step ${row.step} needs ${command.missing}`, command.missing);
  return accepted(await runStep(ledger, command, await workOn(ledger, row.break)), {
    event: 'event',
    break: 'break',
    undoes: 'undoes',
  }).events.map(({ type }) => type);
};

const bulk = (context: CommandContext, options: BulkOptions, file: string): Promise<ExitCode> =>
  withPresentLedger(context, async (ledger) => {
    const rows = await rowsOf(file);
    await ledger.catchUp();
    const readable = rows.flatMap((read) => ('row' in read ? [read.row] : []));
    const hints = new Map(readable.flatMap((row) => (row.case === undefined ? [] : [[row.break, row.case] as const])));
    const known = await knownBreaks(ledger, [...new Set(readable.map((row) => row.break))], hints);
    const verdicts: Verdict[] = [];
    for (const [i, read] of rows.entries()) {
      const named = { row: i + 1, ...(read.break === undefined ? {} : { break: read.break }) };
      try {
        if ('fault' in read) throw new CannotRunError(read.fault.code, read.fault.message, read.fault.field || undefined);
        verdicts.push({ ...named, status: 'accepted', recorded: await recordedBy(ledger, read.row, known.get(read.break), options) });
      } catch (error) {
        if (!(error instanceof CannotRunError)) throw error;
        verdicts.push({
          ...named,
          status: 'refused',
          code: error.code,
          message: error.message,
          ...(error.field === undefined ? {} : { field: error.field }),
        });
      }
    }
    await context.output.answer({ verdicts }, () => verdicts.map(verdictText).join('\n'));
    return verdicts.every(({ status }) => status === 'accepted') ? exitCodes.done : exitCodes.foundProblems;
  });

const verdictText = (verdict: Verdict): string => {
  const about = `${String(verdict.row)}  ${verdict.break ?? '-'}`;
  if (verdict.status === 'refused') return `${about}  refused: ${verdict.code}: ${verdict.message}`;
  return `${about}  ${verdict.recorded.join(', ') || 'it is so already'}`;
};

export const addBreakBulk = (breaks: Command, shell: Shell): void => {
  breaks
    .command('bulk')
    .description('one step for each of many breaks, one JSON document a line, with a verdict for each: {"break", "step", ...}')
    .argument('<file>', 'up to 500 rows; step is assign, comment, link, resolve, reopen or undo, the rest as the step by itself asks for')
    .option('--by <person>', 'who does it', shapeOption('--by', partyCode), 'OPERATOR')
    .option('--on <day>', 'the day of it, where a row names none (default: the legal day of this ledger)', dayOption('--on'))
    .action(performs<BulkOptions>(shell, (context, options, [file = '']) => bulk(context, options, file)));
};
