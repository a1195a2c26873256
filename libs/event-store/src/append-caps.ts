import type { SealedEvent } from '#event-catalogue';
import { limits, type Append, type AppendOutcome } from './event-store';

/** Names of our streams, category-id, as a source that EventStoreDB's filters understand as well. */
export const streamPatternSource = '[a-z][A-Za-z]*-[0-9A-HJKMNP-TV-Z]{26}';
const streamPattern = new RegExp(`^${streamPatternSource}$`);

/** Whether a stream is one of the ledger's, or one that something else keeps in the same store. */
export const isLedgerStream = (stream: string): boolean => streamPattern.test(stream);

export type Refusal = Extract<AppendOutcome, { kind: 'refused' }>;
export const refused = (code: Refusal['code'], reason: string): Refusal => ({ kind: 'refused', code, reason });

/** Canonical JSON never has a raw line feed; adapters rely on that to fetch many events as one text. */
const isOneLine = (event: SealedEvent): boolean =>
  !event.data.includes('\n') && !event.metadata.includes('\n') && typePattern.test(event.type);
const typePattern = /^[A-Za-z]\w*$/;

/** The caps and forms that hold whatever the stream contains. */
export const refusalOf = (append: Append): Refusal | undefined => {
  if (!isLedgerStream(append.stream)) return refused('STREAM_NAME_INVALID', `not category-id: ${append.stream.slice(0, 80)}`);
  if (append.events.length === 0) return refused('APPEND_EMPTY', 'an append has at least one event');
  if (append.events.length > limits.appendEvents) return refused('APPEND_TOO_LARGE', `${append.events.length} events`);
  let total = 0;
  for (const event of append.events) {
    if (!isOneLine(event)) return refused('EVENT_MALFORMED', `${event.type}: data and metadata are canonical JSON, the type is a name`);
    if (event.bytes > limits.eventBytes) return refused('EVENT_TOO_LARGE', `${event.type} has ${event.bytes} bytes`);
    total += event.bytes;
  }
  return total > limits.appendBytes ? refused('APPEND_TOO_LARGE', `${total} bytes`) : undefined;
};
