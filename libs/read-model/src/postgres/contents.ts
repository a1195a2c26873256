import { createHash } from 'node:crypto';
import type { Projection } from '../projection';
import type { TableContent } from '../read-model';
import type { StoredRow } from '../stored-values';
import type { AnyTable } from '../table';
import type { Reader } from './reader';
import { listOf } from './table-sql';

const contentOf = async (reader: Reader, table: AnyTable): Promise<TableContent> => {
  const columns = Object.keys(table.columns).sort((a, b) => (a < b ? -1 : 1));
  const hash = createHash('sha256');
  let rows = 0;
  for await (const row of reader.rows<StoredRow>(`SELECT ${listOf(columns)} FROM ${table.name} ORDER BY ${listOf(table.key)}`, [])) {
    hash.update(`${JSON.stringify(columns.map((column) => row[column]))}\n`);
    rows += 1;
  }
  return { table: table.name, rows, sha256: hash.digest('hex') };
};

/** Number and hash of each table's rows, sorted by name, from a reader of one moment. */
export const contentsOf = async (reader: Reader, projections: readonly Projection[]): Promise<readonly TableContent[]> => {
  const contents: TableContent[] = [];
  for (const table of projections.flatMap(({ tables }) => tables)) contents.push(await contentOf(reader, table));
  return contents.sort((a, b) => (a.table < b.table ? -1 : 1));
};
