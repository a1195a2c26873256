import { type Route } from '#event-store';

/**
 * The refusals that a process takes for answers: `lasting` ones their target will give for ever, `passing` ones it might not give another
 * day, so that they are recorded. Any other refusal stops the process.
 */
export const answering = (lasting: readonly string[], passing: readonly string[] = []): Route => {
  const [final, declined] = [new Set(lasting), new Set(passing)];
  return ({ rejection: { code } }) => (final.has(code) ? 'final' : declined.has(code) ? 'declined' : undefined);
};
