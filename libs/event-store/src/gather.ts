import type { LogBatch, Position, RecordedEvent } from './event-store';

/** Decoded events of a stretch of the log. */
export interface Gathered<T> {
  readonly items: T[];
  readonly through: Position;
}

/**
 * Puts batches of the log together until there are `size` events, for readers that commit once per stretch. Each event is turned into an
 * item as soon as it is read, while its text is still in the processor's cache.
 */
export async function* gather<T>(batches: AsyncIterable<LogBatch>, size: number, itemOf: (event: RecordedEvent) => T): AsyncGenerator<Gathered<T>> {
  let items: T[] = [];
  let through: Position | undefined;
  for await (const batch of batches) {
    for (const event of batch.events) items.push(itemOf(event));
    through = batch.through;
    if (items.length < size) continue;
    yield { items, through };
    items = [];
    through = undefined;
  }
  if (through !== undefined) yield { items, through };
}
