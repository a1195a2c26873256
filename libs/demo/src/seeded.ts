import { createHash } from 'node:crypto';

/**
 * Whole numbers that follow from a seed and a name alone, so that the same parcel meets the same fate in whatever order it is made.
 * Not for security: it decides what a generated trade looks like.
 */
export class Seeded {
  #block: Buffer;
  #used = 0;
  #round = 0;

  constructor(private readonly name: string) {
    this.#block = this.#next();
  }

  static of(seed: number, ...name: readonly string[]): Seeded {
    return new Seeded(JSON.stringify([seed, ...name]));
  }

  #next(): Buffer {
    this.#round += 1;
    return createHash('sha256')
      .update(`${String(this.#round)}:${this.name}`)
      .digest();
  }

  /** A whole number from 0 to `bound` - 1, for bounds up to 2^24: the bias of the remainder stays below 2^-8. */
  below(bound: number): number {
    if (this.#used + 4 > this.#block.length) {
      this.#block = this.#next();
      this.#used = 0;
    }
    const word = this.#block.readUInt32BE(this.#used);
    this.#used += 4;
    return word % bound;
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** True in `parts` of a million cases. */
  chance(partsPerMillion: number): boolean {
    return this.below(1_000_000) < partsPerMillion;
  }
}
