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

/** Data of today's version and metadata of an event; shared by all who read it, and never changed. */
export interface Decoded {
  readonly type: string;
  readonly data: unknown;
  readonly stream: string;
  readonly revision: bigint;
  readonly metadata: Metadata;
}

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
  /** `eventBytes` of it. */
  readonly bytes: number;
  /** What reading it back gives, where its writer knows that. */
  readonly decoded?: Decoded;
}

/** UTF-8 bytes of type, data and metadata: they count towards the caps of a store, and make the positions of the embedded one. */
export const eventBytes = ({ type, data, metadata }: Pick<SealedEvent, 'type' | 'data' | 'metadata'>): number =>
  type.length + Buffer.byteLength(data) + Buffer.byteLength(metadata);

/** A string as JSON writes it. Most have nothing to escape, which is faster to see than to let JSON.stringify find. */
const quoted = (value: string): string => (plain.test(value) ? `"${value}"` : JSON.stringify(value));
const plain = /^[ !#-[\]-~]*$/;
const quotedField = (name: string, value: string | undefined): string => (value === undefined ? '' : `"${name}":${quoted(value)},`);

/**
 * JCS text of the hashed metadata, keys in UTF-16 order and absent ones omitted, cut where the stored text has those that are not hashed:
 * `hash` before `index`, `traceparent` before `v`.
 */
const metadataTexts = (m: HashedMetadata): readonly [beforeHash: string, between: string, last: string] => [
  `{${quotedField('$causationId', m.$causationId)}${quotedField('$correlationId', m.$correlationId)}"actor":${quoted(m.actor)},"book":${quoted(m.book)},"commandId":${quoted(m.commandId)},"effectiveAt":${quoted(m.effectiveAt)},`,
  `"index":${quoted(m.index)},${quotedField('onBehalfOf', m.onBehalfOf)}"prev":${quoted(m.prev)},"recordedAt":${quoted(m.recordedAt)},${quotedField('requestHash', m.requestHash)}"schemaVersion":${quoted(m.schemaVersion)},`,
  `"v":${quoted(m.v)}}`,
];

/** The bytes under the hash are 0x00 and this text, the RFC 6962 leaf of {stream, revision, type, metadata, data}. */
const leafText = (stream: string, revision: bigint, type: string, metadata: string, data: string): string =>
  `\u0000{"data":${data},"metadata":${metadata},"revision":"${String(revision)}","stream":${quoted(stream)},"type":${quoted(type)}}`;

/**
 * Seals one event at its place in its stream. `data` must be JCS text (a shape's parse and JSON.stringify give it); `decoded` is handed on as
 * it is.
 */
export const seal = (
  place: { readonly stream: string; readonly revision: bigint },
  event: { readonly type: string; readonly data: string; readonly decoded?: Decoded },
  metadata: HashedMetadata,
  traceparent?: string,
): SealedEvent => {
  const { type, data, decoded } = event;
  const [beforeHash, between, last] = metadataTexts(metadata);
  const hash = sha256Hex(leafText(place.stream, place.revision, type, beforeHash + between + last, data));
  const stored = `${beforeHash}"hash":"${hash}",${between}${quotedField('traceparent', traceparent)}${last}`;
  const [id, bytes] = [uuidV8OfHash(hash), eventBytes({ type, data, metadata: stored })];
  return decoded === undefined
    ? { id, type, data, metadata: stored, hash, bytes }
    : { id, type, data, metadata: stored, hash, bytes, decoded };
};

/** What a store gives back: the stored texts and the place. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** What reading it gives, where that is at hand: the store has it from its writer. */
  readonly decoded?: Decoded;
}

/**
 * One value of stored metadata without parsing the rest. A quote inside a value is escaped, so the first match is the key itself. What is
 * not found as the sealer writes it is looked for by parsing. Throws SyntaxError where the text is no JSON.
 */
export const metadataValue = (stored: string, name: keyof typeof sought): string => {
  const from = stored.indexOf(sought[name]) + sought[name].length;
  const end = from < sought[name].length ? -1 : stored.indexOf('"', from);
  const value = end < 0 ? '' : stored.slice(from, end);
  return value === '' || value.includes('\\') ? (JSON.parse(stored) as Metadata)[name] : value;
};
const sought = {
  commandId: '"commandId":"',
  effectiveAt: '"effectiveAt":"',
  hash: '"hash":"',
  recordedAt: '"recordedAt":"',
  schemaVersion: '"schemaVersion":"',
} as const;

/**
 * Text of a JSON object without one of its string values; `name` is its key with quotes and colon. The object's last key is never asked
 * for.
 */
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

/** What stands between the quotes of a text that has nothing to escape, as `text` allows it. */
const plainText = '[^"\\\\\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,500}';
const patternOf = (shape: { readonly schema: Readonly<Record<string, unknown>> }): string =>
  typeof shape.schema['pattern'] === 'string' ? shape.schema['pattern'].replace(/^\^|\$$/g, '').replace(/\((?!\?)/g, '(?:') : plainText;
const field = (name: string, shape: { readonly schema: Readonly<Record<string, unknown>> }): string =>
  `${JSON.stringify(name).replace('$', '\\$')}:"(${patternOf(shape)})",`;
const optionalField = (name: string, shape: { readonly schema: Readonly<Record<string, unknown>> }): string => `(?:${field(name, shape)})?`;

/** Canonical metadata with nothing to unescape: keys in order, each value in its shape. */
const canonical = new RegExp(
  `^\\{${[
    optionalField('$causationId', text),
    optionalField('$correlationId', text),
    field('actor', text),
    field('book', book),
    field('commandId', uuid),
    field('effectiveAt', instant),
    field('hash', sha256),
    field('index', ordinal),
    optionalField('onBehalfOf', text),
    field('prev', sha256),
    field('recordedAt', instant),
    optionalField('requestHash', sha256),
    field('schemaVersion', ordinal),
    optionalField('traceparent', text),
  ].join('')}"v":"1"\\}$`,
);

type Draft = { -readonly [K in keyof Metadata]: Metadata[K] };

/**
 * The values of metadata that is canonical and in shape, read straight from the text; undefined for every other text, that with escapes
 * included. Verification reads millions of them, and to parse, check and compare costs three times as much. Values are parts of the text
 * and keep it alive.
 */
const readCanonical = (stored: string): Metadata | undefined => {
  const found = canonical.exec(stored);
  if (found === null || !stored.isWellFormed()) return undefined;
  const [
    ,
    causationId,
    correlationId,
    actor,
    ofBook,
    commandId,
    effectiveAt,
    hash,
    index,
    onBehalfOf,
    prev,
    recordedAt,
    requestHash,
    schemaVersion,
    traceparent,
  ] = found as unknown as readonly string[];
  const required = { actor, book: ofBook, commandId, effectiveAt, hash, index, prev, recordedAt, schemaVersion, v: '1' } as Draft;
  // A group that took no part has nothing; the types of RegExp do not say so.
  if (causationId !== undefined) required.$causationId = causationId;
  if (correlationId !== undefined) required.$correlationId = correlationId;
  if (onBehalfOf !== undefined) required.onBehalfOf = onBehalfOf;
  if (requestHash !== undefined) required.requestHash = requestHash;
  if (traceparent !== undefined) required.traceparent = traceparent;
  return required;
};

/**
 * Reads stored metadata strictly: for verification. Throws SyntaxError, or MalformedValueError naming the field, `metadata` where the text
 * is not canonical.
 */
export const parseMetadata = (stored: string): Metadata => {
  const read = readCanonical(stored);
  if (read !== undefined) return read;
  const metadata = metadataShape.parse(JSON.parse(stored), 'metadata');
  if (JSON.stringify(metadata) !== stored) throw new MalformedValueError('metadata', 'canonical JSON');
  return metadata;
};
