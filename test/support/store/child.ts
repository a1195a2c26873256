import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** Compiles our TypeScript as it is loaded: a child process of a test needs no build. */
const loader = `
  const { readFileSync } = require('node:fs');
  const ts = require('typescript');
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, experimentalDecorators: true, emitDecoratorMetadata: true };
  require.extensions['.ts'] = (module, fileName) => module._compile(ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions }).outputText, fileName);
  process.argv.splice(1, 0, 'child');
  require(process.argv[2]);`;

/** Command line of a child process that runs a TypeScript file of test/support. The program's own arguments begin at argv[3]. */
export const childProgram = (file: string, ...args: readonly string[]): readonly [string, ...string[]] => [process.execPath, '-C', 'source', '-e', loader, join(root, 'test/support', file), ...args];
export const repositoryRoot = root;
