import { formatMoney, moneyOf, parseMoney } from '#money';

/** Sums by path of keys, kept in minor units. */
export class Sums<T> {
  readonly #sums = new Map<string, T>();
  constructor(
    private readonly empty: () => T,
    private readonly text: (sum: T, currency: string) => unknown,
  ) {}

  at(...path: readonly string[]): T {
    const key = path.join('\n');
    const known = this.#sums.get(key) ?? this.empty();
    this.#sums.set(key, known);
    return known;
  }

  set(sum: T, ...path: readonly string[]): void {
    this.#sums.set(path.join('\n'), sum);
  }

  /** Nested objects in order of their keys; the last key is the currency. */
  tree(): Record<string, unknown> {
    const tree: Record<string, unknown> = {};
    for (const [key, sum] of [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const path = key.split('\n');
      const currency = path.at(-1) ?? '';
      let node = tree;
      for (const part of path.slice(0, -1)) node = (node[part] ??= {}) as Record<string, unknown>;
      node[currency] = this.text(sum, currency);
    }
    return tree;
  }
}

export const amountText = (minor: bigint, currency: string): string => formatMoney(moneyOf(minor, currency));

/** Sums of money by path of keys, the last of which is the currency. */
export class MoneySums {
  readonly #sums = new Sums<bigint>(() => 0n, amountText);

  plus(amount: string, ...path: readonly string[]): void {
    this.#sums.set(this.#sums.at(...path) + parseMoney(amount, path.at(-1) ?? '').minor, ...path);
  }

  tree(): Record<string, unknown> {
    return this.#sums.tree();
  }
}
