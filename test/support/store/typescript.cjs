// Lets a child process of a test run our TypeScript as it is: node -C source -r ./test/support/store/typescript.cjs FILE.ts
const { readFileSync } = require('node:fs');
const ts = require('typescript');

const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, experimentalDecorators: true, emitDecoratorMetadata: true, esModuleInterop: true };
require.extensions['.ts'] = (module, fileName) => {
  module._compile(ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions }).outputText, fileName);
};
