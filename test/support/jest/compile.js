const { compiled, digestOf } = require('../../../bin/compiled.cjs');

/** How Jest has a source compiled. */
module.exports = {
  getCacheKey: (source, file) => digestOf(`${file}\n${source}`),
  process: (source, file) => {
    const { code, map } = compiled(file, source);
    return { code, map: map() };
  },
};
