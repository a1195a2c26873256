import { excerptOf, JsonCursor } from './json-cursor';
import { readPlain } from './plain-json';

export type MalformedJsonCode =
  | 'JSON_TOO_LARGE'
  | 'JSON_TOO_DEEP'
  | 'JSON_SYNTAX'
  | 'JSON_DUPLICATE_KEY'
  | 'JSON_FORBIDDEN_KEY'
  | 'JSON_NUMBER_OUT_OF_RANGE'
  | 'JSON_NOT_WELL_FORMED';

/**
 * A text that is no acceptable JSON document. `position` counts UTF-16 units from 0; `at` is the path of the nearest field, `$` the
 * document.
 */
export class MalformedJsonError extends Error {
  override readonly name = 'MalformedJsonError';
  constructor(
    readonly code: MalformedJsonCode,
    readonly position: number,
    readonly at: string,
    expected: string,
  ) {
    super(`${at} (character ${String(position)}): ${expected}`);
  }
}

export interface StrictJsonLimits {
  /** UTF-8 bytes of the whole text; default 1 MiB. */
  readonly maxBytes?: number;
  /** Nested objects and lists; default 32. */
  readonly maxDepth?: number;
}

/** Keys that reach a prototype when a value is merged or assigned by key. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one JSON document (RFC 8259) that comes from outside, more strictly than JSON.parse (RFC 7493, I-JSON): no duplicate keys, no keys
 * that reach a prototype, no numbers beyond 2^53 - 1, no lone surrogates, a limited size and depth. What is not plainly right is checked by
 * a loop with its own stack, which knows what is wrong and where. Neither ten thousand `[` nor `1e9000000` costs more than its bytes.
 * @throws MalformedJsonError
 */
export const parseStrictJson = (text: string, limits: StrictJsonLimits = {}): unknown => {
  const maxBytes = limits.maxBytes ?? 1024 * 1024;
  if (text.length > maxBytes || Buffer.byteLength(text, 'utf8') > maxBytes)
    throw new MalformedJsonError('JSON_TOO_LARGE', 0, '$', `expected at most ${String(maxBytes)} bytes`);
  if (!text.isWellFormed()) throw new MalformedJsonError('JSON_NOT_WELL_FORMED', 0, '$', 'expected well-formed Unicode');
  const maxDepth = limits.maxDepth ?? 32;
  const plain = readPlain(text, maxDepth, forbiddenKeys);
  if (plain !== undefined) return plain.value;
  checkDocument(new JsonCursor(text), maxDepth);
  return JSON.parse(text) as unknown;
};

/** An open object (with the keys seen) or list (with the index of its entry). */
type OpenObject = { readonly keys: Set<string>; key: string };
type Open = OpenObject | { index: number };

const pathOf = (open: readonly Open[]): string =>
  '$' + open.map((o) => ('keys' in o ? (o.key === '' ? '' : `.${excerptOf(o.key)}`) : `[${String(o.index)}]`)).join('');

const checkDocument = (cursor: JsonCursor, maxDepth: number): void => {
  const open: Open[] = [];
  const fail = (code: MalformedJsonCode, expected: string, position = cursor.position): never => {
    throw new MalformedJsonError(code, position, pathOf(open), expected);
  };
  do {
    if (beginValue(cursor, open, maxDepth, fail)) endValues(cursor, open, fail);
  } while (open.length > 0);
  cursor.skipSpace();
  if (!cursor.atEnd()) fail('JSON_SYNTAX', `expected the end, found ${cursor.seen()}`);
};

type Fail = (code: MalformedJsonCode, expected: string, position?: number) => never;

/** Reads a scalar or an empty container and answers true; opens a container up to its first value and answers false. */
const beginValue = (cursor: JsonCursor, open: Open[], maxDepth: number, fail: Fail): boolean => {
  cursor.skipSpace();
  const opensObject = cursor.take('{');
  if (!opensObject && !cursor.take('[')) {
    checkScalar(cursor, fail);
    return true;
  }
  if (open.length >= maxDepth) fail('JSON_TOO_DEEP', `expected at most ${String(maxDepth)} nested objects and lists`, cursor.position - 1);
  cursor.skipSpace();
  if (cursor.take(opensObject ? '}' : ']')) return true;
  if (opensObject) {
    const object: OpenObject = { keys: new Set(), key: '' };
    open.push(object);
    checkKey(cursor, object, fail);
  } else open.push({ index: 0 });
  return false;
};

/** After a value: goes on to the next entry, or closes containers until one has a next entry. */
const endValues = (cursor: JsonCursor, open: Open[], fail: Fail): void => {
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    cursor.skipSpace();
    if (cursor.take(',')) {
      if ('keys' in top) {
        cursor.skipSpace();
        checkKey(cursor, top, fail);
      } else top.index += 1;
      return;
    }
    const [end, what] = 'keys' in top ? ['}', 'object'] : [']', 'list'];
    if (!cursor.take(end)) fail('JSON_SYNTAX', `expected a comma or the end of the ${what}, found ${cursor.seen()}`);
    open.pop();
  }
};

const checkKey = (cursor: JsonCursor, object: OpenObject, fail: Fail): void => {
  const start = cursor.position;
  const key = cursor.string();
  if (key === undefined) return fail('JSON_SYNTAX', `expected a field name in quotes, found ${cursor.seen()}`);
  if (!key.isWellFormed()) fail('JSON_NOT_WELL_FORMED', 'expected well-formed Unicode in a field name', start);
  if (forbiddenKeys.has(key)) fail('JSON_FORBIDDEN_KEY', `the field name ${key} is not allowed`, start);
  if (object.keys.has(key)) fail('JSON_DUPLICATE_KEY', `the field ${excerptOf(key)} stands twice`, start);
  object.keys.add(key);
  object.key = key;
  cursor.skipSpace();
  if (!cursor.take(':')) fail('JSON_SYNTAX', `expected a colon, found ${cursor.seen()}`);
};

const checkScalar = (cursor: JsonCursor, fail: Fail): void => {
  const start = cursor.position;
  if (cursor.startsString()) {
    const value = cursor.string();
    if (value === undefined) fail('JSON_SYNTAX', 'expected a string: closed by a quote, control characters and backslashes escaped');
    else if (!value.isWellFormed()) fail('JSON_NOT_WELL_FORMED', 'expected well-formed Unicode', start);
    return;
  }
  if (cursor.literal()) return;
  const number = cursor.number();
  if (number === undefined) return fail('JSON_SYNTAX', `expected a value, found ${cursor.seen()}`);
  if (!(Math.abs(number) <= Number.MAX_SAFE_INTEGER)) fail('JSON_NUMBER_OUT_OF_RANGE', 'expected a number of at most 2^53 - 1', start);
};
