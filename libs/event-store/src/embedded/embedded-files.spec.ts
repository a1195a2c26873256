import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '#sqlite';
import { headerOfEventsFile, openEventsFile, StoreFileError } from './events-file';
import { streamOf } from '../../../../test/support/store/counter';
import { sealedEvents } from '../../../../test/support/store/sealed';
import type { Append, Position } from '../event-store';
import { SqliteCheckpoints } from './sqlite-checkpoints';
import { SqliteEventStore } from './sqlite-event-store';
import { WriterLock, WriterLockedError } from './writer-lock';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tidewaiter-files-'));
  file = join(directory, 'events.db');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const codeOf = (open: () => unknown): unknown => {
  try {
    open();
  } catch (error) {
    return error instanceof StoreFileError ? error.code : error;
  }
  return 'opened';
};

describe('events.db', () => {
  const settingsOf = (pragmas: readonly string[]): unknown[] => {
    const db = openEventsFile(file, { installation: 'one' });
    const values = pragmas.map((pragma) => Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
    db.close();
    return values;
  };

  it.each(['a new file', 'an old file'])('is durable on every connection: %s', (which) => {
    if (which === 'an old file') settingsOf([]);
    expect(settingsOf(['journal_mode', 'synchronous', 'page_size', 'mmap_size', 'trusted_schema', 'cell_size_check'])).toEqual([
      'wal',
      2,
      16384,
      0,
      0,
      1,
    ]);
  });

  it('knows its installation, format and hash version', async () => {
    await SqliteEventStore.open({ file, installation: 'one' }).close();
    expect(headerOfEventsFile(file)).toEqual({ installation: 'one', format: '1', hash: '1' });
    expect(codeOf(() => SqliteEventStore.open({ file, installation: 'two' }))).toBe('STORE_FILE_OF_OTHER_INSTALLATION');
  });

  it('is not opened when it is missing, foreign or newer', async () => {
    expect(codeOf(() => SqliteEventStore.openReadOnly(file))).toBe('STORE_FILE_MISSING');
    await SqliteEventStore.open({ file, installation: 'one' }).close();
    const db = openDatabase(file);
    db.exec("UPDATE header SET value = '2' WHERE key = 'hash'");
    db.close();
    expect(codeOf(() => SqliteEventStore.open({ file, installation: 'one' }))).toBe('STORE_FILE_NEWER');
    const other = join(directory, 'other.db');
    openDatabase(other).exec('CREATE TABLE t (x)');
    expect(codeOf(() => SqliteEventStore.open({ file: other, installation: 'one' }))).toBe('STORE_FILE_FOREIGN');
    const text = join(directory, 'text.db');
    writeFileSync(text, 'no database at all, but long enough to be looked at as one '.repeat(20));
    expect(codeOf(() => SqliteEventStore.open({ file: text, installation: 'one' }))).toBe('STORE_FILE_FOREIGN');
  });

  it('is read to its end across a hole that is longer than a page', async () => {
    const stream = 'note-00000000000000000000000000';
    const notes = Array.from({ length: 8 }, (_, i) => ({
      id: String(i),
      type: 'Noted',
      data: JSON.stringify({ note: 'x'.repeat(50_000) }),
      metadata: '{}',
      hash: '',
      bytes: 50_017,
    }));
    const store = SqliteEventStore.open({ file, installation: 'one' });
    await store.append([{ stream, events: notes, expected: 'no_stream' }]);
    await store.close();
    const db = openDatabase(file);
    db.exec('DELETE FROM events WHERE revision BETWEEN 1 AND 6');
    db.close();
    const reader = SqliteEventStore.openReadOnly(file);
    const read: string[] = [];
    for await (const { events } of reader.readAll()) read.push(...events.map(({ id }) => id));
    await reader.close();
    expect(read).toEqual(['0', '7']);
  });
});

describe('lock.db', () => {
  it('lets one writer in at a time', async () => {
    const path = join(directory, 'lock.db');
    const first = await WriterLock.acquire(path);
    await expect(WriterLock.acquire(path, { waitMilliseconds: 100 })).rejects.toThrow(WriterLockedError);
    const second = WriterLock.acquire(path, { waitMilliseconds: 5000 });
    first.release();
    (await second).release();
  });
});

describe('a log that loses its place', () => {
  const counted = (name: string): Append => {
    const stream = streamOf('counter', name);
    return { stream, expected: 'no_stream', events: sealedEvents(stream, 0, 1) };
  };
  const ways: readonly (readonly [string, () => void])[] = [
    [
      'is removed',
      () => {
        rmSync(file);
      },
    ],
    [
      'loses what was not yet put in its place',
      () => {
        rmSync(`${file}-wal`);
      },
    ],
    [
      'has another file in its place',
      () => {
        renameSync(file, `${file}.old`);
        cpSync(`${file}.old`, file);
      },
    ],
  ];
  it.each(ways)('stops soon where it %s: what is appended then is unknown, and nothing more is taken', async (_what, lose) => {
    const faults: string[] = [];
    const store = SqliteEventStore.open({ file, installation: 'one', onFatal: ({ message }) => faults.push(message) });
    expect(await store.append([counted('1')])).toMatchObject([{ kind: 'appended' }]);
    lose();
    // It looks now and then.
    let told = 1;
    for (let kind = 'appended'; kind === 'appended'; told += 1) {
      await sleep(5);
      [{ kind } = { kind: '' }] = await store.append([counted(String(told + 1))]);
      expect(told).toBeLessThan(1000);
      if (kind !== 'appended') expect(kind).toBe('unknown');
    }
    expect(await store.append([counted(String(told + 1))])).toMatchObject([{ kind: 'refused', code: 'STORE_STOPPED' }]);
    expect(faults).toEqual([expect.stringContaining('was removed, or another file put in its place')]);
    await store.close();
  });
});

describe('processes.db', () => {
  it('that is spoilt is dropped: the processes begin anew', async () => {
    const checkpoints = join(directory, 'processes.db');
    const before = SqliteCheckpoints.openAnew(checkpoints);
    await before.save(new Map([['one', '5' as Position]]));
    await before.close();
    const again = SqliteCheckpoints.openAnew(checkpoints);
    expect(await again.load('one')).toBe('5');
    await again.close();
    // Else SQLite puts back what it finds there.
    rmSync(`${checkpoints}-wal`, { force: true });
    writeFileSync(checkpoints, 'x'.repeat(5000));
    const anew = SqliteCheckpoints.openAnew(checkpoints);
    expect(await anew.load('one')).toBeUndefined();
    await anew.close();
  });
});
