import type { EventStore } from '#event-store';
import { beginTest } from '../support/store/counter';
import { StoreSince } from '../support/store/since';

/** How a contract suite gets a store, which need not be empty; `reopen` where what was written outlives the object. */
export interface StoreUnderTest {
  readonly open: () => Promise<EventStore>;
  readonly reopen?: () => Promise<EventStore>;
  readonly dispose: () => Promise<void>;
}

export interface StoreOfEachTest {
  readonly given: () => EventStore;
  /** Opens what was closed once more; undefined where nothing outlives the object. */
  readonly reopened: () => Promise<EventStore | undefined>;
}

/**
 * Gives every test of the enclosing suite a store, opened before it and closed and disposed of after it. Names are the test's own and its
 * log begins where the store stood when the test began.
 */
export const storeOfEachTest = (makeStore: () => StoreUnderTest): StoreOfEachTest => {
  let underTest: StoreUnderTest;
  let store: StoreSince;
  beforeEach(async () => {
    beginTest();
    underTest = makeStore();
    store = await StoreSince.now(await underTest.open());
  });
  afterEach(async () => {
    await store.close();
    await underTest.dispose();
  });
  return {
    given: () => store,
    reopened: async () => {
      if (underTest.reopen === undefined) return undefined;
      store = store.reopened(await underTest.reopen());
      return store;
    },
  };
};
