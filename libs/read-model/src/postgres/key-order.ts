import type { KeyValues } from '../row-buffer';

/** Surrogates stand for characters beyond all others: in UTF-8 they come last. */
const rank = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

/** The order of UTF-8 bytes, in which SQLite and PostgreSQL's "C" sort texts. */
const compareTexts = (a: string, b: string): number => {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
};

/** The order of a table's rows by key. */
export const compareKeys = (a: KeyValues, b: KeyValues): number => {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    const order = typeof one === 'number' && typeof other === 'number' ? one - other : compareTexts(String(one), String(other));
    if (order !== 0) return order;
  }
  return 0;
};
