import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventStore, Position } from '#event-store';
import type { ReadModel } from '#read-model';

/** The moment that a request is answered at. Without `views` the present read models are those of `position`. */
export interface MomentOfRequest {
  /** RFC 3339 UTC: only what was effective by then counts. */
  readonly asOf?: string;
  /** What the log held at this place is known. */
  readonly position: Position;
  readonly views?: ReadModel;
  readonly log?: EventStore;
}

/** One place says at which moment a request is answered; every list, total and clock of the request follows, and none can forget to. */
export const momentOfRequest = new AsyncLocalStorage<MomentOfRequest>();
