import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openLog } from '#runtime';
import { writeOrdersFile } from '../support/long/bad-orders';
import { checkLedger } from '../support/long/demo';
import { killManyTimes, toldLives } from '../support/long/kill';
import { longTest } from '../support/long/long-test';
import { appCommand, documentOf, start } from '../support/long/program';

/** What `tidewaiter import --json` prints, as far as it is asked here. */
interface Imported {
  readonly read: number;
  readonly accepted: number;
  readonly replayed: number;
  readonly rejected: Readonly<Record<string, number>>;
  /** Digest over one verdict a line. */
  readonly verdicts: string;
  readonly verdictFile: string;
}

/** An import that refused lines has found problems. */
const withProblems = 1;

const totalsOf = ({ read, accepted, rejected, verdicts }: Imported): unknown => ({ read, accepted, rejected, verdicts });

/** Line numbers of the verdict file as they stand there, and those refused with their codes. */
const verdictsOf = ({ verdictFile }: Imported) => {
  const verdicts = readFileSync(verdictFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text) as { readonly line: number; readonly verdict: string; readonly code?: string });
  return {
    lines: verdicts.map(({ line }) => line).sort((a, b) => a - b),
    refused: new Map(verdicts.flatMap(({ line, verdict, code = '' }) => (verdict === 'rejected' ? [[line, code] as const] : []))),
  };
};

/** The recorded orders in text order; the run's own events tell when it began and so differ. */
const ordersIn = async (directory: string): Promise<readonly string[]> => {
  const { store } = await openLog({ dataDirectory: directory });
  const orders: string[] = [];
  for await (const { events } of store.readAll({ categories: ['order'] }))
    for (const { stream, revision, type, data } of events) orders.push(`${stream} ${String(revision)} ${type} ${data}`);
  await store.close();
  return orders.sort();
};

const eventsIn = async (directory: string): Promise<number> => {
  const { store } = await openLog({ dataDirectory: directory });
  let count = 0;
  for await (const { events } of store.readAll()) count += events.length;
  await store.close();
  return count;
};

/**
 * C-08, E-10, E-11 of docs/promises.md: an import of half-bad lines killed anywhere and begun again records every good line once and tells
 * every bad one once.
 */
longTest(async ({ small, random, directory, note }) => {
  const lines = small ? 2000 : 10_000;
  const file = path.join(directory, 'orders.ndjson');
  const refused = writeOrdersFile(file, lines, random);
  const importInto = (data: string): readonly string[] =>
    appCommand('cli', 'import', file, '--kind', 'orders', '--format', 'ndjson', '--data', data, '--json');
  const [whole, killed] = [path.join(directory, 'whole'), path.join(directory, 'killed')];

  const undisturbed = await start(importInto(whole)).ended;
  const expected = documentOf<Imported>(undisturbed, withProblems);
  deepStrictEqual(verdictsOf(expected), { lines: Array.from({ length: lines }, (_, i) => i + 1), refused });
  strictEqual(expected.accepted, lines - refused.size);
  const events = await eventsIn(whole);
  note(
    `undisturbed: ${String(expected.read)} lines, ${String(refused.size)} refused, ${String(events)} events in ${String(undisturbed.milliseconds)} ms`,
  );

  // The same installation makes the same pseudonyms of buyers.
  cpSync(path.join(whole, 'installation.json'), path.join(killed, 'installation.json'));
  const lives = await killManyTimes(
    importInto(killed),
    killed,
    { kills: small ? 4 : 20, milliseconds: undisturbed.milliseconds, events, code: withProblems },
    random,
  );
  note(`killed at ${toldLives(lives)}`);
  const resumed = documentOf<Imported>(await start(importInto(killed)).ended, withProblems);
  deepStrictEqual(totalsOf(resumed), totalsOf(expected));
  deepStrictEqual(verdictsOf(resumed), verdictsOf(expected));
  deepStrictEqual(await ordersIn(killed), await ordersIn(whole));
  await checkLedger(killed);

  const before = await eventsIn(killed);
  const again = documentOf<Imported>(await start(importInto(killed)).ended, withProblems);
  deepStrictEqual([totalsOf(again), again.replayed, await eventsIn(killed)], [totalsOf(expected), expected.accepted, before]);
});
