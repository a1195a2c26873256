import { createHash } from 'node:crypto';

const bytes = 32;
const prefixes = 65_536;
/** Handed to the hash at a time: a call per digest would cost more than the hashing. */
const chunkDigests = 2048;

/** SHA-256 digests of many things and one digest of them all that does not depend on their order. 32 bytes each in one buffer. */
export class DigestSet {
  #digests = Buffer.allocUnsafe(1024 * bytes);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** `digest` as 32 characters of Latin-1, which is how it is had and kept most cheaply. */
  add(digest: string): void {
    if ((this.#count + 1) * bytes > this.#digests.length) {
      const larger = Buffer.allocUnsafe(this.#digests.length * 2);
      this.#digests.copy(larger);
      this.#digests = larger;
    }
    this.#digests.write(digest, this.#count * bytes, bytes, 'latin1');
    this.#count += 1;
  }

  /** SHA-256, hexadecimal, over the digests in ascending order of their bytes. */
  digest(): string {
    const sum = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkDigests * bytes);
    let filled = 0;
    for (const index of this.#sorted()) {
      filled += this.#digests.copy(chunk, filled, index * bytes, (index + 1) * bytes);
      if (filled < chunk.length) continue;
      sum.update(chunk);
      filled = 0;
    }
    return sum.update(chunk.subarray(0, filled)).digest('hex');
  }

  /** Indexes in order of the digests: dealt out by their first two bytes, then each small heap sorted by itself. */
  #sorted(): Uint32Array {
    const starts = new Uint32Array(prefixes + 1);
    const prefixOf = (index: number): number => this.#digests.readUInt16BE(index * bytes);
    for (let i = 0; i < this.#count; i += 1) this.#raise(starts, prefixOf(i) + 1);
    for (let p = 0; p < prefixes; p += 1) starts[p + 1] = (starts[p] ?? 0) + (starts[p + 1] ?? 0);
    const next = starts.slice();
    const order = new Uint32Array(this.#count);
    for (let i = 0; i < this.#count; i += 1) order[this.#raise(next, prefixOf(i))] = i;
    const compare = (a: number, b: number): number =>
      this.#digests.compare(this.#digests, b * bytes, (b + 1) * bytes, a * bytes, (a + 1) * bytes);
    for (let p = 0; p < prefixes; p += 1) {
      const [from, to] = [starts[p] ?? 0, starts[p + 1] ?? 0];
      if (to - from > 1) order.subarray(from, to).sort(compare);
    }
    return order;
  }

  /** Adds one to a cell and gives what it held before. */
  #raise(cells: Uint32Array, cell: number): number {
    const before = cells[cell] ?? 0;
    cells[cell] = before + 1;
    return before;
  }
}
