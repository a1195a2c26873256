import { Exact } from '#money';

/** An exact sum of quantity x price over very many lines: quantities are added up by price, and each price is multiplied once. */
export class ExactTally {
  readonly #units = new Map<string, bigint>();

  add(price: string, quantity: number): void {
    this.#units.set(price, (this.#units.get(price) ?? 0n) + BigInt(quantity));
  }

  total(): Exact {
    let sum = Exact.ZERO;
    for (const [price, units] of this.#units) sum = sum.plus(Exact.parse(price).times(Exact.ofInteger(units)));
    return sum;
  }
}
