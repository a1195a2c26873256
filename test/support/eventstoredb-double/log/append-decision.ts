import { noRevision, type Expected } from './records';

/** Where an event with a given id lies. */
export interface Placed {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

/** What the decision asks of a stream. */
export interface StreamFacts {
  readonly head: number;
  readonly tombstoned: boolean;
  readonly softDeleted: boolean;
  /** Whether the stream has metadata: such a stream exists for `stream_exists`, even without events. */
  readonly hasMetadata: boolean;
  /** The event at a revision. */
  at(revision: number): { readonly id: string; readonly position: number } | undefined;
  /** An event that was written lately: the server remembers ids for a while and until its next start, no longer. */
  recent(id: string): Placed | undefined;
}

export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'repeated'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong_version' }
  | { readonly kind: 'deleted' };

const write: Decision = { kind: 'write' };
const wrong: Decision = { kind: 'wrong_version' };
const deleted: Decision = { kind: 'deleted' };

/** `any` and `stream_exists` find a repetition only among recent ids; the first unknown id decides. */
const withoutRevision = (stream: string, facts: StreamFacts, ids: readonly string[]): Decision => {
  let last: Placed | undefined;
  for (const id of ids) {
    const found = facts.recent(id);
    if (found?.stream !== stream) return last === undefined ? write : wrong;
    last = found;
  }
  return last === undefined ? write : { kind: 'repeated', revision: last.revision, position: last.position };
};

/** Below the head only the repetition of what is stored at that very place is a success. */
const belowTheHead = (expected: number, facts: StreamFacts, ids: readonly string[]): Decision => {
  let repeated: Decision | undefined;
  for (const [i, id] of ids.entries()) {
    const revision = expected + 1 + i;
    const stored = facts.at(revision);
    if (stored?.id !== id) return i === 0 && expected === noRevision && facts.softDeleted ? write : wrong;
    repeated = { kind: 'repeated', revision, position: stored.position };
  }
  return repeated ?? wrong;
};

/**
 * The server's decision table about expected revisions. Written down here a second time, apart from the rules of the embedded store, so
 * that a mistake in those cannot hide behind both adapters.
 */
export const decide = (stream: string, expected: Expected, ids: readonly string[], facts: StreamFacts): Decision => {
  if (facts.tombstoned) return deleted;
  if (expected === 'stream_exists') {
    if (facts.softDeleted) return deleted;
    if (facts.head === noRevision && !facts.hasMetadata) return wrong;
  }
  if (expected === 'any' || expected === 'stream_exists') return withoutRevision(stream, facts, ids);
  const revision = expected === 'no_stream' ? noRevision : expected;
  if (revision < facts.head) return belowTheHead(revision, facts, ids);
  return revision > facts.head ? wrong : write;
};
