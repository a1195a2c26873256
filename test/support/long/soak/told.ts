import { sha256Hex } from '#event-catalogue';
import type { Position } from '#event-store';

/** An answer to a command: its events as hashes, which are over their bytes and places. */
export interface ToldAnswer {
  readonly command: string;
  readonly stream: string;
  readonly first: string;
  readonly hashes: readonly string[];
}

/** An append of which the store said that it is written. */
export interface ToldAppend {
  readonly stream: string;
  readonly revision: string;
  readonly position: Position;
  readonly events: number;
  readonly bytes: string;
}

/** What a subscription gave: an event each, and where it was taken up again. */
export type ToldEvent = { readonly position: Position; readonly id: string } | { readonly again: Position };

/** What a read gave, of the log or of a stream. */
export type ToldRead =
  | {
      readonly of: 'log';
      readonly after: Position;
      readonly through: Position;
      readonly categories: readonly string[] | undefined;
      readonly events: number;
      readonly ids: string;
    }
  | { readonly of: 'stream'; readonly stream: string; readonly from: number; readonly events: number; readonly ids: string };

/** How long calls of one kind took, and how often. */
export interface CallTimes {
  calls: number;
  failed: number;
  longest: number;
  /** Milliseconds since the start at which the longest began. */
  longestAt: number;
}

export type CallKind = 'append' | 'read' | 'readAll' | 'head';

/** Said at the end by every worker. */
export interface WorkerReport {
  readonly role: string;
  readonly calls: Readonly<Record<CallKind, CallTimes>>;
  /** Counts by what is counted. */
  readonly counts: Readonly<Record<string, number>>;
  /** What must not be. */
  readonly wrong: readonly string[];
  /** Milliseconds without a core, and the longest the process held itself up. */
  readonly starved: number;
  readonly longestOwn: number;
}

export interface Memory {
  readonly heap: number;
  readonly rss: number;
}

export const bytesOf = (
  events: readonly { readonly id: string; readonly type: string; readonly data: string; readonly metadata: string }[],
): string => sha256Hex(events.map(({ id, type, data, metadata }) => `${id}\n${type}\n${data}\n${metadata}`).join('\n')).slice(0, 32);
export const idsOf = (ids: readonly string[]): string => sha256Hex(ids.join('\n')).slice(0, 32);
