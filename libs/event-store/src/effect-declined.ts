import { eventType, optional, reference, streamFor, text, uuid, code, type EventOf } from '#event-catalogue';
import { accept, type Decider, type Rejection } from './decider';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const effectDeclined = eventType(
  'effect',
  'EffectDeclined',
  'A target refused what a process asked of it, and the process took that for its answer: read again, the same event asks nothing of that target.',
  {
    process: code,
    /** Command id of the effect, and the stream that refused it. */
    effect: uuid,
    target: reference,
    code,
    message: text,
    field: optional(text),
  },
);
export type EffectDeclined = EventOf<typeof effectDeclined>;

/** One stream per process. */
export const declinedStream = (process: string): string =>
  streamFor({ category: 'effect', book: '-', issuer: 'process', reference: process });

/** Effects that were declined, by command id and target. */
export type DeclinedEffects = Map<string, Rejection>;
export const declinedKey = (effect: string, target: string): string => `${effect} ${target}`;

export const rejectionOf = ({ code: declined, message, field }: EffectDeclined['data']): Rejection => ({
  code: declined,
  message,
  ...(field === undefined ? {} : { field }),
});

/** A process's memory of refusals: each is what it is told, once per command id and target. */
export const declinedDecider: Decider<EffectDeclined['data'], null, EffectDeclined> = {
  category: 'effect',
  initial: null,
  evolve: () => null,
  decide: (data) => accept({ type: 'EffectDeclined', data }),
};

/** What a message may be long, in the event. */
const longest = 500;

export const declinedData = (
  process: string,
  effect: string,
  target: string,
  { code: refused, message, field }: Rejection,
): EffectDeclined['data'] => ({
  process,
  effect,
  target,
  code: refused,
  message: message.slice(0, longest),
  ...(field === undefined ? {} : { field: field.slice(0, longest) }),
});
