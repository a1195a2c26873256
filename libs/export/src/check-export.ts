import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { manifestFileOf, manifestFormat, type ExportManifest } from './manifest';

/** What is wrong with an export, for a program and for people. */
export interface ExportFinding {
  readonly code:
    'EXPORT_FILE_MISSING' | 'EXPORT_MANIFEST_MISSING' | 'EXPORT_MANIFEST_MALFORMED' | 'EXPORT_SIZE_DIFFERS' | 'EXPORT_HASH_DIFFERS';
  readonly message: string;
}
export interface CheckedExport {
  readonly manifest?: ExportManifest;
  readonly findings: readonly ExportFinding[];
}

const isManifest = (value: unknown): value is ExportManifest =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  value.format === manifestFormat &&
  'file' in value &&
  typeof value.file === 'object' &&
  value.file !== null &&
  'sha256' in value.file &&
  'bytes' in value.file;

const manifestOf = (text: string): ExportManifest | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Holds an export against its manifest: the same bytes as were written. */
export const checkExport = async (file: string): Promise<CheckedExport> => {
  const beside = manifestFileOf(file);
  if (!existsSync(file)) return { findings: [{ code: 'EXPORT_FILE_MISSING', message: `${file}: no such file` }] };
  if (!existsSync(beside))
    return { findings: [{ code: 'EXPORT_MANIFEST_MISSING', message: `${beside}: no such file; an export that was broken off has none` }] };
  const manifest = manifestOf(await readFile(beside, 'utf8'));
  if (manifest === undefined)
    return { findings: [{ code: 'EXPORT_MANIFEST_MALFORMED', message: `${beside} is no manifest of the form ${manifestFormat}` }] };
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file)) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  const findings: ExportFinding[] = [];
  if (bytes !== manifest.file.bytes)
    findings.push({
      code: 'EXPORT_SIZE_DIFFERS',
      message: `${file} has ${String(bytes)} bytes, ${String(manifest.file.bytes)} were written`,
    });
  const sha256 = hash.digest('hex');
  if (sha256 !== manifest.file.sha256)
    findings.push({ code: 'EXPORT_HASH_DIFFERS', message: `${file} has SHA-256 ${sha256}, ${manifest.file.sha256} was written` });
  return { manifest, findings };
};
