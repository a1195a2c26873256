import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDatabase, rowsOf } from './sqlite-driver';

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
