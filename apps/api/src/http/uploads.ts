import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type DirectorySourceStore, incomingPrefix } from '#advance-data';
import { problem } from './problem';

/** What servers that share a directory may still be taking is younger than this, in milliseconds. */
const longestShared = 86_400_000;

/** What a server that was killed amid a body has left of it. */
const forgetLeftOvers = async (folder: string, isOne: (name: string) => boolean, youngest: number): Promise<void> => {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter(isOne)) {
    const file = path.join(folder, name);
    const told = await stat(file).catch(() => undefined);
    if (told !== undefined && told.mtimeMs <= youngest) await rm(file, { force: true });
  }
};

/** Takes streamed bodies into files of the data directory, for whoever keeps or reads them; they are the taker's to remove. */
@Injectable()
export class Uploads implements OnModuleInit {
  constructor(
    private readonly dataDirectory: string,
    /** Whether other servers take bodies into it, too. */
    private readonly isShared: boolean,
  ) {}

  /** Called by Nest before the first request. */
  async onModuleInit(): Promise<void> {
    const youngest = this.isShared ? Date.now() - longestShared : Infinity;
    await forgetLeftOvers(path.join(this.dataDirectory, 'incoming'), () => true, youngest);
    await forgetLeftOvers(path.join(this.dataDirectory, 'sources'), (name) => name.startsWith(incomingPrefix), youngest);
  }

  /** Throws a ProblemError BODY_TOO_LARGE beyond `maxBytes`, and then nothing of it is kept. */
  async receive(upload: Readable, maxBytes: number): Promise<string> {
    const folder = path.join(this.dataDirectory, 'incoming');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // Several servers share a directory, and each may be process 1 of its own container.
    const file = path.join(folder, randomUUID());
    let bytes = 0;
    const limited = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of upload as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw problem('BODY_TOO_LARGE', `expected at most ${String(maxBytes)} bytes`);
        yield chunk;
      }
    };
    try {
      await pipeline(limited, createWriteStream(file, { mode: 0o600 }));
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return file;
  }

  /** Keeps a body among documents, under its SHA-256. Throws as `receive`. */
  async keepIn(
    documents: DirectorySourceStore,
    upload: Readable,
    maxBytes: number,
  ): Promise<{ readonly sha256: string; readonly bytes: number }> {
    const file = await this.receive(upload, maxBytes);
    try {
      return await documents.keep(file);
    } finally {
      await rm(file, { force: true });
    }
  }
}
