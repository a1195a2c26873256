import { createHash, hash } from 'node:crypto';
import { type Position } from '#event-store';
import { DigestSet } from './digest-set';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';
import { type StreamHeads } from './stream-heads';

/** What a log holds in two digests. Kept elsewhere, it also proves that no tail was cut off. */
export interface Checkpoint {
  readonly events: number;
  /** Equal on every store, and after any kill and resume. */
  readonly content: string;
  /** Equal after a copy. */
  readonly head: string;
  readonly position: Position;
}

/** JCS text of [stream, type, schemaVersion, commandId/index, effectiveAt, data]. The shapes of all but data leave nothing to escape. */
const factsText = (stream: string, type: string, schemaVersion: string, logicalKey: string, effectiveAt: string, data: string): string =>
  `["${stream}","${type}","${schemaVersion}","${logicalKey}","${effectiveAt}",${data}]`;

/** `log.content`: SHA-256 over the sorted SHA-256 of the facts of each event. An event that cannot be read counts by its stored texts. */
export class ContentDigest implements LogObserver {
  readonly #digests = new DigestSet();

  observe(event: ScannedEvent): void {
    const { stream, type, data, metadata: text } = event.stored;
    const metadata = event.metadata();
    const facts =
      metadata === undefined
        ? `${stream}\n${type}\n${text}\n${data}`
        : factsText(stream, type, metadata.schemaVersion, `${metadata.commandId}/${metadata.index}`, metadata.effectiveAt, data);
    this.#digests.add(hash('sha256', facts, 'binary'));
  }

  digest(): string {
    return this.#digests.digest();
  }
}

const chunkLength = 64 * 1024;

/** `log.head`: SHA-256 over the JCS lines [stream, last revision, last hash], sorted by stream. */
export const headDigest = (heads: StreamHeads): string => {
  const sum = createHash('sha256');
  let lines = '';
  for (const [stream, { revision, hash: last }] of heads.sorted()) {
    lines += `${JSON.stringify([stream, String(revision), last])}\n`;
    if (lines.length < chunkLength) continue;
    sum.update(lines);
    lines = '';
  }
  return sum.update(lines).digest('hex');
};
