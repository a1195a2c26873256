import type { FastifyReply } from 'fastify';

/**
 * Does something once the answer is sent or its client has gone: at once where that was while the request was at work. 'close' is told once,
 * and who listens too late hears nothing.
 */
export const whenAnswered = ({ raw }: FastifyReply, act: () => void): void => {
  if (raw.closed) act();
  else raw.once('close', act);
};
