import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';

/** The longest line that is read; a longer one is reported and skipped without being held in memory. */
export const maxLineLength = 256 * 1024;

/** A physical line (1-based) without its end. `tooLong`: more than 256 kB, `text` is empty. */
export interface SourceLine {
  readonly number: number;
  readonly text: string;
  readonly tooLong?: true;
}

/** A source file that cannot be read to its end: damaged compression, an I/O error. */
export class SourceUnreadableError extends Error {
  override readonly name = 'SourceUnreadableError';
  readonly code = 'SOURCE_UNREADABLE';
  constructor(readonly file: string, cause: unknown) {
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

/** The bytes of a file, unpacked where they are gzip (told by their first two bytes, not by the name). */
export const bytesOfSource = (path: string): AsyncIterable<Buffer> => {
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!isGzip(path)) return raw;
  const unpacked = createGunzip({ chunkSize: 256 * 1024 });
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
};

/** Lines of a UTF-8 source in batches; a byte order mark and carriage returns at line ends are no part of the text. @throws SourceUnreadableError */
export async function* linesOfSource(path: string, bytes: AsyncIterable<Buffer> = bytesOfSource(path)): AsyncGenerator<readonly SourceLine[]> {
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

class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';
  #number = 0;
  #skipping = false;

  push(chunk: Buffer): readonly SourceLine[] {
    return this.#split(this.#decoder.write(chunk));
  }

  end(): readonly SourceLine[] {
    const lines = [...this.#split(this.#decoder.end())];
    if (this.#rest !== '' || this.#skipping) lines.push(this.#line(this.#rest));
    return lines;
  }

  #split(text: string): readonly SourceLine[] {
    const lines: SourceLine[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      lines.push(this.#line(this.#rest + text.slice(start, end)));
      this.#rest = '';
      start = end + 1;
    }
    this.#rest += text.slice(start);
    if (this.#rest.length > maxLineLength) {
      this.#skipping = true;
      this.#rest = '';
    }
    return lines;
  }

  #line(text: string): SourceLine {
    this.#number += 1;
    const tooLong = this.#skipping || text.length > maxLineLength;
    this.#skipping = false;
    if (tooLong) return { number: this.#number, text: '', tooLong };
    const marked = this.#number === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
    return { number: this.#number, text: marked.endsWith('\r') ? marked.slice(0, -1) : marked };
  }
}
