import fc from 'fast-check';
import { canonicalJson } from './canonical-json';
import {
  amount,
  asStored,
  boolean,
  count,
  country,
  day,
  decimal,
  id,
  instant,
  integer,
  list,
  MalformedValueError,
  money,
  oneOf,
  optional,
  ordinal,
  record,
  reference,
  sha256,
  text,
  uuid,
  type Shape,
} from './shape';

const parcel = record({
  weight: optional(decimal),
  Zone: country,
  a10: count,
  a9: boolean,
  é: text,
  lines: list(record({ sku: reference, price: money, kind: oneOf('new', 'used') }), { min: 1, max: 3 }),
});

const parcels = fc.record(
  {
    weight: fc.constantFrom('1', '0.5', '12.25'),
    Zone: fc.constantFrom('DE', 'FR'),
    a10: fc.nat(),
    a9: fc.boolean(),
    é: fc.constantFrom('a "quoted" \\ text', 'ünï 𝄞'),
    lines: fc.array(
      fc.record({
        sku: fc.constantFrom('85123A', 'é-1'),
        price: fc.constant({ currency: 'EUR', amount: '-1.50' }),
        kind: fc.constantFrom('new', 'used'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: ['Zone', 'a10', 'a9', 'é', 'lines'] },
);

const reversedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, v]) => [key, reversedKeys(v)]),
  );
};

const faultOf = (shape: Shape<unknown>, value: unknown): string => {
  try {
    shape.parse(value, 'Parcel');
  } catch (error) {
    if (error instanceof MalformedValueError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('a text', () => {
  const line = record({ remark: text, number: optional(reference), lines: list(record({ sku: reference })) });
  const said = (remark: string): object => ({ remark, lines: [] });
  it.each([
    ['turned round', 'Pay \u202e00.1\u202c EUR'],
    ['isolated', 'Pay \u206700.1\u2069 EUR'],
    ['with a mark of direction', 'Pay 1\u200f.00'],
    ['with an Arabic mark', '\u061c1'],
    ['with what is not shown', 'Pay 1\u200b0 EUR'],
    ['with a word joiner', '1\u20600'],
    ['with a byte order mark', '\ufeff1'],
    ['with an annotation', '1\ufff9'],
    ['with a tag', 'a\u{e0031}'],
  ])('that is %s is refused, and named', (_, remark) => {
    expect(faultOf(line, said(remark))).toBe(
      'Parcel.remark: expected a text of 1 to 500 characters without characters that are invisible or change its direction',
    );
    expect(faultOf(line, { ...said('a'), lines: [{ sku: `a${remark}z` }] })).toMatch(
      /^Parcel\.lines\[0\]\.sku: expected a reference without invisible characters$/,
    );
  });
  it.each([
    ['in Hebrew', 'שולם 10 EUR'],
    ['in Persian, with joiners', 'می\u200cخواهم'],
    ['with an emoji of several', '👩\u200d👧 gift'],
    ['with accents', 'naïve'],
  ])('%s is as it is', (_, remark) => {
    expect(faultOf(line, said(remark))).toBe('accepted');
  });
  it('stays readable where it was recorded before', () => {
    const older = { remark: 'Pay \u202e00.1 EUR', number: 'A\u20661', lines: [{ sku: 'B\u2069' }] };
    expect(asStored(line).parse(older, 'Parcel')).toEqual(older);
    expect(() => asStored(line).parse({ ...older, remark: 'a\u0007' }, 'Parcel')).toThrow('Parcel.remark');
    expect(asStored(line).schema).toEqual(line.schema);
  });
});

describe('a record shape', () => {
  it('gives canonical JSON (RFC 8785) whatever the order of the keys', () => {
    fc.assert(
      fc.property(parcels, (value) => {
        const given = JSON.parse(JSON.stringify(reversedKeys(value))) as unknown;
        expect(JSON.stringify(parcel.parse(given, 'Parcel'))).toBe(canonicalJson(value));
      }),
    );
  });

  it('parses what it printed to the same value', () => {
    fc.assert(
      fc.property(parcels, (value) => {
        expect(parcel.parse(JSON.parse(JSON.stringify(parcel.parse(value, 'P'))), 'P')).toEqual(value);
      }),
    );
  });

  it('refuses a field it does not know, at any depth, and names it', () => {
    fc.assert(
      fc.property(parcels, fc.constantFrom('extra', '__proto__', 'toString', 'Weight'), fc.boolean(), (value, key, deep) => {
        const given = JSON.parse(JSON.stringify(value)) as { lines: [object] };
        Object.defineProperty(deep ? given.lines[0] : given, key, { value: 1, enumerable: true });
        expect(faultOf(parcel, given)).toBe(`${deep ? 'Parcel.lines[0]' : 'Parcel'}.${key}: expected no such field`);
      }),
    );
  });

  it.each([
    ['an absent field', { Zone: 'DE', a10: 1, a9: true, é: 'x' }, 'Parcel.lines: expected a value; the field is missing'],
    ['null for absent', { Zone: 'DE', a10: 1, a9: true, é: 'x', weight: null, lines: [] }, 'Parcel.lines: expected at least 1 entries'],
    ['a list for an object', [], 'Parcel: expected an object'],
    ['null', null, 'Parcel: expected an object'],
    ['a list that is too long', { Zone: 'DE', a10: 1, a9: true, é: 'x', lines: [1, 2, 3, 4] }, 'Parcel.lines: expected at most 3 entries'],
    [
      'a deep fault',
      { Zone: 'DE', a10: 1, a9: true, é: 'x', lines: [{ sku: 's', kind: 'new', price: { amount: '1,00', currency: 'EUR' } }] },
      'Parcel.lines[0].price.amount: expected an amount written as a string, like "12.34"',
    ],
    ['an object for a list', { Zone: 'DE', a10: 1, a9: true, é: 'x', lines: {} }, 'Parcel.lines: expected a list'],
  ])('refuses %s', (_, given, message) => {
    expect(faultOf(parcel, given)).toBe(message);
  });

  it('has no integer-like keys: JSON.stringify would put them first', () => {
    expect(() => record({ 10: text })).toThrow('a shape has no integer-like key: 10');
    expect(() => record({ toString: text })).toThrow('a shape has no key that every object inherits: toString');
  });

  it('prints itself as JSON Schema', () => {
    expect(record({ b: optional(count), a: oneOf('x') }).schema).toEqual({
      type: 'object',
      properties: { a: { enum: ['x'] }, b: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } },
      required: ['a'],
      additionalProperties: false,
    });
  });
});

describe('values', () => {
  const accepts = (shape: Shape<unknown>, value: unknown): boolean => faultOf(shape, value) === 'accepted';

  it.each([
    [
      'amount',
      amount,
      ['0', '0.00', '-1.5', '999999999999999999.9999'],
      ['-0', '-0.00', '+1', '01', '1.', '.5', '1e3', '1 000', '', '１', 5],
    ],
    ['decimal', decimal, ['0', '-1', '2.555555555555'], ['1.1234567890123', 'NaN', '0x1', 'Infinity']],
    ['day', day, ['2026-07-01', '2024-02-29'], ['2026-7-1', '2026-13-01', '2026-00-10', '2026-01-32', '2026-01-01T00:00:00.000Z']],
    [
      'instant',
      instant,
      ['2026-07-01T23:59:59.999Z'],
      ['2026-07-01T24:00:00.000Z', '2026-07-01T00:00:00Z', '2026-07-01T00:00:00.000+01:00', '2026-07-01T00:00:60.000Z'],
    ],
    ['id', id, ['0123456789ABCDEFGHJKMNPQRS'], ['0123456789ABCDEFGHJKMNPQRI', '0123', '0123456789abcdefghjkmnpqrs']],
    ['sha256', sha256, ['a'.repeat(64)], ['A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`]],
    ['uuid', uuid, ['b2c9e1f4-5d0a-5c57-9f61-7a1de3a4c801'], ['b2c9e1f45d0a5c579f617a1de3a4c801', 'B2C9E1F4-5D0A-5C57-9F61-7A1DE3A4C801']],
    ['ordinal', ordinal, ['0', '17'], ['01', '-1', '1.0', 1]],
    ['integer', integer(1), [1, 9007199254740991], [0, 1.5, 9007199254740992, -1, NaN, '1', true]],
    ['count', count, [0], [-0, -1]],
  ] as const)('%s', (_, shape, good, bad) => {
    expect(good.filter((value) => !accepts(shape, value))).toEqual([]);
    expect(bad.filter((value) => accepts(shape, value))).toEqual([]);
  });

  it('a reference is a foreign key without tricks', () => {
    const faults = ['', ' a', 'a ', 'a\nb', 'a\u200bb', 'a\u202eb', 'e\u0301', '\ud800', 'x'.repeat(201), 'é'.repeat(101), '\u00a0a', 5];
    expect(faults.filter((value) => accepts(reference, value))).toEqual([]);
    expect(['a', '85123A', 'a b/c-ü', 'x'.repeat(200), 'é'.repeat(100), '#~!'].filter((value) => !accepts(reference, value))).toEqual([]);
  });

  it('a reference of plain ASCII is judged as every other one is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 210, unit: 'binary-ascii' }), (value) => {
        const sound =
          value !== '' && value.trim() === value && value.length <= 200 && Array.from(value).every((c) => c >= ' ' && c !== '\u007f');
        expect(accepts(reference, value)).toBe(sound);
      }),
    );
  });
});
