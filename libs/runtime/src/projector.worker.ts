import { parentPort, workerData } from 'node:worker_threads';
import { SqliteEventStore } from '#event-store';
import { ProjectionRunner, SqliteReadModel } from '#read-model';
import { ledgerCatalogue } from './ledger-catalogue';
import { ledgerProjections } from './ledger-projections';
import type { ProjectorWork, Reached } from './projector-thread';

/** How long what is appended may go unnoticed while nobody waits for it. */
const pauseMilliseconds = 50;

/** Brings the read models to the end of the log, tells how far they are, and begins again; until it is told to close. */
const project = async ({ dataDirectory, eventsFile }: ProjectorWork, tell: (reached: Reached) => void, asked: Asked): Promise<void> => {
  const store = SqliteEventStore.openReadOnly(eventsFile);
  const views = SqliteReadModel.open(dataDirectory, ledgerProjections);
  const runner = new ProjectionRunner(store, ledgerCatalogue, views);
  while (!asked.toClose) {
    await runner.catchUp();
    const status = await runner.status();
    const stopped = status.find(({ fault }) => fault !== undefined);
    tell({
      position: status.map(({ position }) => position).sort()[0],
      ...(stopped === undefined ? {} : { fault: `${stopped.projection} has stopped at ${String(stopped.fault?.position)}: ${String(stopped.fault?.cause)}` }),
    });
    await asked.wait(pauseMilliseconds);
  }
  await views.close();
  await store.close();
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
void project(workerData as ProjectorWork, (reached) => { port.postMessage(reached); }, asked).finally(() => {
  port.close();
});
