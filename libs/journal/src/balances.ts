import { type Dimensions, type EntryLine } from './entry';

/** By what balances may be told apart. The keys of a single debt (charge, subject, receipt, reference) are answered by reading entries. */
export type BalanceKey = 'book' | 'account' | 'currency' | keyof Dimensions;

/** Two unsigned totals in minor units; the balance is derived. */
export interface Totals {
  readonly debit: bigint;
  readonly credit: bigint;
}

/** Two totals and the values of the keys that they are told apart by. */
export type BalanceOf<K extends BalanceKey> = Totals & { readonly [P in K]: string };

const valueOf = (line: EntryLine, book: string, key: BalanceKey): string => (key === 'book' ? book : (line[key] ?? ''));
const separator = '\u0000';
const byCodeUnit = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Sums entry lines by any keys. An absent dimension is the empty string. */
export class BalanceSheet<K extends BalanceKey> {
  /** With a line of each, which says the values of the keys. */
  readonly #totals = new Map<string, { debit: bigint; credit: bigint; readonly line: EntryLine; readonly book: string }>();

  constructor(private readonly keys: readonly K[]) {}

  add(line: EntryLine, book: string): void {
    let id = '';
    for (const key of this.keys) id += valueOf(line, book, key) + separator;
    const totals = this.#totals.get(id);
    if (totals === undefined) {
      this.#totals.set(id, { debit: line.debit, credit: line.credit, line, book });
      return;
    }
    totals.debit += line.debit;
    totals.credit += line.credit;
  }

  /** In order of the keys' values (UTF-16 units). */
  rows(): readonly BalanceOf<K>[] {
    return [...this.#totals].sort(byCodeUnit).map(([, { debit, credit, line, book }]) => {
      const row: Record<string, string | bigint> = { debit, credit };
      for (const key of this.keys) row[key] = valueOf(line, book, key);
      return row as BalanceOf<K>;
    });
  }
}
