const quote = 0x22;
const backslash = 0x5c;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const numberToken = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const literalToken = /true|false|null/y;
const longestNumber = 64;

/** Foreign text in an error: its beginning only, in plain ASCII. */
export const excerptOf = (text: string): string =>
  (text.length > 80 ? `${text.slice(0, 80)}...` : text).replace(
    /[^\u0020-\u007e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Steps through the tokens of a JSON text without building values; the reading half of `parseStrictJson`. */
export class JsonCursor {
  position = 0;
  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** What stands here, for an error text. */
  seen(): string {
    return this.atEnd() ? 'the end' : excerptOf(String.fromCodePoint(this.text.codePointAt(this.position) ?? 0));
  }

  skipSpace(): void {
    for (
      let c = this.text.charCodeAt(this.position);
      c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
      c = this.text.charCodeAt(this.position)
    )
      this.position += 1;
  }

  take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  startsString(): boolean {
    return this.text.charCodeAt(this.position) === quote;
  }

  /** The decoded string that begins here, or undefined (position at the fault) when there is none. */
  string(): string | undefined {
    if (!this.startsString()) return undefined;
    const start = this.position;
    let escaped = false;
    for (this.position += 1; ;) {
      const c = this.text.charCodeAt(this.position);
      if (c === quote) break;
      if (c === backslash) {
        if (!this.#match(escape)) return undefined;
        escaped = true;
      } else if (c >= 0x20) this.position += 1;
      else return undefined; // a control character, or NaN at the end
    }
    this.position += 1;
    return escaped ? (JSON.parse(this.text.slice(start, this.position)) as string) : this.text.slice(start + 1, this.position - 1);
  }

  literal(): boolean {
    return this.#match(literalToken);
  }

  /** The number that begins here; Infinity where it is written with more than 64 characters. */
  number(): number | undefined {
    const start = this.position;
    if (!this.#match(numberToken)) return undefined;
    return this.position - start > longestNumber ? Infinity : Number(this.text.slice(start, this.position));
  }

  #match(token: RegExp): boolean {
    token.lastIndex = this.position;
    if (!token.test(this.text)) return false;
    this.position = token.lastIndex;
    return true;
  }
}
