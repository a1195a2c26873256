import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  canonicalJson,
  commandIdOfEffect,
  commandIdOfMessage,
  commandIdOfRequest,
  deriveId,
  hashOfStored,
  idOfKey,
  MalformedValueError,
  seal,
  type HashedMetadata,
} from '#event-catalogue';

interface Vectors {
  readonly canonical: readonly { readonly name: string; readonly value: unknown; readonly text: string }[];
  readonly ids: readonly {
    readonly name: string;
    readonly category: string;
    readonly book: string;
    readonly issuer: string;
    readonly reference: string;
    readonly id: string;
  }[];
  readonly commandIds: readonly (Readonly<Record<string, string>> & { readonly name: string; readonly expected: string })[];
  readonly events: readonly {
    readonly name: string;
    readonly stream: string;
    readonly revision: string;
    readonly type: string;
    readonly data: unknown;
    readonly metadata: HashedMetadata & { readonly traceparent?: string };
    readonly hash: string;
    readonly id: string;
    readonly storedData: string;
    readonly storedMetadata: string;
  }[];
}

const folder = join(__dirname, 'vectors');
const files = readdirSync(folder).map((name) => join(folder, name));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) process.stderr.write('SKIPPED golden vectors: python3 is not here; the second encoder does not run\n');

const commandIdOf = (v: Vectors['commandIds'][number]): string => {
  const field = (name: string): string => v[name] ?? '';
  if (v['from'] === 'message')
    return commandIdOfMessage({
      book: field('book'),
      issuer: field('issuer'),
      kind: field('kind'),
      reference: field('reference'),
      version: field('version'),
    });
  if (v['from'] === 'request')
    return commandIdOfRequest(
      { book: field('book'), collector: field('collector'), method: field('method'), path: field('path') },
      field('idempotencyKey'),
    );
  if (v['from'] === 'key') return idOfKey(field('holder'), field('idempotencyKey'));
  return commandIdOfEffect(field('process'), { commandId: field('commandId'), index: field('index') }, field('effectKey'));
};

/** Bytes, hashes and ids are for ever: these files only grow. */
describe.each(files)('golden vectors %s', (file) => {
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

  it.each(vectors.canonical)('canonical text: $name', ({ value, text }) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each(vectors.ids)('id: $name', ({ id, ...parts }) => {
    expect(deriveId(parts)).toBe(id);
  });

  it.each(vectors.commandIds)('command id: $name', (vector) => {
    expect(commandIdOf(vector)).toBe(vector.expected);
  });

  it.each(vectors.events)('event: $name', ({ stream, revision, type, data, metadata: { traceparent, ...hashed }, ...expected }) => {
    const sealed = seal({ stream, revision: BigInt(revision) }, { type, data: canonicalJson(data) }, hashed, traceparent);
    expect({ hash: sealed.hash, id: sealed.id, storedData: sealed.data, storedMetadata: sealed.metadata }).toMatchObject({
      hash: expected.hash,
      id: expected.id,
      storedData: expected.storedData,
      storedMetadata: expected.storedMetadata,
    });
    expect(hashOfStored({ stream, revision: BigInt(revision), type, data: expected.storedData, metadata: expected.storedMetadata })).toBe(
      expected.hash,
    );
  });
});

(hasPython ? it : it.skip)('a second encoder, in another language, agrees on every vector', () => {
  const run = spawnSync('python3', [join(__dirname, 'encoder.py'), ...files], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  expect(run.stdout).toMatch(/^\d+ checked, 0 wrong\n$/);
  expect(run.status).toBe(0);
});

it.each([
  ['decomposed', 'e\u0301'],
  ['outer space', ' a'],
  ['a control character', 'a\u0007'],
  ['a line separator', 'a\u2028b'],
  ['a lone surrogate', 'a\ud800'],
  ['invisible', 'a\u200bb'],
  ['too long', 'é'.repeat(101)],
  ['empty', ''],
])('no id is derived from a reference that is %s', (_, reference) => {
  expect(() => deriveId({ category: 'order', book: '-', issuer: 'V', reference })).toThrow(MalformedValueError);
});
