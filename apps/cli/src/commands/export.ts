import { createWriteStream, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { present } from '#event-catalogue';
import { checkExport, exportFormats as listFormats, type ExportFormat as ListFormat } from '#export';
import {
  exportFormats as journalFormats,
  JournalQueries,
  writeJournal,
  type ExportFormat as JournalFormat,
  type PostedEntry,
} from '#journal';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { exportList } from '../export/export-list';
import { exportedNames, type ExportedName } from '../export/sources';
import { choiceOption, knownAtOption, repeated, throughOption, type KnownAt } from '../options';
import { positionKnownAt, withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

interface ExportOptions {
  readonly of?: ExportedName;
  readonly format?: JournalFormat | ListFormat;
  readonly filter?: readonly string[];
  readonly out?: string;
  readonly asOf?: string;
  readonly knownAt?: KnownAt;
  readonly check?: string;
}

/** Counts what passes by. */
async function* counted(entries: AsyncIterable<PostedEntry>, seen: (count: number) => void): AsyncGenerator<PostedEntry> {
  let count = 0;
  for await (const entry of entries) {
    count += 1;
    seen(count);
    yield entry;
  }
}

/** A file that is there whole or not at all. */
const writeFile = async (file: string, pieces: AsyncIterable<string>): Promise<void> => {
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part));
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
};

const missing = (option: string, why: string): CannotRunError => new CannotRunError('OPTION_MISSING', `${option}: ${why}`, option);
const invalid = (option: string, why: string): CannotRunError => new CannotRunError('OPTION_INVALID', `${option}: ${why}`, option);

const exportJournal = (context: CommandContext, format: JournalFormat, { out, asOf, knownAt }: ExportOptions): Promise<ExitCode> => {
  if (context.output.json && out === undefined) throw missing('--out', '--json prints what was done, so the journal needs a file');
  return withLog(context, async (log) => {
    const moment = {
      ...(asOf === undefined ? {} : { asOf }),
      ...(knownAt === undefined ? {} : { knownAt: await positionKnownAt(log, knownAt) }),
    };
    return withViews(context, log, async (views) => {
      let entries = 0;
      const read = counted(new JournalQueries(views).read(moment), (count) => {
        entries = count;
        if (out !== undefined) context.output.progress(`${String(count)} entries`);
      });
      const pieces = writeJournal(read, format);
      if (out === undefined) {
        for await (const piece of pieces) await context.output.write(piece);
        return exitCodes.done;
      }
      await writeFile(path.resolve(out), pieces);
      await context.output.answer({ format, file: path.resolve(out), entries }, () => `${String(entries)} entries in ${out}`);
      return exitCodes.done;
    });
  });
};

const exportRows = async (
  context: CommandContext,
  of: ExportedName,
  format: ListFormat,
  { filter = [], out, asOf, knownAt }: ExportOptions,
): Promise<ExitCode> => {
  if (out === undefined) throw missing('--out', 'an export is a file, with its manifest beside it');
  const manifest = await exportList(context, {
    of,
    format,
    filter,
    out,
    ...present({ asOf, knownAt }),
  });
  const judged = manifest.asOf === undefined ? '' : `, as of ${manifest.asOf}`;
  await context.output.answer(manifest, () =>
    [
      `${String(manifest.rows)} rows of ${of} in ${out}`,
      `as known at ${manifest.knownAt}${judged}`,
      `SHA-256 ${manifest.file.sha256}`,
    ].join('\n'),
  );
  return exitCodes.done;
};

const check = async (context: CommandContext, file: string): Promise<ExitCode> => {
  const { manifest, findings } = await checkExport(path.resolve(file));
  await context.output.answer({ file: path.resolve(file), ...(manifest === undefined ? {} : { manifest }), findings }, () =>
    findings.length === 0
      ? `${file} is what was written: ${String(manifest?.rows)} rows of ${String(manifest?.dataset)}`
      : findings.map(({ code, message }) => `${code}: ${message}`).join('\n'),
  );
  return findings.length === 0 ? exitCodes.done : exitCodes.foundProblems;
};

const isOneOf = <const V extends readonly string[]>(values: V, value: string): value is V[number] => values.includes(value);

const perform = (context: CommandContext, options: ExportOptions): Promise<ExitCode> => {
  const { of, format, filter, check: file } = options;
  if (file !== undefined) return check(context, file);
  if (format === undefined) throw missing('--format', `one of ${[...listFormats, ...journalFormats].join(', ')}`);
  if (isOneOf(listFormats, format)) {
    if (of === undefined) throw missing('--of', `one of ${exportedNames.join(', ')}`);
    return exportRows(context, of, format, options);
  }
  if (of !== undefined) throw invalid('--of', `${format} is a format of the whole journal; expected --format ${listFormats.join(', ')}`);
  if (filter !== undefined) throw invalid('--filter', `${format} is a format of the whole journal`);
  return exportJournal(context, format, options);
};

export const addExport = (program: Command, shell: Shell): void => {
  program
    .command('export')
    .description('what a query shows as a file with its manifest, or the journal for another accounting program')
    .option('--of <list>', exportedNames.join(', '), choiceOption('--of', exportedNames))
    .option(
      '--format <format>',
      `of a list: ${listFormats.join(', ')}; of the journal: ${journalFormats.join(', ')}`,
      choiceOption('--format', [...listFormats, ...journalFormats]),
    )
    .option('--filter <name=value>', 'as the query takes it, like code=B20; may be given several times', repeated(String))
    .option('--out <file>', 'write here; the journal goes to stdout without it')
    .option('--as-of <day>', 'what was effective by this day or moment (UTC), included', throughOption('--as-of'))
    .option('--known-at <position>', 'as known at a position of the log, or by a day or moment of recording', knownAtOption('--known-at'))
    .option('--check <file>', 'hold an export against its manifest')
    .action(performs<ExportOptions>(shell, perform));
};
