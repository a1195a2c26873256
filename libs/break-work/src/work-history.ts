import { type BreakWorkEvent } from './break-work.events';

/** One entry of what was done, in the order of the stream. */
export type WorkEntry = BreakWorkEvent & {
  readonly revision: number;
  /** A later step took it back. */
  readonly undone?: true;
};

export const historyOf = (events: readonly BreakWorkEvent[]): readonly WorkEntry[] => {
  const undone = new Set(events.flatMap((event) => (event.type === 'BreakWorkUndone' ? [event.data.undoes] : [])));
  return events.map((event, revision) => ({ ...event, revision, ...(undone.has(revision) ? { undone: true as const } : {}) }));
};
