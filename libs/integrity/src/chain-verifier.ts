import { categoryOf, hashOfStored, uuidV8OfHash, zeroHash, type EventCatalogue, type Recorded } from '#event-catalogue';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';
import { orderOfInstant, type StreamHeads } from './stream-heads';

/** The hash in metadata that cannot be read as a whole; what it was sealed with, if that part is still there. */
const hashWritten = (metadata: string): string | undefined => /"hash":"([0-9a-f]{64})"/.exec(metadata)?.[1];

/**
 * Holds every stored event to what is promised of it (docs/decisions/events-and-bytes.md): its bytes have its hash, its id is that hash, it
 * follows its stream's previous event without a hole, its texts are canonical and in shape, its stream is of its category. Leaves each
 * stream's head in `heads`.
 */
export class ChainVerifier implements LogObserver {
  constructor(
    private readonly heads: StreamHeads,
    private readonly findings: Findings,
    private readonly catalogue: EventCatalogue,
  ) {}

  observe(event: ScannedEvent): void {
    const { stored } = event;
    const read = event.read();
    const recorded = 'metadata' in read ? read : undefined;
    if (!('metadata' in read)) this.findings.addOf('schema', stored, `${read.at}: ${read.expected}`, stored.data.slice(0, 200));
    const written = recorded?.metadata.hash ?? hashWritten(stored.metadata) ?? '';
    const hash = hashOfStored(stored);
    if (hash !== written) this.findings.addOf('hash', stored, written, hash);
    const id = uuidV8OfHash(written);
    if (id !== stored.id) this.findings.addOf('id', stored, id, stored.id);
    this.#follow(event, recorded, written);
    if (recorded !== undefined) this.#category(event);
  }

  #follow({ stored }: ScannedEvent, recorded: Recorded | undefined, hash: string): void {
    const { stream } = stored;
    const before = this.heads.get(stream);
    const revision = Number(stored.revision);
    const due = before === undefined ? 0 : before.revision + 1;
    if (revision !== due) this.findings.addOf('revision', stored, String(due), String(revision));
    let recordedAt = before?.recordedAt ?? 0;
    if (recorded !== undefined) {
      const { metadata } = recorded;
      const previous = before?.hash ?? zeroHash;
      if (metadata.prev !== previous) this.findings.addOf('chain', stored, previous, metadata.prev);
      const at = orderOfInstant(metadata.recordedAt);
      if (at < recordedAt) this.findings.addOf('time', stored, 'no earlier than the event before it', metadata.recordedAt);
      else recordedAt = at;
    }
    this.heads.set(stream, { revision, hash: hash === '' ? zeroHash : hash, recordedAt });
  }

  #category({ stored }: ScannedEvent): void {
    const { category } = this.catalogue.current(stored.type);
    if (stored.stream.startsWith(category) && stored.stream.charCodeAt(category.length) === dash) return;
    this.findings.addOf('category', stored, category, categoryOf(stored.stream));
  }
}
const dash = 0x2d;
