import { hash } from 'node:crypto';
import { sha256Characters } from './hash';
import { MalformedValueError, referenceFault } from './shape';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first 130 bits of a text whose characters are bytes, five at a time, in Crockford base32: 26 characters. */
const base32Of130Bits = (bytes: string): string => {
  let text = '';
  let window = 0;
  let bits = 0;
  for (let i = 0; text.length < 26; i += 1) {
    window = (window << 8) | bytes.charCodeAt(i);
    bits += 8;
    for (; bits >= 5 && text.length < 26; bits -= 5) text += crockford.charAt((window >>> (bits - 5)) & 31);
    window &= (1 << bits) - 1;
  }
  return text;
};

/** `canonicalJson` of a list of texts, which is done for every identifier. */
const listText = (texts: readonly string[]): string => {
  for (const part of texts) if (!part.isWellFormed()) throw new RangeError('canonical JSON has no lone surrogates');
  return JSON.stringify(texts);
};

/** What an identifier is derived from. `reference` is the foreign key as its issuer wrote it. */
export interface IdParts {
  readonly category: string;
  readonly book: string;
  readonly issuer: string;
  readonly reference: string;
}

/**
 * The identifier of a thing: the first 130 bits of SHA-256(JCS[category, book, issuer, reference]) in Crockford base32.
 * A duplicate message therefore finds its own stream. Throws MalformedValueError naming `reference` when that is not NFC, trimmed,
 * well-formed, free of control characters and at most 200 bytes.
 */
export const deriveId = ({ category, book, issuer, reference }: IdParts): string => {
  const fault = referenceFault(reference);
  if (fault !== undefined) throw new MalformedValueError('reference', fault);
  return base32Of130Bits(sha256Characters(listText([category, book, issuer, reference])));
};

/** `category-id`. A category has no dash: everything before the first dash is the category. */
export const streamName = (category: string, id: string): string => {
  if (!/^[a-z][A-Za-z]*$/.test(category)) throw new RangeError(`not a stream category: ${category}`);
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(id)) throw new RangeError(`not a stream id: ${id}`);
  return `${category}-${id}`;
};
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
export const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
export const streamFor = (parts: IdParts): string => streamName(parts.category, deriveId(parts));

/** A digest in hexadecimal as a UUID: its first 16 bytes with version and variant set. */
const uuidOf = (digest: string, version: '5' | '8'): string =>
  `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${version}${digest.slice(13, 16)}-${variantOf(digest.charCodeAt(16))}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
/** A hexadecimal digit with its two high bits set to 10, the variant of RFC 9562. */
const variantOf = (digit: number): string => '89ab'.charAt((digit < 0x61 ? digit : digit - 7) & 3);

/** A namespace and a name as they are hashed; shared, since nothing here waits. Nearly all ids are of one namespace, which stays here. */
const named = Buffer.allocUnsafeSlow(4096);
let namespaceInPlace = '';

const bytesOfName = (namespace: string, name: string): Buffer => {
  const isRoomy = namespaceBytes + name.length * 3 <= named.length;
  const bytes = isRoomy ? named : Buffer.allocUnsafeSlow(namespaceBytes + name.length * 3);
  if (!isRoomy || namespace !== namespaceInPlace) bytes.write(namespace.replaceAll('-', ''), 'hex');
  if (isRoomy) namespaceInPlace = namespace;
  return bytes.subarray(0, namespaceBytes + bytes.write(name, namespaceBytes));
};
const namespaceBytes = 16;

/** RFC 9562 version 5 (name based, SHA-1). */
export const uuidV5 = (namespace: string, name: string): string => uuidOf(hash('sha1', bytesOfName(namespace, name), 'hex'), '5');

/** RFC 9562 version 8: the first 16 bytes of an event's hash, so that a store's idempotent success means these very bytes. */
export const uuidV8OfHash = (digest: string): string => uuidOf(digest, '8');

/** The fixed namespace of Tidewaiter's command ids (a UUID made once; it never changes). */
export const commandNamespace = 'b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801';

/** The command id of a message: the same message always becomes the same command. */
export const commandIdOfMessage = (message: { book: string; issuer: string; kind: string; reference: string; version: string }): string =>
  uuidV5(commandNamespace, listText([message.book, message.issuer, message.kind, message.reference, message.version]));

/** The id of a key, whatever it asks and of whom: one request, with all that follows from it. */
export const idOfKey = (holder: string, idempotencyKey: string): string =>
  uuidV5(commandNamespace, listText(['request', holder, idempotencyKey]));

/** The command id of a request: scope is (book, acting collector, method, path). */
export const commandIdOfRequest = (
  scope: { book: string; collector: string; method: string; path: string },
  idempotencyKey: string,
): string => uuidV5(uuidV5(commandNamespace, listText([scope.book, scope.collector, scope.method, scope.path])), idempotencyKey);

/** The command id of a process's effect: one source event, one effect key, one command. */
export const commandIdOfEffect = (process: string, source: { commandId: string; index: string }, effectKey: string): string =>
  uuidV5(commandNamespace, listText([process, source.commandId, source.index, effectKey]));
