// `node -C source -r ./bin/typescript.cjs FILE.ts`: runs our TypeScript as it is, for processes that tests start without a build.
const { compiled } = require('./compiled.cjs');

require.extensions['.ts'] = (module, fileName) => {
  module._compile(compiled(fileName).code, fileName);
};
