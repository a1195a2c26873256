import { code, day, eventType, id, integer, oneOf, optional, partyCode, record, reference, remark, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** What two subjects are to each other by hand. */
export const handStanding = oneOf('none', 'confirmed', 'broken');

/** The pair, by their streams in the order of their names, and who did it when. */
const step = { match: id, one: reference, other: reference, reason: remark, by: partyCode, on: day };

export const matchConfirmed = eventType('match', 'MatchConfirmed', 'Somebody said that two things belong together which no key joined.', {
  ...step,
  /** The candidate that it was taken from. */
  suggestion: optional(record({ rule: code, version: integer(1), score: integer(0) })),
});
export const matchBroken = eventType(
  'match',
  'MatchBroken',
  'Somebody said that two things do not belong together which a key joined.',
  step,
);
export const matchStepUndone = eventType('match', 'MatchStepUndone', 'The last step that still counted is taken back.', {
  ...step,
  /** Revision of the step in this stream. */
  undoes: integer(0),
  /** What the pair is to each other after it. */
  leaves: handStanding,
});

export const handMatchEvents = [matchConfirmed, matchBroken, matchStepUndone] as const;
export type HandMatchEvent = EventOf<(typeof handMatchEvents)[number]>;
