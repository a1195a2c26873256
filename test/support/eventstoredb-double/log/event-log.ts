import { randomUUID } from 'node:crypto';
import { decide, type Placed, type StreamFacts } from './append-decision';
import type { LogFile } from './log-file';
import {
  deletedType,
  isMetastream,
  jsonContent,
  lengthInLog,
  metadataType,
  metastreamOf,
  noRevision,
  tombstoneRevision,
  type AppendRequest,
  type Expected,
  type LogRecord,
  type NewEvent,
  type WriteOutcome,
} from './records';
import { metadataOf, Stream } from './stream';

interface Waiting {
  readonly work: () => WriteOutcome;
  readonly resolve: (outcome: WriteOutcome) => void;
  readonly reject: (error: unknown) => void;
}

const systemEvent = (type: string, data: string): NewEvent => ({
  id: randomUUID(),
  type,
  contentType: jsonContent,
  data: Buffer.from(data),
  metadata: new Uint8Array(),
});
const softDeletion = (): NewEvent => systemEvent(metadataType, '{"$tb":9223372036854775807}');
/** The server remembers about this many ids for `any`. */
const rememberedIds = 50_000;

export interface EventLogOptions {
  /** Keeps what is written; without it the log is gone with the object. */
  readonly file?: LogFile;
  /** After every so many events of clients the server writes events of its own. */
  readonly systemEventsEvery?: number;
}

/** The whole log in memory, in log order and by stream; a file only gives it back after a death. */
export class EventLog {
  readonly all: LogRecord[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #recent = new Map<string, Placed>();
  readonly #listeners = new Set<() => void>();
  readonly #systemEventsEvery: number;
  #file: LogFile | undefined;
  #waiting: Waiting[] = [];
  #unsaved: LogRecord[] = [];
  /** Where the next event begins. Not 0: that is the place before everything. */
  #end = 128;
  #sinceSystemEvents = 0;

  constructor(options: EventLogOptions = {}) {
    this.#file = options.file;
    this.#systemEventsEvery = options.systemEventsEvery ?? 0;
    for (const record of options.file?.records() ?? []) this.#take(record);
  }

  /** What the log must not remember across a start of the server: ids for `any`, writes that were not committed, who listened. */
  forget(): void {
    this.#recent.clear();
    this.#waiting = [];
    this.#listeners.clear();
  }

  close(): void {
    this.forget();
    this.#file?.close();
    this.#file = undefined;
  }

  stream(name: string): Stream | undefined {
    return this.#streams.get(name);
  }

  /** Told after every commit, in a later turn than the writes. Returns what ends it. */
  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Index of the first event at or after a position. */
  indexOf(position: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  append(request: AppendRequest): Promise<WriteOutcome> {
    return this.#queue(() => this.#append(request));
  }

  /** A soft delete hides what there is until the stream is written to again; a tombstone is for ever. */
  remove(stream: string, expected: Expected, how: 'soft' | 'tombstone'): Promise<WriteOutcome> {
    return this.#queue(() => {
      const refusal = this.#decided(stream, expected, []);
      if (refusal !== undefined) return refusal;
      if (how === 'soft') return this.#write(metastreamOf(stream), [softDeletion()]);
      return this.#write(stream, [systemEvent(deletedType, '{}')], tombstoneRevision);
    });
  }

  /** All writes of one turn share a commit; each is all or nothing. */
  #queue(work: () => WriteOutcome): Promise<WriteOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject });
      if (this.#waiting.length === 1)
        setImmediate(() => {
          this.#commit();
        });
    });
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const outcomes = waiting.map(({ work }) => work());
    try {
      this.#file?.add(this.#unsaved);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      return;
    } finally {
      this.#unsaved = [];
    }
    for (const [i, { resolve }] of waiting.entries()) resolve(outcomes[i] as WriteOutcome);
    for (const listener of [...this.#listeners]) listener();
  }

  /** The outcome where nothing is to be written. */
  #decided(stream: string, expected: Expected, ids: readonly string[]): WriteOutcome | undefined {
    const decision = decide(stream, expected, ids, this.#facts(stream));
    if (decision.kind === 'write') return undefined;
    if (decision.kind === 'repeated') return { kind: 'written', revision: decision.revision, position: decision.position };
    return decision.kind === 'deleted'
      ? { kind: 'deleted' }
      : { kind: 'wrong_version', current: this.#streams.get(stream)?.head ?? noRevision };
  }

  #facts(name: string): StreamFacts {
    const stream = this.#streams.get(name);
    return {
      head: stream?.head ?? noRevision,
      tombstoned: stream?.tombstoned ?? false,
      softDeleted: stream?.softDeleted ?? false,
      hasMetadata: this.#streams.has(metastreamOf(name)),
      at: (revision) => stream?.records[revision],
      recent: (id) => this.#recent.get(id),
    };
  }

  #append({ stream, expected, events }: AppendRequest): WriteOutcome {
    const decided = this.#decided(
      stream,
      expected,
      events.map(({ id }) => id),
    );
    if (decided !== undefined) return decided;
    const known = this.#streams.get(stream);
    if (events.length === 0)
      return { kind: 'written', revision: known?.head ?? noRevision, position: known?.records.at(-1)?.position ?? 0 };
    // A soft-deleted stream opens again after its last event; what was hidden stays hidden.
    if (known?.softDeleted === true) this.#write(metastreamOf(stream), [systemEvent(metadataType, `{"$tb":${known.head + 1}}`)]);
    const written = this.#write(stream, events);
    this.#nowAndThen(stream, events.length);
    return written;
  }

  /** What every real log has between the events of its users: statistics and metadata. */
  #nowAndThen(stream: string, events: number): void {
    if (this.#systemEventsEvery === 0 || stream.startsWith('$')) return;
    this.#sinceSystemEvents += events;
    if (this.#sinceSystemEvents < this.#systemEventsEvery) return;
    this.#sinceSystemEvents = 0;
    this.#write('$stats-127.0.0.1:2113', [systemEvent('$statsCollected', '{"proc-cpu":0}')]);
    this.#write(metastreamOf(stream), [systemEvent(metadataType, '{"$cacheControl":1}')]);
  }

  #write(stream: string, events: readonly NewEvent[], revision?: number): WriteOutcome {
    const first = (this.#streams.get(stream)?.head ?? noRevision) + 1;
    const created = Date.now();
    let [last, at] = [noRevision, 0];
    for (const [i, event] of events.entries()) {
      [last, at] = [revision ?? first + i, this.#end];
      const record: LogRecord = { ...event, stream, revision: last, position: at, created };
      this.#take(record);
      this.#unsaved.push(record);
      this.#remember(record);
    }
    return { kind: 'written', revision: last, position: at };
  }

  #remember({ id, stream, revision, position }: LogRecord): void {
    this.#recent.set(id, { stream, revision, position });
    if (this.#recent.size <= rememberedIds) return;
    for (const oldest of this.#recent.keys()) {
      this.#recent.delete(oldest);
      return;
    }
  }

  #take(record: LogRecord): void {
    this.all.push(record);
    this.#end = record.position + lengthInLog(record.stream, record);
    const stream = this.#opened(record.stream);
    if (record.type === deletedType && record.revision === tombstoneRevision) stream.tombstoned = true;
    else stream.records.push(record);
    if (isMetastream(record.stream) && record.type === metadataType)
      this.#opened(record.stream.slice(2)).metadata = metadataOf(record.data);
  }

  #opened(name: string): Stream {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const opened = new Stream(isMetastream(name));
    this.#streams.set(name, opened);
    return opened;
  }
}
