import { createHash } from 'node:crypto';

/** The number under which PostgreSQL knows a lock of ours: advisory locks of a database have numbers of 64 bits and no names. */
export const lockNumber = (schema: string, name: string): string =>
  createHash('sha256').update(`tidewaiter\n${schema}\n${name}`).digest().readBigInt64BE().toString();
