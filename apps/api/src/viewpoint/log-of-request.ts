import { EventStore, type Append, type AppendOutcome, type LogBatch, type Position, type RecordedEvent } from '#event-store';
import { momentOfRequest } from './moment-of-request';

/** The log at the moment of the request: the present one, unless it asks about another. Only the present one is written and followed. */
export class LogOfRequest extends EventStore {
  constructor(private readonly present: EventStore) {
    super();
  }

  override append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    return this.present.append(appends);
  }

  override read(stream: string, options?: Parameters<EventStore['read']>[1]): AsyncIterable<RecordedEvent> {
    return this.#asked.read(stream, options);
  }

  override readAll(options?: Parameters<EventStore['readAll']>[0]): AsyncIterable<LogBatch> {
    return this.#asked.readAll(options);
  }

  override subscribe(options: Parameters<EventStore['subscribe']>[0]): AsyncIterable<LogBatch> {
    return this.present.subscribe(options);
  }

  override head(): Promise<Position> {
    return this.#asked.head();
  }

  override close(): Promise<void> {
    return this.present.close();
  }

  get #asked(): EventStore {
    return momentOfRequest.getStore()?.log ?? this.present;
  }
}
