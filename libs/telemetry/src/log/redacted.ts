/** What stands in the place of a secret. */
export const hidden = '[hidden]';

/** UTF-16 units of one text, entries of one list or object, levels of nesting, and UTF-16 units of one record's texts together. */
const most = { text: 4_000, entries: 50, depth: 5, record: 32_000 } as const;

/** Names as they are written in headers, settings, messages and rows, without case, `-` and `_`. */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'idempotencykey',
  'requestticket',
  'ticket',
  'credentials',
  'connectionstring',
  'jwt',
  'pgpassword',
  'buyerkey',
  'installationkey',
  'privatekey',
  'apikey',
  'accesskey',
  'signingkey',
]);
const secretEndings: readonly string[] = ['token', 'tokens', 'password', 'passwd', 'passphrase', 'secret'];
/** Fields that name a person, or that a person is found by. A `buyer` is a pseudonym in the log of events, and no business of this one. */
const personalNames: ReadonlySet<string> = new Set([
  'buyer',
  'buyerid',
  'email',
  'mail',
  'phone',
  'telephone',
  'mobile',
  'firstname',
  'lastname',
  'surname',
  'fullname',
  'personname',
  'recipient',
  'recipientname',
  'address',
  'street',
  'postcode',
  'zip',
  'dateofbirth',
  'birthdate',
  'iban',
  'bankaccount',
  'payer',
  'payername',
  'debtorname',
  'creditorname',
  'accountholder',
  'remittance',
  'passport',
  'nationalid',
]);

/** Whether a value is left out because of its name. */
const isHiddenName = (name: string): boolean => {
  const plain = name.toLowerCase().replace(/[-_.\s]/g, '');
  return secretNames.has(plain) || personalNames.has(plain) || secretEndings.some((ending) => plain.endsWith(ending));
};

/** Remainder of an IBAN by 97 (ISO 13616): 1 for a right one, so that an id that looks like one is left alone. */
const isIban = (text: string): boolean => {
  const digits = `${text.slice(4)}${text.slice(0, 4)}`.replace(/[A-Z]/g, (letter) => Number.parseInt(letter, 36).toString());
  return BigInt(digits) % 97n === 1n;
};

/** Forms that give a secret away wherever they stand. Every pattern is linear in the length of the text, which is bounded. */
const forms: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/\b(bearer|basic)\s{1,3}[A-Za-z0-9._~+/=-]+/gi, `$1 ${hidden}`],
  [/\beyJ[\w-]{5,}\.[\w-]*\.?[\w-]*/g, hidden],
  // Through the last @: a password may hold one. What is hidden too much is a part of an address.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"'<>]*@/gi, `$1${hidden}@`],
  [
    /((?:password|passwd|passphrase|pwd|secret|token|cookie|authorization|api[_-]?key|private[_-]?key|buyer[_-]?key|buyer[_-]?id|idempotency-key)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&;,}]+/gi,
    `$1${hidden}`,
  ],
  [/-----BEGIN [A-Z ]{1,40}-----[^-]*(?:-----END [A-Z ]{1,40}-----)?/g, hidden],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g, hidden],
  [/\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/g, (found) => (isIban(found) ? hidden : found)],
];

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}[${String(text.length - length)} more]`;

/** A text without what looks like a secret; cut when it is long. */
export const redactedText = (text: string): string =>
  forms.reduce((rest, [form, by]) => rest.replace(form, by as string), cut(text, most.text));

/** One record's values on their way to plain data. */
class Redaction {
  #left: number = most.record;

  value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
      case 'undefined':
        return value;
      case 'bigint':
        return String(value);
      case 'symbol':
      case 'function':
        return `[${typeof value}]`;
      case 'object':
        return value === null ? null : this.#object(value, depth);
    }
  }

  record(fields: object, depth: number): Readonly<Record<string, unknown>> {
    const names = Object.keys(fields);
    const entries = names
      .slice(0, most.entries)
      .map((name) => [this.#text(name), isHiddenName(name) ? hidden : this.value(read(fields, name), depth)] as const);
    return Object.fromEntries(names.length > most.entries ? [...entries, ['more', names.length - most.entries]] : entries);
  }

  #text(text: string): string {
    if (this.#left <= 0) return '[cut]';
    const told = redactedText(text.length > this.#left ? cut(text, this.#left) : text);
    this.#left -= told.length;
    return told;
  }

  #object(value: object, depth: number): unknown {
    if (depth >= most.depth || this.#left <= 0) return '[deep]';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[no date]' : value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
    if (value instanceof Error) return this.#error(value, depth);
    if (Array.isArray(value)) {
      const items = value.slice(0, most.entries).map((item) => this.value(item, depth + 1));
      return value.length > most.entries ? [...items, `[${String(value.length - most.entries)} more]`] : items;
    }
    if (value instanceof Map || value instanceof Set) return `[${String(value.size)} entries]`;
    return this.record(value, depth + 1);
  }

  #error(error: Error, depth: number): unknown {
    const { name, message, stack, cause } = error;
    const code = read(error, 'code');
    return {
      type: this.#text(name),
      message: this.#text(message),
      ...(stack === undefined ? {} : { stack: this.#text(stack) }),
      ...(typeof code === 'string' || typeof code === 'number' ? { code: this.value(code, depth) } : {}),
      ...(cause === undefined ? {} : { cause: this.value(cause, depth + 1) }),
    };
  }
}

/** A getter may throw; a log never does. */
const read = (value: object, name: string): unknown => {
  try {
    return Reflect.get(value, name) as unknown;
  } catch {
    return '[unreadable]';
  }
};

/**
 * Fields as plain data that may be told: secrets and personal data out (by name, and by form inside texts), errors with type, message,
 * stack and cause, all of bounded size. Never throws.
 */
export const redacted = (fields: object): Readonly<Record<string, unknown>> => {
  try {
    return new Redaction().record(fields, 0);
  } catch {
    return { fields: '[unreadable]' };
  }
};
