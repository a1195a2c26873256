import { isUtf8 } from 'node:buffer';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The longest line that is read; a longer one is reported and skipped without being held in memory. */
export const maxLineLength = 256 * 1024;

/** Why a line has no text: it has more than 256 kB, or bytes that are no UTF-8 (RFC 3629). */
export type LineFault = 'LINE_TOO_LONG' | 'LINE_NOT_UTF8';

/** A physical line (1-based) without its end. With a `fault` its `text` is empty. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
  readonly fault?: LineFault;
}

/** What is said of such a line. */
export const lineFaultMessages: Readonly<Record<LineFault, string>> = {
  LINE_TOO_LONG: `expected at most ${String(maxLineLength)} characters`,
  LINE_NOT_UTF8: 'expected text in UTF-8',
};

/** A source file that cannot be read to its end: damaged compression, an I/O error. */
export class SourceUnreadableError extends Error {
  override readonly name = 'SourceUnreadableError';
  readonly code = 'SOURCE_UNREADABLE';
  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

const isGzip = (path: string): boolean => {
  const file = openSync(path, 'r');
  try {
    const magic = Buffer.alloc(2);
    return readSync(file, magic, 0, 2, 0) === 2 && magic[0] === 0x1f && magic[1] === 0x8b;
  } finally {
    closeSync(file);
  }
};

/**
 * The bytes of a file, unpacked where they are gzip (told by their first two bytes, not by the name). It is opened when the first are asked
 * for, so that whoever reads hears of every fault, and closed when they are left. Throws the system's error or that of zlib.
 */
export async function* bytesOfSource(path: string): AsyncGenerator<Buffer> {
  const packed = isGzip(path);
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  // The fault of either stream is met where the bytes are read.
  yield* packed ? pipeline(raw, createGunzip({ chunkSize: 256 * 1024 }), () => undefined) : raw;
}

/**
 * Lines of a UTF-8 source in batches; a byte order mark and carriage returns at line ends are no part of the text. @throws
 * SourceUnreadableError
 */
export async function* linesOfSource(
  path: string,
  bytes: AsyncIterable<Buffer> = bytesOfSource(path),
): AsyncGenerator<readonly SourceLine[]> {
  const splitter = new LineSplitter();
  try {
    for await (const chunk of bytes) {
      const lines = splitter.push(chunk);
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    throw new SourceUnreadableError(path, error);
  }
  const last = splitter.end();
  if (last.length > 0) yield last;
}

/** One physical line (1-based) of a source; undefined where it ends before. @throws SourceUnreadableError */
export const lineOfSource = async (path: string, number: number): Promise<SourceLine | undefined> => {
  for await (const lines of linesOfSource(path)) {
    const found = lines.find((line) => line.number === number);
    if (found !== undefined) return found;
  }
  return undefined;
};

const lineFeed = 0x0a;
/** More bytes than this are more than `maxLineLength` characters (UTF-16 units) in any case. */
const maxLineBytes = 3 * maxLineLength;

/**
 * Puts bytes together to lines before they are decoded: a line feed is never part of another character (RFC 3629), so a line with bad bytes
 * stands alone.
 */
class LineSplitter {
  #carry: Buffer[] = [];
  #carried = 0;
  #number = 0;
  #skipping = false;

  push(chunk: Buffer): readonly SourceLine[] {
    const last = chunk.lastIndexOf(lineFeed);
    if (last === -1) {
      this.#keep(chunk);
      return [];
    }
    const lines = this.#take(chunk.subarray(0, last));
    this.#keep(chunk.subarray(last + 1));
    return lines;
  }

  end(): readonly SourceLine[] {
    return this.#carried > 0 || this.#skipping ? this.#take(Buffer.alloc(0)) : [];
  }

  #keep(part: Buffer): void {
    if (this.#skipping || part.length === 0) return;
    this.#carry.push(part);
    this.#carried += part.length;
    if (this.#carried <= maxLineBytes) return;
    this.#skipping = true;
    this.#carry = [];
    this.#carried = 0;
  }

  /** The lines of what was carried and `rest`, which ends where a line ends. */
  #take(rest: Buffer): readonly SourceLine[] {
    const bytes = this.#carried === 0 ? rest : Buffer.concat([...this.#carry, rest]);
    this.#carry = [];
    this.#carried = 0;
    if (isUtf8(bytes))
      return bytes
        .toString('utf8')
        .split('\n')
        .map((text) => this.#line(text));
    const lines: SourceLine[] = [];
    for (let start = 0; start <= bytes.length;) {
      const end = bytes.indexOf(lineFeed, start);
      const line = bytes.subarray(start, end === -1 ? bytes.length : end);
      lines.push(isUtf8(line) ? this.#line(line.toString('utf8')) : this.#faulty('LINE_NOT_UTF8'));
      start = end === -1 ? bytes.length + 1 : end + 1;
    }
    return lines;
  }

  #line(text: string): SourceLine {
    if (this.#skipping || text.length > maxLineLength) return this.#faulty('LINE_TOO_LONG');
    this.#number += 1;
    const marked = this.#number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
    return { number: this.#number, text: marked.endsWith('\r') ? marked.slice(0, -1) : marked };
  }

  #faulty(fault: LineFault): SourceLine {
    this.#number += 1;
    const found = this.#skipping ? 'LINE_TOO_LONG' : fault;
    this.#skipping = false;
    return { number: this.#number, text: '', fault: found };
  }
}
