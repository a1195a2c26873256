import { EventCatalogue, UnknownEventError } from './catalogue';
import { seal, zeroHash, type StoredEvent } from './envelope';
import { eventType, nextVersion, upcaster } from './event-type';
import { amount, currency, integer, record, text } from './shape';

const paidV1 = eventType('payment', 'Paid', 'Somebody paid.', { amount, currency });
const paidV2 = nextVersion(paidV1, 'Somebody paid, and says what for.', { paid: record({ amount, currency }), purpose: text });
const paid = nextVersion(paidV2, 'Somebody paid, and says what for, in parts.', {
  paid: record({ amount, currency }),
  purpose: text,
  parts: integer(1),
});
const named = eventType('payment', 'Named', 'Somebody said a name.', { name: text });
const lifts = [
  upcaster(paidV2, paid, (old) => ({ ...old, parts: 1 })),
  upcaster(paidV1, paidV2, ({ amount: paidAmount, currency: paidCurrency }) => ({
    paid: { amount: paidAmount, currency: paidCurrency },
    purpose: 'unknown',
  })),
];
const catalogue = new EventCatalogue([paid, named], lifts);

const stored = (type: string, schemaVersion: string, data: string): StoredEvent => {
  const place = { stream: 'payment-0123456789ABCDEFGHJKMNPQRS', revision: 0n };
  const metadata = {
    v: '1',
    schemaVersion,
    commandId: 'b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801',
    index: '0',
    actor: 'a',
    book: '-',
    recordedAt: '2026-01-31T10:00:00.000Z',
    effectiveAt: '2026-01-31T09:00:00.000Z',
    prev: zeroHash,
  } as const;
  return { ...place, ...seal(place, { type, data }, metadata) };
};

describe('the event catalogue', () => {
  it('encodes an event as canonical JSON, checked field by field', () => {
    expect(catalogue.encode({ type: 'Paid', data: { purpose: 'p', parts: 2, paid: { currency: 'EUR', amount: '1.00' } } }).data).toBe(
      '{"paid":{"amount":"1.00","currency":"EUR"},"parts":2,"purpose":"p"}',
    );
    expect(() => catalogue.encode({ type: 'Paid', data: { purpose: 'p', parts: 0, paid: {} } })).toThrow(
      'Paid.paid.amount: expected a value; the field is missing',
    );
    expect(() => catalogue.encode({ type: 'Unheard', data: {} })).toThrow(UnknownEventError);
  });

  it('reads, and lets processes copy, what was recorded before texts were held to what they show', () => {
    const older = stored('Named', '1', '{"name":"Pay \u202e00.1 EUR"}');
    expect(catalogue.decodeStrictly(older).data).toEqual({ name: 'Pay \u202e00.1 EUR' });
    expect(catalogue.encode(catalogue.decode(older)).data).toBe(older.data);
    expect(() => named.data.parse(catalogue.decode(older).data, 'Named')).toThrow('Named.name');
  });

  it('lifts what older versions wrote, step by step, and leaves the stored text alone', () => {
    const first = stored('Paid', '1', '{"amount":"1.00","currency":"EUR"}');
    const lifted = { paid: { amount: '1.00', currency: 'EUR' }, purpose: 'unknown', parts: 1 };
    expect(catalogue.decode(first).data).toEqual(lifted);
    expect(catalogue.decodeStrictly(first).data).toEqual(lifted);
    expect(catalogue.decode(stored('Paid', '3', JSON.stringify(lifted))).data).toEqual(lifted);
    expect(first.data).toBe('{"amount":"1.00","currency":"EUR"}');
  });

  it('refuses to read what a newer program wrote, and what nobody knows', () => {
    for (const version of ['4', '0', 'x', '1.5']) expect(() => catalogue.decode(stored('Paid', version, '{}'))).toThrow(UnknownEventError);
    for (const version of ['4', '0'])
      expect(() => catalogue.decodeStrictly(stored('Paid', version, '{}'))).toThrow(`Paid v${version} is not one of v1 to v3`);
    expect(() => catalogue.decode(stored('Unheard', '1', '{}'))).toThrow('unknown event Unheard');
  });

  it('gives a fold what decode gives, with the stored text where it is that of the data', () => {
    const lifted = stored('Paid', '2', '{"paid":{"amount":"1.00","currency":"EUR"},"purpose":"p"}');
    const { type, data } = catalogue.decode(lifted);
    expect(catalogue.decodeForFold(lifted)).toEqual({ type, data });
    expect(catalogue.decodeForFold(stored('Named', '1', '{"name":"n"}'))).toEqual({
      type: 'Named',
      data: { name: 'n' },
      text: '{"name":"n"}',
    });
    for (const version of ['4', '0', 'x']) expect(() => catalogue.decodeForFold(stored('Paid', version, '{}'))).toThrow(UnknownEventError);
    expect(() => catalogue.decodeForFold(stored('Unheard', '1', '{}'))).toThrow('unknown event Unheard');
  });

  it('trusts stored data, unless asked to read it strictly', () => {
    const odd = stored('Named', '1', '{"name":"n","extra":1}');
    expect(catalogue.decode(odd).data).toEqual({ name: 'n', extra: 1 });
    expect(() => catalogue.decodeStrictly(stored('Named', '1', '{ "name":"n"}'))).toThrow('Named: expected canonical JSON');
    expect(() => catalogue.decodeStrictly(odd)).toThrow('Named.extra: expected no such field');
    // What an older version wrote is held to the shape of that version, not only to what lifting makes of it.
    expect(() => catalogue.decodeStrictly(stored('Paid', '1', '{"amount":"1.00","currency":"EUR","extra":1}'))).toThrow(
      'Paid.extra: expected no such field',
    );
  });

  it('has one event of a name, and a way up from every older version', () => {
    expect(() => new EventCatalogue([named, named])).toThrow('two events are named Named');
    expect(() => new EventCatalogue([paid], lifts.slice(0, 1))).toThrow('Paid v1 has no upcaster');
    expect(() => upcaster(paidV1, paid, () => ({ paid: { amount: '0', currency: 'EUR' }, purpose: '', parts: 1 }))).toThrow(
      'an upcaster lifts by exactly one version',
    );
  });

  it('publishes one JSON Schema per event', () => {
    expect(catalogue.schemas().map(({ file }) => file)).toEqual(['Paid.v3.json', 'Named.v1.json']);
    expect(catalogue.schemas()[1]?.schema).toMatchObject({
      title: 'Named',
      description: 'Somebody said a name.',
      version: 1,
      type: 'object',
      required: ['name'],
    });
  });
});
