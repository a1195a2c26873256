import { openDatabase } from '#sqlite';

/**
 * Events that do not begin where the one before them ends. A position is the end of an event in a log of bytes (`bytesInLog` of the event
 * store), so whole streams and last events of streams that were taken out leave a gap; only a tail of the log that was cut off leaves none.
 */
const gaps = `SELECT * FROM (
  SELECT position, start, lag(position, 1, 0) OVER (ORDER BY position) AS previous FROM (
    SELECT e.position, e.position - length(CAST(e.data AS BLOB)) - length(CAST(e.metadata AS BLOB)) - length(e.type) - length(e.id) - length(s.name) - 24 AS start
    FROM events e LEFT JOIN streams s ON s.id = e.stream)
) WHERE start <> previous LIMIT 100`;

/**
 * Damage to an events.db of the embedded store that no reader of events sees, because rows are simply not read any more: pages and indexes
 * that contradict each other, events of a stream that is not there, a category under which a stream is not found, room where events were.
 * One sentence each; none is good. To be asked beside `verifyLog`, which proves what is read. Reads the whole file; never throws for what
 * it holds.
 */
export const checkEventsFile = (file: string): readonly string[] => {
  try {
    const db = openDatabase(file, { readOnly: true });
    try {
      const faults = db
        .prepare('PRAGMA integrity_check')
        .all()
        .map((row) => String(row['integrity_check']))
        .filter((told) => told !== 'ok');
      const orphans = db
        .prepare('SELECT e.position FROM events e LEFT JOIN streams s ON s.id = e.stream WHERE s.id IS NULL LIMIT 100')
        .all();
      const astray = db
        .prepare("SELECT name, category FROM streams WHERE category <> substr(name, 1, instr(name, '-') - 1) LIMIT 100")
        .all();
      const missing = db.prepare(gaps).all();
      return [
        ...faults,
        ...orphans.map((row) => `the event at ${String(row['position'])} belongs to no stream`),
        ...astray.map((row) => `${String(row['name'])} is filed under ${String(row['category'])}`),
        ...missing.map(({ position, start, previous }) => {
          const apart = `begins at ${String(start)} and the one before it ends at ${String(previous)}`;
          return `the event at ${String(position)} ${apart}: events are missing or altered`;
        }),
      ];
    } finally {
      db.close();
    }
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};
