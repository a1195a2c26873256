import { createReadStream } from 'node:fs';
import path from 'node:path';
import { digestOfFile } from '#advance-data';
import { notFound, problem } from '../http/problem';
import { Streamed } from '../http/streamed';

/** Where documents are kept beside the log, each named by its SHA-256. */
export class DocumentFolder {
  constructor(readonly directory: string) {}

  /**
   * Where a document is kept: all of it is read before anything of it is answered. Throws a ProblemError: NOT_FOUND where the log knows it by
   * its hash alone, DOCUMENT_DAMAGED where what is kept has become another.
   */
  async find(sha256: string): Promise<Readonly<{ file: string; bytes: number }>> {
    const file = path.join(this.directory, sha256);
    const found = await digestOfFile(file).catch((error: unknown) => {
      throw isAbsent(error) ? notFound() : error;
    });
    if (found.sha256 !== sha256) throw problem('DOCUMENT_DAMAGED', `What is kept as ${sha256} is another content now.`);
    return { file, bytes: found.bytes };
  }

  /** A document as it came. Throws as `find`. */
  async answer<M extends string>(sha256: string, type: M): Promise<Streamed<M>> {
    const { file, bytes } = await this.find(sha256);
    return new Streamed(createReadStream(file), { type, disposition: `attachment; filename="${sha256}"`, length: bytes });
  }
}

const isAbsent = (error: unknown): boolean => typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
