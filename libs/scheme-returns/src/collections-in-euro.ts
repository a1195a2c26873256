import { formatMoney, moneyOf } from '#money';
import { changeoverOf, changeoverTo, type EuroChangeover, minorInEuro } from '#rules';
import { type CollectionFact, type UndeliveredFact } from './collection-fact';
import { type CollectionsRedenominated } from './scheme-returns.events';

/**
 * A failed delivery of goods that were assessed in the euro, known while the last return in the currency before it is still to be filed: the
 * next return tells it, which is in the euro.
 */
export const waitsForEuro = (ofReturn: string, ofFact: string): boolean => changeoverTo(ofFact, ofReturn) !== undefined;

type Pair = readonly [former: bigint, now: bigint];
const plus = ([former, now]: Pair, [of, is]: Pair): Pair => [former + of, now + is];

/**
 * Reads facts of a return in the euro that were told in the currency before it: at the irrevocable rate, each amount rounded by itself, and
 * keeps the sums. Nothing else is converted that somebody else collected.
 */
export class CollectionsInEuro {
  #changeover: EuroChangeover | undefined;
  #collected: Pair = [0n, 0n];
  #expected: Pair = [0n, 0n];

  /** `currency`, `on`: of the return, and a day of its period. */
  constructor(
    private readonly currency: string,
    private readonly on: string,
  ) {}

  collection(fact: CollectionFact): CollectionFact {
    const changeover = this.#of(fact.currency);
    if (changeover === undefined) return fact;
    const rows = fact.rows.map(({ rate, taxable, vat }) => {
      const [base, now] = [minorInEuro(taxable, changeover), minorInEuro(vat, changeover)];
      this.#collected = plus(this.#collected, [vat, now]);
      return { rate, taxable: base, vat: now };
    });
    return { ...fact, currency: this.currency, rows };
  }

  undelivered(fact: UndeliveredFact): UndeliveredFact {
    const changeover = this.#of(fact.currency);
    if (changeover === undefined) return fact;
    const [expected, collected] = [minorInEuro(fact.expected, changeover), minorInEuro(fact.collected, changeover)];
    this.#expected = plus(this.#expected, [fact.expected, expected]);
    this.#collected = plus(this.#collected, [fact.collected, collected]);
    return { ...fact, currency: this.currency, expected, collected };
  }

  /** What was converted, where anything was. */
  told(of: Readonly<{ return: string; authority: string; holder: string; filedOn: string }>): CollectionsRedenominated['data'] | undefined {
    const changeover = this.#changeover;
    if (changeover === undefined) return undefined;
    const text = ([former, now]: Pair) => ({
      former: formatMoney(moneyOf(former, changeover.currency)),
      now: formatMoney(moneyOf(now, this.currency)),
    });
    const { return: id, authority, holder, filedOn } = of;
    return {
      return: id,
      authority,
      holder,
      formerCurrency: changeover.currency,
      currency: this.currency,
      rate: changeover.rate,
      collected: text(this.#collected),
      expected: text(this.#expected),
      redenominatedOn: filedOn,
    };
  }

  #of(currency: string): EuroChangeover | undefined {
    const changeover = currency === this.currency || this.currency !== 'EUR' ? undefined : changeoverOf(currency, this.on);
    if (changeover !== undefined) this.#changeover = changeover;
    return changeover;
  }
}
