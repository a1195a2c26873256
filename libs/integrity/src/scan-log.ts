import { type EventCatalogue } from '#event-catalogue';
import { logStart, type EventStore, type Position } from '#event-store';
import { ScannedEvent } from './scanned-event';

/** All that a scan needs of a store. */
export type LogOnly = Pick<EventStore, 'readAll'>;

/** Somebody who looks at every event of a log, in log order. */
export interface LogObserver {
  observe(event: ScannedEvent): void;
}

/** How far a scan goes and whom it tells. */
export interface ScanOptions {
  /** Ends the scan after this position; the present end of the log unless told. */
  readonly through?: Position;
  /** Called after each batch. */
  readonly progress?: (events: number) => void;
  /** Events per read. */
  readonly batch?: number;
}

/** What a scan has read. */
export interface ScannedStretch {
  readonly events: number;
  /** Position of the last event, or `logStart`. */
  readonly position: Position;
  /** Why the store could not read on, where it could not. */
  readonly broken?: Error;
}

/**
 * Reads the log once for all observers; each event is read and decoded once. A store that cannot read on ends the scan and is told, not
 * thrown.
 */
export const scanLog = async (
  store: LogOnly,
  catalogue: EventCatalogue,
  observers: readonly LogObserver[],
  options: ScanOptions = {},
): Promise<ScannedStretch> => {
  const { through, progress, batch = 2000 } = options;
  let events = 0;
  let position = logStart;
  const batches = store.readAll({ batch, ...(through === undefined ? {} : { through }) })[Symbol.asyncIterator]();
  for (;;) {
    let next;
    try {
      next = await batches.next();
    } catch (error) {
      return { events, position, broken: error instanceof Error ? error : new Error(String(error)) };
    }
    if (next.done === true) return { events, position };
    for (const stored of next.value.events) {
      const event = new ScannedEvent(stored, catalogue);
      for (const observer of observers) observer.observe(event);
      position = stored.position;
    }
    events += next.value.events.length;
    progress?.(events);
  }
};
