import { categoryOf, type EventCatalogue } from '#event-catalogue';
import type { EventStore, Position } from '#event-store';
import type { ReadModel } from '#read-model';
import {
  CaseKeeper,
  nothingTouched,
  reconciliationProjection,
  touch,
  type CaseProgress,
  type ReconciliationLaw,
  type Snapshot,
  type Touched,
} from '#reconciliation';
import { type RuleBook, zoneOfAuthority } from '#rules';
import type { RuleBookFollower } from './rule-book-follower';

/** What the case index follows from, and where it is kept. */
export interface CaseIndexParts {
  readonly store: EventStore;
  readonly catalogue: EventCatalogue;
  /** The rows of reconciliation, kept up by somebody else. */
  readonly views: ReadModel;
  /** Of the index alone, open for writing. */
  readonly index: ReadModel;
  readonly rules: RuleBookFollower;
}

/** Whoever is so many subjects behind does better to build the index anew: all that was touched would have to be kept in memory. */
const farBehind = 200_000;
const lawCategory = 'ruleSet';
const categories = [...(reconciliationProjection.categories ?? []), lawCategory];

/** The law as cases are judged by it. */
export const judgedBy = (ruleBook: RuleBook): ReconciliationLaw => ({
  ruleBook,
  zoneOf: (authority) => zoneOfAuthority(ruleBook, authority) ?? 'utc',
});

/** Keeps a case index behind the rows of reconciliation. One at a time may do so. */
export class CaseIndexFollower {
  readonly #keeper: CaseKeeper;
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: CaseIndexParts) {
    this.#keeper = new CaseKeeper(parts.views, parts.index);
  }

  /**
   * Brings the index to where the rows of reconciliation are, as of a moment, and answers what it is of then. It is built anew where there
   * is none, or where the law has changed, or other tolerances hold by then. A moment before the index's own is not gone back to. `built`
   * says that it was built.
   */
  keepUp(moment: string, progress?: CaseProgress): Promise<{ readonly at: Snapshot; readonly built: boolean }> {
    const kept = this.#last.then(() => this.#keepUp(moment, progress));
    this.#last = kept.catch(() => undefined);
    return kept;
  }

  async #keepUp(moment: string, progress?: CaseProgress): Promise<{ readonly at: Snapshot; readonly built: boolean }> {
    const { views, rules } = this.parts;
    const position = (await views.checkpoints()).get(reconciliationProjection.name);
    const from = await this.#keeper.snapshot();
    if (position === undefined) throw new RangeError('the read model keeps no reconciliation');
    if (from !== undefined && from.position === position && from.moment >= moment) return { at: from, built: false };
    await rules.refresh();
    const law = judgedBy(await rules.at(position));
    const touched = from === undefined || from.position > position ? undefined : await this.#touched(from.position as Position, position);
    const at: Snapshot = { position, moment: from !== undefined && from.moment > moment ? from.moment : moment };
    if (touched === undefined || !(await this.#keeper.isBy(law, at.moment))) {
      await this.#keeper.build(at, law, progress);
      return { at, built: true };
    }
    await this.#keeper.advance(at, law, touched, progress);
    return { at, built: false };
  }

  /** What the events of a stretch touch; undefined where that is too much, or the law itself. */
  async #touched(after: Position, through: Position): Promise<Touched | undefined> {
    const touched = nothingTouched();
    if (after >= through) return touched;
    for await (const { events } of this.parts.store.readAll({ after, through, categories })) {
      if (touched.subjects.size > farBehind || events.some(({ stream }) => categoryOf(stream) === lawCategory)) return undefined;
      for (const stored of events) touch(touched, { ...this.parts.catalogue.decode(stored), position: stored.position });
    }
    return touched;
  }
}
