import { spawn } from 'node:child_process';
import path from 'node:path';
import { ConfigurationError, isEmptyDirectory } from '#runtime';

/** Loads a demonstration into an empty data directory and leaves it closed. */
export type DemoLoader = (dataDirectory: string) => Promise<void>;

/** The command line's `demo`, in a process of its own: what it needed of memory is gone when the server starts. */
export const demoByCommandLine: DemoLoader = (dataDirectory) =>
  new Promise((resolve, reject) => {
    const entry = path.resolve(__dirname, '../../cli/src/main.js');
    // Its report would stand between the server's lines; its progress goes to stderr.
    const child = spawn(process.execPath, [entry, 'demo', '--data', dataDirectory], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new ConfigurationError(
            `the demonstration could not be loaded (exit ${String(code)}); start with TIDEWAITER_DEMO=off for an empty ledger`,
          ),
        );
    });
  });

/** Fills an empty data directory with the demonstration, unless told not to; never touches one that holds a ledger. */
export const loadDemoIfEmpty = async (dataDirectory: string, wanted: boolean, load: DemoLoader = demoByCommandLine): Promise<void> => {
  if (wanted && isEmptyDirectory(dataDirectory)) await load(dataDirectory);
};
