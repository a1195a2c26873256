import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { SqliteEventStore } from '#event-store';
import { openDatabase, type SqlDatabase } from '#sqlite';
import { checkEventsFile } from './check-events-file';
import { account, catalogue, delivered, sealStory, whatIn, write } from './log.examples';
import { verifyLog, type VerificationReport } from './verify-log';
import { sized } from '../../../test/support/size';

// Every case copies, opens and reads a database.
jest.setTimeout(60_000);

const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-tamper-'));
const original = path.join(folder, 'events.db');
const copy = path.join(folder, 'copy.db');
let rows = 0;

beforeAll(async () => {
  const written = path.join(folder, 'written.db');
  const store = SqliteEventStore.open({ file: written, installation: 'test' });
  await write(store, [delivered(1), delivered(2), account(), delivered(3)]);
  rows = (await verifyLog(store, catalogue)).events;
  await store.close();
  // One file without a WAL beside it, so that a copy of the file is a copy of the log.
  const db = openDatabase(written);
  db.prepare('VACUUM INTO ?').run(original);
  db.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const verifyCopy = async (checkpoint?: VerificationReport): Promise<VerificationReport> => {
  const store = SqliteEventStore.openReadOnly(copy);
  try {
    return await verifyLog(store, catalogue, checkpoint === undefined ? {} : { checkpoint });
  } finally {
    await store.close();
  }
};
const tampered = async (change: (db: SqlDatabase) => void, checkpoint?: VerificationReport): Promise<VerificationReport> => {
  copyFileSync(original, copy);
  const db = openDatabase(copy);
  db.exec('PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON');
  change(db);
  db.close();
  return verifyCopy(checkpoint);
};
/** The k-th row of the log: its position, stream and revision. */
const rowAt = (db: SqlDatabase, k: number): { position: number; stream: string; revision: number } => {
  const row = db
    .prepare('SELECT e.position, s.name, e.revision FROM events e JOIN streams s ON s.id = e.stream ORDER BY e.position LIMIT 1 OFFSET ?')
    .get(k);
  return { position: Number(row?.['position']), stream: String(row?.['name']), revision: Number(row?.['revision']) };
};

describe('a log in which one thing was changed', () => {
  it('is found and named when any byte of any text has changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(rows - 1),
        fc.constantFrom('data', 'metadata', 'type', 'id'),
        fc.nat(10_000),
        fc.integer({ min: 1, max: 94 }),
        async (k, column, offset, shift) => {
          let place = { stream: '', revision: -1 };
          const report = await tampered((db) => {
            const { position, ...row } = rowAt(db, k);
            place = row;
            const text = String(db.prepare(`SELECT ${column} AS t FROM events WHERE position = ?`).get(position)?.['t']);
            const i = offset % text.length;
            const byte = String.fromCharCode(32 + ((text.charCodeAt(i) - 32 + shift) % 95));
            fc.pre(byte !== text.charAt(i));
            db.prepare(`UPDATE events SET ${column} = ? WHERE position = ?`).run(text.slice(0, i) + byte + text.slice(i + 1), position);
          });
          expect(report.findings[0]).toMatchObject({ stream: place.stream, revision: String(place.revision) });
        },
      ),
      { numRuns: sized(15, 60) },
    );
  });

  it.each([
    [
      'two rows are swapped',
      'UPDATE events SET (type, data, metadata) = (SELECT o.type, o.data, o.metadata FROM events o WHERE o.revision = 3 - events.revision AND o.stream = events.stream) WHERE revision IN (1, 2)',
      'hash',
    ],
    ['rows change places in the log', 'UPDATE events SET position = -position; UPDATE events SET position = 100000 + position', 'revision'],
    ['a revision is changed', 'UPDATE events SET revision = 7 WHERE revision = 2', 'hash'],
    ['a stream is renamed', "UPDATE streams SET name = replace(name, '0000001', '0000009')", 'hash'],
    [
      'a stream is handed another’s events',
      'UPDATE events SET stream = 9 WHERE stream = 1; UPDATE events SET stream = 1 WHERE stream = 2; UPDATE events SET stream = 2 WHERE stream = 9',
      'hash',
    ],
  ])('is found when %s', async (_, sql, what) => {
    const report = await tampered((db) => {
      db.exec(sql);
    });
    expect(report.findings.map((finding) => finding.what)).toContain(what);
  });

  it('is found when its hashes were made anew for the changed event alone', async () => {
    const report = await tampered((db) => {
      const { position } = rowAt(db, 0);
      const story = delivered(1);
      const forged = sealStory({
        ...story,
        events: [{ type: 'ConsignmentAdvised', data: { ...(story.events[0]?.data as object), packages: 2 } }],
      })[0];
      db.prepare('UPDATE events SET id = ?, data = ?, metadata = ? WHERE position = ?').run(
        forged?.id ?? '',
        forged?.data ?? '',
        forged?.metadata ?? '',
        position,
      );
    });
    expect(whatIn(report)).toEqual(['chain ConsignmentArrived 1']);
  });
});

describe('a log from which something was taken', () => {
  it('is found when a row is removed, unless it was a stream’s last; then a checkpoint finds it', async () => {
    const sound = await tampered(() => undefined);
    expect(sound.findings).toEqual([]);
    for (let k = 0; k < rows; k += 1) {
      let place = { stream: '', revision: -1, followers: -1 };
      const report = await tampered((db) => {
        const { position, ...row } = rowAt(db, k);
        const later = db.prepare(
          'SELECT count(*) AS n FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ? AND e.revision > ?',
        );
        place = { ...row, followers: Number(later.get(row.stream, row.revision)?.['n']) };
        db.prepare('DELETE FROM events WHERE position = ?').run(position);
      }, sound);
      const { stream, revision, followers } = place;
      if (followers === 0) expect(whatIn(report)).toEqual(['checkpoint', 'checkpoint', 'checkpoint']);
      else
        expect(report.findings[0]).toMatchObject({ what: 'revision', stream, revision: String(revision + 1), expected: String(revision) });
    }
  });

  it('is found when a whole stream, or the last event of a stream amid the log, was taken out', async () => {
    for (const taken of [
      'DELETE FROM events WHERE stream = (SELECT stream FROM events ORDER BY position LIMIT 1)',
      'DELETE FROM events WHERE position = (SELECT max(position) FROM events WHERE stream = (SELECT stream FROM events ORDER BY position LIMIT 1))',
    ]) {
      await tampered((db) => {
        db.exec(taken);
      });
      expect(checkEventsFile(copy)).toEqual([
        expect.stringMatching(/^the event at \d+ begins at \d+ and the one before it ends at \d+: events are missing or altered$/),
      ]);
    }
  });

  it('is found when a stream is filed where nobody looks for it', async () => {
    await tampered((db) => {
      db.exec("UPDATE streams SET category = 'order' WHERE name LIKE 'accountPeriod-%'");
    });
    expect(checkEventsFile(copy)).toEqual([`accountPeriod-${'P'.repeat(26)} is filed under order`]);
  });

  it('is found when a stream is no longer there and its events are read no more', async () => {
    const report = await tampered((db) => {
      db.exec("DELETE FROM streams WHERE name LIKE 'accountPeriod-%'");
    });
    expect(report.findings).toEqual([]);
    expect(checkEventsFile(copy)).toHaveLength(account().events.length);
  });
});

describe('a file of which any byte was changed', () => {
  it('is found out, or reads as before', async () => {
    const sound = await tampered(() => undefined);
    expect(checkEventsFile(copy)).toEqual([]);
    const bytes = readFileSync(original);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (offset, mask) => {
        const changed = Buffer.from(bytes);
        changed[offset] = (changed[offset] ?? 0) ^ mask;
        writeFileSync(copy, changed);
        const report = await verifyCopy().catch((error: unknown) => error);
        // A byte in free space or in an index is no part of the log; a file that cannot be opened is found as well.
        if (report instanceof Error) return;
        const { findingCount, content, head } = report as VerificationReport;
        if (findingCount === 0 && checkEventsFile(copy).length === 0) expect([content, head]).toEqual([sound.content, sound.head]);
      }),
      { numRuns: sized(30, 150) },
    );
  });
});
