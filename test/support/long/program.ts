import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const repositoryRoot = path.resolve(__dirname, '../../..');

/** How a program came to its end. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly isOver: () => boolean;
  /** What it has written so far. */
  readonly stdout: () => string;
  /** Kills this very process. */
  readonly kill: (signal?: NodeJS.Signals) => void;
}

const running = new Set<ChildProcess>();

/** No test leaves a process behind; only those that it started itself are ended. */
export const endAllPrograms = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

/** The command lines of what has not ended yet. */
export const runningPrograms = (): readonly string[] => [...running].map(({ spawnargs }) => spawnargs.join(' '));

/** Ends a process with the test that started it, should it still live. */
export const endWithTest = (child: ChildProcess): void => {
  running.add(child);
  child.once('close', () => running.delete(child));
};

/** Nothing that these tests start takes longer, on however slow a machine. */
const patienceMilliseconds = 600_000;

/** A program is on servers only where a test says so: whoever runs the tests may have named some for other tests. */
const { EVENTSTORE_URL: _store, POSTGRES_URL: _views, ...embeddedEnvironment } = process.env;

/** `onLine` is told each line of the program's output, standard and error, as it comes. */
export const start = (command: readonly string[], env: Readonly<Record<string, string>> = {}, onLine?: (line: string) => void): Running => {
  const [file = '', ...args] = command;
  const started = process.hrtime.bigint();
  const child = spawn(file, args, { cwd: repositoryRoot, env: { ...embeddedEnvironment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let [stdout, stderr, over] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  if (onLine !== undefined) for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', onLine);
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      over = true;
      clearTimeout(timer);
      running.delete(child);
      resolve({
        code,
        signal,
        stdout,
        stderr,
        milliseconds: Number.parseInt(String((process.hrtime.bigint() - started) / 1_000_000n), 10),
      });
    });
  });
  return { pid: child.pid ?? 0, ended, isOver: () => over, stdout: () => stdout, kill: (signal = 'SIGKILL') => child.kill(signal) };
};

/** What bin/run.mjs loads for an app, without its look at the sources: nothing is built while a test runs. */
export const appCommand = (app: 'api' | 'cli' | 'projector', ...args: readonly string[]): readonly string[] => [
  process.execPath,
  path.join(repositoryRoot, 'dist/apps', app, 'src/main.js'),
  ...args,
];

/** Runs `tidewaiter ARGS --data DIRECTORY --json` to its end. */
export const tidewaiter = (directory: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  start(appCommand('cli', ...args, '--data', directory, '--json'), env).ended;

/** The document that a command printed. Throws where it ended otherwise than asked. */
export const documentOf = <T>({ code, signal, stdout, stderr }: Ended, expectedCode = 0): T => {
  if (code !== expectedCode) throw new Error(`ended with ${signal ?? String(code)}: ${stderr.slice(-2000)}${stdout.slice(-2000)}`);
  return JSON.parse(stdout) as T;
};
