import { logStart, type Position } from '#event-store';
import { ReadModelConnectionError } from '../connection-error';
import type { LoggedEvent } from '../projection';
import type { Part } from '../parts';
import type { ProjectionFault, Stretch } from '../read-model';
import type { AnyTable } from '../table';
import { definitionOf } from './checkpoint-table';
import { isUnfit } from './connection-faults';
import type { Server } from './server';
import { StretchRows } from './stretch-rows';
import { byColumns, Parameters, remove, upsert } from './table-sql';

/** Where a part's checkpoint stands; the generation tells apart tables that were built anew from those before. */
export interface Checkpoint {
  readonly position: Position;
  readonly generation: number;
}

/** Outcome of putting some events into the database. */
type Written = { readonly kind: 'written' } | { readonly kind: 'overtaken' } | { readonly kind: 'unfit'; readonly cause: unknown };

/** The only way in which one part of a projection reaches the database: rows and checkpoint by one statement, which is one transaction. */
export class PartWriter {
  readonly #rows: StretchRows;
  readonly #definition: string;
  /** As of the last time that we wrote or looked; undefined: to be looked up. */
  #known: Checkpoint | undefined;

  constructor(
    private readonly server: Server,
    private readonly part: Part,
    beforeFind: (table: AnyTable) => Promise<void>,
  ) {
    this.#rows = new StretchRows(part.projection, beforeFind);
    this.#definition = definitionOf(part.projection);
  }

  /** Where somebody else has moved the checkpoint, nothing that is remembered counts any more. */
  compare(found: Checkpoint): void {
    if (found.position !== this.#known?.position || found.generation !== this.#known.generation) this.forget();
  }

  forget(): void {
    this.#rows.forget();
    this.#known = undefined;
  }

  /** Where a stretch for this part can begin: its checkpoint, if it has not come to the end of the stretch and leaves no gap. */
  async startOf({ after = logStart, through }: Stretch): Promise<Checkpoint | undefined> {
    let known = this.#known ?? (await this.#look());
    if (after > known.position) known = await this.#look();
    return through <= known.position || after > known.position ? undefined : known;
  }

  /** The checkpoint was moved by a statement of another's making. */
  movedTo(through: Position): void {
    if (this.#known !== undefined) this.#known = { ...this.#known, position: through };
  }

  /** Throws ReadModelConnectionError; what became of the stretch is then looked up before anything else. */
  async apply(stretch: Stretch, { position }: Checkpoint): Promise<ProjectionFault | undefined> {
    try {
      const fresh = stretch.events.filter((event) => event.position > position);
      const fault = await this.#applyAll(fresh, stretch.through);
      if (fault !== undefined) await this.#record(fault);
      return fault;
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async #applyAll(events: readonly LoggedEvent[], through: Position): Promise<ProjectionFault | undefined> {
    const whole = await this.#try(events, through);
    if (whole.kind !== 'unfit') return undefined;
    const fault = await this.#firstFault(events, whole.cause);
    const of = { projection: this.part.projection.name, ...(this.part.partitioned ? { partition: this.part.partition } : {}) };
    if (fault === 'overtaken') return undefined;
    return {
      ...of,
      ...(fault ?? { position: through, cause: new Error(`${of.projection} fails on a batch but not on its events one by one`) }),
    };
  }

  /** One of the events does not fit. What comes before it is kept; halves find it in few steps. */
  async #firstFault(
    events: readonly LoggedEvent[],
    cause: unknown,
  ): Promise<Pick<ProjectionFault, 'position' | 'cause'> | 'overtaken' | undefined> {
    const [first] = events;
    if (first === undefined) return { position: this.#known?.position ?? logStart, cause };
    if (events.length === 1) return { position: first.position, cause };
    const middle = Math.ceil(events.length / 2);
    for (const half of [events.slice(0, middle), events.slice(middle)]) {
      const written = await this.#try(half, (half.at(-1) as LoggedEvent).position);
      if (written.kind === 'overtaken') return 'overtaken';
      if (written.kind === 'unfit') return this.#firstFault(half, written.cause);
    }
    return undefined;
  }

  async #try(events: readonly LoggedEvent[], through: Position): Promise<Written> {
    const thrown = await this.#settle(events);
    if (thrown !== undefined) {
      this.#rows.undo();
      return { kind: 'unfit', cause: thrown.cause };
    }
    try {
      if (await this.#write(through)) return { kind: 'written' };
    } catch (error) {
      this.#rows.undo();
      if (error instanceof RangeError || isUnfit(error)) return { kind: 'unfit', cause: error };
      throw error;
    }
    this.forget();
    return { kind: 'overtaken' };
  }

  /** Runs the projection until it has seen all rows that it asks for. */
  async #settle(events: readonly LoggedEvent[]): Promise<{ readonly cause: unknown } | undefined> {
    for (;;) {
      const thrown = this.#run(events);
      if (!this.#rows.isMissing) return thrown;
      // It may have thrown for want of a row: each event alone shows what the others want.
      if (thrown !== undefined) {
        this.#rows.undo();
        for (const event of events) this.#run([event]);
      }
      this.#rows.undo();
      await this.#rows.fetch(this.server.run);
    }
  }

  #run(events: readonly LoggedEvent[]): { readonly cause: unknown } | undefined {
    try {
      if (events.length > 0) this.part.projection.apply(events, this.#rows);
      return undefined;
    } catch (cause) {
      return { cause };
    }
  }

  /**
   * False where the checkpoint is no longer where it was: then nothing is written. Throws RangeError on a value that does not fit its
   * column.
   */
  async #write(through: Position): Promise<boolean> {
    const { position, generation } = this.#known as Checkpoint;
    const parameters = new Parameters();
    const own = `projection = ${parameters.add(this.part.projection.name)} AND partition = ${parameters.add(this.part.partition)}`;
    const unmoved = `position = ${parameters.add(position)} AND generation = ${parameters.add(generation)}`;
    const parts = [
      `moved AS (UPDATE _checkpoint SET position = ${parameters.add(through)}, fault_position = NULL, fault_text = NULL WHERE ${own} AND ${unmoved} RETURNING 1)`,
    ];
    for (const { table, columns, changed, removed } of this.#rows.changed) {
      const onlyIf = 'EXISTS (SELECT FROM moved)';
      const rows = [...changed.values()];
      const values = columns.map(([column, store]) => rows.map((row) => store(row[column])));
      if (rows.length > 0) parts.push(`put_${table.name} AS (${upsert(table, values, parameters, onlyIf)})`);
      if (removed.size > 0)
        parts.push(`remove_${table.name} AS (${remove(table, byColumns([...removed.values()], table.key.length), parameters, onlyIf)})`);
    }
    const moved = await this.server.run(`WITH ${parts.join(', ')} SELECT 1 FROM moved`, parameters.values);
    if (moved.length === 0) return false;
    this.#rows.written();
    this.#known = { position: through, generation };
    return true;
  }

  async #record({ position, cause }: ProjectionFault): Promise<void> {
    if (this.#known === undefined) return;
    const { projection, partition } = this.part;
    await this.server.run(
      'UPDATE _checkpoint SET fault_position = $1, fault_text = $2 WHERE projection = $3 AND partition = $4 AND position = $5 AND generation = $6',
      [position, String(cause).replaceAll('\u0000', ''), projection.name, partition, this.#known.position, this.#known.generation],
    );
  }

  async #look(): Promise<Checkpoint> {
    this.forget();
    const { projection, partition } = this.part;
    const [found] = await this.server.run<{ position: Position; generation: number; own: number }>(
      'SELECT position, generation, partition = $2 AND definition = $3 AS own FROM _checkpoint WHERE projection = $1 ORDER BY own DESC LIMIT 1',
      [projection.name, partition, this.#definition],
    );
    if (found === undefined)
      throw new ReadModelConnectionError('POSTGRES_TABLES', `${this.server.label} does not say any more how far ${projection.name} is`);
    if (found.own !== 1)
      throw new ReadModelConnectionError('POSTGRES_NEWER', `${projection.name} was defined anew by another program, which now applies it`);
    this.#known = { position: found.position, generation: found.generation };
    return this.#known;
  }
}
