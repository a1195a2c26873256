/**
 * Ends a call for both sides. Cancelling tells the server; only a destroyed stream is over for the client, too, which waits for every one
 * of its streams when it is disposed of. Whoever lets go still listens to `error`.
 */
export const letGo = (call: { cancel(): void; destroy(): unknown }): void => {
  call.cancel();
  call.destroy();
};
