import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDbEventStore, MemoryEventStore, SqliteEventStore, type EventStore } from '#event-store';
import { startDouble, type FaultRule } from '../support/eventstoredb-double';
import { PersistentStore } from '../support/store/persistent';
import type { StoreUnderTest } from './store-of-each-test';

export const inMemory = (): StoreUnderTest => ({ open: async () => new MemoryEventStore(), dispose: async () => undefined });

export const onSqlite = (): StoreUnderTest => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-store-'));
  const open = async (): Promise<SqliteEventStore> => SqliteEventStore.open({ file: join(directory, 'events.db'), installation: 'test' });
  return {
    open,
    reopen: open,
    dispose: async () => {
      rmSync(directory, { recursive: true });
    },
  };
};

/** A fault by name, and how long the adapter waits for an answer that does not come. */
export type Faults = readonly [name: string, rules: readonly FaultRule[], deadlineMilliseconds?: number];
/** A break takes every append with it that is under way: in a race of a thousand it is not to happen at every fifth. */
export const times = 10;

/**
 * The adapter over a server of the test's own, which always answers: however slow the machine, no deadline passes before that of the test.
 */
export const onDouble = (): StoreUnderTest => onFaultyDouble([], { deadlineMilliseconds: 600_000 });

/** The same over a server with faults, and a caller who asks again. The server also writes events of its own between those of the test. */
export const onFaultyDouble = (
  faults: readonly FaultRule[],
  { deadlineMilliseconds }: { readonly deadlineMilliseconds: number },
): StoreUnderTest => {
  const starting = startDouble({ systemEventsEvery: 3 });
  const open = async (): Promise<EventStore> => {
    const double = await starting;
    const store = await EventStoreDbEventStore.connect({ url: double.url, installation: 'contract', deadlineMilliseconds });
    for (const fault of faults) double.faults.add(fault);
    return faults.length === 0 ? store : new PersistentStore(store);
  };
  return {
    open,
    reopen: open,
    dispose: async () => {
      await (await starting).stop();
    },
  };
};

/** A real server, which is shared and never empty. */
export const onServer = (url: string) => (): StoreUnderTest => {
  const open = (): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.connect({ url, installation: 'contract' });
  return { open, reopen: open, dispose: async () => undefined };
};
