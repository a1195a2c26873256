const text = { type: 'string' };
const position = 'A place in the log, to be sent back as it is';

/** Headers of answers, each said once; `required`: on every answer that lists it. */
export const headers = {
  ETag: { required: true, description: 'The revision of the resource, for If-Match.', schema: { type: 'string', pattern: '^"\\d+"$' } },
  'ETag-Of-Work': {
    description: 'The revision of the work on the break, for If-Match; absent where nobody began any.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
  },
  'X-Log-Position': {
    description: `${position}: of a write, that of what it recorded; of a read, how far the read models are at least.`,
    schema: text,
  },
  'X-Log-Age': {
    description: 'Seconds since the read models were last known to be complete.',
    schema: { type: 'string', pattern: '^\\d+$' },
  },
  'Idempotency-Replayed': {
    description: 'The same request was accepted before; this is its answer again.',
    schema: { type: 'string', pattern: '^true$' },
  },
  'Content-Disposition': { description: 'The name of the file, where it is one.', schema: text },
  'Content-Digest': { description: 'Of an export: its SHA-256 (RFC 9530).', schema: text },
  'X-Export-Manifest': { description: 'Of an export: its manifest, JSON in base64url (docs/exports.md).', schema: text },
  'X-Trace-Id': { required: true, description: 'Names this request in our log.', schema: text },
} as const satisfies Readonly<Record<string, object>>;

export type HeaderName = keyof typeof headers;
