import type { FastifyReply } from 'fastify';
import { idOf, type DomainEvent } from '#event-catalogue';
import type { CommandOutcome, RefusalCode } from '#event-store';
import { problem, problemOfRejection, type ProblemError } from './problem';

/** The header that carries a place in the log: given with every write, taken with a read that must see it. */
export const positionHeader = 'x-log-position';

export type Accepted = Extract<CommandOutcome, { readonly kind: 'accepted' }>;

/** What every accepted write answers: the thing, its revision after this write, and the facts recorded. The same for every repetition. */
export interface WriteAnswer {
  readonly id: string;
  readonly revision: string;
  readonly events: readonly { readonly type: string; readonly index: string }[];
}

/** Why a store took nothing, as a problem. */
const refusals: Partial<Record<RefusalCode, 'STORE_FULL' | 'JSON_TOO_LARGE'>> = {
  STORE_FULL: 'STORE_FULL',
  EVENT_TOO_LARGE: 'JSON_TOO_LARGE',
  APPEND_TOO_LARGE: 'JSON_TOO_LARGE',
};

const problemOfOutcome = (outcome: Exclude<CommandOutcome, Accepted>): ProblemError => {
  switch (outcome.kind) {
    case 'rejected':
      return problemOfRejection(outcome.rejection);
    case 'key_reused':
      return problem('IDEMPOTENCY_KEY_REUSED', 'The same key came with another request before.', { field: 'Idempotency-Key' });
    case 'stale':
      return problem('PRECONDITION_FAILED', 'The resource has another revision.', {
        field: 'If-Match',
        headers: outcome.actual === 'no_stream' ? {} : { etag: etagOf(outcome.actual) },
      });
    case 'unknown':
      return outcome.refusal === undefined
        ? problem('OUTCOME_UNKNOWN', 'Send the same request with the same Idempotency-Key again.')
        : problem(refusals[outcome.refusal] ?? 'STORE_UNAVAILABLE', 'Nothing was written.');
  }
};

export const etagOf = (revision: bigint | number | string): string => `"${String(revision)}"`;

/** The accepted outcome, or the problem it is. */
export const acceptedOrProblem = <E extends DomainEvent>(
  outcome: CommandOutcome<E>,
): Extract<CommandOutcome<E>, { readonly kind: 'accepted' }> => {
  if (outcome.kind === 'accepted') return outcome;
  throw problemOfOutcome(outcome);
};

/** The body of an accepted write, from its own events alone, so that a repetition answers the same bytes. */
export const writeAnswer = (stream: string, outcome: Accepted): WriteAnswer => ({
  id: idOf(stream),
  revision: String(outcome.events.at(-1)?.revision ?? outcome.revision),
  events: outcome.events.map(({ type, metadata }) => ({ type, index: metadata.index })),
});

/** Status and headers of an accepted write. */
export const stampAccepted = (reply: FastifyReply, outcome: Accepted): void => {
  if (outcome.position !== undefined) void reply.header(positionHeader, outcome.position);
  if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
  void reply.header('etag', etagOf(outcome.events.at(-1)?.revision ?? outcome.revision));
};
