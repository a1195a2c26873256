const asyncHooks = require('node:async_hooks');
const Runtime = require('jest-runtime').default;

/**
 * Loads modules, and forgets at the end of a specification what they asked to be carried from promise to promise. Node does that for each `AsyncLocalStorage`
 * that was ever used, at every promise, for good: Jest itself makes one for each specification, and after a hundred of them it took an eighth of the processor.
 */
module.exports = class OwnModules extends Runtime {
  #storages = [];
  #hooks;

  requireModule(from, name, ...options) {
    return name === 'async_hooks' || name === 'node:async_hooks' ? this.#ownHooks() : super.requireModule(from, name, ...options);
  }

  teardown() {
    for (const storage of this.#storages.splice(0)) storage.disable();
    super.teardown();
  }

  #ownHooks() {
    const storages = this.#storages;
    this.#hooks ??= {
      ...asyncHooks,
      AsyncLocalStorage: class extends asyncHooks.AsyncLocalStorage {
        constructor(...options) {
          super(...options);
          storages.push(this);
        }
      },
    };
    return this.#hooks;
  }
};
