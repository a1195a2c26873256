import type { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

interface Sent<M extends string> {
  readonly type: M;
  readonly disposition?: string;
  readonly length?: number;
}

/**
 * An answer that is sent as it is read. Its type says its media type (`string`: one that only what is sent knows), and what each line of it
 * says where it has lines of JSON: the API description is made of types.
 */
export class Streamed<M extends string, Line = never> extends StreamableFile {
  /** Of types alone. */
  declare protected readonly sent: readonly [M, Line];

  constructor(content: Readable | Uint8Array, options: Sent<M>) {
    // Nest tells a stream from bytes by itself.
    super(content as Readable, options);
  }
}
