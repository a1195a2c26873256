const path = require('node:path');
const OwnModules = require('./own-modules.js');

const tests = path.resolve(__dirname, '../..') + path.sep;
/** Specifications, and what supports them, may register hooks as they are loaded: each loads its own. */
const ofOneSpecification = (file) => file.startsWith(tests) || /[.-](?:spec|support)\.ts$/.test(file);

/** What runs the specifications of Jest keeps there what it has heard of one of them. */
const ofOneRun = (file) => /jest-circus.build.jestAdapterInit\.js$/.test(file);

/** Loads what the specifications of this worker share; never torn down. */
let kept;

/**
 * Loads sources and libraries once per worker instead of once per specification: to load and compile them anew some 300 times took more of the processor
 * than the tests themselves. That no specification leans on what another one left in them is what `npm run test:full` shows, where each has its own.
 */
module.exports = class KeptModules extends OwnModules {
  #isKeeper;
  #sourceMaps;

  constructor(...given) {
    super(...given);
    this.#isKeeper = kept === 'begun';
    if (kept !== undefined) return;
    kept = 'begun';
    kept = new KeptModules(...given);
  }

  requireModule(from, name, ...options) {
    return this.#isShared(from, name, ...options)
      ? kept.requireModule(from, name, ...options)
      : super.requireModule(from, name, ...options);
  }

  /** Taken by Jest before anything is loaded, and asked as errors are written. */
  getSourceMaps() {
    const own = super.getSourceMaps();
    if (this.#isKeeper) return own;
    this.#sourceMaps ??= {
      get: (file) => own.get(file) ?? kept.getSourceMaps().get(file),
      [Symbol.iterator]: () => own[Symbol.iterator](),
    };
    return this.#sourceMaps;
  }

  #isShared(from, name, options) {
    if (this.#isKeeper) return false;
    if (options?.isInternalModule === true) return name === undefined ? !ofOneRun(from) : !this._resolution.isCoreModule(name);
    if (name === undefined) return !ofOneSpecification(from);
    return !this._resolution.isCoreModule(name) && !ofOneSpecification(this._resolution.resolveCjs(from, name));
  }
};
