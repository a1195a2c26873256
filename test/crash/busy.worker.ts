import { parentPort } from 'node:worker_threads';
import { openDatabase, rowsOf } from '#sqlite';
import { startThread, threadData } from '#threads';

/** What a busy thread does over and over. */
export const kindsOfWork = ['run', 'get', 'all', 'iterate', 'prepare', 'open', 'below'] as const;
export type KindOfWork = (typeof kindsOfWork)[number];

const rows = 2000;
/** Calls between two looks at the event loop. */
const stretch = 50;

const work = (kind: Exclude<KindOfWork, 'below'>): (() => unknown) => {
  const db = openDatabase(':memory:');
  db.exec(
    `CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT);
    WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${rows}) INSERT INTO t SELECT n, 'row ' || n FROM c`,
  );
  const [insert, one, all] = [db.prepare('INSERT INTO t (text) VALUES (?)'), db.prepare('SELECT * FROM t WHERE n = ?'), 'SELECT * FROM t'];
  const every = db.prepare(`${all} WHERE n <= ${rows}`);
  return {
    run: () => insert.run('another row'),
    get: () => one.get(rows / 2),
    all: () => every.all(),
    iterate: () => [...rowsOf(db, `${all} LIMIT 100`)],
    prepare: () => db.prepare(all),
    open: () => {
      openDatabase(':memory:').close();
    },
  }[kind];
};

const beBusy = (kind: Exclude<KindOfWork, 'below'>): void => {
  const once = work(kind);
  const again = (): void => {
    for (let n = 0; n < stretch; n += 1) once();
    setImmediate(again);
  };
  parentPort?.postMessage('busy');
  again();
};

if (parentPort !== null) {
  const kind = threadData() as KindOfWork;
  if (kind !== 'below') beBusy(kind);
  // A thread that has another below it, and is busy itself.
  else
    startThread(__filename, 'get').once('message', () => {
      beBusy('run');
    });
}
