import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import type { DirectorySourceStore } from '#advance-data';
import { problem } from './problem';

/** Takes streamed bodies into files of the data directory, for whoever keeps or reads them; they are the taker's to remove. */
@Injectable()
export class Uploads {
  constructor(private readonly dataDirectory: string) {}

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
