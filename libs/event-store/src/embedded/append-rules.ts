import type { SealedEvent } from '#event-catalogue';
import { refusalOf } from '../append-caps';
import type { Append, AppendOutcome, Position } from '../event-store';

/** A stream without events has its head before revision 0. */
export const noRevision = -1;

/** What the rules ask of the place where events lie. Revisions are numbers here: a stream never reaches 2^53 events. */
export interface StreamShelf {
  /** Revision of the stream's last event, or `noRevision`. */
  head(stream: string): number;
  /** Id and position of a stored event; undefined where none is. */
  at(stream: string, revision: number): { readonly id: string; readonly position: Position } | undefined;
  /** Puts events after the head and returns the position of the last. */
  put(append: Append, head: number): Position;
}

/**
 * Length of an event in the log, as if it were one file: the next position is this much further on. The constant stands for a record's
 * frame, so that an empty event still takes room.
 */
export const bytesInLog = (stream: string, event: SealedEvent): number => event.bytes + stream.length + event.id.length + 24;

const conflict = (head: number): AppendOutcome => ({ kind: 'conflict', actual: head === noRevision ? 'no_stream' : BigInt(head) });

/** Below the head an append is repeated only if every one of its events is stored at its very place. */
const repeated = (append: Append, expected: number, shelf: StreamShelf): Position | undefined => {
  let last: Position | undefined;
  for (const [i, event] of append.events.entries()) {
    const stored = shelf.at(append.stream, expected + 1 + i);
    if (stored?.id !== event.id) return undefined;
    last = stored.position;
  }
  return last;
};

const applyOne = (append: Append, shelf: StreamShelf): AppendOutcome => {
  const refusal = refusalOf(append);
  if (refusal !== undefined) return refusal;
  const expected = append.expected === 'no_stream' ? noRevision : Number(append.expected);
  const head = shelf.head(append.stream);
  const revision = (): bigint => BigInt(expected + append.events.length);
  if (expected === head) return { kind: 'appended', position: shelf.put(append, head), revision: revision() };
  if (expected > head) return conflict(head);
  const position = repeated(append, expected, shelf);
  return position === undefined ? conflict(head) : { kind: 'appended', position, revision: revision() };
};

/**
 * EventStoreDB's rules of expected revisions (docs/decisions/store-embedded.md) for the elements of one call, in order: one
 * outcome each. A failed element makes every later one of its stream a conflict and touches no other stream.
 */
export const applyAppends = (appends: readonly Append[], shelf: StreamShelf): readonly AppendOutcome[] => {
  const [only] = appends;
  // A command is one append: there is nothing behind it that could conflict with it.
  if (only !== undefined && appends.length === 1) return [applyOne(only, shelf)];
  const failed = new Set<string>();
  return appends.map((append) => {
    const outcome = failed.has(append.stream) ? conflict(shelf.head(append.stream)) : applyOne(append, shelf);
    if (outcome.kind !== 'appended') failed.add(append.stream);
    return outcome;
  });
};
