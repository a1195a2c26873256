import { categoryOf, commandIdOfEffect, type EventCatalogue, type Recorded } from '#event-catalogue';
import type { Checkpoints } from './checkpoints';
import type { CommandOutcome } from './command';
import type { CommandRunner } from './command-runner';
import type { Rejection } from './decider';
import {
  declinedData,
  declinedDecider,
  type DeclinedEffects,
  declinedKey,
  declinedStream,
  type EffectDeclined,
  rejectionOf,
} from './effect-declined';
import { logStart, type EventStore, type Position, type RecordedEvent } from './event-store';
import { gather, type Gathered } from './gather';
import { commandOfEffect, type AnyProcess, type Effect, type Process } from './process';

/** A process that cannot go on: a rejection it did not foresee, a store that does not answer, a bug. `source` is stream@revision. */
export class ProcessStoppedError extends Error {
  override readonly name = 'ProcessStoppedError';
  constructor(
    readonly process: string,
    readonly source: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${process} stopped at ${source}: ${reason}`, options);
  }
}

export interface ProcessRunnerOptions {
  /** Events read at a time; 1000 unless told. */
  readonly batch?: number;
  /** Commands in work at one time; 256 unless told. */
  readonly inFlight?: number;
  readonly observer?: ReactionObserver;
}

/** One effect of one event, on its way. */
export interface Reaction {
  readonly process: string;
  readonly source: Recorded;
  /** The effect's own key. */
  readonly effect: string;
  readonly target: string;
}

/** Told of every effect that is sent: for metrics and traces. What `begin` gives is called once with the outcome, and must not throw. */
export interface ReactionObserver {
  begin(reaction: Reaction): { readonly traceparent?: string; readonly end: (outcome: CommandOutcome['kind'] | 'bug') => void };
}

/** An event as a batch of the log gives it. */
interface Source {
  readonly event: Recorded;
  readonly category: string;
  readonly position: Position;
}

/** One process with how far it has folded and reacted, and why it does not any more. */
interface Follower {
  readonly process: Process;
  state: unknown;
  folded: Position;
  checkpoint: Position;
  /** Refusals that were taken for answers: they are never decided anew. */
  declined: DeclinedEffects;
  stopped?: ProcessStoppedError;
}

interface Task {
  readonly follower: Follower;
  readonly source: Source;
  readonly effect: Effect;
}

/** What became of an effect; a bug of whoever decided it is told like any other end. */
type Ran = CommandOutcome | { readonly kind: 'bug'; readonly cause: unknown };
const asBug = (cause: unknown): Ran => ({ kind: 'bug', cause });

/** How often one effect may be sent on: no chain of closed periods is longer than this. */
const maxRoutes = 1000;

const nameOf = ({ event }: Source): string => `${event.stream}@${String(event.revision)} (${event.type})`;

/**
 * Runs processes over the log: pages of events are reacted to in log order, effects are sent in that order (so each target stream gets them
 * in log order of their sources), and a checkpoint moves only past sources whose effects are all acknowledged. A refusal that a process
 * takes for its answer, and that another day could decide otherwise, is recorded (`EffectDeclined`), so that reading the log again decides
 * nothing anew.
 */
export class ProcessRunner {
  readonly #followers = new Map<string, Follower>();
  readonly #batch: number;
  readonly #inFlight: number;
  readonly #observer: ReactionObserver | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    private readonly runner: CommandRunner,
    private readonly checkpoints: Checkpoints,
    options: ProcessRunnerOptions = {},
  ) {
    this.#batch = options.batch ?? 1000;
    this.#inFlight = options.inFlight ?? 256;
    this.#observer = options.observer;
  }

  /** Processes that have stopped here and have not been taken up again, and why. */
  stopped(): ReadonlyMap<string, ProcessStoppedError> {
    return new Map([...this.#followers].flatMap(([name, { stopped }]) => (stopped === undefined ? [] : [[name, stopped] as const])));
  }

  /**
   * Works until the processes have nothing left to react to, their own effects included, or has come to the end of the log `hops` times:
   * where others go on writing it would never end. Throws ProcessStoppedError.
   */
  async runUntilCaughtUp(processes: readonly AnyProcess[], hops = Number.POSITIVE_INFINITY): Promise<void> {
    const followers = await this.#join(processes);
    for (let hop = 0; hop < hops; hop += 1) {
      const after = this.#start(followers);
      const head = await this.store.head();
      if (after >= head || followers.length === 0) return;
      const batches = this.store.readAll({ after, through: head, categories: this.#categories(followers), batch: this.#batch });
      for await (const stretch of gather(batches, this.#batch, this.#sourceOf)) await this.#react(followers, stretch);
    }
  }

  /** Reacts to the log and then to whatever is appended, until the signal aborts. Throws ProcessStoppedError. */
  async follow(processes: readonly AnyProcess[], signal: AbortSignal): Promise<void> {
    const followers = await this.#join(processes);
    while (!signal.aborted) {
      const live = this.store.subscribe({
        after: this.#start(followers),
        categories: this.#categories(followers),
        batch: this.#batch,
        signal,
      });
      for await (const { events, through } of live) await this.#react(followers, { items: events.map(this.#sourceOf), through });
    }
  }

  /**
   * Folds what the one that acts has reacted to, and reacts to nothing: whoever takes over later need not read the log from event 0.
   * Returns when the state is as far as the stored checkpoints were.
   */
  async standBy(processes: readonly AnyProcess[]): Promise<void> {
    const followers = await this.#join(processes);
    for (const follower of followers) follower.checkpoint = (await this.checkpoints.load(follower.process.name)) ?? logStart;
    const through = followers.map(({ checkpoint }) => checkpoint).sort()[0] ?? logStart;
    const after = this.#start(followers);
    if (after >= through) return;
    const batches = this.store.readAll({ after, through, categories: this.#categories(followers), batch: this.#batch });
    for await (const stretch of gather(batches, this.#batch, this.#sourceOf)) await this.#react(followers, stretch);
  }

  /** Takes up where another process has left off: its checkpoints and its recorded refusals count from now on. */
  async takeOver(processes: readonly AnyProcess[]): Promise<void> {
    await this.standBy(processes);
    for (const follower of await this.#join(processes)) follower.declined = await this.#declinedBefore(follower.process.name);
  }

  async #join(processes: readonly AnyProcess[]): Promise<readonly Follower[]> {
    const followers: Follower[] = [];
    for (const process of processes as readonly Process[]) {
      const known = this.#followers.get(process.name);
      if (known !== undefined && known.process !== process) throw new RangeError(`two processes are named ${process.name}`);
      if (known?.stopped === undefined && known !== undefined) followers.push(known);
      else followers.push(await this.#newFollower(process));
    }
    return followers;
  }

  /** Derived state is not stored: a process that has some reads the log from event 0 and only folds up to its checkpoint. */
  async #newFollower(process: Process): Promise<Follower> {
    const checkpoint = (await this.checkpoints.load(process.name)) ?? logStart;
    const declined = await this.#declinedBefore(process.name);
    const follower: Follower = {
      process,
      state: process.state?.initial(),
      folded: process.state === undefined ? checkpoint : logStart,
      checkpoint,
      declined,
    };
    this.#followers.set(process.name, follower);
    return follower;
  }

  async #declinedBefore(process: string): Promise<DeclinedEffects> {
    const declined: DeclinedEffects = new Map();
    for await (const stored of this.store.read(declinedStream(process))) {
      const { data } = this.catalogue.decode<EffectDeclined>(stored);
      declined.set(declinedKey(data.effect, data.target), rejectionOf(data));
    }
    return declined;
  }

  #start(followers: readonly Follower[]): Position {
    return followers.map(({ folded }) => folded).sort()[0] ?? logStart;
  }

  #categories(followers: readonly Follower[]): readonly string[] {
    return [...new Set(followers.flatMap(({ process }) => process.categories))];
  }

  readonly #sourceOf = (stored: RecordedEvent): Source => ({
    event: this.catalogue.decode(stored),
    category: categoryOf(stored.stream),
    position: stored.position,
  });

  async #react(followers: readonly Follower[], { items: sources, through }: Gathered<Source>): Promise<void> {
    await this.#send(this.#tasksOf(followers, sources));
    const reached = new Map<string, Position>();
    for (const follower of followers) {
      if (follower.stopped !== undefined) continue;
      if (through > follower.folded) follower.folded = through;
      if (through <= follower.checkpoint) continue;
      follower.checkpoint = through;
      reached.set(follower.process.name, through);
    }
    if (reached.size > 0) await this.checkpoints.save(reached);
    const stopped = followers.find((follower) => follower.stopped !== undefined)?.stopped;
    if (stopped !== undefined) throw stopped;
  }

  #tasksOf(followers: readonly Follower[], sources: readonly Source[]): readonly Task[] {
    const tasks: Task[] = [];
    const readers = new Map<string, readonly Follower[]>();
    for (const source of sources) {
      let reading = readers.get(source.category);
      if (reading === undefined)
        readers.set(source.category, (reading = followers.filter(({ process }) => process.categories.includes(source.category))));
      for (const follower of reading) for (const effect of this.#effectsOf(follower, source)) tasks.push({ follower, source, effect });
    }
    return tasks;
  }

  #effectsOf(follower: Follower, source: Source): readonly Effect[] {
    const { process } = follower;
    if (follower.stopped !== undefined || source.position <= follower.folded) return [];
    try {
      if (process.state !== undefined) follower.state = process.state.fold(follower.state, source.event);
      return source.position <= follower.checkpoint ? [] : process.react(source.event, follower.state);
    } catch (bug) {
      this.#stop(follower, source, String(bug), bug);
      return [];
    }
  }

  /** Sends effects in log order. Those that are sent on to another target form the next wave, again in log order. */
  async #send(tasks: readonly Task[]): Promise<void> {
    let wave = tasks;
    for (let routes = 0; wave.length > 0; routes += 1) wave = await this.#sendWave(wave, routes);
  }

  /** As many at a time as there may be; what became of them is looked at in their own order. Gives those that are sent on. */
  async #sendWave(wave: readonly Task[], routes: number): Promise<readonly Task[]> {
    const next: Task[] = [];
    const running: Promise<Ran>[] = [];
    for (const [done, task] of wave.entries()) {
      for (let sent = running.length; sent < wave.length && sent - done < this.#inFlight; sent += 1)
        running.push(this.#run(wave[sent] as Task));
      const outcome = await (running[done] as Promise<Ran>);
      if (outcome.kind === 'accepted') continue;
      const sentOn = await this.#acknowledge(task, outcome, routes);
      if (sentOn !== undefined) next.push(sentOn);
    }
    return next;
  }

  /** Never rejects. */
  #run({ follower, source, effect }: Task): Promise<Ran> {
    try {
      const dispatch = commandOfEffect(follower.process.name, source.event, effect.key, effect.dispatch);
      const declined =
        follower.declined.size === 0 ? undefined : follower.declined.get(declinedKey(dispatch.context.commandId, dispatch.stream));
      if (declined !== undefined) return Promise.resolve({ kind: 'rejected', rejection: declined, revision: 'no_stream' });
      const watched = this.#observer?.begin({
        process: follower.process.name,
        source: source.event,
        effect: effect.key,
        target: dispatch.stream,
      });
      return (watched === undefined ? this.runner.run(dispatch) : this.#watched(watched, dispatch)).catch(asBug);
    } catch (cause) {
      return Promise.resolve(asBug(cause));
    }
  }

  async #watched(
    { traceparent, end }: ReturnType<ReactionObserver['begin']>,
    dispatch: ReturnType<typeof commandOfEffect>,
  ): Promise<CommandOutcome> {
    let kind: CommandOutcome['kind'] | 'bug' = 'bug';
    try {
      const outcome = await this.runner.run(
        traceparent === undefined ? dispatch : { ...dispatch, context: { ...dispatch.context, traceparent } },
      );
      kind = outcome.kind;
      return outcome;
    } finally {
      end(kind);
    }
  }

  /** The task to send on, where a rejection has a route; undefined when the effect is done with or its process has stopped. */
  async #acknowledge(task: Task, outcome: Exclude<Ran, { readonly kind: 'accepted' }>, routes: number): Promise<Task | undefined> {
    const { follower, source, effect } = task;
    if (outcome.kind !== 'rejected') {
      const reason =
        outcome.kind === 'bug' ? String(outcome.cause) : outcome.kind === 'unknown' ? `unknown outcome, ${outcome.reason}` : outcome.kind;
      this.#stop(follower, source, `${effect.key}: ${reason}`, outcome);
      return undefined;
    }
    const route = effect.route?.({ rejection: outcome.rejection, stream: effect.dispatch.stream });
    if (route === 'final') return undefined;
    if (route === undefined || routes >= maxRoutes) {
      this.#stop(follower, source, `${effect.key}: ${outcome.rejection.code}, ${outcome.rejection.message}`, outcome);
      return undefined;
    }
    // Before anything follows from it: a refusal that could be decided otherwise later must not be.
    await this.#decline(task, outcome.rejection);
    return route === 'declined' || follower.stopped !== undefined ? undefined : { ...task, effect: { ...effect, dispatch: route } };
  }

  async #decline({ follower, source, effect }: Task, rejection: Rejection): Promise<void> {
    const { name } = follower.process;
    const { context, stream } = commandOfEffect(name, source.event, effect.key, effect.dispatch);
    const key = declinedKey(context.commandId, stream);
    if (follower.declined.has(key)) return;
    const { ifRevision: _ifRevision, requestHash: _requestHash, ...shared } = context;
    // Each target of an effect that is sent on has its own refusal.
    const commandId = commandIdOfEffect(name, { commandId: context.commandId, index: '0' }, `declined/${stream}`);
    const outcome = await this.runner.run({
      decider: declinedDecider,
      stream: declinedStream(name),
      command: declinedData(name, context.commandId, stream, rejection),
      context: { ...shared, commandId },
    });
    if (outcome.kind === 'accepted') follower.declined.set(key, rejection);
    else this.#stop(follower, source, `${effect.key}: the refusal could not be recorded, ${outcome.kind}`, outcome);
  }

  /** The first fault is the one told. The page is reacted to again at the next start: its finished effects are then replays. */
  #stop(follower: Follower, source: Source, reason: string, cause: unknown): void {
    follower.stopped ??= new ProcessStoppedError(follower.process.name, nameOf(source), reason, { cause });
  }
}
