import { commandIdOfEffect, type DomainEvent, type Recorded } from '#event-catalogue';
import type { CommandContext, Dispatch } from './command';
import type { Decider, Rejection } from './decider';

/** A command of a process: what is left of its context to say when ids and causation follow from the source. */
export interface EffectDispatch<C, S, E extends DomainEvent> {
  readonly decider: Decider<C, S, E>;
  readonly stream: string;
  readonly command: C;
  readonly context: Pick<CommandContext, 'book' | 'effectiveAt'> & Partial<Pick<CommandContext, 'actor' | 'onBehalfOf' | 'correlationId'>>;
}
type AnyEffectDispatch = EffectDispatch<unknown, unknown, DomainEvent>;

/**
 * What a process makes of a rejection: another target for the same command id, `'final'` when the target will refuse it for ever,
 * `'declined'` when the refusal is the answer though another day might decide otherwise, or undefined when it must not happen and stops the
 * process. The refusal is recorded before another target is asked, and where it is declined.
 */
export type Route = (rejected: {
  readonly rejection: Rejection;
  readonly stream: string;
}) => AnyEffectDispatch | 'final' | 'declined' | undefined;

/** One thing that follows from one event. Make it with `effect`. */
export interface Effect {
  /** Tells the effects of one source event apart; part of the command id, so it never changes for the same meaning. */
  readonly key: string;
  readonly dispatch: AnyEffectDispatch;
  readonly route?: Route;
}

export const effectDispatch = <C, S, E extends DomainEvent>(dispatch: EffectDispatch<C, S, E>): AnyEffectDispatch =>
  // The decider fits its own command and state; a list of effects of many kinds cannot say so.
  dispatch as unknown as AnyEffectDispatch;

export const effect = <C, S, E extends DomainEvent>(key: string, dispatch: EffectDispatch<C, S, E>, route?: Route): Effect => ({
  key,
  dispatch: effectDispatch(dispatch),
  ...(route === undefined ? {} : { route }),
});

/**
 * A reaction to the log. `react` depends on the event and on the state folded from the log up to and including it, and on nothing else:
 * asked again, it gives the same effects, and their targets refuse command ids they have seen. So it may restart anywhere.
 */
export interface Process<S = unknown> {
  /** Part of every command id it sends: it never changes. */
  readonly name: string;
  /** Stream categories it folds and reacts to. */
  readonly categories: readonly string[];
  /** Derived state, rebuilt from event 0 at every start; a process without it reacts to each event by itself. */
  readonly state?: { readonly initial: () => S; readonly fold: (state: S, event: Recorded) => S };
  react(event: Recorded, state: S): readonly Effect[];
}
/** A process of any state: a runner hands each its own back. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a state is both given and taken, so no narrower type holds all processes
export type AnyProcess = Process<any>;

/** The command that carries an effect of a source event. */
export const commandOfEffect = (
  process: string,
  source: Recorded,
  key: string,
  target: AnyEffectDispatch,
): Dispatch<unknown, unknown, DomainEvent> => {
  const { commandId, index, $correlationId, traceparent } = source.metadata;
  const { actor = `process:${process}`, onBehalfOf, book, effectiveAt, correlationId = $correlationId ?? commandId } = target.context;
  return {
    decider: target.decider,
    stream: target.stream,
    command: target.command,
    context: {
      actor,
      book,
      effectiveAt,
      correlationId,
      commandId: commandIdOfEffect(process, { commandId, index }, key),
      causationId: `${commandId}/${index}`,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
      // What follows from an event belongs to its trace.
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  };
};
