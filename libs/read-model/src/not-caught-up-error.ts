/** A query asked for a position that the read model did not reach in time, or never will because a projection has stopped. */
export class NotCaughtUpError extends Error {
  override readonly name = 'NotCaughtUpError';
}
