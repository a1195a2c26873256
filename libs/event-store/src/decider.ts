import type { DomainEvent, Folded } from '#event-catalogue';

/** A business "no": a stable code, the field it is about where there is one, and a sentence. It leaves no event. */
export interface Rejection {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  /** Figures that explain the refusal, as text. */
  readonly details?: Readonly<Record<string, string>>;
}

/** What a decider answers: events (possibly none), or a rejection. An event may carry its own accounting moment. */
export type Decision<E extends DomainEvent> =
  { readonly accepted: readonly (E & { readonly effectiveAt?: string })[] } | { readonly rejected: Rejection };

export const accept = <E extends DomainEvent>(...events: readonly (E & { readonly effectiveAt?: string })[]): Decision<E> => ({
  accepted: events,
});
export const reject = (
  code: string,
  message: string,
  more: Omit<Rejection, 'code' | 'message'> = {},
): { readonly rejected: Rejection } => ({
  rejected: { code, message, ...more },
});

/** One aggregate: three pure functions. Time, ids and reference data arrive in the command. */
export interface Decider<C, S, E extends DomainEvent> {
  /** The stream category this decider writes. */
  readonly category: string;
  readonly initial: S;
  readonly evolve: (state: S, event: Folded<E>) => S;
  readonly decide: (command: C, state: S) => Decision<E>;
}
