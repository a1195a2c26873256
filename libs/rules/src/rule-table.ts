import { canonicalJson, sha256Hex } from '#event-catalogue';
import { type TableRef } from './measure';

/** Rows of one table by their ids. A published chunk makes a new table; the old one stays what it was. */
export class RuleTable<Row> {
  #ref: TableRef | undefined;
  private constructor(
    readonly id: string,
    readonly rows: ReadonlyMap<string, Row>,
  ) {}

  static empty<Row>(id: string): RuleTable<Row> {
    return new RuleTable<Row>(id, new Map());
  }

  /** A row of the same id is replaced. */
  with(entries: Iterable<readonly [id: string, row: Row]>): RuleTable<Row> {
    return new RuleTable(this.id, new Map([...this.rows, ...entries]));
  }

  without(rowId: string): RuleTable<Row> {
    const rows = new Map(this.rows);
    rows.delete(rowId);
    return new RuleTable(this.id, rows);
  }

  /** Name and content hash, over the rows in order of their ids: the same rows give the same hash however they arrived. */
  get ref(): TableRef {
    this.#ref ??= {
      id: this.id,
      hash: sha256Hex(canonicalJson([...this.rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row))),
    };
    return this.#ref;
  }
}

/** All tables of one kind by table id; a change copies the outer map only. */
export type RuleTables<Row> = ReadonlyMap<string, RuleTable<Row>>;

export const withRows = <Row>(
  tables: RuleTables<Row>,
  tableId: string,
  entries: Iterable<readonly [id: string, row: Row]>,
): RuleTables<Row> => new Map([...tables, [tableId, (tables.get(tableId) ?? RuleTable.empty<Row>(tableId)).with(entries)]]);
