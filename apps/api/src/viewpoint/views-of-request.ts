import type { Position } from '#event-store';
import {
  ReadModel,
  type Progress,
  type Projection,
  type ProjectionFault,
  type RowQuestion,
  type SqlParameter,
  type Stretch,
  type TableChange,
  type TableContent,
  type Columns,
  type RowOf,
  type Table,
} from '#read-model';
import { momentOfRequest } from './moment-of-request';

/** The read models at the moment of the request: the present ones, unless it asks about another. Only the present ones are written. */
export class ViewsOfRequest extends ReadModel {
  constructor(private readonly present: ReadModel) {
    super();
  }

  override get projections(): readonly Projection[] {
    return this.present.projections;
  }

  override progress(): Promise<readonly Progress[]> {
    return this.present.progress();
  }

  override checkpoints(): Promise<ReadonlyMap<string, Position>> {
    return this.present.checkpoints();
  }

  override apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    return this.present.apply(stretches);
  }

  override write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean> {
    return this.present.write(changes, onlyWhere);
  }

  override partitionsOf(projection: Projection): number {
    return this.present.partitionsOf(projection);
  }

  override all<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly R[]> {
    return this.#asked.all(sql, parameters);
  }

  override get<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<R | undefined> {
    return this.#asked.get(sql, parameters);
  }

  override iterate<R>(sql: string, parameters?: readonly SqlParameter[]): AsyncIterable<R> {
    return this.#asked.iterate(sql, parameters);
  }

  override select<C extends Columns, K extends keyof C & string>(
    table: Table<C, K>,
    rest?: string,
    parameters?: readonly SqlParameter[],
  ): Promise<readonly RowOf<C>[]> {
    return this.#asked.select(table, rest, parameters);
  }

  override contents(): Promise<readonly TableContent[]> {
    return this.present.contents();
  }

  override rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void> {
    return this.present.rebuild(fill);
  }

  override close(): Promise<void> {
    return this.present.close();
  }

  get #asked(): ReadModel {
    return momentOfRequest.getStore()?.views ?? this.present;
  }
}
