import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A source file as kept: named by the content it has. */
export interface KeptSource {
  /** Name it was given under, for people. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Where the kept copy can be read. */
  readonly path: string;
}

/** Keeps source files by their content, outside the log: the same bytes are kept once, and nothing kept is ever changed. */
export interface SourceStore {
  /**
   * Copies the file while hashing it; safe to repeat. Rejects with the system's error when the file cannot be read or the copy not made
   * durable.
   */
  keep(path: string): Promise<KeptSource>;
}

/** Names of files that are not kept yet begin so: one that a process leaves behind when it is killed is nothing. */
export const incomingPrefix = '.incoming-';

const chunkBytes = 1024 * 1024;

/** SHA-256 and size of a file without keeping it (a dry run). */
export const digestOfFile = async (path: string): Promise<KeptSource> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name: basename(path), sha256: hash.digest('hex'), bytes, path };
};

/** `<directory>/<sha256>`: written to a temporary file, made durable, then renamed; a reader never sees half a file. */
export class DirectorySourceStore implements SourceStore {
  #incoming = 0;
  constructor(private readonly directory: string) {}

  async keep(path: string): Promise<KeptSource> {
    await mkdir(this.directory, { recursive: true });
    this.#incoming += 1;
    const temporary = join(this.directory, `${incomingPrefix}${String(process.pid)}-${String(this.#incoming)}`);
    try {
      const { sha256, bytes } = await this.#copy(path, temporary);
      const kept = join(this.directory, sha256);
      if (await isWhole(kept, sha256)) await rm(temporary);
      else await this.#publish(temporary, kept);
      return { name: basename(path), sha256, bytes, path: kept };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #copy(path: string, temporary: string): Promise<{ sha256: string; bytes: number }> {
    const hash = createHash('sha256');
    const copy = await open(temporary, 'w', 0o640);
    let bytes = 0;
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
        await copy.writeFile(chunk);
      }
      await copy.sync();
    } finally {
      await copy.close();
    }
    return { sha256: hash.digest('hex'), bytes };
  }

  /** The name is durable when the directory is. */
  async #publish(temporary: string, kept: string): Promise<void> {
    await rename(temporary, kept);
    const directory = await open(this.directory, 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }
}

/** A kept file that a disk has spoilt is read by nobody: it gives way to what came now. */
const isWhole = (path: string, sha256: string): Promise<boolean> =>
  digestOfFile(path).then(
    (found) => found.sha256 === sha256,
    () => false,
  );
