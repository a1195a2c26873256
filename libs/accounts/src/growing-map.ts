/**
 * A map that only grows, cheap to extend and safe to keep: the versions share one table, and each sees no more than its own entries.
 * Extending the newest version costs O(1); extending an older one copies. Folds of long streams need it: a state is a value, but copying
 * a million entries per event is not possible.
 */
export class GrowingMap<V> {
  static empty<V>(): GrowingMap<V> {
    return new GrowingMap<V>(new Map(), 0);
  }

  private constructor(
    private readonly entries: Map<string, { readonly index: number; readonly value: V }>,
    readonly size: number,
  ) {}

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.index < this.size ? entry.value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** @throws RangeError when the key is there: nothing is ever overwritten. */
  with(key: string, value: V): GrowingMap<V> {
    if (this.has(key)) throw new RangeError(`${key} is already in the map`);
    const entries =
      this.entries.size === this.size ? this.entries : new Map([...this.entries].filter(([, { index }]) => index < this.size));
    entries.set(key, { index: this.size, value });
    return new GrowingMap(entries, this.size + 1);
  }

  *values(): Generator<V> {
    for (const { index, value } of this.entries.values()) if (index < this.size) yield value;
  }
}
