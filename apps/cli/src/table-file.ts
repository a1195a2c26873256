import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sha256Hex } from '#event-catalogue';
import { readRuleTable, TableFormatError, type RuleTableKind, type TableReading } from '#rules';
import { CannotRunError } from './exit';

/** First day of the tariff that the project ships facts of: both columns of the public table apply from then on. */
export const tariffFrom = '2021-01-01';

/** What a table is, and when it applies where it does not say so itself. */
export interface TableFile {
  readonly kind: RuleTableKind;
  readonly published: string;
  readonly from: string;
}

/** Reads a public table, plain or gzip. */
export const readTableFile = async (
  file: string,
  { kind, published, from }: TableFile,
): Promise<{ readonly reading: TableReading; readonly sha256: string }> => {
  const bytes = await readFile(file);
  const sha256 = sha256Hex(bytes);
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const source = `${path.basename(file)}, sha256 ${sha256}`.slice(-300);
  const text = textOf(packed ? unpacked(bytes, file) : bytes, file);
  try {
    return { sha256, reading: await readRuleTable(kind, text, { source, publishedAt: published, from }) };
  } catch (error) {
    throw error instanceof TableFormatError ? new CannotRunError(error.code, `${file}: ${error.message}`, file) : error;
  }
};

const unpacked = (bytes: Buffer, file: string): Buffer => {
  try {
    return gunzipSync(bytes);
  } catch {
    throw new CannotRunError('FILE_UNUSABLE', `${file}: the compression is damaged`, file);
  }
};

const textOf = (bytes: Buffer, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CannotRunError('FILE_UNUSABLE', `${file}: not a text in UTF-8`, file);
  }
};
