import { logStart, type Position } from '#event-store';
import { ReadModelConnectionError } from '../connection-error';
import { definitionHash } from '../definition-hash';
import type { Projection } from '../projection';
import type { Progress } from '../read-model';
import type { Server, Session } from './server';
import { columnsAsMade, columnsThere, createIndexes, createTable } from './table-sql';
import type { AnyTable } from '../table';

export const partitionCount = ({ partitions }: Projection): number => partitions?.count ?? 1;

/** Another number of partitions is another definition: their checkpoints say nothing of each other. */
export const definitionOf = (projection: Projection): string => {
  const count = partitionCount(projection);
  return count === 1 ? definitionHash(projection) : `${definitionHash(projection)}/${String(count)}`;
};

/** A row of the table of checkpoints. */
export interface CheckpointRow extends Record<string, unknown> {
  readonly projection: string;
  readonly partition: number;
  readonly definition: string;
  readonly position: Position;
  readonly generation: number;
  readonly fault_position: Position | null;
  readonly fault_text: string | null;
}

/** Of projections as they are defined now. Throws the driver's error where there is no such table. */
export const checkpointRows = async (run: Session, projections: readonly Projection[]): Promise<readonly CheckpointRow[]> => {
  const definitions = new Map(projections.map((projection) => [projection.name, definitionOf(projection)]));
  const rows = await run<CheckpointRow>(
    'SELECT projection, partition, definition, position, generation, fault_position, fault_text FROM _checkpoint ORDER BY projection, partition',
  );
  return rows.filter(({ projection, definition }) => definitions.get(projection) === definition);
};

export const progressOf = ({ projection, partition, position, fault_position, fault_text }: CheckpointRow): Progress => ({
  projection,
  partition,
  position,
  ...(fault_position === null ? {} : { fault: { position: fault_position, text: fault_text ?? '' } }),
});

/** Which tables are there, and have the columns that they were made with: somebody may have changed them by hand. */
const tablesAsMade = async (run: Session): Promise<(table: AnyTable) => boolean> => {
  const there = new Map<string, Set<string>>();
  for (const { of_table: name, column_made: column } of await run<{ of_table: string; column_made: string }>(columnsThere))
    there.set(name, (there.get(name) ?? new Set()).add(column));
  return (table) => {
    const [found, made] = [there.get(table.name), columnsAsMade(table)];
    return found?.size === made.length && made.every((column) => found.has(column));
  };
};

/**
 * Makes the tables of new or changed projections, and those that somebody removed or altered, empty; old ones go with their old checkpoint.
 * Throws ReadModelConnectionError POSTGRES_NEWER where a newer program has been here: its rows are not thrown away for an older one's.
 */
export const prepareProjections = async (
  server: Server,
  run: Session,
  projections: readonly Projection[],
  withIndexes: boolean,
): Promise<void> => {
  const isAsMade = await tablesAsMade(run);
  for (const projection of projections) {
    const { name, version, tables } = projection;
    const known = await run<{ version: number; definition: string; tables: string; generation: number }>(
      'SELECT version, definition, tables, generation FROM _checkpoint WHERE projection = $1 ORDER BY partition',
      [name],
    );
    const [found] = known;
    if (found !== undefined && found.definition === definitionOf(projection) && tables.every(isAsMade)) continue;
    if (found !== undefined && found.version > version)
      throw new ReadModelConnectionError(
        'POSTGRES_NEWER',
        `${name} at ${server.label} has version ${found.version}; this program knows ${version}`,
      );
    const old = found === undefined ? [] : (JSON.parse(found.tables) as string[]);
    for (const table of new Set([...old, ...tables.map((made) => made.name)])) await run(`DROP TABLE IF EXISTS ${table}`);
    for (const table of tables)
      for (const statement of [createTable(table), ...(withIndexes ? createIndexes(table) : [])]) await run(statement);
    await run('DELETE FROM _checkpoint WHERE projection = $1', [name]);
    const generation = Math.max(0, ...known.map((row) => row.generation)) + 1;
    for (let partition = 0; partition < partitionCount(projection); partition += 1)
      await run(
        'INSERT INTO _checkpoint (projection, partition, version, definition, tables, position, generation) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [name, partition, version, definitionOf(projection), JSON.stringify(tables.map((table) => table.name)), logStart, generation],
      );
  }
};
