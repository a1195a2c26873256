import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { StreamableFile } from '@nestjs/common';
import { notFound } from '../http/problem';

/** Where documents are kept beside the log, each named by its SHA-256. */
export class DocumentFolder {
  constructor(readonly directory: string) {}

  /** Where a document is kept. Throws a ProblemError NOT_FOUND where the log knows it by its hash alone. */
  async find(sha256: string): Promise<Readonly<{ file: string; bytes: number }>> {
    const file = path.join(this.directory, sha256);
    const found = await stat(file).catch((error: unknown) => {
      throw isAbsent(error) ? notFound() : error;
    });
    return { file, bytes: found.size };
  }

  /** A document as it came. Throws as `find`. */
  async answer(sha256: string, type: string): Promise<StreamableFile> {
    const { file, bytes } = await this.find(sha256);
    return new StreamableFile(createReadStream(file), { type, disposition: `attachment; filename="${sha256}"`, length: bytes });
  }
}

const isAbsent = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
