import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOfFile, lineFaultMessages, lineOfSource } from '#advance-data';
import { sha256 as sha256Shape } from '#event-catalogue';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { shapeOption, wholeNumberOption } from '../options';
import { performs, type CommandContext, type Shell } from '../shell';

interface SourceOptions {
  readonly line?: number;
  readonly out?: string;
}

const source = async (context: CommandContext, { line, out }: SourceOptions, name: string): Promise<ExitCode> => {
  const sha256 = shapeOption('sha256', sha256Shape)(name);
  const file = path.join(context.place.dataDirectory, 'sources', sha256);
  if (!existsSync(file)) throw new CannotRunError('NOT_FOUND', `${sha256}: no such message is kept beside the log`, 'sha256');
  const { bytes, sha256: found } = await digestOfFile(file);
  if (found !== sha256)
    throw new CannotRunError('DOCUMENT_DAMAGED', `${file}: its content is not the one that it is named after, but ${found}`, 'sha256');
  if (line !== undefined) {
    const found = await lineOfSource(file, line);
    if (found === undefined) throw new CannotRunError('NOT_FOUND', `${sha256} has no line ${String(line)}`, '--line');
    if (found.fault !== undefined)
      throw new CannotRunError(found.fault, `line ${String(line)}: ${lineFaultMessages[found.fault]}`, '--line');
    await context.output.answer({ sha256, line, text: found.text }, () => found.text);
    return exitCodes.done;
  }
  if (out !== undefined)
    await copyFile(file, out).catch((error: unknown) => {
      throw new CannotRunError('FILE_UNWRITABLE', `${out}: ${error instanceof Error ? error.message : String(error)}`, '--out');
    });
  await context.output.answer(
    { sha256, bytes, ...(out === undefined ? {} : { out }) },
    () => `${sha256}: ${String(bytes)} bytes${out === undefined ? '' : `, written to ${out}`}.`,
  );
  return exitCodes.done;
};

export const addSource = (program: Command, shell: Shell): void => {
  program
    .command('source')
    .description('a message as it came, which an event was recorded from: its bytes, or one line of it')
    .argument('<sha256>', 'its SHA-256, as trace and explain name it')
    .option('--line <number>', 'that line alone, unpacked where the file is gzip', wholeNumberOption('--line', 1))
    .option('--out <file>', 'writes the bytes there')
    .action(performs<SourceOptions>(shell, (context, options, [name = '']) => source(context, options, name)));
};
