import { CollectorRegister, type CollectorEvent } from '#collectors';
import { type EventCatalogue } from '#event-catalogue';
import { type EventStore, logStart } from '#event-store';

/** The register of collectors as the log tells it; each question reads what is new since the last. */
export class KnownCollectors {
  readonly #register = new CollectorRegister();
  #read = logStart;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: EventStore,
    private readonly catalogue: EventCatalogue,
  ) {}

  /** Through the end of the log. */
  async current(): Promise<CollectorRegister> {
    // Two readers at a time would fold the same events twice.
    const turn = this.#turn.then(() => this.#follow());
    this.#turn = turn.catch(() => undefined);
    await turn;
    return this.#register;
  }

  async #follow(): Promise<void> {
    for await (const { events, through } of this.store.readAll({ after: this.#read, categories: ['collector'] })) {
      for (const event of events) this.#register.apply(this.catalogue.decode<CollectorEvent>(event));
      this.#read = through;
    }
  }
}
