import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { isMachineFault, openDatabase, rollBack, rowsOf, sqliteCode, sqliteCodes } from './sqlite-driver';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('rows one after another', () => {
  it('stay readable while memory is being tidied up', () => {
    const db = openDatabase(':memory:');
    db.exec(
      "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT); WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT n, 'row ' || n FROM c",
    );
    let sum = 0;
    for (const { n } of rowsOf(db, 'SELECT n, text FROM t WHERE n > ? ORDER BY n', [1000])) {
      sum += Number(n);
      if (Number(n) % 500 === 0) collectGarbage();
    }
    expect(sum).toBe(4_001_000);
    db.close();
  });

  it('let go of the database when their reader leaves early', () => {
    const db = openDatabase(':memory:');
    for (const { n } of rowsOf(db, 'SELECT 1 AS n UNION SELECT 2')) if (n === 1) break;
    db.exec('CREATE TABLE t (n INTEGER)');
    db.close();
  });
});

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('what went wrong', () => {
  it('is known of a page that is read only when its rows are', () => {
    const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-spoilt-'));
    const file = join(directory, 'spoilt.db');
    const whole = openDatabase(file);
    whole.exec(
      "PRAGMA page_size=4096; CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT); WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000) INSERT INTO t SELECT n, 'row ' || n FROM c",
    );
    whole.close();
    writeFileSync(file, readFileSync(file).fill('x', 3 * 4096, 8 * 4096));
    const spoilt = openDatabase(file, { readOnly: true });
    for (const read of [() => spoilt.prepare('SELECT * FROM t').all(), () => [...rowsOf(spoilt, 'SELECT * FROM t')]]) {
      const fault = thrownBy(read);
      expect([sqliteCode(fault), isMachineFault(fault)]).toEqual([sqliteCodes.corrupt, true]);
    }
    spoilt.close();
    rmSync(directory, { recursive: true });
  });

  it('is known of another thread, too', async () => {
    const driver = JSON.stringify(require.resolve('@photostructure/sqlite'));
    const worker = new Worker(`new (require(${driver}).DatabaseSync)(':memory:').exec('ROLLBACK')`, { eval: true });
    const [fault] = (await once(worker, 'error')) as [unknown];
    expect(sqliteCode(fault)).toBe(1);
  });

  it('is nothing of the machine where a statement is wrong', () => {
    const db = openDatabase(':memory:');
    const fault = thrownBy(() => {
      db.exec('SELECT nothing');
    });
    expect([sqliteCode(fault), isMachineFault(fault), isMachineFault(new Error('disk I/O error'))]).toEqual([1, false, false]);
    db.close();
  });
});

it('takes back what was done, once', () => {
  const db = openDatabase(':memory:');
  db.exec('CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (1)');
  rollBack(db);
  rollBack(db);
  expect(db.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  db.close();
  expect(() => {
    rollBack(db);
  }).toThrow();
});
