import { partName, type Part } from '../parts';
import type { ProjectionFault, Stretch } from '../read-model';
import type { AnyTable } from '../table';
import type { CheckpointRow } from './checkpoint-table';
import { PartWriter, type Checkpoint } from './part-writer';
import type { Server } from './server';

/** A stretch that can begin. */
interface Begun {
  readonly stretch: Stretch;
  readonly part: Part;
  readonly writer: PartWriter;
  readonly from: Checkpoint;
}

/** Writes the rows of all parts of all projections, several at once on the connections of the pool. */
export class RowsWriter {
  readonly #parts: ReadonlyMap<string, { readonly part: Part; readonly writer: PartWriter }>;

  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly server: Server,
    parts: readonly Part[],
    beforeFind: (table: AnyTable) => Promise<void>,
  ) {
    this.#parts = new Map(parts.map((part) => [part.name, { part, writer: new PartWriter(server, part, beforeFind) }]));
  }

  /**
   * One call after another, whoever calls: what a stretch has changed is in one place. Throws ReadModelConnectionError when all that was
   * begun has ended.
   */
  apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    this.#waiting += 1;
    const applied = this.#last
      .then(() => this.#apply(stretches))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#last = applied.then(
      () => undefined,
      () => undefined,
    );
    return applied;
  }

  async #apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    const begun = (await settled(stretches.map((stretch) => this.#begin(stretch)))).filter((begin) => begin !== undefined);
    const isIdle = ({ stretch, from }: Begun): boolean => !stretch.events.some((event) => event.position > from.position);
    const idle = begun.filter(isIdle);
    const working = begun.filter((each) => !isIdle(each)).map(({ writer, stretch, from }) => writer.apply(stretch, from));
    const [faults] = await settled([settled(working), this.#moveOn(idle).then(() => [])]);
    return (faults ?? []).filter((fault) => fault !== undefined);
  }

  /** What others have done with the checkpoints makes us forget what we remember. */
  compare(rows: readonly CheckpointRow[]): void {
    if (this.#waiting > 0) return;
    const found = new Map(rows.map((row) => [partName(row.projection, row.partition), row]));
    for (const [name, { writer }] of this.#parts) {
      const row = found.get(name);
      if (row === undefined) writer.forget();
      else writer.compare(row);
    }
  }

  forget(): void {
    for (const { writer } of this.#parts.values()) writer.forget();
  }

  async #begin(stretch: Stretch): Promise<Begun | undefined> {
    const found = this.#parts.get(partName(stretch.projection.name, stretch.partition));
    if (found === undefined) throw new RangeError(`the read model keeps no ${partName(stretch.projection.name, stretch.partition)}`);
    const from = await found.writer.startOf(stretch);
    return from === undefined ? undefined : { stretch, ...found, from };
  }

  /** Most events concern few projections: the checkpoints of the others move by one statement. */
  async #moveOn(idle: readonly Begun[]): Promise<void> {
    if (idle.length === 0) return;
    const columns = ['text', 'int', 'text', 'bigint', 'text'].map((type, i) => `$${String(i + 1)}::${type}[]`).join(', ');
    const lists = [
      idle.map(({ part }) => part.projection.name),
      idle.map(({ part }) => part.partition),
      idle.map(({ from }) => from.position),
      idle.map(({ from }) => from.generation),
      idle.map(({ stretch }) => stretch.through),
    ];
    const moved = await this.server.run<{ projection: string; partition: number }>(
      `UPDATE _checkpoint own SET position = given.through, fault_position = NULL, fault_text = NULL
       FROM unnest(${columns}) given (projection, partition, position, generation, through)
       WHERE own.projection = given.projection AND own.partition = given.partition AND own.position = given.position AND own.generation = given.generation
       RETURNING own.projection, own.partition`,
      // Names, numbers and positions have nothing that an array would have to escape.
      lists.map((list) => `{${list.join(',')}}`),
    );
    const ours = new Set(moved.map(({ projection, partition }) => partName(projection, partition)));
    for (const { part, writer, stretch } of idle) {
      if (ours.has(part.name)) writer.movedTo(stretch.through);
      else writer.forget();
    }
  }
}

/** All of them, when each has ended: what fails must not leave the others at work behind the caller's back. */
const settled = async <T>(work: readonly Promise<T>[]): Promise<readonly T[]> => {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
};
