import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf } from '#event-catalogue';
import { streamPatternSource } from '../append-caps';
import { type LogBatch, logStart, type Position, type ReadAllOptions, type ReadOptions, type RecordedEvent } from '../event-store';
import { StoreStoppedError } from '../store-stopped';
import type { Connection } from './connection';
import { responsesOf, type ResponseOptions } from './responses';
import { faultKind, reasonOf, StoreReadError } from './store-errors';
import type { LogFilter, ReadAnswer, ReadRequest } from './wire/wire-client';

/** How often a read is begun again where it stands, without progress in between. */
const maxAttempts = 6;
const pauseMilliseconds = (attempt: number): number => Math.min(10 * 2 ** attempt, 500);
/** A read that is silent is begun again after half of what is left of its deadline, at the least after this part of all of it. */
const leastPart = 1 / 8;
/** So often a read is asked even if its deadline passes meanwhile, as it does where the machine stands still. */
const leastAttempts = 3;
/**
 * How many deadlines the server may look for the next event that passes a filter, as long as it answers other questions: more with each
 * attempt.
 */
const silentPeriods = (attempt: number): number => 2 ** attempt;

/** Names of the ledger's streams. Links, statistics and whatever else lies in the store never leave the server. */
const ledgerFilter: LogFilter = { streams: `^${streamPatternSource}$` };

/** Where the log ends: the place and the stream of its last event. */
export type LogEnd = Pick<RecordedEvent, 'stream' | 'position'>;

/** What a batch has of some categories; it reaches as far as before. */
export const inCategories = ({ events, through }: LogBatch, categories: readonly string[] | undefined): LogBatch => ({
  events: categories === undefined ? events : events.filter(({ stream }) => categories.includes(categoryOf(stream))),
  through,
});

/** Events in batches of at most so many. */
export function* parts(events: readonly RecordedEvent[], batch: number): Generator<LogBatch> {
  for (let i = 0; i < events.length; i += batch) {
    const part = events.slice(i, i + batch);
    yield { events: part, through: (part.at(-1) as RecordedEvent).position };
  }
}

/**
 * Reads of the store. Each is begun again where it stands when it breaks or is silent for half of its deadline; StoreReadError when that
 * does not help or the deadline has passed without an answer, StoreStoppedError after the end.
 */
export class LogReads {
  #seen: Position = logStart;

  constructor(
    private readonly connection: Connection,
    private readonly deadlineMilliseconds: number,
  ) {}

  /** Events of one stream; an absent stream is empty. */
  async *stream(stream: string, options: ReadOptions): AsyncGenerator<RecordedEvent> {
    const direction = options.direction ?? 'forwards';
    let left = options.max ?? Number.MAX_SAFE_INTEGER;
    if (left <= 0) return;
    let from: bigint | 'start' | 'end' =
      direction === 'forwards' ? (options.from ?? 'start') : await this.#backwardsFrom(stream, options.from);
    // The server counts, too: a read that is taken to its end need not be cancelled.
    for await (const page of this.#again(() => (left <= 0 ? undefined : { of: 'stream', stream, direction, from, max: left }))) {
      for (const response of page) {
        const event = this.connection.wire.eventOf(response);
        if (event === undefined || left <= 0) continue;
        left -= 1;
        if (direction === 'backwards' && event.revision === 0n) left = 0;
        else from = event.revision + (direction === 'forwards' ? 1n : -1n);
        yield event;
      }
    }
  }

  async lastRevision(stream: string): Promise<'no_stream' | bigint> {
    let last: 'no_stream' | bigint = 'no_stream';
    for await (const event of this.stream(stream, { direction: 'backwards', max: 1 })) last = event.revision;
    return last;
  }

  /** The first or the last record of any stream, as it is stored. */
  async record(stream: string, which: 'first' | 'last'): Promise<RecordedEvent | undefined> {
    let found: RecordedEvent | undefined;
    for await (const page of this.#again(() => ({
      of: 'stream',
      stream,
      max: 1,
      ...(which === 'first' ? { direction: 'forwards', from: 'start' } : { direction: 'backwards', from: 'end' }),
    }))) {
      for (const response of page) {
        found ??= response.record;
      }
    }
    return found;
  }

  /** Position of the last event of the ledger, or `logStart`. */
  async head(): Promise<Position> {
    return (await this.end())?.position ?? logStart;
  }

  /**
   * The last event of the ledger: one record from the end, whatever else was written after it. Never before what this process has written
   * or seen: a node that has not heard of that yet is asked again.
   */
  async end(): Promise<LogEnd | undefined> {
    for (let attempt = 1; ; attempt += 1) {
      const seen = this.#seen;
      // Nothing at all is asked twice: an answer that was cut off looks the same.
      const end = (await this.#last()) ?? (await this.#last());
      if ((end?.position ?? logStart) >= seen) {
        if (end !== undefined) this.see(end.position);
        return end;
      }
      if (attempt >= maxAttempts)
        throw new StoreReadError(`the log ends at ${end?.position ?? logStart}, before ${seen}, which was there already`);
      await sleep(pauseMilliseconds(attempt));
    }
  }

  /** Tells of an event that is surely in the log. */
  see(position: Position): void {
    if (position > this.#seen) this.#seen = position;
  }

  async #last(): Promise<LogEnd | undefined> {
    // A mark of the server in one of our streams passes the filter, which goes by names; then the search goes on behind it.
    for (const max of [1, Number.MAX_SAFE_INTEGER]) {
      let found: LogEnd | undefined;
      let records = 0;
      for await (const page of this.#again(() => ({ of: 'log', direction: 'backwards', from: 'end', filter: ledgerFilter, max }))) {
        for (const response of page) {
          if (response.record !== undefined) records += 1;
          found ??= this.connection.wire.eventOf(response);
        }
        // One record comes to its end by itself.
        if (found !== undefined && max > 1) break;
      }
      if (found !== undefined || records === 0) return found;
    }
    return undefined;
  }

  /**
   * Events after a position, up to the end or `through` if that is before it, of some categories or all; `through` of the last batch is
   * that place. The last event of the log is asked for whatever its category: a read that ends before it, though without an error, is begun
   * again.
   */
  async *log(end: LogEnd | undefined, { after = logStart, through, categories, batch = 1000 }: ReadAllOptions): AsyncGenerator<LogBatch> {
    if (end === undefined) return;
    const until = through === undefined || end.position < through ? end.position : through;
    const filter = categories === undefined ? ledgerFilter : { streams: [...categories.map((category) => `${category}-`), end.stream] };
    let from = after;
    let attempt = 0;
    while (from < until) {
      if (attempt > maxAttempts) throw new StoreReadError(`the log could not be read to its end at ${end.position}`);
      if (attempt > 0) await sleep(pauseMilliseconds(attempt));
      const before = from;
      for await (const page of this.#again(() => ({ of: 'log', direction: 'forwards', from, filter }), this.#patience)) {
        const events = this.events(page, from);
        const beyond = events.findIndex(({ position }) => position > until);
        for (const part of parts(beyond < 0 ? events : events.slice(0, beyond), batch)) {
          from = part.through;
          yield inCategories(part, categories);
        }
        if (beyond >= 0 && from < until) yield { events: [], through: (from = until) };
        if (from === until) return;
      }
      attempt = from > before ? 0 : attempt + 1;
    }
  }

  /** All records of the log, ours or not, that pass a filter. */
  async *records(after: Position, filter: LogFilter): AsyncGenerator<RecordedEvent> {
    let from = after;
    for await (const page of this.#again(() => ({ of: 'log', direction: 'forwards', from, filter }), this.#patience)) {
      for (const response of page) {
        const { record } = response;
        if (record === undefined || record.position <= from) continue;
        from = record.position;
        yield record;
      }
    }
  }

  /** One subscription: what comes after a position, for as long as the connection holds. Throws as the call does; does not begin again. */
  live(after: Position, options: ResponseOptions): AsyncGenerator<readonly ReadAnswer[]> {
    this.#assertOpen();
    return responsesOf(this.connection.client.read({ of: 'live', from: after, filter: ledgerFilter }), options);
  }

  /** The ledger's events among messages, but those up to a position: a read from a position begins with it. */
  events(page: readonly ReadAnswer[], after: Position): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (const response of page) {
      const event = this.connection.wire.eventOf(response);
      if (event !== undefined && event.position > after) events.push(event);
    }
    return events;
  }

  /** A revision beyond the end is read from the end; servers differ in what they make of it. */
  async #backwardsFrom(stream: string, from: bigint | undefined): Promise<bigint | 'end'> {
    if (from === undefined) return 'end';
    const last = await this.lastRevision(stream);
    return last === 'no_stream' || last < from ? 'end' : from;
  }

  /** Where a filter lets little through, silence is no fault as long as the server answers a short question. */
  readonly #patience = (attempt: number): (() => Promise<boolean>) => {
    let periods = 0;
    return async () => {
      periods += 1;
      if (periods >= silentPeriods(attempt)) return false;
      await this.head();
      return true;
    };
  };

  /**
   * Pages of a read that is asked again, from where it stands, after a fault that may pass. Without `patience` each page comes within the
   * deadline.
   */
  async *#again(
    request: () => ReadRequest | undefined,
    patience?: (attempt: number) => () => Promise<boolean>,
  ): AsyncGenerator<readonly ReadAnswer[]> {
    let until = performance.now() + this.deadlineMilliseconds;
    for (let attempt = 1; ; attempt += 1) {
      this.#assertOpen();
      const begun = this.connection.begin();
      const asked = request();
      if (asked === undefined) return;
      try {
        for await (const page of responsesOf(begun.client.read(asked), this.#waits(until, patience?.(attempt)))) {
          this.connection.worked();
          yield page;
          until = performance.now() + this.deadlineMilliseconds;
        }
        return;
      } catch (fault) {
        this.#assertOpen();
        const passing = faultKind(fault) === 'passing';
        if (passing) this.connection.failed(begun);
        if (request()?.from !== asked.from) attempt = 1;
        // A short read within this one was asked again already.
        if (fault instanceof StoreReadError) throw fault;
        const late = patience === undefined && attempt >= leastAttempts && performance.now() + pauseMilliseconds(attempt) >= until;
        if (!passing || late || attempt >= maxAttempts)
          throw new StoreReadError(`the store could not be read: ${reasonOf(fault)}`, { cause: fault });
      }
      await sleep(pauseMilliseconds(attempt));
    }
  }

  #waits(until: number, onSilence: (() => Promise<boolean>) | undefined): ResponseOptions {
    if (onSilence !== undefined) return { silenceMilliseconds: this.deadlineMilliseconds, onSilence };
    return { silenceMilliseconds: Math.max((until - performance.now()) / 2, this.deadlineMilliseconds * leastPart) };
  }

  #assertOpen(): void {
    if (this.connection.closed) throw new StoreStoppedError('the store is stopped: closed');
  }
}
