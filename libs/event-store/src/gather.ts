import type { LogBatch, Position, RecordedEvent } from './event-store';

/** Decoded events of a stretch of the log. */
export interface Gathered<T> {
  readonly items: T[];
  readonly through: Position;
}

/** UTF-16 units of a stretch: two thousand events of the greatest length would take some 128 MB. */
const stretchUnits = 1_250_000;

/**
 * Puts batches of the log together until there are `size` events, or so many that their texts are some 1 MB long, for readers that commit
 * once per stretch. Each event is turned into an item as soon as it is read, while its text is still in the processor's cache.
 */
export async function* gather<T>(
  batches: AsyncIterable<LogBatch>,
  size: number,
  itemOf: (event: RecordedEvent) => T,
): AsyncGenerator<Gathered<T>> {
  let items: T[] = [];
  let units = 0;
  let through: Position | undefined;
  for await (const batch of batches) {
    for (const event of batch.events) {
      units += event.data.length + event.metadata.length;
      items.push(itemOf(event));
    }
    through = batch.through;
    if (items.length < size && units < stretchUnits) continue;
    yield { items, through };
    items = [];
    units = 0;
    through = undefined;
  }
  if (through !== undefined) yield { items, through };
}
