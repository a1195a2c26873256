import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigurationError, isEmptyDirectory } from '#runtime';

/** Loads a demonstration into an empty data directory and leaves it closed; again, it goes on where it was broken off. */
export type DemoLoader = (dataDirectory: string) => Promise<void>;

/** The command line's `demo`, in a process of its own: what it needed of memory is gone when the server starts. */
export const demoByCommandLine: DemoLoader = async (dataDirectory) => {
  const entry = path.resolve(__dirname, '../../cli/src/main.js');
  // Its report would stand between the server's lines; its progress goes to stderr.
  const child = spawn(process.execPath, [entry, 'demo', '--data', dataDirectory], { stdio: ['ignore', 'ignore', 'inherit'] });
  // Whoever stops the server means the demonstration that it waits for, too.
  const stop = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of stopSignals) process.on(signal, stop);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0)
      throw new ConfigurationError(
        `the demonstration could not be loaded (exit ${String(code)}); start with TIDEWAITER_DEMO=off for an empty ledger`,
      );
  } finally {
    for (const signal of stopSignals) process.off(signal, stop);
  }
};

const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/** There for as long as the demonstration has not been loaded to its end. */
const markOf = (dataDirectory: string): string => path.join(dataDirectory, 'demonstration.begun');

/**
 * Fills an empty data directory with the demonstration, unless told not to, and goes on with one that was broken off; never touches one that
 * holds another ledger.
 */
export const loadDemoIfEmpty = async (dataDirectory: string, wanted: boolean, load: DemoLoader = demoByCommandLine): Promise<void> => {
  const mark = markOf(dataDirectory);
  if (!wanted || !(isEmptyDirectory(dataDirectory) || existsSync(mark))) return;
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  writeFileSync(mark, '');
  await load(dataDirectory);
  rmSync(mark);
};
