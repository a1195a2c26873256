import { inTime, late, MeasuredEventStore, Telemetry } from '#telemetry';
import type { EventStore } from '#event-store';

/** What the HTTP edge needs to say how it is. */
export interface Edge {
  readonly telemetry: Telemetry;
  /** Whether the store does not answer now. Answers within half a second, and never rejects. */
  readonly storeIsSilent: () => Promise<boolean>;
  /** Milliseconds after which a request without an answer is looked at. */
  readonly patience: number;
}

/** With half a second for the question and what the network takes, an answer comes within five seconds. */
export const usualPatience = 4000;
const questionMilliseconds = 500;

/** An edge that tells nobody anything: for applications without a ledger. */
export const quietEdge = (): Edge => ({ telemetry: Telemetry.silent(), storeIsSilent: () => Promise.resolve(false), patience: usualPatience });

/** Whether a store leaves appends without an outcome, or does not say where its log ends. */
export const isSilent = async (store: EventStore): Promise<boolean> => {
  if (store instanceof MeasuredEventStore && store.unanswered) return true;
  try {
    return (await inTime(store.head(), questionMilliseconds)) === late;
  } catch {
    return true;
  }
};
