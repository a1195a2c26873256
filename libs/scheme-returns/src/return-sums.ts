import { type Day } from '#money';
import { type SupplyFact, type SupplyRow } from './supply-fact';

/** Exact sums of one row or correction in one currency. */
export interface Sum {
  readonly country: string;
  /** The period whose rate converts the sum. */
  readonly period: string;
  /** The day whose rate converts it, where that is not the end of the period. */
  readonly day?: Day;
  readonly rateCategory: string;
  readonly rate: string;
  readonly currency: string;
  taxable: bigint;
  vat: bigint;
  /** Supplies in a row; adjustments and late supplies in a correction. */
  facts: number;
}

/**
 * Adds up supplies as they come, in memory that grows with countries, rates, currencies and periods, and 32 bytes (as text: 64) per supply
 * for the digest. Sums are exact and commutative: the order of the facts does not count.
 */
export class ReturnSums {
  readonly #rows = new Map<string, Sum>();
  readonly #corrections = new Map<string, Sum>();
  readonly #expected = new Map<string, { readonly country: string; readonly currency: string; vat: bigint }>();
  readonly hashes: string[] = [];
  supplies = 0;
  adjustments = 0;

  /**
   * `correcting`: an earlier period is corrected in a list of its own (IOSS); otherwise credits reduce the rows of the period (UK). `dayOf`:
   * the day whose rate converts a fact, where it is its own.
   */
  constructor(
    private readonly period: string,
    private readonly correcting: boolean,
    private readonly dayOf: (fact: SupplyFact) => Day | undefined,
  ) {}

  add(fact: SupplyFact): void {
    const earlier = fact.originalPeriod !== this.period && this.correcting;
    const day = this.dayOf(fact);
    for (const row of fact.rows) {
      if (earlier) addTo(this.#corrections, fact, row, { period: fact.originalPeriod });
      else addTo(this.#rows, fact, row, { period: this.period, ...(day === undefined ? {} : { day }) });
    }
    const key = `${fact.country}/${fact.currency}`;
    const expected = this.#expected.get(key) ?? { country: fact.country, currency: fact.currency, vat: 0n };
    for (const row of fact.rows) expected.vat += row.vat;
    this.#expected.set(key, expected);
    this.hashes.push(fact.hash);
    if (fact.kind === 'supply') this.supplies += 1;
    else this.adjustments += 1;
  }

  rows(): readonly Sum[] {
    return sorted(this.#rows);
  }

  corrections(): readonly Sum[] {
    return sorted(this.#corrections);
  }

  expected(): readonly Readonly<{ country: string; currency: string; vat: bigint }>[] {
    return sorted(this.#expected);
  }
}

const addTo = (
  sums: Map<string, Sum>,
  { country, currency }: SupplyFact,
  { rateCategory, rate, taxable, vat }: SupplyRow,
  when: Pick<Sum, 'period' | 'day'>,
): void => {
  const key = `${country}/${when.period}/${rateCategory}/${rate}/${currency}/${when.day ?? ''}`;
  const sum = sums.get(key) ?? { country, ...when, rateCategory, rate, currency, taxable: 0n, vat: 0n, facts: 0 };
  sum.taxable += taxable;
  sum.vat += vat;
  sum.facts += 1;
  sums.set(key, sum);
};

const sorted = <T>(sums: ReadonlyMap<string, T>): readonly T[] => [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
