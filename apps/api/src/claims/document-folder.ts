import { createReadStream } from 'node:fs';
import path from 'node:path';
import { StreamableFile } from '@nestjs/common';
import { digestOfFile, type KeptSource } from '#advance-data';
import { notFound, problem } from '../http/problem';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';

/** Where documents are kept beside the log, each named by its SHA-256. */
export class DocumentFolder {
  constructor(readonly directory: string) {}

  /**
   * A document that is what it is named after: all of it is read before anything of it is answered. Throws a ProblemError: NOT_FOUND where
   * it is not there, DOCUMENT_DAMAGED where it has become another.
   */
  async whole(sha256: string): Promise<KeptSource> {
    const found = await digestOfFile(path.join(this.directory, sha256)).catch((error: unknown) => {
      throw isMissing(error) ? notFound() : error;
    });
    if (found.sha256 !== sha256) throw problem('DOCUMENT_DAMAGED', `What is kept as ${sha256} is another content now.`);
    return found;
  }

  /** As `whole`, to be answered. */
  async download(sha256: string, type: string): Promise<StreamableFile> {
    const { path: file, bytes } = await this.whole(sha256);
    return new StreamableFile(createReadStream(file), { type, disposition: `attachment; filename="${sha256}"`, length: bytes });
  }
}
