import type { Position } from '#event-store';
import type { LoggedEvent, Projection } from './projection';
import type { AnyRow, AnyTable, Columns, RowOf, Table } from './table';

export type SqlParameter = string | number | null;

/** A stretch of the log for one projection, or for one partition of it: the events that concern it, and how far it has then come. */
export interface Stretch {
  readonly projection: Projection;
  /** Where the read model keeps the partitions of this projection apart: whose events these are. */
  readonly partition?: number;
  readonly events: readonly LoggedEvent[];
  /**
   * Where the stretch begins. A read model that has not come so far leaves the stretch alone, as it would miss events. Not checked when
   * absent.
   */
  readonly after?: Position;
  readonly through: Position;
}

/** A projection that threw. Its checkpoint stays before the event; the others go on. */
export interface ProjectionFault {
  readonly projection: string;
  readonly partition?: number;
  readonly position: Position;
  readonly cause: unknown;
}

/** Why a projection has stopped, as whoever applied it wrote it down for others. */
export interface RecordedFault {
  readonly position: Position;
  readonly text: string;
}

/** How far one partition of a projection has come; most projections have one. */
export interface Progress {
  readonly projection: string;
  readonly partition: number;
  readonly position: Position;
  /** Until the event is taken after all. */
  readonly fault?: RecordedFault;
}

/** A question that finds a row or none. */
export interface RowQuestion {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** Rows of one table that are written or replaced, and the keys of those that go. */
export interface TableChange {
  readonly table: AnyTable;
  readonly put: readonly AnyRow[];
  readonly remove: readonly AnyRow[];
}

/** Number and content hash of a table's rows, for comparing a read model with its rebuild. */
export interface TableContent {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over the rows in order of their key, each a JSON array of its columns in order of their names and a line feed. */
  readonly sha256: string;
}

/**
 * Derived rows and, in the same transaction, how far into the log they go. Everything here can be thrown away and built again. Queries are
 * read-only SQL that SQLite and PostgreSQL both know, with `?` for parameters. A read model on a server throws ReadModelConnectionError
 * from everything here when the server cannot be used.
 */
export abstract class ReadModel {
  abstract readonly projections: readonly Projection[];
  /** At most so many events per stretch of a rebuild. */
  readonly rebuildBatch: number = 2000;

  /** How far each partition of each projection has come, by the definitions of this program; whoever applied the events. */
  abstract progress(): Promise<readonly Progress[]>;
  /**
   * Applies stretches; the rows of each and its checkpoint reach the database in one transaction. Events at or before a projection's
   * checkpoint are ignored. Where somebody else has moved a checkpoint meanwhile, the stretch leaves no trace: `progress` says where it
   * stands.
   */
  abstract apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]>;

  /**
   * Writes rows that follow from other rows and not from events: of a projection that reads none, whose rows somebody else keeps. All
   * changes reach the database together, or none does; one call at a time. `onlyWhere` has to find a row first, or nothing is written and
   * the answer is false: what the changes were made from is still so, and nobody else writes meanwhile.
   */
  abstract write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean>;

  /** In how many parts, each with a checkpoint of its own, it keeps a projection: 1, or what the projection declares. */
  partitionsOf(_projection: Projection): number {
    return 1;
  }

  /** How far each projection has come, by name: where its slowest partition stands. */
  async checkpoints(): Promise<ReadonlyMap<string, Position>> {
    return slowestOf(await this.progress());
  }

  abstract all<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly R[]>;
  abstract get<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<R | undefined>;
  /** Rows one after another, for exports, all of one moment; do not write while it runs. */
  abstract iterate<R>(sql: string, parameters?: readonly SqlParameter[]): AsyncIterable<R>;
  /** Rows of a declared table as its projection wrote them. `rest` is what follows FROM: `WHERE account = ? ORDER BY due_on`. */
  abstract select<C extends Columns, K extends keyof C & string>(
    table: Table<C, K>,
    rest?: string,
    parameters?: readonly SqlParameter[],
  ): Promise<readonly RowOf<C>[]>;

  /** Content of every table, sorted by name. */
  abstract contents(): Promise<readonly TableContent[]>;
  /**
   * Builds all rows anew beside the present ones by `fill`, then puts them in their place at one stroke. Where somebody else goes on with
   * the present ones, `fill` is called again until the new ones have come as far.
   */
  abstract rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void>;
  abstract close(): Promise<void>;
}

/** Where the slowest partition of each projection stands, by name. */
const slowestOf = (progress: readonly Progress[]): ReadonlyMap<string, Position> => {
  const slowest = new Map<string, Position>();
  for (const { projection, position } of progress) {
    const known = slowest.get(projection);
    if (known === undefined || position < known) slowest.set(projection, position);
  }
  return slowest;
};
