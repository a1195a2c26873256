import type { EventStore } from '#event-store';
import type { StoreUnderTest } from './event-store.contract';

/** Gives every test of the enclosing suite a store of its own, opened before it and closed and disposed of after it. */
export const storeOfEachTest = (makeStore: () => StoreUnderTest): (() => EventStore) => {
  let underTest: StoreUnderTest;
  let store: EventStore;
  beforeEach(async () => {
    underTest = makeStore();
    store = await underTest.open();
  });
  afterEach(async () => {
    await store.close();
    await underTest.dispose();
  });
  return () => store;
};
