import { categoryOf } from '#event-catalogue';
import type { Position } from '#event-store';
import type { LoggedEvent, Projection } from './projection';
import type { ReadModel, Stretch } from './read-model';

/** A projection or one partition of it. */
export interface ProjectionPart {
  readonly projection: string;
  /** All partitions when absent. */
  readonly partition?: number;
}

/** What has a checkpoint of its own: a projection, or a partition of one that is kept in several. */
export interface Part {
  readonly name: string;
  readonly projection: Projection;
  readonly partition: number;
  readonly partitioned: boolean;
}

export const partName = (projection: string, partition = 0): string => `${projection}/${String(partition)}`;

/** All parts that a read model keeps. */
export const partsOf = (readModel: ReadModel): readonly Part[] =>
  readModel.projections.flatMap((projection) => {
    const count = readModel.partitionsOf(projection);
    return Array.from({ length: count }, (_, partition) => ({
      name: partName(projection.name, partition),
      projection,
      partition,
      partitioned: count > 1,
    }));
  });

/** The parts that are asked for. Throws RangeError for one that there is not. */
export const chosenParts = (parts: readonly Part[], only: readonly ProjectionPart[] | undefined): readonly Part[] => {
  if (only === undefined) return parts;
  const chosen = only.flatMap(({ projection, partition }) => {
    const found = parts.filter((part) => part.projection.name === projection && (partition === undefined || part.partition === partition));
    if (found.length === 0)
      throw new RangeError(`the read model keeps no ${partition === undefined ? projection : partName(projection, partition)}`);
    return found;
  });
  return [...new Set(chosen)];
};

/** What of some events concerns each of the parts. */
export const stretchesFor = (
  parts: readonly Part[],
  events: readonly LoggedEvent[],
  after: Position,
  through: Position,
): readonly Stretch[] => {
  const ofProjection = new Map<Projection, readonly LoggedEvent[]>();
  // Once for all of them: most events concern a few projections of many.
  const categories = events.map(({ stream }) => categoryOf(stream));
  return parts.map(({ projection, partition, partitioned }) => {
    const known = ofProjection.get(projection) ?? eventsFor(projection, events, categories);
    ofProjection.set(projection, known);
    if (!partitioned) return { projection, events: known, after, through };
    return {
      projection,
      partition,
      events: known.filter((event) => projection.partitions?.partitionOf(event) === partition),
      after,
      through,
    };
  });
};

const eventsFor = (
  { categories: wanted }: Projection,
  events: readonly LoggedEvent[],
  categories: readonly string[],
): readonly LoggedEvent[] => {
  if (wanted === undefined) return events;
  const isWanted = new Set(wanted);
  return events.filter((_, i) => isWanted.has(categories[i] ?? ''));
};
