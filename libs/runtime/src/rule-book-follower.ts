import type { EventCatalogue } from '#event-catalogue';
import { logStart, type EventStore, type Position, type RecordedEvent } from '#event-store';
import { evolveRuleBook, shippedRuleBook, type RuleBook, type RulesEvent } from '#rules';

/**
 * The law before the first event: the facts the project ships. `carryForward` carries rates beyond the end of their series, marked
 * (demonstrations only; elsewhere a missing rate is a refusal).
 */
export const initialRuleBook = (carryForward: boolean): RuleBook =>
  carryForward ? shippedRuleBook().carryingForward() : shippedRuleBook();

/** The law as known: the initial book and, on top, what was published to the log. `refresh` reads what is new. */
export class RuleBookFollower {
  #book: RuleBook;
  #read: Position = logStart;
  /** Where the last publication lies that was read. */
  #published: Position = logStart;
  #earlier: { readonly position: Position; readonly book: RuleBook } | undefined;

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
      for (const stored of events) {
        this.#book = this.#with(this.#book, stored);
        this.#published = stored.position;
      }
      this.#read = through;
    }
    return this.#book;
  }

  /** The law that a question is judged by that was, or is, asked at a place of the log; the last one of an earlier place is kept. */
  async at(position: Position): Promise<RuleBook> {
    if (position >= this.#published) return this.#book;
    if (this.#earlier?.position !== position) this.#earlier = { position, book: await this.asKnownAt(position) };
    return this.#earlier.book;
  }

  /** The law as it was known at a place of the log: by it a declaration that was lodged there is explained. */
  async asKnownAt(position: Position): Promise<RuleBook> {
    let book = this.initial;
    for await (const { events } of this.store.readAll({ through: position, categories: ['ruleSet'] }))
      for (const stored of events) book = this.#with(book, stored);
    return book;
  }

  #with(book: RuleBook, stored: RecordedEvent): RuleBook {
    return evolveRuleBook(book, this.catalogue.decode<RulesEvent>(stored));
  }
}
