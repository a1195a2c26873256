// `node -C source -r ./bin/typescript.cjs FILE.ts`: compiles our TypeScript as it is loaded, for processes that tests start without a build.
const { readFileSync } = require('node:fs');
const ts = require('typescript');

const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, experimentalDecorators: true, emitDecoratorMetadata: true, inlineSourceMap: true };

require.extensions['.ts'] = (module, fileName) => {
  module._compile(ts.transpileModule(readFileSync(fileName, 'utf8'), { fileName, compilerOptions }).outputText, fileName);
};
