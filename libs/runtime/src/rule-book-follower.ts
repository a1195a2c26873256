import type { EventCatalogue } from '#event-catalogue';
import { logStart, type EventStore, type Position } from '#event-store';
import { evolveRuleBook, shippedRuleBook, type RuleBook, type RulesEvent } from '#rules';

/**
 * The law before the first event: the facts the project ships. `carryForward` carries rates beyond the end of their series, marked
 * (demonstrations only; elsewhere a missing rate is a refusal).
 */
export const initialRuleBook = (carryForward: boolean): RuleBook => (carryForward ? shippedRuleBook().carryingForward() : shippedRuleBook());

/** The law as known: the initial book and, on top, what was published to the log. `refresh` reads what is new. */
export class RuleBookFollower {
  #book: RuleBook;
  #read: Position = logStart;

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
    readonly initial: RuleBook,
  ) {
    this.#book = initial;
  }

  readonly current = (): RuleBook => this.#book;

  async refresh(): Promise<RuleBook> {
    for await (const { events, through } of this.store.readAll({ after: this.#read, categories: ['ruleSet'] })) {
      // Only events of the rules live in this category.
      for (const stored of events) this.#book = evolveRuleBook(this.#book, this.catalogue.decode(stored) as unknown as RulesEvent);
      this.#read = through;
    }
    return this.#book;
  }
}
