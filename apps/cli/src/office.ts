import { commandIdOfMessage, type DomainEvent, type EventCatalogue, startOfLegalDay } from '#event-catalogue';
import type { CommandContext as CommandOrigin, CommandOutcome, CommandRunner, Dispatch, EventStore, Rejection } from '#event-store';
import type { ReadModel } from '#read-model';
import { type RuleBook, zoneOfAuthority } from '#rules';
import { CannotRunError } from './exit';
import { rulesOf, withLog, withViews } from './reading';
import type { CommandContext } from './shell';
import { actor, withPresentLedger } from './writing';

/** What was answered to a command: what it recorded, or why it was refused. */
export type Answer<E extends DomainEvent> = Readonly<{ events: readonly E[] }> | Readonly<{ rejected: Rejection }>;

/** What a command of ours is called and when it counts: the same words again are the same command. */
export interface Naming {
  readonly book: string;
  readonly kind: string;
  readonly reference: string;
  readonly version?: string;
  /** Legal day at the authority of the book from whose beginning it counts. */
  readonly on: string;
}

/** Where bulk work of a person is done: the same work writes, or only says what it would write. */
export interface Office {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  readonly views: ReadModel;
  readonly rules: RuleBook;
  readonly legalNow: string;
  readonly dryRun: boolean;
  readonly contextOf: (naming: Naming) => CommandOrigin;
  /**
   * Answers in the order of the commands; refusals are answers. Throws CannotRunError where the store does not answer: the same again goes
   * on.
   */
  readonly askEach: <C, S, E extends DomainEvent>(
    dispatches: Iterable<Dispatch<C, S, E>> | AsyncIterable<Dispatch<C, S, E>>,
  ) => AsyncIterable<Answer<E>>;
  readonly ask: <C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>) => Promise<Answer<E>>;
  /** For work that sends its own commands; in a dry run nothing may be sent. */
  readonly runner: Pick<CommandRunner, 'run'>;
  /** Lets the processes react and brings the read models to the end of the log; a dry run changes nothing for them. */
  readonly settle: () => Promise<void>;
}

const contextsBy =
  (rules: RuleBook): Office['contextOf'] =>
  ({ book, kind, reference, version = '1', on }) => ({
    commandId: commandIdOfMessage({ book, issuer: actor, kind, reference, version }),
    actor,
    book,
    effectiveAt: startOfLegalDay(on, zoneOfAuthority(rules, book) ?? 'UTC'),
  });

/** Work that writes nothing where `dryRun` is asked for. Throws ConfigurationError where there is no ledger. */
export const inOffice = <T>(context: CommandContext, dryRun: boolean, work: (office: Office) => Promise<T>): Promise<T> =>
  dryRun ? looking(context, work) : working(context, work);

const working = <T>(context: CommandContext, work: (office: Office) => Promise<T>): Promise<T> =>
  withPresentLedger(context, async (ledger) => {
    const { store, catalogue, views, runner } = ledger;
    const settle = async (): Promise<void> => {
      context.output.progress('the processes react ...');
      await ledger.settle();
      await ledger.catchUp();
    };
    await settle();
    const rules = ledger.rules.current();
    const askEach: Office['askEach'] = async function* (dispatches) {
      for await (const outcome of runner.runEach(dispatches)) yield answerOf(outcome);
    };
    const ask: Office['ask'] = async (dispatch) => answerOf(await runner.run(dispatch));
    return work({
      store,
      catalogue,
      views,
      rules,
      legalNow: await ledger.legalNow(),
      dryRun: false,
      contextOf: contextsBy(rules),
      askEach,
      ask,
      runner,
      settle,
    });
  });

const answerOf = <E extends DomainEvent>(outcome: CommandOutcome<E>): Answer<E> => {
  if (outcome.kind === 'accepted') return { events: outcome.events };
  if (outcome.kind === 'rejected') return { rejected: outcome.rejection };
  throw new CannotRunError('OUTCOME_UNKNOWN', `${outcome.kind === 'unknown' ? outcome.reason : outcome.kind}: run the command again`);
};

const sendsNothing = { run: () => Promise.reject(new Error('a dry run sends no command')) } as Pick<CommandRunner, 'run'>;

const looking = <T>(context: CommandContext, work: (office: Office) => Promise<T>): Promise<T> =>
  withLog(context, (log) =>
    withViews(context, log, async (views) => {
      const { store, catalogue, legalNow } = log;
      const rules = (await rulesOf(log)).current();
      const looker = new Looker(store, catalogue);
      const ask: Office['ask'] = (dispatch) => looker.ask(dispatch);
      const askEach: Office['askEach'] = async function* (dispatches) {
        for await (const dispatch of dispatches) yield await looker.ask(dispatch);
      };
      return work({
        store,
        catalogue,
        views,
        rules,
        legalNow,
        dryRun: true,
        contextOf: contextsBy(rules),
        askEach,
        ask,
        runner: sendsNothing,
        settle: () => Promise.resolve(),
      });
    }),
  );

/** Streams whose imagined state is kept: a series that numbers many documents is asked again and again, a document once. */
const keptStates = 500;

/** Asks deciders what they would say, each after what the questions before it would have left. */
class Looker {
  readonly #states = new Map<string, unknown>();

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
  ) {}

  async ask<C, S, E extends DomainEvent>({ decider, stream, command }: Dispatch<C, S, E>): Promise<Answer<E>> {
    // The stream's name says whose state and events these are.
    let state = this.#states.get(stream) as S | undefined;
    if (state === undefined) {
      state = decider.initial;
      for await (const stored of this.store.read(stream)) state = decider.evolve(state, this.catalogue.decode<E>(stored));
    }
    const decision = decider.decide(command, state);
    if ('rejected' in decision) return { rejected: decision.rejected };
    for (const { type, data } of decision.accepted) this.catalogue.encode({ type, data });
    this.#keep(stream, decision.accepted.reduce(decider.evolve, state));
    return { events: decision.accepted };
  }

  #keep(stream: string, state: unknown): void {
    this.#states.delete(stream);
    this.#states.set(stream, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > keptStates && oldest !== undefined) this.#states.delete(oldest);
  }
}
