const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '../../..');
const description = path.join(root, 'docs', 'openapi.json');
const exportTypes = new Set(['text/csv', 'application/x-ndjson', 'application/vnd.apache.parquet']);

/** Every way in which an operation answers with success. Exports of lists have tests of their own, of which the fast run asks a few. */
const describedWays = () =>
  Object.entries(JSON.parse(readFileSync(description, 'utf8')).paths).flatMap(([route, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => /^2/.test(status))
        .flatMap(([status, { content }]) => {
          const types = Object.keys(content);
          return types
            .filter((type) => !types.includes('application/vnd.apache.parquet') || !exportTypes.has(type) || type === types[0])
            .map((type) => `${method.toUpperCase()} ${route} ${status} ${type}`);
        }),
    ),
  );

/**
 * Fails a run of all specifications in which some way of answering with success was never met: what the API description says of it nobody has
 * proven. Workers note what they met in a folder of this run (test/scenarios/described-answers.ts).
 */
module.exports = class ProvenAnswers {
  #isWhole;
  #error;

  constructor({ testPathPatterns, testNamePattern, watch, shard, onlyChanged }) {
    this.#isWhole = !testPathPatterns.isSet() && !testNamePattern && !watch && !shard && !onlyChanged;
    if (this.#isWhole) process.env.PROVEN_ANSWERS = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-proven-'));
  }

  onRunComplete(_contexts, { numFailedTests, numFailedTestSuites, wasInterrupted }) {
    if (!this.#isWhole) return;
    const folder = process.env.PROVEN_ANSWERS;
    const proven = new Set(readdirSync(folder).flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n')));
    rmSync(folder, { recursive: true });
    if (numFailedTests + numFailedTestSuites > 0 || wasInterrupted) return;
    const unproven = describedWays().filter((way) => !proven.has(way));
    if (unproven.length === 0) return;
    this.#error = new Error('answers that the API description says and no specification met');
    process.stderr.write(
      `\nNO SPECIFICATION WAS ANSWERED SO, and docs/openapi.json says it (docs/decisions/http-edge.md):\n${unproven.join('\n')}\n`,
    );
  }

  /** Jest ends with 1 where there is one, and says nothing of it. */
  getLastError() {
    return this.#error;
  }
};
