import { deepStrictEqual } from 'node:assert/strict';
import path from 'node:path';
import { runDemo, sameStory } from '../support/long/demo';
import { longTest } from '../support/long/long-test';
import { documentOf, tidewaiter } from '../support/long/program';

interface Replayed {
  readonly content: string;
  readonly tables: readonly { readonly table: string }[];
  readonly differences: readonly unknown[];
}

const places = [
  { TZ: 'UTC', LC_ALL: 'C' },
  // A day ahead, with letters whose capitals are others (i, İ).
  { TZ: 'Pacific/Apia', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
];

/** The machine's clock stands in their rows. */
const withMomentOfRecording: ReadonlySet<string> = new Set(['manual_entries']);

const replayed = async (data: string, place: Readonly<Record<string, string>> | undefined): Promise<Replayed> =>
  documentOf<Replayed>(await tidewaiter(data, ['replay', '--verify'], place));

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
  // Each log is replayed in each place: four times the same rows, but for when they were recorded.
  const replays: Replayed[] = [];
  for (const data of directories) {
    const [first, second] = [await replayed(data, places[0]), await replayed(data, places[1])];
    deepStrictEqual(second.tables, first.tables);
    replays.push(first, second);
  }
  const common = ({ tables }: Replayed): readonly unknown[] => tables.filter(({ table }) => !withMomentOfRecording.has(table));
  const [known] = replays.map(common);
  for (const one of replays) deepStrictEqual([one.content, common(one), one.differences], [here.log.content, known, []]);
});
