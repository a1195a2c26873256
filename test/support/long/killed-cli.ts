import { createRequire } from 'node:module';
import path from 'node:path';
import { type EventStore, SqliteEventStore } from '#event-store';
import type * as Cli from '../../../apps/cli/src/cli';
import { repositoryRoot } from './program';

/**
 * The command line as a process that dies at a named point: `node -r ./bin/typescript.cjs test/support/long/killed-cli.ts POINT NOW
 * ARGS...`. POINT is `before:TYPE:N` or `after:TYPE:N`: SIGKILL at the N-th append that holds an event of the type, before it is written or
 * once it is durable; `-` lets it live. NOW is the moment that its clock shows.
 */
const [point = '-', now = '', ...argv] = process.argv.slice(2);
const [when = '', type = '', count = '0'] = point.split(':');
let left = Number.parseInt(count, 10);

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};

type Write = (this: EventStore, ...given: Parameters<EventStore['append']>) => ReturnType<EventStore['append']>;
const store: { append: Write } = SqliteEventStore.prototype;
const { append } = store;
store.append = async function (appends) {
  const met = left > 0 && appends.some(({ events }) => events.some((event) => event.type === type));
  if (met) left -= 1;
  if (met && left === 0 && when === 'before') return die();
  const outcomes = await append.call(this, appends);
  if (met && left === 0 && when === 'after') return die();
  return outcomes;
};

// As it was built: the store above is then the one that the command line opens.
const { runCli } = createRequire(__filename)(path.join(repositoryRoot, 'dist/apps/cli/src/cli.js')) as typeof Cli;
const written = (text: string): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
void runCli(argv, {
  terminal: { stdout: written, stderr: (text) => process.stderr.write(text), live: false },
  env: process.env,
  clock: () => now,
}).then((code) => {
  process.exitCode = code;
});
