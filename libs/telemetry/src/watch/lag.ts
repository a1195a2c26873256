import { categoryOf, type Metadata } from '#event-catalogue';
import type { EventStore, Position, RecordedEvent } from '#event-store';

/** What follows the log: a read model or a process, and how far it has come. */
export interface Follower {
  readonly kind: 'projection' | 'process';
  readonly name: string;
  /** Everything up to here has been taken in. */
  readonly position: Position;
  /** Categories it reads; all when absent. */
  readonly categories?: readonly string[];
  /** It does not go on by itself. */
  readonly stopped: boolean;
}

export interface FollowerLag extends Pick<Follower, 'kind' | 'name' | 'stopped'> {
  /** Events that concern it and that it has not taken in. */
  readonly events: number;
  /** There are more: counting ended here. */
  readonly capped: boolean;
  /** Age of the first of them; 0 where there is none. */
  readonly seconds: number;
}

/** Events that are looked at for one count: more would cost a server what it needs to catch up. */
const lagCap = 10_000;

interface Tally {
  readonly follower: Follower;
  events: number;
  capped: boolean;
  first?: RecordedEvent;
}

const concerns = ({ categories, position }: Follower, event: RecordedEvent, category: string): boolean =>
  event.position > position && (categories === undefined || categories.includes(category));

const take = (tallies: readonly Tally[], event: RecordedEvent): void => {
  const category = categoryOf(event.stream);
  for (const tally of tallies) {
    if (!concerns(tally.follower, event, category)) continue;
    tally.events += 1;
    tally.first ??= event;
  }
};

/**
 * Seconds from when an event was recorded until `now`; none where the clocks of two machines disagree, or where the event is damaged: its
 * follower stops.
 */
const ageOf = (event: RecordedEvent | undefined, now: string): number => {
  if (event === undefined) return 0;
  try {
    return Math.max(0, (Date.parse(now) - Date.parse((JSON.parse(event.metadata) as Metadata).recordedAt)) / 1000) || 0;
  } catch {
    return 0;
  }
};

/** Asked between batches: the reading ends where nobody waits for it any more. */
type Abandoned = () => boolean;

/** Reads on from the slowest up to the cap, and says where it came; undefined at the end. */
const readFrom = async (
  store: EventStore,
  tallies: readonly Tally[],
  through: Position,
  cap: number,
  abandoned: Abandoned,
): Promise<Position | undefined> => {
  const after = tallies.map(({ follower }) => follower.position).sort()[0];
  if (after === undefined) return undefined;
  let read = 0;
  for await (const batch of store.readAll({ after, through, batch: 500 })) {
    for (const event of batch.events) take(tallies, event);
    read += batch.events.length;
    if (read >= cap || abandoned()) return batch.through;
  }
  return undefined;
};

/**
 * How far each follower is behind `head`: positions are no numbers to subtract, so the events between are counted, in one reading for all
 * that stand together, and in one more for those that stand beyond the cap of the slower ones. Where nobody is behind, nothing is read.
 * Rejects with what the store throws.
 */
export const lagOf = async (
  store: EventStore,
  followers: readonly Follower[],
  head: Position,
  now: string,
  cap: number = lagCap,
  abandoned: Abandoned = () => false,
): Promise<readonly FollowerLag[]> => {
  const tallies = followers.map((follower): Tally => ({ follower, events: 0, capped: false }));
  let behind = tallies.filter(({ follower }) => follower.position < head);
  while (behind.length > 0 && !abandoned()) {
    const reached = await readFrom(store, behind, head, cap, abandoned);
    if (reached === undefined || reached >= head) break;
    for (const tally of behind) tally.capped = tally.follower.position < reached;
    // Who stands further on has not been counted yet.
    behind = behind.filter(({ capped }) => !capped);
  }
  return tallies.map(({ follower: { kind, name, stopped }, events, capped, first }) => ({
    kind,
    name,
    stopped,
    events,
    capped,
    seconds: ageOf(first, now),
  }));
};
