import {
  type Append,
  type AppendOutcome,
  EventStore,
  type LogBatch,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
  type RefusalCode,
  type SubscribeOptions,
} from '../event-store';
import type { StoreHeader } from '../store-header';
import { Appender } from './append-outcomes';
import { readHeader, writeHeader } from './header';
import { findInterference, type Interference } from './interference';
import { LiveLog } from './live-log';
import { defaultDeadline, opening, type EventStoreDbOptions, type Parts } from './opening';
import { StoreConnectionError } from './store-errors';
import type { StoreHooks } from './store-hooks';

/**
 * The log in EventStoreDB. Each append is one append there, to an exact revision and with ids that are made of the bytes, so that asking
 * again after an unknown outcome writes nothing twice. Reads begin again by themselves after a break, and subscriptions do so for ever.
 */
export class EventStoreDbEventStore extends EventStore {
  readonly #parts: Parts;
  readonly #appender: Appender;
  readonly #live: LiveLog;
  readonly #hooks: StoreHooks | undefined;
  #refusal: { readonly code: RefusalCode; readonly reason: string } | undefined;
  #closing: Promise<void> | undefined;

  private constructor(parts: Parts, options: EventStoreDbOptions) {
    super();
    this.#parts = parts;
    this.#appender = new Appender(parts.line, parts.reads, options.deadlineMilliseconds ?? defaultDeadline);
    this.#live = new LiveLog(parts.reads, options.deadlineMilliseconds ?? defaultDeadline, options.hooks);
    this.#hooks = options.hooks;
    if (options.readOnly === true) this.#refusal = { code: 'STORE_READ_ONLY', reason: 'opened for reading' };
  }

  /** Opens the log of a server, beginning it where there is none. Throws StoreConnectionError. */
  static async connect(options: EventStoreDbOptions): Promise<EventStoreDbEventStore> {
    return opening(options, async (parts, server) => {
      let header = await readHeader(parts.reads, server);
      if (header === undefined && options.readOnly !== true) {
        await writeHeader(parts.line, options.installation);
        header = await readHeader(parts.reads, server);
      }
      if (header === undefined) throw new StoreConnectionError('STORE_WITHOUT_HEADER', `${server} holds no log of Tidewaiter`);
      if (header.installation !== options.installation)
        throw new StoreConnectionError(
          'STORE_OF_OTHER_INSTALLATION',
          `${server} belongs to installation ${header.installation}, not ${options.installation}`,
        );
      // Asked once here: who may read a stream may still not read the log.
      await parts.reads.head();
      return new EventStoreDbEventStore(parts, options);
    });
  }

  /** Whose log a server holds, without opening it for work; undefined where there is none. Throws StoreConnectionError. */
  static async headerOf(url: string): Promise<StoreHeader | undefined> {
    return opening({ url, readOnly: true }, async (parts, server) => {
      const header = await readHeader(parts.reads, server);
      await parts.connection.close();
      return header;
    });
  }

  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    const refusal = this.#refusal;
    if (refusal !== undefined) return appends.map(() => ({ kind: 'refused', ...refusal }));
    const asked = this.#hooks?.now() ?? 0;
    return this.#appender.append(appends, (outcome) => {
      if (outcome.kind === 'unknown') this.#hooks?.onUnknown?.(outcome.reason);
      this.#hooks?.onAppend?.(this.#hooks.now() - asked, outcome.kind);
    });
  }

  override read(stream: string, options: ReadOptions = {}): AsyncIterable<RecordedEvent> {
    return this.#parts.reads.stream(stream, options);
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<LogBatch> {
    const { reads } = this.#parts;
    yield* reads.log(await reads.end(), options);
  }

  override subscribe(options: SubscribeOptions): AsyncIterable<LogBatch> {
    return this.#live.follow(options);
  }

  override async head(): Promise<Position> {
    return this.#parts.reads.head();
  }

  /** What somebody did to the ledger's streams with the tools of the server: metadata, deletions, links. A ledger has none of it. */
  foreignInterference(options: { after?: Position } = {}): AsyncIterable<Interference> {
    return findInterference(this.#parts.reads, options.after);
  }

  override close(): Promise<void> {
    this.#refusal = { code: 'STORE_STOPPED', reason: 'closed' };
    this.#closing ??= (async () => {
      await this.#parts.line.idle();
      await this.#parts.connection.close();
    })();
    return this.#closing;
  }
}
