/** Version of the stored form and of what is under the hash. A store with another one was written by a newer program. */
export const formatVersion = '1';
export const hashVersion = '1';

/** Whose log a store is, and how it is written. */
export interface StoreHeader {
  readonly installation: string;
  readonly format: string;
  readonly hash: string;
}
