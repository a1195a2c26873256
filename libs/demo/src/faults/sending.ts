import type { DomainEvent } from '#event-catalogue';
import type { Dispatch } from '#event-store';
import { runCommands } from '../stage';
import type { Sending } from '../told-parcel';

/** What the commands of faults are counted under. */
export const faultStage = 'planted faults';

export const send =
  <C, S, E extends DomainEvent>(...dispatches: readonly Dispatch<C, S, E>[]): Sending =>
  async ({ ledger, stages }) =>
    runCommands(ledger, stages, faultStage, dispatches);

/** One after the other. */
export const inOrder =
  (...sendings: readonly Sending[]): Sending =>
  async (telling) => {
    for (const one of sendings) await one(telling);
  };

/** Until all processes have answered what is told so far. */
export const settled: Sending = async ({ ledger }) => ledger.settle();
