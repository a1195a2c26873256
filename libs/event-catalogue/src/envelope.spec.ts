import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import { hashOfStored, metadataValue, parseMetadata, seal, zeroHash, type HashedMetadata, type StoredEvent } from './envelope';
import { uuidV8OfHash } from './ids';

const place = { stream: 'order-0123456789ABCDEFGHJKMNPQRS', revision: 3n };
const base: HashedMetadata = {
  v: '1',
  schemaVersion: '1',
  commandId: 'b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801',
  index: '0',
  actor: 'V-IE-1',
  book: '-',
  recordedAt: '2026-01-31T10:00:00.000Z',
  effectiveAt: '2026-01-31T09:00:00.000Z',
  prev: zeroHash,
};
const words = fc.constantFrom('a', '"index":', '"hash":"x",', '"traceparent":"', 'ü "v":"1"}', '\\');
const optionals = fc.record(
  { actor: words, onBehalfOf: words, $correlationId: words, $causationId: words, requestHash: fc.constant('b'.repeat(64)) },
  { requiredKeys: [] },
);
const event = { type: 'OrderRecorded', data: '{"note":"\\"hash\\":\\"x\\""}' };

const storedOf = (metadata: HashedMetadata, traceparent?: string): StoredEvent & { id: string; hash: string } => ({
  ...place,
  ...seal(place, event, metadata, traceparent),
});

describe('a sealed event', () => {
  it('has the RFC 6962 leaf hash of its canonical text', () => {
    fc.assert(
      fc.property(optionals, fc.option(words, { nil: undefined }), (more, traceparent) => {
        const metadata = { ...base, ...more };
        const leaf = canonicalJson({
          stream: place.stream,
          revision: '3',
          type: event.type,
          metadata,
          data: JSON.parse(event.data) as unknown,
        });
        const sealed = storedOf(metadata, traceparent);
        expect(sealed.hash).toBe(createHash('sha256').update('\u0000').update(leaf).digest('hex'));
        expect(sealed.id).toBe(uuidV8OfHash(sealed.hash));
        expect(hashOfStored(sealed)).toBe(sealed.hash);
      }),
    );
  });

  it('is stored with canonical metadata that reads back, tracing included', () => {
    fc.assert(
      fc.property(optionals, fc.option(words, { nil: undefined }), (more, traceparent) => {
        const sealed = storedOf({ ...base, ...more }, traceparent);
        expect(parseMetadata(sealed.metadata)).toEqual({
          ...base,
          ...more,
          hash: sealed.hash,
          ...(traceparent === undefined ? {} : { traceparent }),
        });
      }),
    );
  });

  it('keeps its hash when only tracing changes, and loses it when anything else does', () => {
    const sealed = storedOf(base, '00-aa');
    expect(hashOfStored({ ...sealed, metadata: sealed.metadata.replace('00-aa', '00-bb') })).toBe(sealed.hash);
    for (const changed of [
      { data: sealed.data.replace('x', 'y') },
      { metadata: sealed.metadata.replace('V-IE-1', 'V-IE-2') },
      { revision: 4n },
      { type: 'OrderCancelled' },
      { stream: place.stream.replace('order', 'payment') },
      { metadata: sealed.metadata.replace('{', '{"$note":"x",') },
      { metadata: sealed.metadata.replace('{', '{ ') },
    ])
      expect(hashOfStored({ ...sealed, ...changed })).not.toBe(sealed.hash);
  });
});

describe('stored metadata', () => {
  const { metadata } = storedOf(base);

  it.each([
    ['spaces', metadata.replace('{', '{ '), 'metadata: expected canonical JSON'],
    [
      'another key order',
      metadata.replace('"actor":"V-IE-1","book":"-",', '"book":"-","actor":"V-IE-1",'),
      'metadata: expected canonical JSON',
    ],
    ['an unknown key', metadata.replace('{', '{"$note":"x",'), 'metadata.$note: expected no such field'],
    ['a number', metadata.replace('"index":"0"', '"index":0'), 'metadata.index: expected a whole number written as a string'],
    ['a missing key', metadata.replace('"book":"-",', ''), 'metadata.book: expected a value; the field is missing'],
  ])('is refused with %s', (_, stored, message) => {
    expect(() => parseMetadata(stored)).toThrow(message);
  });

  it('gives one value as parsing the whole does, whatever the others say', () => {
    const misleading = fc.constantFrom(
      '"commandId":"x"',
      'commandId',
      '"commandId":"',
      '\\"schemaVersion":"2"',
      '"schemaVersion":"',
      '\\',
      '"',
      'ü\u2028',
    );
    const others = fc.record(
      {
        actor: misleading,
        onBehalfOf: misleading,
        $causationId: misleading,
        $correlationId: misleading,
        commandId: fc.oneof(misleading, fc.constant(base.commandId)),
      },
      { requiredKeys: [] },
    );
    const rewritten = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => JSON.stringify(JSON.parse(text), null, 1),
      (text) => text.replace('"commandId"', '"\\u0063ommandId"'),
      (text) => text.replaceAll('":"', '": "'),
    );
    fc.assert(
      fc.property(others, fc.option(misleading, { nil: undefined }), rewritten, (more, traceparent, rewrite) => {
        const text = rewrite(storedOf({ ...base, schemaVersion: '12', ...more }, traceparent).metadata);
        for (const name of ['commandId', 'schemaVersion'] as const)
          expect(metadataValue(text, name)).toBe((JSON.parse(text) as HashedMetadata)[name]);
      }),
    );
    expect(metadataValue(metadata.replace(base.commandId, ''), 'commandId')).toBe('');
    expect(() => metadataValue('{"commandId":"x', 'commandId')).toThrow(SyntaxError);
  });
});
