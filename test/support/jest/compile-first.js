const { existsSync, readdirSync, statSync, utimesSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { isMainThread, Worker, workerData } = require('node:worker_threads');
const { compiled, keptAt } = require('../../../bin/compiled.cjs');

const root = path.resolve(__dirname, '../../..');
const sources = () =>
  ['apps', 'libs', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(root, folder, file)),
  );
const isOld = (file) => !existsSync(keptAt(file)) || statSync(keptAt(file)).mtimeMs < statSync(file).mtimeMs;
/** Fewer are compiled as they are loaded. */
const many = 100;

const share = (files) =>
  new Promise((resolve, reject) => new Worker(__filename, { workerData: files }).once('error', reject).once('exit', resolve));

/**
 * Before everything is asked on a new clone: each core compiles its share of the sources. Left to the workers of Jest, each of them would compile nearly all,
 * since all begin with the same libraries at the same moment.
 */
module.exports = async ({ testPathPatterns }) => {
  if (testPathPatterns.isSet()) return;
  const old = sources().filter(isOld);
  if (old.length < many) return;
  const cores = os.availableParallelism();
  await Promise.all(Array.from({ length: cores }, (_, core) => share(old.filter((__, i) => i % cores === core))));
};

// What cannot be compiled fails the specification that loads it.
if (!isMainThread)
  for (const file of workerData)
    try {
      compiled(file);
      // Touched, but the same as before: not to be looked at again.
      utimesSync(keptAt(file), new Date(), new Date());
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
