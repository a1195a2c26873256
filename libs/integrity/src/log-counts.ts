import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

/** How many events there are of each name. */
export class LogCounts implements LogObserver {
  readonly #counts = new Map<string, number>();

  observe({ stored }: ScannedEvent): void {
    this.#counts.set(stored.type, (this.#counts.get(stored.type) ?? 0) + 1);
  }

  /** By name, in order of the names. */
  byType(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
