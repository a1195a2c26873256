import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { appCommand, documentOf, tidewaiter } from './program';

/** What the demonstration prints; the rest is compared as it is. */
export interface DemoDocument {
  readonly log: { readonly events: number; readonly content: string; readonly head: string; readonly position: string };
  readonly seconds: unknown;
}

export interface DemoStory {
  readonly parcels: number;
  readonly noise: string;
  readonly seed: number;
  /** Who collects; the vendor unless told. */
  readonly model?: string;
}

const demoArgs = ({ parcels, noise, seed, model = 'vendor' }: DemoStory): readonly string[] => [
  'demo',
  '--parcels',
  String(parcels),
  '--noise',
  noise,
  '--seed',
  String(seed),
  '--model',
  model,
];

export const demoCommand = (directory: string, story: DemoStory): readonly string[] =>
  appCommand('cli', ...demoArgs(story), '--data', directory, '--json');

export const runDemo = async (
  directory: string,
  story: DemoStory,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly report: DemoDocument; readonly milliseconds: number }> => {
  const ended = await tidewaiter(directory, demoArgs(story), env);
  return { report: documentOf<DemoDocument>(ended), milliseconds: ended.milliseconds };
};

/** What any two runs of one story share, whatever became of them on the way. */
const lasting = (report: DemoDocument): unknown => ({
  ...report,
  seconds: {},
  log: { events: report.log.events, content: report.log.content },
});

export const sameStory = (found: DemoDocument, expected: DemoDocument): void => {
  deepStrictEqual(lasting(found), lasting(expected));
};

/** The log proves itself, and the rows beside it are what it gives. */
export const checkLedger = async (directory: string): Promise<void> => {
  const verified = documentOf<{ readonly findingCount: number }>(await tidewaiter(directory, ['verify']));
  strictEqual(verified.findingCount, 0);
  const replayed = documentOf<{ readonly differences: readonly unknown[]; readonly findings: readonly unknown[] }>(
    await tidewaiter(directory, ['replay', '--verify']),
  );
  deepStrictEqual([replayed.differences, replayed.findings], [[], []]);
};

/** The same command once more adds no event: log.head is equal, so no stream has grown. */
export const nothingNew = async (directory: string, story: DemoStory, before: DemoDocument): Promise<void> => {
  const { report } = await runDemo(directory, story);
  sameStory(report, before);
  deepStrictEqual(report.log, before.log);
};
