import { categoryOf, type SealedEvent } from '#event-catalogue';
import { positionOf, type Append, type LogBatch, type RecordedEvent } from '../event-store';

/** An append that was committed: the revision of its first event, and the end of each in the log. */
export interface Committed {
  readonly append: Append;
  readonly firstRevision: number;
  readonly ends: readonly number[];
}

/** Bytes of events that are kept: some sixteen hundred usual ones. What is kept longer costs the garbage collector more than it saves. */
const keptBytes = 2_000_000;
/** Events that a page looks at: between pages other work of the process gets its turn. */
const lookedAt = 2000;

const bytesOf = ({ append }: Committed): number => append.events.reduce((total, { bytes }) => total + bytes, 0);
const endOf = ({ ends }: Committed): number => ends[ends.length - 1] as number;

/** Made when it is asked for: what is kept lives long, and the less it is the less the garbage collector has to move. */
const recordedEvent = ({ append: { stream, events }, firstRevision, ends }: Committed, i: number): RecordedEvent => {
  const { id, type, data, metadata, decoded } = events[i] as SealedEvent;
  const [revision, position] = [BigInt(firstRevision + i), positionOf(ends[i] as number)];
  return decoded === undefined
    ? { stream, revision, id, type, data, metadata, position }
    : { stream, revision, id, type, data, metadata, position, decoded };
};

/**
 * The end of the log as this program has written it, without a gap: who follows closely is given the very events that were appended, and
 * the file is not asked. What is not here is in the file. Where nobody follows nothing is kept.
 */
export class RecentEvents {
  #kept: Committed[] = [];
  /** Those before it are given up. */
  #first = 0;
  #bytes = 0;
  /** Behind this position every event is here. */
  #after = Number.POSITIVE_INFINITY;
  #end = 0;
  #isFollowed = false;
  /** Bytes that came since somebody last read. */
  #unread = 0;

  /** Begins anew behind the event that ends at a position: the file has others', or was not asked yet. */
  beginAfter(position: number): void {
    this.#kept = [];
    this.#first = 0;
    this.#bytes = 0;
    this.#after = position;
    this.#end = position;
  }

  /** Takes what was committed next in the log. */
  add(committed: Committed): void {
    this.#end = endOf(committed);
    if (!this.#isFollowed) return;
    const bytes = bytesOf(committed);
    this.#kept.push(committed);
    this.#bytes += bytes;
    this.#unread += bytes;
    if (this.#unread > keptBytes) this.#stop();
    else this.#giveUp();
  }

  /** The next page after a position, as `LogReader.logPage` gives it; undefined where the file has to be asked. */
  page(after: number, end: number, categories: ReadonlySet<string> | undefined, batch: number): LogBatch | undefined {
    this.#unread = 0;
    if (!this.#isFollowed) this.#start();
    if (after < this.#after || this.#kept.length === 0 || after >= this.#end) return undefined;
    const events: RecordedEvent[] = [];
    let through = after;
    let looked = 0;
    for (let at = this.#indexAfter(after); at < this.#kept.length; at += 1) {
      const committed = this.#kept[at] as Committed;
      const isWanted = categories === undefined || categories.has(categoryOf(committed.append.stream));
      for (let i = 0; i < committed.ends.length; i += 1) {
        const own = committed.ends[i] as number;
        if (own <= after) continue;
        if (own > end) return { events, through: positionOf(end) };
        if (looked === lookedAt || events.length === batch) return { events, through: positionOf(through) };
        if (isWanted) events.push(recordedEvent(committed, i));
        through = own;
        looked += 1;
      }
    }
    return { events, through: positionOf(through) };
  }

  #indexAfter(position: number): number {
    let [low, high] = [this.#first, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (endOf(this.#kept[middle] as Committed) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #start(): void {
    this.#isFollowed = true;
    this.beginAfter(this.#end);
  }

  #stop(): void {
    this.#isFollowed = false;
    this.beginAfter(this.#end);
  }

  #giveUp(): void {
    for (; this.#bytes > keptBytes; this.#first += 1) {
      const committed = this.#kept[this.#first] as Committed;
      this.#bytes -= bytesOf(committed);
      this.#after = endOf(committed);
    }
    // Moved seldom, so that giving up costs little for each.
    if (this.#first < 200 || this.#first < this.#kept.length / 4) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }
}
