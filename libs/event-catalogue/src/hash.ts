import { hash } from 'node:crypto';

/** SHA-256 of UTF-8 text or bytes, hexadecimal. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
export const sha256Bytes = (content: string | Uint8Array): Buffer => hash('sha256', content, 'buffer');
