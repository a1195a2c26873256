import { noLimit, questionMarks, type ReadModel, shortPosition } from '#read-model';
import { type Viewpoint } from '../case';
import { absolute } from '../exact-units';
import { wholeSubject } from '../views/short-subject';
import { type Offer, shortSide, sortable, unitsOfSortable } from './offer';

/** Rows that are read on either side of an amount and of a name. */
const beside = 10;
/** Cases that are looked at; half of them at most have the very amount and are earlier, half later. */
const most = 24;

/** Where something is looked for: among offers of one side, in some blocks. */
export interface Among {
  readonly side: Offer['side'];
  readonly blocks: readonly string[];
}
interface OfferRow {
  readonly subject: string;
  readonly amount: string;
}
/** An offer within a time: its subject, and its amount in exact units. */
export interface Offered {
  readonly subject: string;
  readonly amount: bigint;
}

/** Looks for what may be meant, by rows that are indexed: a question reads some hundred of them, however many cases there are. */
export class CandidateReader {
  readonly #knownAt: string;
  readonly #asOf: string;

  constructor(
    private readonly views: ReadModel,
    { knownAt, asOf }: Viewpoint,
  ) {
    this.#knownAt = shortPosition(knownAt ?? noLimit);
    this.#asOf = asOf;
  }

  /**
   * Subjects of the offers that are nearest to any of some amounts, exact units; the nearest first. Of equal amounts those nearest to a
   * moment.
   */
  async nearAmounts({ side, blocks }: Among, amounts: readonly bigint[], moment: string): Promise<readonly string[]> {
    const distances = new Map<string, bigint>();
    for (const block of blocks)
      for (const amount of amounts.filter((one) => one >= 0n))
        for (const { subject, amount: text } of await this.#nearest(side, block, sortable(amount), moment)) {
          const [distance, known] = [absolute(unitsOfSortable(text) - amount), distances.get(subject)];
          if (known === undefined || distance < known) distances.set(subject, distance);
        }
    return [...distances]
      .sort(([, one], [, other]) => (one < other ? -1 : one > other ? 1 : 0))
      .slice(0, most)
      .map(([subject]) => wholeSubject(subject));
  }

  async #nearest(side: Offer['side'], block: string, amount: string, moment: string): Promise<readonly OfferRow[]> {
    const found: OfferRow[] = [];
    const ask = async (where: string, values: readonly string[], order: string, limit = beside): Promise<void> => {
      found.push(
        ...(await this.views.all<OfferRow>(
          `SELECT subject, amount FROM case_offer WHERE side = ? AND block = ? AND ${where} AND position <= ? AND at <= ? ORDER BY ${order} LIMIT ${String(limit)}`,
          [shortSide(side), block, ...values, this.#knownAt, this.#asOf],
        )),
      );
    };
    // A seller has many orders of one price: those of the time that is asked about come before those of any other.
    await ask('amount = ? AND at <= ?', [amount, moment], 'at DESC, subject', most / 2);
    await ask('amount = ? AND at > ?', [amount, moment], 'at, subject', most / 2);
    await ask('amount > ?', [amount], 'amount, at, subject');
    await ask('amount < ?', [amount], 'amount DESC, at DESC, subject');
    return found;
  }

  /** Offers from one moment to another, each subject once, the latest first; at most `limit`. */
  async within({ side, blocks }: Among, from: string, to: string, limit: number): Promise<readonly Offered[]> {
    const rows = await this.views.all<OfferRow>(
      `SELECT subject, amount FROM case_offer WHERE side = ? AND block IN (${questionMarks(blocks.length)}) AND at >= ? AND at <= ? AND position <= ? ORDER BY at DESC, subject, position LIMIT ${String(limit)}`,
      [shortSide(side), ...blocks, from, to < this.#asOf ? to : this.#asOf, this.#knownAt],
    );
    return [
      ...new Map(
        rows.map(({ subject, amount }): readonly [string, Offered] => [
          subject,
          { subject: wholeSubject(subject), amount: unitsOfSortable(amount) },
        ]),
      ).values(),
    ];
  }

  /** Orders of one buyer, at most `limit`, in no order. */
  async ofBuyer(buyer: string, limit: number): Promise<readonly string[]> {
    const rows = await this.views.all<{ subject: string }>(
      `SELECT DISTINCT subject FROM case_mark WHERE mark >= ? AND mark < ? AND position <= ? ORDER BY subject LIMIT ${String(limit)}`,
      [buyer, `${buyer}g`, this.#knownAt],
    );
    return rows.map(({ subject }) => wholeSubject(subject));
  }

  /** Subjects of one category whose name stands beside a name in the order of names. */
  async nearNames(category: string, name: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const [compare, order] of [
      ['>', 'ASC'],
      ['<', 'DESC'],
    ] as const) {
      const rows = await this.views.all<{ subject: string }>(
        `SELECT subject FROM case_term WHERE term ${compare} ? AND position <= ? ORDER BY term ${order}, subject LIMIT ${String(beside)}`,
        [name, this.#knownAt],
      );
      for (const subject of rows.map((row) => wholeSubject(row.subject))) if (subject.startsWith(`${category}-`)) found.add(subject);
    }
    return [...found];
  }
}
