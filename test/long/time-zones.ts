import { deepStrictEqual } from 'node:assert/strict';
import path from 'node:path';
import { runDemo, sameStory } from '../support/long/demo';
import { longTest } from '../support/long/long-test';
import { documentOf, tidewaiter } from '../support/long/program';

interface Replayed {
  readonly content: string;
  readonly tables: readonly unknown[];
  readonly differences: readonly unknown[];
}

const places = [
  { TZ: 'UTC', LC_ALL: 'C' },
  // A day ahead, with letters whose capitals are others (i, İ).
  { TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
];

/** I14, D-16 of docs/promises.md: nothing depends on where the machine stands. */
longTest(async ({ small, seed, directory, note }) => {
  const story = { parcels: small ? 100 : 200, noise: '0.05', seed, model: 'all' };
  const directories = places.map(({ TZ }) => path.join(directory, TZ.replace('/', '-')));
  const told = [];
  for (const [i, place] of places.entries()) told.push((await runDemo(directories[i] ?? '', story, place)).report);
  const [here, there] = told;
  if (here === undefined || there === undefined) throw new Error('two places are compared');
  sameStory(there, here);
  note(`${String(here.log.events)} events have the content ${here.log.content} in both places`);
  // Each log is replayed in each place: four times the same rows.
  const replays: Replayed[] = [];
  for (const data of directories) for (const place of places) replays.push(documentOf<Replayed>(await tidewaiter(data, ['replay', '--verify'], place)));
  for (const { content, tables, differences } of replays) deepStrictEqual([content, tables, differences], [here.log.content, replays[0]?.tables, []]);
});
