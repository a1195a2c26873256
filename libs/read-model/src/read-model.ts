import type { Position } from '#event-store';
import type { LoggedEvent, Projection } from './projection';
import type { Columns, RowOf, Table } from './table';

export type SqlParameter = string | number | null;

/** A stretch of the log for one projection: the events that concern it, and how far it has then come. */
export interface Stretch {
  readonly projection: Projection;
  readonly events: readonly LoggedEvent[];
  readonly through: Position;
}

/** A projection that threw. Its checkpoint stays before the event; the others go on. */
export interface ProjectionFault {
  readonly projection: string;
  readonly position: Position;
  readonly cause: unknown;
}

/** Number and content hash of a table's rows, for comparing a read model with its rebuild. */
export interface TableContent {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over the rows in order of their key, each a JSON array of its columns in order of their names and a line feed. */
  readonly sha256: string;
}

/**
 * Derived rows and, in the same transaction, how far into the log they go. Everything here can be thrown away and built again.
 * Queries are read-only SQL that SQLite and PostgreSQL both know, with `?` for parameters.
 */
export abstract class ReadModel {
  abstract readonly projections: readonly Projection[];
  /** How far each projection has come, by name. */
  abstract checkpoints(): Promise<ReadonlyMap<string, Position>>;
  /** Applies stretches and moves the checkpoints in one transaction. Events at or before a projection's checkpoint are ignored. */
  abstract apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]>;

  abstract all<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly R[]>;
  abstract get<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<R | undefined>;
  /** Rows one after another, for exports; do not write while it runs. */
  abstract iterate<R>(sql: string, parameters?: readonly SqlParameter[]): AsyncIterable<R>;
  /** Rows of a declared table as its projection wrote them. `rest` is what follows FROM: `WHERE account = ? ORDER BY due_on`. */
  abstract select<C extends Columns, K extends keyof C & string>(table: Table<C, K>, rest?: string, parameters?: readonly SqlParameter[]): Promise<readonly RowOf<C>[]>;

  /** Content of every table, sorted by name. */
  abstract contents(): Promise<readonly TableContent[]>;
  /** Builds all rows anew beside the present ones by `fill`, then puts them in their place at one stroke. */
  abstract rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void>;
  abstract close(): Promise<void>;
}
