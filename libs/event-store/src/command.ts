import type { DomainEvent, Recorded } from '#event-catalogue';
import type { Decider, Rejection } from './decider';
import type { Position, RefusalCode } from './event-store';

/** The present moment as RFC 3339 UTC text with milliseconds. Only `recordedAt` is read from it. */
export type Clock = () => string;

/** Who asks for what, when it counts, and how it is recognised when it comes again. */
export interface CommandContext {
  /** UUIDv5; see `commandIdOfMessage`, `commandIdOfRequest`, `commandIdOfEffect`. */
  readonly commandId: string;
  /** SHA-256 of the canonical parsed request; the same command id with another hash is refused. */
  readonly requestHash?: string;
  readonly actor: string;
  readonly onBehalfOf?: string;
  readonly book: string;
  /** Accounting moment of the events, RFC 3339 UTC with milliseconds. */
  readonly effectiveAt: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** The caller's optimistic lock (`If-Match`): the last revision it saw. */
  readonly ifRevision?: bigint;
}

/** A command on its way to one stream. */
export interface Dispatch<C, S, E extends DomainEvent> {
  readonly decider: Decider<C, S, E>;
  readonly stream: string;
  readonly command: C;
  readonly context: CommandContext;
}

/** Why an append is made again: another writer was first, or the store did not say. */
export type RetryReason = 'conflict' | 'unknown';

/** One command that is watched; exactly one of the two is called, once. They must not throw. */
export interface WatchedCommand {
  /** W3C trace context under which the events are stored, in place of the caller's; outside the hash. */
  readonly traceparent?: string;
  readonly end: (outcome: CommandOutcome) => void;
  /** The command failed by a bug. */
  readonly fail: (bug: unknown) => void;
}

/** Told of every command as it is taken in: for metrics and traces. */
export interface CommandObserver {
  begin(dispatch: Dispatch<unknown, unknown, DomainEvent>): WatchedCommand;
}

/**
 * What became of a command. `replayed` says that the answer is the first one, rebuilt from its events.
 * `key_reused`: the command id was used with another request. `unknown`: the store did not say; ask again with the same command id. Its
 * `refusal` says why the store took nothing (a full disk, a stopped store); then nothing was written.
 */
export type CommandOutcome<E extends DomainEvent = DomainEvent> =
  | {
      readonly kind: 'accepted';
      readonly events: readonly Recorded<E>[];
      readonly revision: bigint | 'no_stream';
      readonly position?: Position;
      readonly replayed: boolean;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection; readonly revision: bigint | 'no_stream' }
  | { readonly kind: 'key_reused' }
  | { readonly kind: 'stale'; readonly actual: bigint | 'no_stream' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly refusal?: RefusalCode };
