import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** Command line of a child process that runs a TypeScript file of test/support without a build. */
export const childProgram = (file: string, ...args: readonly string[]): readonly [string, ...string[]] => [
  process.execPath,
  '-C',
  'source',
  '-r',
  join(root, 'bin/typescript.cjs'),
  join(root, 'test/support', file),
  ...args,
];
export const repositoryRoot = root;
