const smallest = 64;

/** The two words of the key being looked for; shared, since nothing here waits. */
const wanted = new Uint32Array(2);

/**
 * 64 bits of a text, well spread: two sums over its code units, each stirred by the other at the end (cyrb53 of the public domain, with all
 * of its bits).
 */
const readKey = (text: string): void => {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 2654435761);
    second = Math.imul(second ^ unit, 1597334677);
  }
  wanted[0] = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  wanted[1] = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
};

/**
 * Numbers by text in about 24 bytes an entry, however long the texts: only 64 bits of them are kept. Of a million texts two are taken for
 * one in one case of thirty million. Nothing is ever removed.
 */
export class CompactMap {
  #keys = new Uint32Array(smallest * 2);
  #values = new Float64Array(smallest).fill(Number.NaN);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(text: string): number | undefined {
    readKey(text);
    const value = this.#values[this.#slot()] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }

  set(text: string, value: number): void {
    readKey(text);
    const slot = this.#slot();
    if (Number.isNaN(this.#values[slot])) this.#size += 1;
    this.#put(slot, value);
    if (this.#size * 3 > this.#values.length * 2) this.#grow();
  }

  #put(slot: number, value: number): void {
    this.#keys[slot * 2] = wanted[0] ?? 0;
    this.#keys[slot * 2 + 1] = wanted[1] ?? 0;
    this.#values[slot] = value;
  }

  /** Where the wanted key is, or the free slot where it belongs. */
  #slot(): number {
    const mask = this.#values.length - 1;
    for (let slot = (wanted[0] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      if (Number.isNaN(this.#values[slot])) return slot;
      if (this.#keys[slot * 2] === wanted[0] && this.#keys[slot * 2 + 1] === wanted[1]) return slot;
    }
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Uint32Array(keys.length * 2);
    this.#values = new Float64Array(values.length * 2).fill(Number.NaN);
    values.forEach((value, slot) => {
      if (Number.isNaN(value)) return;
      wanted[0] = keys[slot * 2] ?? 0;
      wanted[1] = keys[slot * 2 + 1] ?? 0;
      this.#put(this.#slot(), value);
    });
  }
}
