import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#telemetry';

/** How long requests in flight may take to finish. */
const patienceMilliseconds = 10_000;

/** What a stop does, in order; each step runs once. */
export interface Stoppable {
  /** Accepts no more requests and waits for those in flight. */
  readonly stopServing: () => Promise<void>;
  readonly stopFollowing: () => Promise<void>;
  /** Lets go of the store and its lock. */
  readonly closeLedger: () => Promise<void>;
}

/** Ends a server in good order; requests that take longer than ten seconds are left to their clients' retry. */
export const stop = async ({ stopServing, stopFollowing, closeLedger }: Stoppable): Promise<void> => {
  const giveUp = new AbortController();
  await Promise.race([stopServing(), sleep(patienceMilliseconds, undefined, { signal: giveUp.signal, ref: false }).catch(() => undefined)]);
  giveUp.abort();
  await stopFollowing();
  await closeLedger();
};

/** Stops once on SIGTERM or SIGINT and exits 0; a second signal exits at once. */
export const stopOnSignal = (stoppable: Stoppable, log: Log): void => {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop(stoppable).then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error('the server did not stop in good order', { error: fault });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
};
