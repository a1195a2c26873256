import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventStore, SqliteEventStore } from '#event-store';
import type { StoreUnderTest } from './event-store.contract';

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
