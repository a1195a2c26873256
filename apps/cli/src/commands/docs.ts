import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ledgerCatalogue } from '#runtime';
import type { Command } from 'commander';
import { eventDocuments } from '../documents/event-documents';
import { exitCodes, type ExitCode } from '../exit';
import { performs, type CommandContext, type Shell } from '../shell';

const writeEvents = async (context: CommandContext, { out }: { readonly out: string }): Promise<ExitCode> => {
  const directory = path.resolve(out);
  mkdirSync(directory, { recursive: true });
  const documents = eventDocuments(ledgerCatalogue);
  const wanted = new Set(documents.map(({ file }) => file));
  // An event that was renamed before its release leaves no page behind.
  const removed = readdirSync(directory).filter((file) => !wanted.has(file) && /^[A-Za-z]+\.v\d+\.json$/.test(file));
  for (const file of removed) rmSync(path.join(directory, file));
  const written = documents.filter(({ file, text }) => {
    const target = path.join(directory, file);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) return false;
    writeFileSync(target, text);
    return true;
  });
  const answer = { directory, documents: documents.length, written: written.map(({ file }) => file), removed };
  await context.output.answer(
    answer,
    () => `${String(documents.length)} files in ${out}: ${String(written.length)} written, ${String(removed.length)} removed`,
  );
  return exitCodes.done;
};

export const addDocs = (program: Command, shell: Shell): void => {
  const docs = program.command('docs').description('reference pages that the program writes about itself');
  docs
    .command('events')
    .description('JSON Schemas of all events and a table of what they mean')
    .option('--out <directory>', 'where to write', 'docs/events')
    .action(performs<{ out: string }>(shell, writeEvents));
};
