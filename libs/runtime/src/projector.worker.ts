import { parentPort } from 'node:worker_threads';
import { threadData } from '#threads';
import type { LedgerPlace } from './ledger-place';
import { openProjectorParts } from './open-parts';
import type { Reached } from './projector-thread';
import { SharedProjections } from './shared-projections';

/** How long what is appended may go unnoticed while nobody waits for it. */
const pauseMilliseconds = 50;

/** Brings the read models to the end of the log, tells how far they are, and begins again; until it is told to close. */
const project = async (place: LedgerPlace, tell: (reached: Reached) => void, asked: Asked): Promise<void> => {
  const parts = await openProjectorParts(place);
  const projections = new SharedProjections({ ...parts, elsewhere: false });
  while (!asked.toClose) {
    await projections.project(await parts.store.head());
    const status = await projections.all.status();
    const stopped = status.find(({ fault }) => fault !== undefined);
    tell({
      position: status.map(({ position }) => position).sort()[0],
      ...(stopped === undefined
        ? {}
        : { fault: `${stopped.projection} has stopped at ${String(stopped.fault?.position)}: ${String(stopped.fault?.cause)}` }),
    });
    await asked.wait(pauseMilliseconds);
  }
  await projections.release();
  await parts.close();
};

/** What the other thread wants. */
class Asked {
  toClose = false;
  #again = false;
  #wake = (): void => undefined;

  take(message: 'catchUp' | 'close'): void {
    if (message === 'close') this.toClose = true;
    this.#again = true;
    this.#wake();
  }

  /** Resolves when something was asked since the last wait, or after so many milliseconds. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.#again)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.#again = false;
  }
}

const port = parentPort;
if (port === null) throw new Error('a projector runs in a thread of its own');
const asked = new Asked();
port.on('message', (message: 'catchUp' | 'close') => {
  asked.take(message);
});
void project(
  threadData() as LedgerPlace,
  (reached) => {
    port.postMessage(reached);
  },
  asked,
).finally(() => {
  port.close();
});
