import { createHash } from 'node:crypto';

/** SHA-256 of UTF-8 text or bytes, hexadecimal. */
export const sha256Hex = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
export const sha256Bytes = (content: string | Uint8Array): Buffer => createHash('sha256').update(content).digest();
