import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deriveId } from '#event-catalogue';

/** A setting or the data directory cannot be used; the message names it. The process should not start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(
    message: string,
    /** Environment variable that it is about, where it is about one. */
    readonly setting?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Who this ledger is, and the key under which buyers become pseudonyms. Made once, kept beside the log, never in it. */
export interface Installation {
  readonly id: string;
  /** Secret under which buyers become pseudonyms: the same buyer of the same seller is the same one, and nobody else can compute it. */
  readonly buyerKey: Uint8Array;
}

interface InstallationFile {
  readonly format: 1;
  readonly id: string;
  readonly buyerKey: string;
}

const fileName = 'installation.json';

const writeSynced = (file: string, content: string, mode: number): void => {
  const handle = openSync(file, 'w', mode);
  writeFileSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
};

const syncDirectory = (directory: string): void => {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/** Writes a file so that it is there whole or not at all; where another program has made it first, that one stays. */
export const writeFirst = (file: string, content: string): void => {
  const temporary = `${file}.${randomBytes(8).toString('hex')}.part`;
  writeSynced(temporary, content, 0o600);
  try {
    linkSync(temporary, file);
  } catch (error) {
    // A file system without links: then the last one wins.
    if (!existsSync(file)) renameSync(temporary, file);
    else if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  syncDirectory(path.dirname(file));
};

/** The content of an installation's file. Throws ConfigurationError that names `file`. */
export const parseInstallation = (file: string, text: string): InstallationFile => {
  let value: Partial<InstallationFile>;
  try {
    value = JSON.parse(text) as Partial<InstallationFile>;
  } catch {
    throw new ConfigurationError(`${file} cannot be read as JSON`);
  }
  if (value.format !== 1) throw new ConfigurationError(`${file} has format ${String(value.format)}; this version reads format 1`);
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(value.id ?? '')) throw new ConfigurationError(`${file}: "id" is no installation id`);
  if (!/^[0-9a-f]{64}$/.test(value.buyerKey ?? ''))
    throw new ConfigurationError(`${file}: "buyerKey" is no key of 32 bytes in hexadecimal`);
  return value as InstallationFile;
};

const made = (secret: Buffer): InstallationFile => ({
  format: 1,
  id: deriveId({ category: 'installation', book: '-', issuer: 'TIDEWAITER', reference: secret.subarray(0, 16).toString('hex') }),
  buyerKey: createHmac('sha256', secret).update('buyer').digest('hex'),
});

const installationOf = ({ id, buyerKey }: InstallationFile): Installation => ({ id, buyerKey: Buffer.from(buyerKey, 'hex') });

export const hasInstallation = (directory: string): boolean => existsSync(path.join(directory, fileName));

/** An identity that a directory has, or is going to have. */
export interface PlannedInstallation {
  readonly id: string;
  readonly isNew: boolean;
  /**
   * Makes the directory and the file where they are missing. Of programs that do so at the same time one wins, and all get its identity.
   */
  readonly open: () => Installation;
}

/**
 * The installation of a data directory, or a new one that nothing holds yet. `seed` makes a *reproducible* identity for demonstrations,
 * whose buyers are invented: two runs of one demo are then equal to the byte. Without it 32 random bytes are used. Throws
 * ConfigurationError where the file is damaged or of a newer format.
 */
export const planInstallation = (directory: string, options: { readonly seed?: string } = {}): PlannedInstallation => {
  if (hasInstallation(directory)) {
    const found = readInstallation(directory);
    return { id: found.id, isNew: false, open: () => found };
  }
  const planned = made(
    options.seed === undefined ? randomBytes(32) : createHmac('sha256', 'tidewaiter demonstration').update(options.seed).digest(),
  );
  return {
    id: planned.id,
    isNew: true,
    open: () => {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      writeFirst(path.join(directory, fileName), `${JSON.stringify(planned, undefined, 2)}\n`);
      return readInstallation(directory);
    },
  };
};

/** The installation of a data directory; makes it where there is none. Throws as `planInstallation`. */
export const openInstallation = (directory: string, options: { readonly seed?: string } = {}): Installation =>
  planInstallation(directory, options).open();

/** The installation of a data directory that has one. Throws ConfigurationError. */
export const readInstallation = (directory: string): Installation => {
  const file = path.join(directory, fileName);
  if (!existsSync(file)) throw new ConfigurationError(`${file}: no such file; the directory holds no installation`);
  return installationOf(parseInstallation(file, readFileSync(file, 'utf8')));
};

/** True where the directory holds no ledger yet. */
export const isEmptyDirectory = (directory: string): boolean => !existsSync(path.join(directory, 'events.db'));
