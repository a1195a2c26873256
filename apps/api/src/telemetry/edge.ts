import { inTime, late, MeasuredEventStore, Telemetry } from '#telemetry';
import type { EventStore } from '#event-store';
import type { FastifyRequest } from 'fastify';
import { reads } from '../http/reads';

/** What the HTTP edge needs to say how it is. */
export interface Edge {
  readonly telemetry: Telemetry;
  /** Whether the store does not answer what this request needs of it. Answers within half a second, and never rejects. */
  readonly storeIsSilent: (request: Pick<FastifyRequest, 'method'>) => Promise<boolean>;
  /** Whether the database of the read models says nothing. Answers within half a second, and never rejects. */
  readonly viewsAreSilent: () => Promise<boolean>;
  /** The moment at which what happened is told, by the ledger; absent: nobody asks. */
  readonly now?: () => Promise<string>;
  /** Milliseconds after which a request without an answer is looked at. */
  readonly patience: number;
}

/** With half a second for the question and what the network takes, an answer comes within five seconds. */
export const usualPatience = 4000;
const questionMilliseconds = 500;

/** An edge that tells nobody anything: for applications without a ledger. */
export const quietEdge = (): Edge => ({
  telemetry: Telemetry.silent(),
  storeIsSilent: () => Promise.resolve(false),
  viewsAreSilent: () => Promise.resolve(false),
  patience: usualPatience,
});

/** Whether a store does not say where its log ends or, for a write, left the last append without an outcome. */
export const isSilent = async (store: EventStore, request: Pick<FastifyRequest, 'method'>): Promise<boolean> => {
  if (!reads(request) && store instanceof MeasuredEventStore && store.unanswered) return true;
  return isUnanswered(() => store.head());
};

/** Whether a question has no answer in half a second; a fault is none. */
export const isUnanswered = async (ask: () => Promise<unknown>): Promise<boolean> => {
  try {
    return (await inTime(ask(), questionMilliseconds)) === late;
  } catch {
    return true;
  }
};
