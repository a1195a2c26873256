import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { checkpointsInFile, headerOfEventsFile, logStart } from '#event-store';
import { openDatabase, type SqlDatabase } from '#sqlite';
import { eventsFile, isEmptyDirectory, openInstallation, openLog, openSnapshot, spoiltCaseIndex, spoiltViews } from '#runtime';
import type { Command } from 'commander';
import { exitCodes, type ExitCode } from '../exit';
import { knownFailure } from '../failure';
import { table } from '../output';
import { performs, type CommandContext, type Shell } from '../shell';
import { behindCheck, looked, type Check } from './doctor-check';
import { serverChecks } from './doctor-servers';

const gibibyte = 1024 ** 3;

const pragma = (db: SqlDatabase, name: string): string => String(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

const withDatabase = <T>(file: string, work: (db: SqlDatabase) => T): T => {
  const db = openDatabase(file, { readOnly: file !== ':memory:' });
  try {
    return work(db);
  } finally {
    db.close();
  }
};

const nodeCheck = (): Check => ({ name: 'node', found: `${process.versions.node} on ${process.platform} ${process.arch}` });

const sqliteCheck = (): Check => {
  const version = withDatabase(':memory:', (db) => String(Object.values(db.prepare('SELECT sqlite_version()').get() ?? {})[0]));
  return { name: 'sqlite', found: version };
};

const directoryCheck = ({ dataDirectory }: CommandContext): Check => {
  if (!existsSync(dataDirectory)) return { name: 'directory', found: `${dataDirectory}: not there yet` };
  return { name: 'directory', found: dataDirectory, ...(statSync(dataDirectory).isDirectory() ? {} : { wrong: 'not a directory' }) };
};

/** Bytes of one probe and the time spent on probing: enough to tell a disk from a cache. */
const probe = { bytes: 4096, milliseconds: 200n } as const;
/** No disk makes a write durable faster than this; what does forgets it in a power cut. */
const fastestFsyncMicroseconds = 5n;

/** Writes and syncs in a folder of its own beside the ledger's files, and takes it away again. */
const fsyncCheck = ({ dataDirectory }: CommandContext): Check => {
  const directory = mkdtempSync(path.join(dataDirectory, '.doctor-'));
  try {
    const handle = openSync(path.join(directory, 'probe'), 'w');
    try {
      const page = Buffer.alloc(probe.bytes);
      const started = process.hrtime.bigint();
      let count = 0n;
      while (process.hrtime.bigint() - started < probe.milliseconds * 1_000_000n) {
        writeSync(handle, page, 0, page.length, 0);
        fsyncSync(handle);
        count += 1n;
      }
      const each = (process.hrtime.bigint() - started) / 1000n / count;
      return {
        name: 'fsync',
        found: `${String(count)} in ${String(probe.milliseconds)} ms, ${String(each)} microseconds each`,
        ...(each < fastestFsyncMicroseconds ? { wrong: 'too fast to be durable' } : {}),
      };
    } finally {
      closeSync(handle);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const diskCheck = ({ dataDirectory }: CommandContext): Check => {
  const { bavail, bsize } = statfsSync(dataDirectory);
  const free = bavail * bsize;
  return { name: 'free disk', found: `${(free / gibibyte).toFixed(1)} GiB`, ...(free < gibibyte ? { wrong: 'less than 1 GiB' } : {}) };
};

/** Process that holds the lock, by the kernel's own list; undefined where nobody does or the system has no such list. */
const holderOf = (file: string): string | undefined => {
  if (!existsSync('/proc/locks')) return undefined;
  const { ino } = statSync(file);
  const line = readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .find((l) => l.includes(`:${String(ino)} `) && / WRITE /.test(l));
  const pid = line === undefined ? undefined : / WRITE\s+(\d+) /.exec(line)?.[1];
  if (pid === undefined) return undefined;
  const commandLine = path.join('/proc', pid, 'cmdline');
  const words = existsSync(commandLine) ? readFileSync(commandLine, 'utf8').replaceAll('\u0000', ' ').trim() : '';
  return words === '' ? `process ${pid}` : `process ${pid}: ${words.slice(0, 200)}`;
};

const lockCheck = ({ dataDirectory }: CommandContext): Check => {
  const file = path.join(dataDirectory, 'lock.db');
  const holder = existsSync(file) ? holderOf(file) : undefined;
  return { name: 'writer', found: holder ?? 'nobody writes' };
};

const installationCheck = ({ dataDirectory }: CommandContext): Check => {
  const { id } = openInstallation(dataDirectory);
  const { installation } = headerOfEventsFile(eventsFile(dataDirectory));
  return { name: 'installation', found: id, ...(installation === id ? {} : { wrong: `the log belongs to ${installation}` }) };
};

const eventsFileCheck = ({ dataDirectory }: CommandContext): Check => {
  const file = eventsFile(dataDirectory);
  const { mode, pageSize } = withDatabase(file, (db) => ({ mode: pragma(db, 'journal_mode'), pageSize: pragma(db, 'page_size') }));
  const size = `${(statSync(file).size / 1024 ** 2).toFixed(1)} MiB`;
  const found = `${size}, journal ${mode}, pages of ${pageSize} bytes, synchronous full while writing`;
  return { name: 'events.db', found, ...(mode === 'wal' ? {} : { wrong: 'expected the write-ahead log' }) };
};

/** Nobody loses anything by a spoilt one: the server drops it and builds it anew. */
const caseIndexCheck = ({ place }: CommandContext): Check => {
  const spoilt = spoiltCaseIndex(place);
  return spoilt === undefined
    ? { name: 'case index', found: 'whole, or not there yet' }
    : { name: 'case index', found: spoilt.file, wrong: `${spoilt.fault}; the server builds it anew` };
};

const viewsCheck = ({ place }: CommandContext): Check => {
  const spoilt = spoiltViews(place);
  return spoilt === undefined
    ? { name: 'rows', found: 'whole, or not there yet' }
    : { name: 'rows', found: spoilt.file, wrong: `${spoilt.fault}; stop what writes and remove it with its -wal: it is built anew` };
};

/** The head of the log, and what follows it: read models, processes. */
const logChecks = async ({ dataDirectory, place }: CommandContext): Promise<readonly Check[]> => {
  const { store } = await openLog(place);
  try {
    const head = await store.head();
    const views = await openSnapshot(place);
    const reached = await views?.checkpoints();
    await views?.close();
    return [
      { name: 'log head', found: head === logStart ? 'empty' : head },
      reached === undefined
        ? { name: 'read models', found: 'behind: not built by this program: built at the next start' }
        : behindCheck('read models', reached, head),
      behindCheck('processes', checkpointsInFile(path.join(dataDirectory, 'processes.db')), head),
    ];
  } finally {
    await store.close();
  }
};

const embeddedChecks = async (context: CommandContext): Promise<readonly Check[]> => {
  if (isEmptyDirectory(context.dataDirectory)) return [{ name: 'ledger', found: 'none yet: tidewaiter demo or import makes one' }];
  const checks = [
    await looked('installation', () => installationCheck(context)),
    await looked('events.db', () => eventsFileCheck(context)),
    await looked('rows', () => viewsCheck(context)),
    await looked('case index', () => caseIndexCheck(context)),
  ];
  try {
    return [...checks, ...(await logChecks(context))];
  } catch (error) {
    return [...checks, { name: 'log', found: 'not known', wrong: knownFailure(error)?.message ?? String(error) }];
  }
};

const checksOf = async (context: CommandContext): Promise<readonly Check[]> => {
  const checks = [nodeCheck(), await looked('sqlite', sqliteCheck), await looked('directory', () => directoryCheck(context))];
  const { servers } = context.place;
  if (existsSync(context.dataDirectory))
    checks.push(await looked('fsync', () => fsyncCheck(context)), await looked('free disk', () => diskCheck(context)));
  if (servers !== undefined) return [...checks, ...(await serverChecks(context, servers))];
  if (!existsSync(context.dataDirectory)) return checks;
  return [...checks, await looked('writer', () => lockCheck(context)), ...(await embeddedChecks(context))];
};

const doctor = async (context: CommandContext): Promise<ExitCode> => {
  context.output.progress('looking ...');
  const checks = await checksOf(context);
  const healthy = checks.every(({ wrong }) => wrong === undefined);
  await context.output.answer({ healthy, checks }, () =>
    table(
      ['check', '', ''],
      checks.map(({ name, found, wrong }) => [name, found, wrong === undefined ? 'ok' : `WRONG: ${wrong}`]),
    ),
  );
  return healthy ? exitCodes.done : exitCodes.foundProblems;
};

export const addDoctor = (program: Command, shell: Shell): void => {
  program
    .command('doctor')
    .description('the machine and the place of the ledger: versions, durable writes, lock or servers, log head, what is behind')
    .action(performs(shell, (context) => doctor(context)));
};
