import { categoryOf } from '#event-catalogue';
import { positionOf, type Append, type LogBatch, type RecordedEvent } from '../event-store';

/** An event with its end in the log, and the category of its stream. */
interface Kept {
  readonly event: RecordedEvent;
  readonly end: number;
  readonly category: string;
}

/** UTF-16 units of data and metadata that are kept: some three thousand usual events. What is kept longer costs the garbage collector more than it saves. */
const keptUnits = 3_000_000;
/** Events that a page looks at: between pages other work of the process gets its turn. */
const lookedAt = 2000;

const unitsOf = ({ data, metadata }: RecordedEvent): number => data.length + metadata.length;

/**
 * The end of the log as this program has written it, without a gap: who follows closely is given the very events that were appended, and the file
 * is not asked. What is not here is in the file. Where nobody follows nothing is kept.
 */
export class RecentEvents {
  #kept: Kept[] = [];
  /** Those before it are given up. */
  #first = 0;
  #units = 0;
  /** Behind this position every event is here. */
  #after = Number.POSITIVE_INFINITY;
  #end = 0;
  #isFollowed = false;
  /** Units that came since somebody last read. */
  #unread = 0;

  /** Begins anew behind the event that ends at a position: the file has others', or was not asked yet. */
  beginAfter(position: number): void {
    this.#kept = [];
    this.#first = 0;
    this.#units = 0;
    this.#after = position;
    this.#end = position;
  }

  /** Takes what was committed next in the log; `ends` are the positions of its events. */
  add({ stream, events }: Append, firstRevision: number, ends: readonly number[]): void {
    this.#end = ends.at(-1) ?? this.#end;
    if (!this.#isFollowed) return;
    const category = categoryOf(stream);
    for (const [i, { id, type, data, metadata, decoded }] of events.entries()) {
      const end = ends[i] as number;
      const [revision, position] = [BigInt(firstRevision + i), positionOf(end)];
      const event = decoded === undefined ? { stream, revision, id, type, data, metadata, position } : { stream, revision, id, type, data, metadata, position, decoded };
      this.#kept.push({ event, end, category });
      this.#units += unitsOf(event);
      this.#unread += unitsOf(event);
    }
    if (this.#unread > keptUnits) this.#stop();
    else this.#giveUp();
  }

  /** The next page after a position, as `LogReader.logPage` gives it; undefined where the file has to be asked. */
  page(after: number, end: number, categories: ReadonlySet<string> | undefined, batch: number): LogBatch | undefined {
    this.#unread = 0;
    if (!this.#isFollowed) this.#start();
    if (after < this.#after || after >= (this.#kept.at(-1)?.end ?? 0)) return undefined;
    const events: RecordedEvent[] = [];
    let at = this.#indexAfter(after);
    const last = Math.min(this.#kept.length, at + lookedAt);
    for (; at < last && events.length < batch; at += 1) {
      const kept = this.#kept[at] as Kept;
      if (kept.end > end) return { events, through: positionOf(end) };
      if (categories === undefined || categories.has(kept.category)) events.push(kept.event);
    }
    return { events, through: positionOf((this.#kept[at - 1] as Kept).end) };
  }

  #indexAfter(position: number): number {
    let [low, high] = [this.#first, this.#kept.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#kept[middle] as Kept).end > position) high = middle;
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
    for (; this.#units > keptUnits; this.#first += 1) {
      const { event, end } = this.#kept[this.#first] as Kept;
      this.#units -= unitsOf(event);
      this.#after = end;
    }
    // Moved seldom, so that giving up costs little for each.
    if (this.#first < 1000 || this.#first < this.#kept.length / 4) return;
    this.#kept = this.#kept.slice(this.#first);
    this.#first = 0;
  }
}
