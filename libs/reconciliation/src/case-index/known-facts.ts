import { type ReadModel, shortPosition, wholePosition } from '#read-model';
import { type PlacedSettlementFact, type SettlementFact } from '../legs/settlement-fact';
import { SettlementBook } from '../settlement-book';
import { keysOfFact } from './asked-settlement';

/** A position of the log and a moment (RFC 3339 UTC): what an index is of. */
export interface Snapshot {
  readonly position: string;
  readonly moment: string;
}

/** The settlement facts up to a position, and the book of those that are effective: read once, then gone on with. */
export class KnownFacts {
  #facts: PlacedSettlementFact[] = [];
  #at: Snapshot | undefined;
  #book = SettlementBook.of([]);

  constructor(private readonly views: Pick<ReadModel, 'all'>) {}

  /** The book at a snapshot. It is the same object as long as no fact has come. */
  async bookAt(at: Snapshot): Promise<SettlementBook> {
    await this.moveTo(at);
    return this.#book;
  }

  /** Goes on to another snapshot and says the keys of what its facts may change; from nothing, or back, none. */
  async moveTo(at: Snapshot): Promise<ReadonlySet<string>> {
    const before = this.#at;
    if (before?.position === at.position && before.moment === at.moment) return new Set();
    const isForward = before !== undefined && before.position <= at.position && before.moment <= at.moment;
    const news = await this.#read(isForward ? before.position : '', at.position);
    const known = isForward ? this.#facts : [];
    const wasEffective = ({ at: effective }: PlacedSettlementFact): boolean => isForward && effective <= before.moment;
    const come = [...known.filter((fact) => !wasEffective(fact)), ...news].filter(({ at: effective }) => effective <= at.moment);
    const last = known.findLast(wasEffective)?.position ?? '';
    this.#facts = [...known, ...news];
    this.#at = at;
    if (come.length > 0 || !isForward) this.#book = SettlementBook.of(this.#facts.filter(({ at: effective }) => effective <= at.moment));
    return new Set(isForward ? come.flatMap((fact) => keysOfFact(fact, fact.position < last)) : []);
  }

  async #read(after: string, through: string): Promise<readonly PlacedSettlementFact[]> {
    const rows = await this.views.all<{ position: string; at: string; fact: string }>(
      'SELECT position, at, fact FROM case_settlement WHERE position > ? AND position <= ? ORDER BY position',
      [shortPosition(after), shortPosition(through)],
    );
    return rows.map(({ position, at, fact }) => ({ ...(JSON.parse(fact) as SettlementFact), position: wholePosition(position), at }));
  }
}
