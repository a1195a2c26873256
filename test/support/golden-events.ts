import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex, type AnyEventType } from '#event-catalogue';

/** What a golden file of an event holds for ever: one instance of a version, its canonical bytes, and their SHA-256. */
export interface GoldenEvent {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
  /** RFC 8785 text of `data`: what is stored, and what is under the hash. */
  readonly canonical: string;
  readonly sha256: string;
}

const folder = path.resolve(__dirname, '../golden/events');
const indexFile = path.join(folder, 'INDEX');

export const goldenFileOf = ({ name, version }: Pick<AnyEventType, 'name' | 'version'>): string => `${name}.v${String(version)}.json`;

/** Names of all golden files, sorted. */
export const goldenFiles = (): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file !== 'INDEX')
    .sort();
const textOf = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
export const readGolden = (file: string): GoldenEvent => JSON.parse(textOf(file)) as GoldenEvent;
export const digestOfGolden = (file: string): string => sha256Hex(textOf(file));

/** File by digest as the index says, in the form that `sha256sum --check INDEX` reads. */
export const readIndex = (): ReadonlyMap<string, string> =>
  new Map(
    (existsSync(indexFile) ? readFileSync(indexFile, 'utf8') : '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );

/**
 * Finishes golden files that hold `type`, `version` and `data` alone, and adds files to the index that it does not name. What is there
 * already is never changed: a golden file is a promise to every log that was ever written.
 */
export const completeGoldens = (types: readonly AnyEventType[]): void => {
  const index = new Map(readIndex());
  for (const file of goldenFiles().filter((name) => !index.has(name))) {
    const { type, version, data } = readGolden(file);
    const known = types.find((t) => t.name === type && t.version === version);
    if (known === undefined) throw new RangeError(`${file}: no event ${type} of version ${String(version)}`);
    const canonical = JSON.stringify(known.data.parse(data, type));
    writeFileSync(
      path.join(folder, file),
      `${JSON.stringify({ type, version, data, canonical, sha256: sha256Hex(canonical) }, undefined, 2)}\n`,
    );
    index.set(file, digestOfGolden(file));
  }
  writeFileSync(
    indexFile,
    [...index]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([file, digest]) => `${digest}  ${file}\n`)
      .join(''),
  );
};

/** Metadata of an instance that a test makes of a golden file. */
export const goldenMetadata = {
  v: '1',
  schemaVersion: '1',
  commandId: 'c',
  index: '0',
  actor: 'golden',
  book: 'EU-FR',
  recordedAt: '2026-09-30T10:00:00.000Z',
  effectiveAt: '2026-09-30T10:00:00.000Z',
  prev: '0'.repeat(64),
  hash: '0'.repeat(64),
} as const;
