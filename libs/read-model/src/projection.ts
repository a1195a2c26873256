import type { Recorded } from '#event-catalogue';
import type { Position } from '#event-store';
import type { AnyTable, Columns, Key, RowOf, Table } from './table';

/**
 * A decoded event with its place in the log. A row that stores the position answers "as known at"; such a column differs between two logs
 * with equal content, so it stays out of everything that is compared across logs.
 */
export type LoggedEvent = Recorded & { readonly position: Position };

/** What a projection may do with its own tables. Writes of one batch are merged per key and reach the database together. */
export interface Rows {
  /** The row as left by all events so far. */
  get<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): RowOf<C> | undefined;
  /** Inserts or replaces a whole row. */
  put<C extends Columns, K extends keyof C & string>(table: Table<C, K>, row: RowOf<C>): void;
  remove<C extends Columns, K extends keyof C & string>(table: Table<C, K>, key: Key<Table<C, K>>): void;
  /** Rows whose columns equal the given values, in order of the key. Asks the database each time: declare an index and use it sparingly. */
  find<C extends Columns, K extends keyof C & string>(table: Table<C, K>, where: Partial<RowOf<C>>): readonly RowOf<C>[];
}

export interface Partitions {
  readonly count: number;
  /** Below `count`, by the event alone, the same for ever. */
  partitionOf(event: LoggedEvent): number;
}

/**
 * A read model's function from events to rows. It is pure but for `rows`: no clock, no random, no memory of its own between batches, so
 * that rows depend on the log alone and not on where batches begin.
 */
export interface Projection {
  readonly name: string;
  /** Raised when the rows would come out differently; the tables are then built anew from event 0. */
  readonly version: number;
  /** Stream categories it reads; all when absent. */
  readonly categories?: readonly string[];
  /** Its own tables: no two projections share one. */
  readonly tables: readonly AnyTable[];
  /**
   * Declared where partitions of the events can be applied by several processes at once: no row may be written by two of them, and none may
   * read what another writes. A read model may take no notice of it.
   */
  readonly partitions?: Partitions;
  /**
   * Throwing stops this projection at that event until the program is mended; it never skips. A read model that has to fetch rows may call
   * it several times, at first as if rows were absent that are there, and keep what comes out of the last call.
   */
  apply(events: readonly LoggedEvent[], rows: Rows): void;
}

/** Declares a projection; for the compiler's sake only. */
export const projection = (definition: Projection): Projection => definition;
