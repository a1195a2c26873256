import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { renameSync, rmSync } from 'node:fs';
import { exportFormats, JournalQueries, writeJournal, type ExportFormat, type PostedEntry } from '#journal';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { choiceOption, throughOption } from '../options';
import { withLog, withViews } from '../reading';
import { performs, type CommandContext, type Shell } from '../shell';

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out?: string;
  readonly asOf?: string;
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

const exportJournal = (context: CommandContext, { format, out, asOf }: ExportOptions): Promise<ExitCode> => {
  if (context.output.json && out === undefined) throw new CannotRunError('OPTION_MISSING', '--out: --json prints what was done, so the journal needs a file', '--out');
  return withLog(context, (log) =>
    withViews(context, log, async (views) => {
      let entries = 0;
      const read = counted(new JournalQueries(views).read(asOf === undefined ? {} : { asOf }), (count) => {
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
    }),
  );
};

export const addExport = (program: Command, shell: Shell): void => {
  program
    .command('export')
    .description('the journal for another accounting program, which computes the same balances')
    .requiredOption('--format <format>', exportFormats.join(', '), choiceOption('--format', exportFormats))
    .option('--out <file>', 'write here, not to stdout')
    .option('--as-of <day>', 'entries effective until this day or moment (UTC), included', throughOption('--as-of'))
    .action(performs<ExportOptions>(shell, exportJournal));
};
