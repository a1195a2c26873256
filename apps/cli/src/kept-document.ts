import { stat } from 'node:fs/promises';
import path from 'node:path';
import { DirectorySourceStore, type KeptSource } from '#advance-data';
import type { Ledger } from '#runtime';
import { CannotRunError } from './exit';

/** Keeps a document beside the log under its SHA-256. Throws CannotRunError where there is nothing to read, or more than `most` bytes. */
export const keptDocument = async (ledger: Ledger, file: string, most: number): Promise<KeptSource> => {
  const size = await stat(file).then(
    ({ size: bytes }) => bytes,
    () => undefined,
  );
  if (size === undefined || size === 0)
    throw new CannotRunError('FILE_UNREADABLE', `${file}: no file that can be read, or nothing in it`, '--file');
  if (size > most) throw new CannotRunError('EVIDENCE_TOO_LARGE', `--file: expected at most ${String(most)} bytes`, '--file');
  return new DirectorySourceStore(path.join(ledger.dataDirectory, 'sources')).keep(file);
};
