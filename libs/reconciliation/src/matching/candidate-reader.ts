import { noLimit, type ReadModel } from '#read-model';
import { type Viewpoint } from '../case';
import { absolute } from '../exact-units';
import { blockOf, type Offer, sortable, unitsOfSortable } from './offer';

/** Rows that are read on either side of an amount, and names on either side of a name. */
const beside = 10;
/** Cases that are looked at. */
const most = 12;

/** Looks for what may be meant, by rows that are indexed: a question reads some hundred of them, however many cases there are. */
export class CandidateReader {
  readonly #knownAt: string;
  readonly #asOf: string;

  constructor(
    private readonly views: ReadModel,
    { knownAt, asOf }: Viewpoint,
  ) {
    this.#knownAt = knownAt ?? noLimit;
    this.#asOf = asOf;
  }

  /** Subjects of the offers of a seller that are nearest to any of some amounts, exact units; the nearest first. */
  async nearAmounts(side: Offer['side'], seller: string, currency: string, amounts: readonly bigint[]): Promise<readonly string[]> {
    const distances = new Map<string, bigint>();
    for (const amount of amounts.filter((one) => one >= 0n)) {
      for (const [compare, order] of [['>=', 'ASC'], ['<', 'DESC']] as const) {
        const rows = await this.views.all<{ subject: string; amount: string }>(`SELECT subject, amount FROM case_offer WHERE side = ? AND block = ? AND amount ${compare} ? AND position <= ? AND at <= ? ORDER BY amount ${order}, subject LIMIT ${String(beside)}`, [side, blockOf(seller, currency), sortable(amount), this.#knownAt, this.#asOf]);
        for (const row of rows) {
          const [distance, known] = [absolute(unitsOfSortable(row.amount) - amount), distances.get(row.subject)];
          if (known === undefined || distance < known) distances.set(row.subject, distance);
        }
      }
    }
    return [...distances].sort(([a, one], [b, other]) => (one < other ? -1 : one > other ? 1 : a < b ? -1 : 1)).slice(0, most).map(([subject]) => subject);
  }

  /** Subjects of one category whose name stands beside a name in the order of names. */
  async nearNames(category: string, name: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const [compare, order] of [['>', 'ASC'], ['<', 'DESC']] as const) {
      const rows = await this.views.all<{ subject: string }>(`SELECT subject FROM case_term WHERE term ${compare} ? AND position <= ? ORDER BY term ${order}, subject LIMIT ${String(beside)}`, [name, this.#knownAt]);
      for (const { subject } of rows) if (subject.startsWith(`${category}-`)) found.add(subject);
    }
    return [...found];
  }
}
