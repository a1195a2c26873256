/** A read after the store has stopped or closed. */
export class StoreStoppedError extends Error {
  override readonly name = 'StoreStoppedError';
}
