import path from 'node:path';
import { SqliteEventStore } from '#event-store';
import { repositoryRoot } from './program';

/**
 * The command line as a process that dies at a named point: `node -r ./bin/typescript.cjs test/support/long/killed-cli.ts POINT NOW ARGS...`. POINT is
 * `before:TYPE:N` or `after:TYPE:N`: SIGKILL at the N-th append that holds an event of the type, before it is written or once it is durable; `-` lets
 * it live. NOW is the moment that its clock shows.
 */
const [point = '-', now = '', ...argv] = process.argv.slice(2);
const [when = '', type = '', count = '0'] = point.split(':');
let left = Number.parseInt(count, 10);

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

const append = SqliteEventStore.prototype.append;
SqliteEventStore.prototype.append = async function killing(this: SqliteEventStore, appends) {
  const met = left > 0 && appends.some(({ events }) => events.some((event) => event.type === type));
  if (met) left -= 1;
  if (met && left === 0 && when === 'before') return die();
  const outcomes = await append.call(this, appends);
  if (met && left === 0 && when === 'after') return die();
  return outcomes;
};

// As it was built: the store above is then the one that the command line opens.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { runCli } = require(path.join(repositoryRoot, 'dist/apps/cli/src/cli.js')) as typeof import('../../../apps/cli/src/cli');
const written = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
void runCli(argv, { terminal: { stdout: written, stderr: (text) => process.stderr.write(text), live: false }, env: process.env, clock: () => now }).then((code) => {
  process.exitCode = code;
});
