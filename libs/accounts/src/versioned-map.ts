/** How an older version differs from the next newer one: at one key it has this value, or none. */
interface Difference<V> {
  readonly newer: VersionedMap<V>;
  readonly key: string;
  readonly value: V | undefined;
}

/**
 * A map whose every version is a value, at O(1) a change: the newest version holds the one table, an older one how it differs from the next
 * (H. Baker, Shallow Binding Makes Functional Arrays Fast, 1991). Asking an older version turns the differences round. A fold of a long
 * stream needs it: copying thousands of entries per event is not possible. The order of values is no promise: sort what is decided on.
 */
export class VersionedMap<V> {
  #table: Map<string, V> | Difference<V>;

  /** Each fold begins with its own: what a version outlives is remembered as long as that version. */
  static empty<V>(): VersionedMap<V> {
    return new VersionedMap<V>(new Map());
  }

  private constructor(table: Map<string, V>) {
    this.#table = table;
  }

  get size(): number {
    return this.#current().size;
  }

  get(key: string): V | undefined {
    return this.#current().get(key);
  }

  has(key: string): boolean {
    return this.#current().has(key);
  }

  values(): readonly V[] {
    return [...this.#current().values()];
  }

  /** The version in which `key` has this value, or with undefined none. */
  with(key: string, value: V | undefined): VersionedMap<V> {
    const table = this.#current();
    const before = table.get(key);
    put(table, key, value);
    const newer = new VersionedMap(table);
    this.#table = { newer, key, value: before };
    return newer;
  }

  #current(): Map<string, V> {
    return this.#table instanceof Map ? this.#table : VersionedMap.#turnRound<V>(this);
  }

  /** Makes a version the one that holds the table. */
  static #turnRound<V>(wanted: VersionedMap<V>): Map<string, V> {
    const older: VersionedMap<V>[] = [];
    let newest = wanted;
    while (!(newest.#table instanceof Map)) {
      older.push(newest);
      newest = newest.#table.newer;
    }
    const table = newest.#table;
    for (const version of older.reverse()) {
      if (version.#table instanceof Map) continue;
      const { newer, key, value } = version.#table;
      newer.#table = { newer: version, key, value: table.get(key) };
      put(table, key, value);
      version.#table = table;
    }
    return table;
  }
}

const put = <V>(table: Map<string, V>, key: string, value: V | undefined): void => {
  if (value === undefined) table.delete(key);
  else table.set(key, value);
};
