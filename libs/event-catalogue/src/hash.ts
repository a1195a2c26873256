import { hash } from 'node:crypto';

/** SHA-256 of UTF-8 text or bytes, hexadecimal. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content, 'hex');
/** SHA-256 as 32 characters, each a byte: what is kept in numbers costs half of what it takes by way of a buffer. */
export const sha256Characters = (content: string): string => hash('sha256', content, 'binary');
/**
 * One SHA-256 for a set of SHA-256, all hexadecimal: over the 32 bytes of each in ascending order, so that the order of arrival does not
 * count.
 */
export const sha256OfSet = (hashes: Iterable<string>): string => sha256Hex(Buffer.from([...hashes].sort().join(''), 'hex'));
