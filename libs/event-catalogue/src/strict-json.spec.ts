import fc from 'fast-check';
import { MalformedJsonError, parseStrictJson, type MalformedJsonCode } from './strict-json';

const refusal = (text: string, limits = {}): MalformedJsonError => {
  try {
    parseStrictJson(text, limits);
  } catch (error) {
    if (error instanceof MalformedJsonError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
};

describe('parseStrictJson', () => {
  it.each<[string, string, MalformedJsonCode, string]>([
    ['nothing', '', 'JSON_SYNTAX', '$'],
    ['an unfinished object', '{"lrn":"L-1"', 'JSON_SYNTAX', '$.lrn'],
    ['a trailing comma', '{"a":[1,]}', 'JSON_SYNTAX', '$.a[1]'],
    ['a second document', '{} {}', 'JSON_SYNTAX', '$'],
    ['a comment', '{"a":1 /* x */}', 'JSON_SYNTAX', '$.a'],
    ['a bare word', '{"a":NaN}', 'JSON_SYNTAX', '$.a'],
    ['a number with a leading zero', '{"a":[7,012]}', 'JSON_SYNTAX', '$.a[1]'],
    ['a control character in a string', '{"a":"x\u0001"}', 'JSON_SYNTAX', '$.a'],
    ['an unknown escape', '{"a":"\\x41"}', 'JSON_SYNTAX', '$.a'],
    ['an unclosed string', '{"a":"x', 'JSON_SYNTAX', '$.a'],
    ['a byte order mark', '\ufeff{}', 'JSON_SYNTAX', '$'],
    ['a key that stands twice', '{"a":{"b":1,"c":2,"b":3}}', 'JSON_DUPLICATE_KEY', '$.a.c'],
    ['a key that stands twice, once with an escape', '{"a":{"b":1,"c":2,"\\u0062":3}}', 'JSON_DUPLICATE_KEY', '$.a.c'],
    ['a key of a list that stands twice', '[{"b":{}},{"b":1,"b" : {}}]', 'JSON_DUPLICATE_KEY', '$[1].b'],
    ['a key that reaches the prototype by an escape', '{"\\u005f_proto__":1}', 'JSON_FORBIDDEN_KEY', '$'],
    ['a number of 65 digits', `[0.${'1'.repeat(63)}]`, 'JSON_NUMBER_OUT_OF_RANGE', '$[0]'],
    ['a key that reaches the prototype', '{"items":[{},{"__proto__":{}}]}', 'JSON_FORBIDDEN_KEY', '$.items[1]'],
    ['a number that is infinite', '{"a":{"b":1e9000000}}', 'JSON_NUMBER_OUT_OF_RANGE', '$.a.b'],
    ['a number that a double cannot hold', '{"a":9007199254740993}', 'JSON_NUMBER_OUT_OF_RANGE', '$.a'],
    ['a number of a thousand digits', `{"a":0.${'1'.repeat(1000)}}`, 'JSON_NUMBER_OUT_OF_RANGE', '$.a'],
    ['an escaped lone surrogate', '{"a":"\\ud800"}', 'JSON_NOT_WELL_FORMED', '$.a'],
    ['a lone surrogate', '{"a":"\ud800"}', 'JSON_NOT_WELL_FORMED', '$'],
  ])('refuses %s', (_, text, code, at) => {
    const error = refusal(text);
    expect([error.code, error.at]).toEqual([code, at]);
  });

  it('refuses 10 kB of [ at the depth allowed, and the same closed again', () => {
    expect(refusal('['.repeat(10_240))).toMatchObject({ code: 'JSON_TOO_DEEP', position: 32 });
    expect(refusal('['.repeat(10_240) + ']'.repeat(10_240))).toMatchObject({ code: 'JSON_TOO_DEEP', position: 32 });
    expect(refusal('{"a":'.repeat(33) + '1' + '}'.repeat(33)).code).toBe('JSON_TOO_DEEP');
    expect(parseStrictJson('['.repeat(32) + ']'.repeat(32))).toHaveLength(1);
    expect(refusal('[[1]]', { maxDepth: 1 }).code).toBe('JSON_TOO_DEEP');
  });

  it('counts bytes, not characters', () => {
    expect(parseStrictJson('"éé"', { maxBytes: 6 })).toBe('éé');
    expect(refusal('"éé"', { maxBytes: 5 }).code).toBe('JSON_TOO_LARGE');
  });

  it('reads whatever JSON.stringify writes as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        const expected = JSON.parse(text) as unknown;
        try {
          expect(parseStrictJson(text)).toEqual(expected);
        } catch (error) {
          if (!(error instanceof MalformedJsonError)) throw error;
          expect(['JSON_NUMBER_OUT_OF_RANGE', 'JSON_FORBIDDEN_KEY', 'JSON_NOT_WELL_FORMED']).toContain(error.code);
        }
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', 'u', '0', '1', '-', '.', 'e', 't', 'true', 'null', ' ', 'a'),
          maxLength: 12,
        }),
        (text) => {
          let expected: unknown;
          try {
            expected = JSON.parse(text);
          } catch {
            expect(refusal(text).code).toBe('JSON_SYNTAX');
            return;
          }
          try {
            expect(parseStrictJson(text)).toEqual(expected);
          } catch (error) {
            if (!(error instanceof MalformedJsonError)) throw error;
            expect(error.code).not.toBe('JSON_SYNTAX');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
