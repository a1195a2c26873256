import { sha256Hex } from './hash';
import { uuidV8OfHash } from './ids';
import { book, instant, MalformedValueError, oneOf, optional, ordinal, record, sha256, text, uuid } from './shape';

/**
 * The metadata of a stored event, string to string, absent keys omitted. `hash` and `traceparent` are outside the hash.
 * `effectiveAt` is the accounting moment from which postings count; `recordedAt` the moment of writing, never decreasing inside a stream.
 */
export interface Metadata {
  readonly v: '1';
  readonly schemaVersion: string;
  readonly commandId: string;
  /** Position of the event in its command's answer, from "0". */
  readonly index: string;
  /** SHA-256 of the canonical parsed request, where the command came from one. */
  readonly requestHash?: string;
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly book: string;
  readonly recordedAt: string;
  readonly effectiveAt: string;
  readonly $correlationId?: string;
  readonly $causationId?: string;
  /** Hash of the stream's previous event; 64 zeros at revision 0. */
  readonly prev: string;
  readonly hash: string;
  readonly traceparent?: string;
}
export type HashedMetadata = Omit<Metadata, 'hash' | 'traceparent'>;

export const zeroHash = '0'.repeat(64);

/** An event as it is handed to a store: serialised once, retried with the same bytes. */
export interface SealedEvent {
  /** UUIDv8 of the first 16 bytes of the hash. */
  readonly id: string;
  readonly type: string;
  /** JCS text. */
  readonly data: string;
  /** JCS text of the whole metadata. */
  readonly metadata: string;
  readonly hash: string;
}

/** JCS text of the hashed metadata: keys in UTF-16 order, absent ones omitted. */
const hashedText = (m: HashedMetadata): string =>
  JSON.stringify({
    $causationId: m.$causationId,
    $correlationId: m.$correlationId,
    actor: m.actor,
    book: m.book,
    commandId: m.commandId,
    effectiveAt: m.effectiveAt,
    index: m.index,
    onBehalfOf: m.onBehalfOf,
    prev: m.prev,
    recordedAt: m.recordedAt,
    requestHash: m.requestHash,
    schemaVersion: m.schemaVersion,
    v: m.v,
  });

/** The bytes under the hash are 0x00 and this text, the RFC 6962 leaf of {stream, revision, type, metadata, data}. */
const leafText = (stream: string, revision: bigint, type: string, metadata: string, data: string): string =>
  `\u0000{"data":${data},"metadata":${metadata},"revision":"${String(revision)}","stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)}}`;

/** Seals one event at its place in its stream. `data` must be JCS text (a shape's parse and JSON.stringify give it). */
export const seal = (
  place: { readonly stream: string; readonly revision: bigint },
  event: { readonly type: string; readonly data: string },
  metadata: HashedMetadata,
  traceparent?: string,
): SealedEvent => {
  const hashed = hashedText(metadata);
  const hash = sha256Hex(leafText(place.stream, place.revision, event.type, hashed, event.data));
  // "hash" sorts before "index", "traceparent" before "v"; a quote inside a value is always escaped, so the first match is the key itself.
  const withHash = hashed.replace('"index":', () => `"hash":"${hash}","index":`);
  const stored = traceparent === undefined ? withHash : withHash.replace(/"v":"1"\}$/, () => `"traceparent":${JSON.stringify(traceparent)},"v":"1"}`);
  return { id: uuidV8OfHash(hash), type: event.type, data: event.data, metadata: stored, hash };
};

/** What a store gives back: the stored texts and the place. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Text of a JSON object without one of its string values; `name` is its key with quotes and colon. The object's last key is never asked for. */
const withoutText = (json: string, name: string): string => {
  const start = json.indexOf(`${name}"`);
  if (start < 0) return json;
  let end = start + name.length + 1;
  while (end < json.length && json.charCodeAt(end) !== quote) end += json.charCodeAt(end) === backslash ? 2 : 1;
  return json.slice(0, start) + json.slice(end + 2);
};
const quote = 0x22;
const backslash = 0x5c;

/**
 * Recomputes the hash of a stored event over its stored bytes, before any upcast. The bytes are taken as they are: metadata that is not
 * canonical has another hash than the one it was sealed with.
 */
export const hashOfStored = (event: StoredEvent): string => {
  const hashed = withoutText(withoutText(event.metadata, '"hash":'), '"traceparent":');
  return sha256Hex(leafText(event.stream, event.revision, event.type, hashed, event.data));
};

const metadataShape = record({
  v: oneOf('1'),
  schemaVersion: ordinal,
  commandId: uuid,
  index: ordinal,
  requestHash: optional(sha256),
  actor: text,
  onBehalfOf: optional(text),
  book,
  recordedAt: instant,
  effectiveAt: instant,
  $correlationId: optional(text),
  $causationId: optional(text),
  prev: sha256,
  hash: sha256,
  traceparent: optional(text),
});

type Draft = { -readonly [K in keyof Metadata]?: string };
const keysInOrder = [
  '$causationId', '$correlationId', 'actor', 'book', 'commandId', 'effectiveAt', 'hash', 'index', 'onBehalfOf', 'prev', 'recordedAt', 'requestHash',
  'schemaVersion', 'traceparent', 'v',
] as const satisfies readonly (keyof Metadata)[];
const openings = keysInOrder.map((key) => [key, `${JSON.stringify(key)}:"`] as const);

/**
 * The values of canonical metadata that has nothing to unescape, read straight from the text: what is read this way is canonical by that alone.
 * Undefined for every other text. Verification reads millions of them, and a general parser with a comparison costs four times as much.
 */
const readCanonical = (stored: string): Draft | undefined => {
  if (!stored.startsWith('{"') || stored.includes('\\')) return undefined;
  const values: Draft = {};
  let at = 1;
  for (const [key, opening] of openings) {
    if (!stored.startsWith(opening, at)) continue;
    const start = at + opening.length;
    const end = stored.indexOf('"', start);
    if (end < 0) return undefined;
    values[key] = stored.slice(start, end);
    if (stored.charCodeAt(end + 1) !== comma) return end + 2 === stored.length && stored.endsWith('}') ? values : undefined;
    at = end + 2;
  }
  return undefined;
};
const comma = 0x2c;

/** Reads stored metadata strictly: for verification. Throws SyntaxError, or MalformedValueError naming the field, `metadata` where the text is not canonical. */
export const parseMetadata = (stored: string): Metadata => {
  const read = readCanonical(stored);
  if (read !== undefined) return metadataShape.parse(read, 'metadata');
  const metadata = metadataShape.parse(JSON.parse(stored), 'metadata');
  if (JSON.stringify(metadata) !== stored) throw new MalformedValueError('metadata', 'canonical JSON');
  return metadata;
};
