import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  categoryOf,
  commandIdOfEffect,
  commandIdOfMessage,
  commandIdOfRequest,
  commandNamespace,
  deriveId,
  idOf,
  idOfKey,
  streamFor,
  streamName,
  uuidV5,
  uuidV8OfHash,
} from './ids';
import { uuid } from './shape';

const order = { category: 'order', book: '-', issuer: 'V-IE-1', reference: '536365' };

describe('an identifier', () => {
  it('is the first 130 bits of SHA-256 of its parts in Crockford base32', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('a', 'Z', '0', '9', '-', '/', 'ü', '𝄞') }),
        (reference) => {
          const digest = createHash('sha256')
            .update(JSON.stringify(['order', '-', 'V-IE-1', reference]))
            .digest('hex');
          const bits = BigInt(`0x${digest}`) >> 126n;
          const expected = Array.from({ length: 26 }, (_, i) =>
            '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(Number((bits >> BigInt(125 - 5 * i)) & 31n)),
          ).join('');
          expect(deriveId({ ...order, reference })).toBe(expected);
        },
      ),
    );
  });

  it('changes with each of its parts', () => {
    const others = [
      order,
      { ...order, category: 'payment' },
      { ...order, book: 'GB' },
      { ...order, issuer: 'V' },
      { ...order, reference: '536366' },
    ];
    expect(new Set(others.map(deriveId)).size).toBe(others.length);
  });

  it('names the reference that cannot be one', () => {
    expect(() => deriveId({ ...order, reference: ' 536365' })).toThrow('reference: expected a reference without outer white space');
  });

  it('makes a stream whose category and id can be read again', () => {
    const stream = streamFor(order);
    expect([categoryOf(stream), idOf(stream)]).toEqual(['order', deriveId(order)]);
    expect(() => streamName('scheme-return', deriveId(order))).toThrow('not a stream category');
    expect(() => streamName('order', 'O'.repeat(26))).toThrow('not a stream id');
  });
});

describe('a UUID', () => {
  it('of version 5 is that of RFC 9562, appendix A.4', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('of version 5 is SHA-1 of namespace and name, whatever was asked before and however long the name is', () => {
    const unit = fc.constantFrom('a', 'ü', '𝄞');
    const name = fc.oneof(fc.string({ maxLength: 40, unit }), fc.string({ minLength: 1200, maxLength: 1500, unit }));
    fc.assert(
      fc.property(fc.uuid(), fc.array(fc.tuple(fc.boolean(), name), { minLength: 2, maxLength: 5 }), (other, asked) => {
        for (const [isOther, text] of asked) {
          const namespace = isOther ? other : commandNamespace;
          const digest = createHash('sha1')
            .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
            .update(text)
            .digest();
          digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
          digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
          expect(uuidV5(namespace, text).replaceAll('-', '')).toBe(digest.toString('hex', 0, 16));
        }
      }),
    );
  });

  it('of version 8 is the first 16 bytes of a hash, with version and variant', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const stamped = Buffer.from(bytes.subarray(0, 16));
        stamped[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
        stamped[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
        expect(uuidV8OfHash(Buffer.from(bytes).toString('hex')).replaceAll('-', '')).toBe(stamped.toString('hex'));
        expect(uuid.parse(uuidV8OfHash(Buffer.from(bytes).toString('hex')), 'id')).toHaveLength(36);
      }),
    );
  });

  it('of a command is the same for the same message, request or effect, and for no other', () => {
    const message = { book: 'GB', issuer: 'R-1', kind: 'declaration', reference: 'LRN1', version: '1' };
    const scope = { book: 'GB', collector: 'R-1', method: 'POST', path: '/v1/declarations' };
    const ids = [
      commandIdOfMessage(message),
      commandIdOfMessage({ ...message, version: '2' }),
      commandIdOfRequest(scope, 'key'),
      commandIdOfRequest({ ...scope, collector: 'R-2' }, 'key'),
      commandIdOfRequest(scope, 'other'),
      idOfKey('R-1', 'key'),
      idOfKey('R-2', 'key'),
      idOfKey('R-1', 'other'),
      commandIdOfEffect('charge', { commandId: commandIdOfMessage(message), index: '0' }, 'a'),
      commandIdOfEffect('charge', { commandId: commandIdOfMessage(message), index: '1' }, 'a'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(commandIdOfMessage({ ...message })).toBe(ids[0]);
  });
});
