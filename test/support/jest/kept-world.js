const { TestEnvironment } = require('jest-environment-node');

/** Of this worker: the first specification makes it, the others find it. */
let kept;

/** What Jest leaves on the globals for the length of one specification: its tests, who hears of them, and how long they may take. */
const ofJest = (name) => typeof name === 'symbol' && /jest(?!-matchers-object)|EVENT_HANDLERS|TEST_TIMEOUT/i.test(name.description);

/**
 * One world of globals per worker instead of one per specification, so that the modules of `kept-modules.js` and those who use them mean the same `Error`
 * and the same `Array`, and find what a library keeps there.
 */
module.exports = class KeptWorld extends TestEnvironment {
  #exit;

  constructor(...options) {
    if (kept !== undefined) return kept;
    super(...options);
    this.#exit = this.global.process.exit;
    kept = this;
  }

  async teardown() {
    // Jest wraps it for each specification: a wrapper holds all that the specification held.
    this.global.process.exit = this.#exit;
    for (const name of Reflect.ownKeys(this.global).filter(ofJest)) delete this.global[name];
    // What was deleted or replaced is remembered, to be taken apart when the world ends.
    this._globalProxy.leftovers = [];
  }
};
