import { type HandMatchEvent, matchStream, pairOf } from '#break-work';
import { type StoryEvent, noon } from './story';

/** What somebody said of two subjects by hand. */
export const hand = (
  a: string,
  b: string,
  event: 'confirm' | 'break' | { readonly leaves: 'none' | 'confirmed' | 'broken' },
  day = '2026-06-20',
): StoryEvent => {
  const data = { ...pairOf(a, b), reason: 'The label says so.', by: 'CLERK-1', on: day };
  const told: HandMatchEvent =
    event === 'confirm'
      ? { type: 'MatchConfirmed', data }
      : event === 'break'
        ? { type: 'MatchBroken', data }
        : { type: 'MatchStepUndone', data: { ...data, undoes: 0, leaves: event.leaves } };
  return { ...told, stream: matchStream(data.match), at: noon(day) };
};
