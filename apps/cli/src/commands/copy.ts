import { closeSync, cpSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  checkedEventStoreUrl,
  ConfigurationError,
  CopyError,
  copyLog,
  installationOfLog,
  ledgerCatalogue,
  readInstallation,
  readLogAt,
  writeLogAt,
  type CopyReport,
  type LogAddress,
} from '#runtime';
import type { Command } from 'commander';
import { CannotRunError, exitCodes, type ExitCode } from '../exit';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { findingsText } from './verify';

interface CopyOptions {
  readonly from: LogAddress;
  readonly to: LogAddress;
}

const identityFile = 'installation.json';
/** What else of a data directory belongs to a ledger and is no event: the messages as they came, what became of their lines. */
const besideTheLog = ['sources', 'imports'] as const;

const addressOption =
  (option: string, env: CommandContext['env']) =>
  (value: string): LogAddress => {
    if (value.startsWith('sqlite:') && value.length > 'sqlite:'.length)
      return { kind: 'sqlite', directory: path.resolve(value.slice('sqlite:'.length)), named: option };
    try {
      return { kind: 'esdb', url: checkedEventStoreUrl(value, env, option), named: option };
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new CannotRunError(
        'OPTION_INVALID',
        value.startsWith('esdb') ? error.message : `${option}: expected sqlite:DIRECTORY or esdb://...`,
        option,
      );
    }
  };

/** Copies a file so that it is there whole or not at all, whenever this is killed. */
const copyFile = (from: string, to: string): void => {
  const temporary = `${to}.part`;
  cpSync(from, temporary, { preserveTimestamps: true });
  const handle = openSync(temporary, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, to);
};

/** What is there already with the same length stays. */
const copyFolder = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.isFile() && !entry.name.endsWith('.part') && statSync(target, { throwIfNoEntry: false })?.size !== statSync(source).size)
      copyFile(source, target);
  }
};

/** Files first: a log without its installation could not be opened. */
const copyFiles = (from: string, to: string): void => {
  if (path.resolve(from) === path.resolve(to)) return;
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (!existsSync(path.join(to, identityFile))) copyFile(path.join(from, identityFile), path.join(to, identityFile));
  for (const folder of besideTheLog) if (existsSync(path.join(from, folder))) copyFolder(path.join(from, folder), path.join(to, folder));
};

const directoryOf = (context: CommandContext, address: LogAddress): string =>
  address.kind === 'sqlite' ? address.directory : context.dataDirectory;

const refuse = (message: string, option: string): never => {
  throw new CannotRunError('COPY_REFUSED', `${option}: ${message}`, option);
};

/** Nothing of another installation is written over, and no log is left without the identity of its installation. */
const assertOneInstallation = async (context: CommandContext, { from, to }: CopyOptions): Promise<string> => {
  const installation = (await installationOfLog(from)) ?? refuse('there is no log to read', from.named);
  const there = await installationOfLog(to);
  if (there !== undefined && there !== installation)
    refuse(`the log belongs to installation ${there}, the source to ${installation}`, to.named);
  if (to.kind === 'esdb') return installation;
  const owner = existsSync(path.join(to.directory, identityFile)) ? readInstallation(to.directory).id : installation;
  if (owner !== installation) refuse(`${to.directory} belongs to installation ${owner}, the source to ${installation}`, to.named);
  const [own, option] = [directoryOf(context, from), from.kind === 'sqlite' ? from.named : '--data'];
  if (!existsSync(path.join(own, identityFile)))
    refuse(`${own} has no ${identityFile} of installation ${installation}, without which the copy could not be opened`, option);
  const { id } = readInstallation(own);
  if (id !== installation) refuse(`${own} belongs to installation ${id}, the source to ${installation}`, option);
  return installation;
};

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
  if (equal && findings.length === 0)
    return `${summary}\n\nEqual: the target holds every event of the source, byte for byte, and is whole.`;
  if (equal)
    return [
      summary,
      '',
      'Equal: the target holds every event of the source, byte for byte, and what is wrong with it.',
      findingsText(findings),
    ].join('\n');
  return [summary, '', 'NOT EQUAL: the target is not a copy of the source.', findingsText(findings)].join('\n').trimEnd();
};

const copy = async (context: CommandContext, { from, to }: CopyOptions): Promise<ExitCode> => {
  const installation = await assertOneInstallation(context, { from, to });
  const { lockWaitMilliseconds: waitMilliseconds } = context;
  if (to.kind === 'sqlite') copyFiles(directoryOf(context, from), to.directory);
  const source = await readLogAt(from, installation);
  try {
    const target = await writeLogAt(to, installation, waitMilliseconds === undefined ? {} : { waitMilliseconds });
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
