import { closeDuePeriods, cyclesOf, directoryReader } from '#accounts';
import type { DomainEvent, Recorded } from '#event-catalogue';
import { CommandRunner, MemoryCheckpoints, MemoryEventStore, ProcessRunner, type CommandOutcome, type Dispatch } from '#event-store';
import { type Projection, ProjectionRunner, SqliteReadModel, type TableContent } from '#read-model';
import type { RuleBook } from '#rules';
import { initialRuleBook, ledgerCatalogue, ledgerProcesses, studyProjections } from '#runtime';
import { type CollectionReturnToFile, fileCollectionReturn, fileReturn, type ReturnToFile } from '#scheme-returns';

/** Made once: reading the shipped law costs more than a whole story. */
export const rules = initialRuleBook(true);
const cycles = cyclesOf(rules);
const processes = ledgerProcesses(rules);
const clock = (): string => '2026-12-01T00:00:00.000Z';
const actor = 'test';

type Answer = Pick<CommandOutcome & { readonly kind: 'accepted' }, 'events' | 'replayed'>;

/** The whole ledger as runtime composes it, on a store in memory. */
export class LedgerInMemory {
  readonly store = new MemoryEventStore();
  readonly views: SqliteReadModel;
  #runner = this.#newRunner();
  #processes = this.#newProcesses();
  readonly #projections: ProjectionRunner;
  readonly #ledgerProcesses: ReturnType<typeof ledgerProcesses>;
  /** What was accepted, ready to be sent again, with its first answer. */
  readonly #accepted: { readonly send: () => Promise<Answer | undefined>; readonly first: Answer }[] = [];

  /** `law`: what the ledger knows before its first event. `projections`: the read models that it keeps up. */
  constructor(law: RuleBook = rules, projections: readonly Projection[] = studyProjections) {
    this.views = SqliteReadModel.openScratch(':memory:', projections);
    this.#projections = new ProjectionRunner(this.store, ledgerCatalogue, this.views, { batch: 7 });
    this.#ledgerProcesses = law === rules ? processes : ledgerProcesses(law);
  }

  /** Sends a command. A refusal is no fault of the ledger; anything else but an acceptance is. */
  async send<C, S, E extends DomainEvent>(dispatch: Dispatch<C, S, E>): Promise<void> {
    const send = async (): Promise<Answer | undefined> => {
      const outcome: CommandOutcome = await this.#runner.run(dispatch);
      if (outcome.kind === 'accepted') return outcome;
      if (outcome.kind === 'rejected') return undefined;
      throw new Error(`${dispatch.stream} was answered ${outcome.kind}`);
    };
    const first = await send();
    if (first !== undefined) this.#accepted.push({ send, first });
  }

  /** The first answer of an accepted command, and the answer to the same command now. */
  async sendAgain(which: number): Promise<readonly [Answer | undefined, Answer | undefined]> {
    const known = this.#accepted[which % Math.max(1, this.#accepted.length)];
    return known === undefined ? [undefined, undefined] : [known.first, await known.send()];
  }

  get acceptedCount(): number {
    return this.#accepted.length;
  }

  settle(): Promise<void> {
    return this.#processes.runUntilCaughtUp(this.#ledgerProcesses);
  }

  async catchUp(): Promise<void> {
    await this.#projections.catchUp();
    // A projection that stopped tells why.
    for (const { projection, fault } of await this.#projections.status())
      if (fault !== undefined) throw new Error(`${projection} stopped`, { cause: fault.cause });
  }

  /** What a new process knows: the log, and no checkpoint. */
  restart(): void {
    this.#runner = this.#newRunner();
    this.#processes = this.#newProcesses();
  }

  async close(today: string): Promise<void> {
    const directory = directoryReader(this.store, ledgerCatalogue);
    const settled = async () => {
      await this.settle();
      return directory();
    };
    await closeDuePeriods({ runner: this.#runner, cycles, today, actor, settled });
  }

  async file(request: ReturnToFile): Promise<void> {
    await this.settle();
    await this.catchUp();
    await fileReturn({ store: this.store, views: this.views, book: rules, runner: this.#runner }, request, { actor });
  }

  async fileCollections(request: CollectionReturnToFile): Promise<void> {
    await this.settle();
    await this.catchUp();
    await fileCollectionReturn({ store: this.store, views: this.views, book: rules, runner: this.#runner }, request, { actor });
  }

  /** All events in the order of the log. */
  async events(): Promise<readonly Recorded[]> {
    const all: Recorded[] = [];
    for await (const { events } of this.store.readAll()) all.push(...events.map((event) => ledgerCatalogue.decode(event)));
    return all;
  }

  /** The read models built from event 0, in stretches of another length. */
  async rebuilt(): Promise<readonly TableContent[]> {
    const fresh = SqliteReadModel.openScratch(':memory:', studyProjections);
    await new ProjectionRunner(this.store, ledgerCatalogue, fresh, { batch: 1000 }).catchUp();
    const contents = await fresh.contents();
    await fresh.close();
    return contents;
  }

  async dispose(): Promise<void> {
    await this.views.close();
  }

  #newRunner(): CommandRunner {
    return new CommandRunner(this.store, ledgerCatalogue, clock);
  }

  #newProcesses(): ProcessRunner {
    return new ProcessRunner(this.store, ledgerCatalogue, this.#runner, new MemoryCheckpoints(), { batch: 5 });
  }
}
