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
} from '#read-model';
import type { Measuring } from './measured-event-store';

/** Any read model, measured where it is written. Questions go through it unmeasured. */
export class MeasuredReadModel extends ReadModel {
  constructor(
    private readonly inner: ReadModel,
    private readonly measuring: Measuring,
  ) {
    super();
  }

  override get projections(): readonly Projection[] {
    return this.inner.projections;
  }

  override async apply(stretches: readonly Stretch[]): Promise<readonly ProjectionFault[]> {
    const { log, metrics, traces, monotonic } = this.measuring;
    const longest = stretches.reduce<Stretch['events']>((most, { events }) => (events.length > most.length ? events : most), []);
    // Nothing but a checkpoint moves: that happens all the time, and nobody wants to see it.
    if (longest.length === 0) return this.inner.apply(stretches);
    const links = longest.flatMap(({ metadata }) => metadata.traceparent ?? []);
    const span = traces.begin('projection batch', { links, attributes: { 'tidewaiter.events': longest.length } });
    const began = monotonic();
    try {
      const faults = await span.within(() => this.inner.apply(stretches));
      for (const { projection, events } of stretches) metrics.count('projectedEvents', { projection: projection.name }, events.length);
      for (const { projection, position, cause } of faults) {
        metrics.count('projectionFaults', { projection });
        log.error('a read model has stopped', { projection, position, error: cause });
      }
      span.end(faults.length === 0 ? undefined : 'a projection stopped');
      return faults;
    } catch (fault) {
      span.end('the read model failed');
      throw fault;
    } finally {
      metrics.observe('projectionBatchSeconds', {}, (monotonic() - began) / 1000);
    }
  }

  override write(changes: AsyncIterable<readonly TableChange[]>, onlyWhere?: RowQuestion): Promise<boolean> {
    return this.inner.write(changes, onlyWhere);
  }
  override partitionsOf(projection: Projection): number {
    return this.inner.partitionsOf(projection);
  }
  override progress(): Promise<readonly Progress[]> {
    return this.inner.progress();
  }
  override all<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly R[]> {
    return this.inner.all<R>(sql, parameters);
  }
  override get<R>(sql: string, parameters?: readonly SqlParameter[]): Promise<R | undefined> {
    return this.inner.get<R>(sql, parameters);
  }
  override iterate<R>(sql: string, parameters?: readonly SqlParameter[]): AsyncIterable<R> {
    return this.inner.iterate<R>(sql, parameters);
  }
  override select: ReadModel['select'] = (table, rest, parameters) => this.inner.select(table, rest, parameters);
  override contents(): Promise<readonly TableContent[]> {
    return this.inner.contents();
  }
  override rebuild(fill: (fresh: ReadModel) => Promise<void>): Promise<void> {
    return this.inner.rebuild(fill);
  }
  override close(): Promise<void> {
    return this.inner.close();
  }
}
