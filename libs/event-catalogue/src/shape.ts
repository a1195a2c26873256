/**
 * A shape says what one JSON value may be. It parses a value (strictly: nothing unknown passes) and prints itself as JSON Schema.
 * `parse` rebuilds objects with their keys in UTF-16 order, so `JSON.stringify` of a parsed value *is* its RFC 8785 form:
 * shapes have no free or integer-like keys, numbers are safe integers and strings are well-formed.
 */
export interface Shape<T> {
  readonly parse: (value: unknown, at: string) => T;
  readonly schema: Readonly<Record<string, unknown>>;
  /** What a log may hold of it, where messages were once let say more than they may now; absent: the same. */
  readonly stored?: Shape<T>;
}
/** The shape of what was recorded, in whichever year. */
export const asStored = <T>(shape: Shape<T>): Shape<T> => shape.stored ?? shape;
export type ValueOf<S> = S extends Shape<infer T> ? T : never;

/** A field that may be absent; never null. */
export interface OptionalField<T> {
  readonly optional: Shape<T>;
}
type Field = Shape<unknown> | OptionalField<unknown>;
export type Fields = Readonly<Record<string, Field>>;
type RequiredKeys<F> = { [K in keyof F]: F[K] extends OptionalField<unknown> ? never : K }[keyof F];
type OptionalKeys<F> = { [K in keyof F]: F[K] extends OptionalField<unknown> ? K : never }[keyof F];
type FieldValue<X> = X extends OptionalField<infer T> ? T : X extends Shape<infer T> ? T : never;
export type RecordOf<F> = { readonly [K in RequiredKeys<F>]: FieldValue<F[K]> } & { readonly [K in OptionalKeys<F>]?: FieldValue<F[K]> };

/** A value that does not fit its shape. `at` is the path of the field, e.g. `PaymentReceived.paid.amount`. */
export class MalformedValueError extends Error {
  override readonly name = 'MalformedValueError';
  constructor(
    readonly at: string,
    readonly expected: string,
  ) {
    super(`${at}: expected ${expected}`);
  }
}

/** A text that a pattern lets through; `what` says in words what is expected. */
export const textLike = (pattern: RegExp, what: string): Shape<string> => ({
  parse: (value, at) => {
    if (typeof value !== 'string' || !pattern.test(value)) throw new MalformedValueError(at, what);
    return value;
  },
  schema: { type: 'string', pattern: pattern.source },
});

const utf8 = new TextEncoder();
// eslint-disable-next-line no-control-regex -- the point is to refuse them
const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * Characters that change the direction of what stands beside them or are not shown at all (Unicode Standard Annex 9, Technical Standard
 * 39): with them a text shows another number than it says. Joiners, which scripts and emoji need, are not among them.
 */
export const misleadingCharacters = /[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** ASCII without outer spaces: nothing else has to be asked of it. */
const plainReference = /^[!-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * Why a foreign text cannot be a reference, or undefined when it can (NFC, trimmed, well-formed, no control characters, at most 200 bytes).
 */
export const referenceFault = (value: string): string | undefined => {
  if (plainReference.test(value)) return undefined;
  if (value === '') return 'a non-empty reference';
  if (!value.isWellFormed()) return 'well-formed Unicode';
  if (controlCharacters.test(value)) return 'a reference without control characters';
  if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/.test(value)) return 'a reference without invisible characters';
  if (value.trim() !== value) return 'a reference without outer white space';
  if (value.normalize('NFC') !== value) return 'a reference in Unicode NFC';
  if (utf8.encode(value).length > 200) return 'a reference of at most 200 bytes';
  return undefined;
};

/** What a log may hold, and whoever tells it now may not make it mislead. */
function notMisleading(stored: Shape<string>, what: string): Shape<string> {
  return {
    parse: (value, at) => {
      const parsed = stored.parse(value, at);
      if (misleadingCharacters.test(parsed)) throw new MalformedValueError(at, what);
      return parsed;
    },
    schema: stored.schema,
    stored,
  };
}

const storedReference: Shape<string> = {
  parse: (value, at) => {
    if (typeof value !== 'string') throw new MalformedValueError(at, 'a reference written as a string');
    const fault = referenceFault(value);
    if (fault !== undefined) throw new MalformedValueError(at, fault);
    return value;
  },
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
/** A foreign key as its issuer wrote it: order number, LRN, bank entry reference. */
export const reference: Shape<string> = notMisleading(storedReference, 'a reference without invisible characters');

/** Free text of at most `max` UTF-16 units; no control characters, and none that mislead. Older logs may hold such. */
export const textUpTo = (max: number): Shape<string> =>
  notMisleading(
    storedTextUpTo(max),
    `a text of 1 to ${String(max)} characters without characters that are invisible or change its direction`,
  );

const storedTextUpTo = (max: number): Shape<string> => ({
  parse: (value, at) => {
    if (typeof value !== 'string' || value === '' || value.length > max || !value.isWellFormed() || controlCharacters.test(value))
      throw new MalformedValueError(at, `a text of 1 to ${String(max)} characters without control characters`);
    return value;
  },
  schema: { type: 'string', minLength: 1, maxLength: max },
});
export const text = textUpTo(500);

/** A signed amount in major units, canonical: no plus, no exponent, no leading zeros, no negative zero. Scale is checked by money. */
export const amount = textLike(/^(?!-0(\.0+)?$)-?(0|[1-9]\d{0,17})(\.\d{1,4})?$/, 'an amount written as a string, like "12.34"');
/** An exact decimal: unit price, rate, quantity. */
export const decimal = textLike(/^(?!-0(\.0+)?$)-?(0|[1-9]\d{0,17})(\.\d{1,12})?$/, 'a decimal number written as a string');
/** As `decimal`, at least 0: what is asked for at least. */
export const decimalFromZero = textLike(/^(0|[1-9]\d{0,17})(\.\d{1,12})?$/, 'a decimal number of at least 0 written as a string');
export const day = textLike(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day, YYYY-MM-DD');
/** RFC 3339 UTC, fixed width, milliseconds. */
export const instant = textLike(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
  'a moment, YYYY-MM-DDThh:mm:ss.sssZ',
);
/** Whether a day or moment is of the years 2000 to 2099, as those of messages are. */
export const isOfThisCentury = (value: string): boolean => value >= '2000' && value < '2100';
/** A day or moment of these years alone: what is judged period by period must not be asked about the end of time. */
export const ofThisCentury = (shape: Shape<string>): Shape<string> => ({
  parse: (value, at) => {
    const parsed = shape.parse(value, at);
    if (!isOfThisCentury(parsed)) throw new MalformedValueError(at, 'a year from 2000 to 2099');
    return parsed;
  },
  schema: shape.schema,
});
/** An identifier derived by `deriveId`: 26 characters of Crockford base32. */
export const id = textLike(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'an identifier of 26 characters');
/** RFC 9562, in small letters. */
export const uuid = textLike(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID');
/** A whole number written as text: versions and indexes in metadata. */
export const ordinal = textLike(/^(0|[1-9]\d{0,14})$/, 'a whole number written as a string');
/** SHA-256, hexadecimal. */
export const sha256 = textLike(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal');
/** ISO 3166-1 alpha-2, as in customs declarations (GR for Greece; EL appears in VAT returns only). */
export const country = textLike(/^[A-Z]{2}$/, 'a country code of two capital letters');
/** ISO 4217. */
export const currency = textLike(/^[A-Z]{3}$/, 'a currency code of three capital letters');
/** Whose ledger: an authority (`GB`, `EU-FR`), a collector's mirror, or `-` for facts of the trade. */
export const book = textLike(/^(-|[A-Z0-9][A-Z0-9-]{0,39})$/, 'a book code');
/** Code of a collector or an authority. */
export const partyCode = textLike(/^[A-Z0-9][A-Z0-9._-]{0,39}$/, 'a party code of capitals, digits, dot, dash');
export const hsCode = textLike(/^\d{6}(\d{2}(\d{2})?)?$/, 'a commodity code of 6, 8 or 10 digits');
export const taxType = textLike(/^[A-Z0-9]{3}$/, 'a tax type like A00');
/** National or Union additional procedure (data element 11 10). */
export const additionalProcedure = textLike(/^[A-Z0-9]{3}$/, 'an additional procedure like F48 or 1RV');
/** A short name of ours: a rule, a reason, a scheme, a period (`2026-01`, `2026-Q1`). */
export const code = textLike(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'a code');

export const boolean: Shape<boolean> = {
  parse: (value, at) => {
    if (typeof value !== 'boolean') throw new MalformedValueError(at, 'true or false');
    return value;
  },
  schema: { type: 'boolean' },
};

/** A count: a whole number from `min` to 2^53 - 1. */
export const integer = (min = 0): Shape<number> => ({
  parse: (value, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || Object.is(value, -0))
      throw new MalformedValueError(at, `a whole number of at least ${String(min)}`);
    return value;
  },
  schema: { type: 'integer', minimum: min, maximum: Number.MAX_SAFE_INTEGER },
});
export const count = integer(0);

export const oneOf = <const V extends readonly string[]>(...values: V): Shape<V[number]> => {
  const allowed = new Set<string>(values);
  return {
    parse: (value, at) => {
      if (typeof value !== 'string' || !allowed.has(value)) throw new MalformedValueError(at, `one of ${values.join(', ')}`);
      return value;
    },
    schema: { enum: values },
  };
};

/** Paths are put together only when something is wrong: most values are right, and building paths costs as much as checking values. */
const within = (at: string, error: unknown): unknown =>
  error instanceof MalformedValueError ? new MalformedValueError(at + error.at, error.expected) : error;

export const list = <T>(item: Shape<T>, limits: { min?: number; max?: number } = {}): Shape<readonly T[]> => ({
  parse: (value, at) => {
    if (!Array.isArray(value)) throw new MalformedValueError(at, 'a list');
    if (value.length < (limits.min ?? 0)) throw new MalformedValueError(at, `at least ${String(limits.min)} entries`);
    if (limits.max !== undefined && value.length > limits.max) throw new MalformedValueError(at, `at most ${String(limits.max)} entries`);
    return value.map((v: unknown, i) => {
      try {
        return item.parse(v, '');
      } catch (error) {
        throw within(`${at}[${String(i)}]`, error);
      }
    });
  },
  schema: {
    type: 'array',
    items: item.schema,
    ...(limits.min === undefined ? {} : { minItems: limits.min }),
    ...(limits.max === undefined ? {} : { maxItems: limits.max }),
  },
  ...(item.stored === undefined ? {} : { stored: list(item.stored, limits) }),
});

export const optional = <T>(shape: Shape<T>): OptionalField<T> => ({ optional: shape });
const isOptional = (field: Field): field is OptionalField<unknown> => 'optional' in field;
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const storedField = (field: Field): Field => (isOptional(field) ? optional(asStored(field.optional)) : asStored(field));

/** How many fields an object has, inherited ones included; `Object.keys` would make a list of them for every value that is read. */
const fieldsOf = (value: object): number => {
  let fields = 0;
  for (const _ in value) fields += 1;
  return fields;
};

/** An object with exactly these fields. */
export const record = <F extends Fields>(fields: F): Shape<RecordOf<F>> => {
  const shape = recordOf(fields);
  const stored = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, storedField(field)])) as unknown as F;
  return Object.values(fields).every((field) => (isOptional(field) ? field.optional : field).stored === undefined)
    ? shape
    : { ...shape, stored: recordOf(stored) };
};

const recordOf = <F extends Fields>(fields: F): Shape<RecordOf<F>> => {
  const keys = Object.keys(fields).sort(byCodeUnit);
  const integerLike = keys.find((k) => /^\d+$/.test(k));
  if (integerLike !== undefined) throw new RangeError(`a shape has no integer-like key: ${integerLike}`);
  const inherited = keys.find((k) => k in Object.prototype);
  if (inherited !== undefined) throw new RangeError(`a shape has no key that every object inherits: ${inherited}`);
  const parts = keys.map((key) => {
    const field = fields[key] as Field;
    return isOptional(field) ? { key, shape: field.optional, required: false } : { key, shape: field, required: true };
  });
  const known = new Set(keys);
  /** The first field that is none of these is told before anything else. */
  const unknownField = (source: object, at: string): MalformedValueError | undefined => {
    const key = Object.keys(source).find((k) => !known.has(k));
    return key === undefined ? undefined : new MalformedValueError(`${at}.${key}`, 'no such field');
  };
  return {
    // Every message and every event comes through here: fields are read once, and looked for among the known ones only where their number
    // is not right.
    parse: (value, at) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedValueError(at, 'an object');
      const source = value as Readonly<Record<string, unknown>>;
      const parsed: Record<string, unknown> = {};
      let read = 0;
      let reading = '';
      try {
        for (const { key, shape, required } of parts) {
          reading = key;
          const given = source[key];
          if (given !== undefined) parsed[key] = shape.parse(given, '');
          else if (required) throw new MalformedValueError('', 'a value; the field is missing');
          else continue;
          read += 1;
        }
      } catch (error) {
        throw unknownField(source, at) ?? within(`${at}.${reading}`, error);
      }
      const unknown = read === fieldsOf(source) ? undefined : unknownField(source, at);
      if (unknown !== undefined) throw unknown;
      return parsed as RecordOf<F>;
    },
    schema: {
      type: 'object',
      properties: Object.fromEntries(parts.map(({ key, shape }) => [key, shape.schema])),
      required: parts.filter((p) => p.required).map((p) => p.key),
      additionalProperties: false,
    },
  };
};

/** An amount in its currency. */
export const money = record({ amount, currency });
/** Where an imported fact was read: the content hash of the file and the line (1-based, physical). */
export const source = record({ line: integer(1), sha256 });
