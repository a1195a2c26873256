import { cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { checkedEventStoreUrl, ConfigurationError, CopyError, copyLog, installationOfLog, ledgerCatalogue, readLogAt, writeLogAt, type CopyReport, type LogAddress } from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { findingsText } from './verify';

interface CopyOptions {
  readonly from: LogAddress;
  readonly to: LogAddress;
}

/** What of a data directory belongs to a ledger and is no event: identity, the messages as they came, what became of their lines. */
const besideTheLog = ['installation.json', 'sources', 'imports'] as const;

const addressOption =
  (option: string, env: CommandContext['env']) =>
  (value: string): LogAddress => {
    if (value.startsWith('sqlite:') && value.length > 'sqlite:'.length) return { kind: 'sqlite', directory: path.resolve(value.slice('sqlite:'.length)) };
    try {
      return { kind: 'esdb', url: checkedEventStoreUrl(value, env, option) };
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new CannotRunError('OPTION_INVALID', value.startsWith('esdb') ? error.message : `${option}: expected sqlite:DIRECTORY or esdb://...`, option);
    }
  };

/** Files first: a log without its installation could not be opened. What is there already stays. */
const copyFiles = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of besideTheLog) {
    const source = path.join(from, name);
    if (existsSync(source)) cpSync(source, path.join(to, name), { recursive: true, force: false, preserveTimestamps: true });
  }
};

const directoryOf = (context: CommandContext, address: LogAddress): string => (address.kind === 'sqlite' ? address.directory : context.dataDirectory);

const textOf = ({ events, copied, content, head, equal, sameOrder, findings }: CopyReport): string => {
  const summary = table(
    ['copy', ''],
    [
      ['events', String(events)],
      ['of these new in the target', String(copied)],
      ['content', content],
      ['head', head],
      ['order over all streams', sameOrder ? 'the same' : 'not the same'],
    ],
  );
  if (equal && findings.length === 0) return `${summary}\n\nEqual: the target holds every event of the source, byte for byte, and is whole.`;
  if (equal) return [summary, '', 'Equal: the target holds every event of the source, byte for byte, and what is wrong with it.', findingsText(findings)].join('\n');
  return [summary, '', 'NOT EQUAL: the target is not a copy of the source.', findingsText(findings)].join('\n').trimEnd();
};

const copy = async (context: CommandContext, { from, to }: CopyOptions): Promise<ExitCode> => {
  const installation = await installationOfLog(from);
  if (to.kind === 'sqlite') copyFiles(directoryOf(context, from), to.directory);
  const source = await readLogAt(from, installation);
  try {
    const target = await writeLogAt(to, installation);
    try {
      const report = await copyLog(source.store, target.store, ledgerCatalogue, { progress: context.output.progress });
      await context.output.answer(report, () => textOf(report));
      return report.equal && report.findings.length === 0 ? exitCodes.done : exitCodes.foundProblems;
    } finally {
      await target.close();
    }
  } catch (error) {
    throw error instanceof CopyError ? new CannotRunError(error.code, error.message, '--to') : error;
  } finally {
    await source.close();
  }
};

export const addCopy = (program: Command, shell: Shell): void => {
  program
    .command('copy')
    .description('move a ledger to another store, byte for byte, and prove it; safe to repeat and to interrupt')
    .requiredOption('--from <log>', 'the log to read: sqlite:DIRECTORY or esdb://...', addressOption('--from', shell.env))
    .requiredOption('--to <log>', 'the log to write: sqlite:DIRECTORY or esdb://...', addressOption('--to', shell.env))
    .action(performs<CopyOptions>(shell, copy));
};
