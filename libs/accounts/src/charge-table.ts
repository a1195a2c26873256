import { sha256Hex } from '#event-catalogue';

/**
 * Words of 32 bits an entry has: 128 of the 130 bits of the charge's id, then the 256 of its content hash. The other two bits are in the
 * index.
 */
const keyWords = 4;
const entryWords = 12;
const blockEntries = 1024;
const smallest = 8;

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Value of a digit by its code; 255 for what is none. */
const digits = Uint8Array.from({ length: 128 }, (_, code) =>
  crockford.includes(String.fromCharCode(code)) ? crockford.indexOf(String.fromCharCode(code)) : 255,
);

/** The id being looked for, five words; shared, since nothing here waits. */
const wanted = new Uint32Array(5);
/** Reads an id of 26 characters, five bits each. @throws RangeError for what is none. */
const readId = (id: string): void => {
  wanted.fill(0);
  for (let i = 0; i < 26; i += 1) {
    const value = digits[id.charCodeAt(i)] ?? 255;
    if (value === 255 || id.length !== 26) throw new RangeError(`not a charge id: ${id.slice(0, 40)}`);
    const word = (i * 5) >> 5;
    const shift = 27 - ((i * 5) & 31);
    if (shift >= 0) wanted[word] = (wanted[word] ?? 0) | (value << shift);
    else {
      wanted[word] = (wanted[word] ?? 0) | (value >>> -shift);
      wanted[word + 1] = value << (32 + shift);
    }
  }
};

/** 32 bits of a hash that is a character for each byte. */
const wordOf = (hash: string, at: number): number =>
  (hash.charCodeAt(at) << 24) | (hash.charCodeAt(at + 1) << 16) | (hash.charCodeAt(at + 2) << 8) | hash.charCodeAt(at + 3);

/** Entries in the order of their arrival in blocks that never move, and an index over them by open addressing. */
class Entries {
  readonly #blocks: Uint32Array[] = [];
  #slots = new Uint32Array(smallest);
  size = 0;

  /** Memory in bytes. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + block.byteLength, this.#slots.byteLength);
  }

  /** Word `at` of an entry. */
  word(entry: number, at: number): number {
    return this.#blocks[Math.floor(entry / blockEntries)]?.[(entry % blockEntries) * entryWords + at] ?? 0;
  }

  /** Whether the hash of one entry comes before that of another. */
  isBefore(one: number, other: number): boolean {
    for (let at = keyWords; at < entryWords; at += 1) {
      const difference = this.word(one, at) - this.word(other, at);
      if (difference !== 0) return difference < 0;
    }
    return false;
  }

  /** The entry of the id in `wanted`. */
  find(): number | undefined {
    const slot = this.#slots[this.#slotOf(wanted[0] ?? 0, this.#isWanted)] ?? 0;
    return slot === 0 ? undefined : (slot >>> 2) - 1;
  }

  /** Adds the id in `wanted`, which is not there. */
  add(hash: string): void {
    const entry = this.size;
    const block = this.#roomFor(entry);
    const from = (entry % blockEntries) * entryWords;
    for (let i = 0; i < keyWords; i += 1) block[from + i] = wanted[i] ?? 0;
    for (let i = keyWords; i < entryWords; i += 1) block[from + i] = wordOf(hash, (i - keyWords) * 4);
    this.size += 1;
    if (this.size * 4 > this.#slots.length * 3) this.#grow();
    this.#slots[this.#slotOf(wanted[0] ?? 0, () => false)] = (((entry + 1) << 2) | ((wanted[4] ?? 0) >>> 30)) >>> 0;
  }

  /** The first `size` entries by themselves. */
  copyOf(size: number): Entries {
    const copy = new Entries();
    for (let entry = 0; entry < size; entry += 1) {
      const block = copy.#roomFor(entry);
      for (let i = 0; i < entryWords; i += 1) block[(entry % blockEntries) * entryWords + i] = this.word(entry, i);
    }
    copy.size = size;
    copy.#slots = new Uint32Array(this.#slots.length);
    for (const slot of this.#slots) if (slot !== 0 && (slot >>> 2) - 1 < size) copy.#place(slot);
    return copy;
  }

  readonly #isWanted = (slot: number): boolean => {
    const entry = (slot >>> 2) - 1;
    if ((slot & 3) !== (wanted[4] ?? 0) >>> 30) return false;
    for (let i = 0; i < keyWords; i += 1) if (this.word(entry, i) !== wanted[i]) return false;
    return true;
  };

  /** Ids are hashes: their first word spreads well. The slot that `isIt` accepts, or the free one where it belongs. */
  #slotOf(first: number, isIt: (slot: number) => boolean): number {
    const mask = this.#slots.length - 1;
    for (let at = first & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] ?? 0;
      if (slot === 0 || isIt(slot)) return at;
    }
  }

  #place(slot: number): void {
    this.#slots[this.#slotOf(this.word((slot >>> 2) - 1, 0), () => false)] = slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (const slot of old) if (slot !== 0) this.#place(slot);
  }

  /** Most accounts have few charges: the first block grows, the others are whole from the start. */
  #roomFor(entry: number): Uint32Array {
    const at = Math.floor(entry / blockEntries);
    const block = this.#blocks[at];
    if (block !== undefined && block.length > (entry % blockEntries) * entryWords) return block;
    const grown = new Uint32Array(at > 0 ? blockEntries * entryWords : Math.max(smallest * entryWords, (block?.length ?? 0) * 2));
    if (block !== undefined) grown.set(block);
    this.#blocks[at] = grown;
    return grown;
  }
}

/**
 * The charges of a period, each with the SHA-256 of its content, in less than 64 bytes a charge: a period may have a million. A value, as
 * `GrowingMap`: versions share their entries and each sees its own; extending the newest costs O(1), extending an older one copies.
 */
export class ChargeTable {
  static empty(): ChargeTable {
    return new ChargeTable(new Entries(), 0);
  }

  private constructor(
    private readonly entries: Entries,
    readonly size: number,
  ) {}

  /** Memory of the table in bytes. */
  get bytes(): number {
    return this.entries.bytes;
  }

  has(charge: string): boolean {
    readId(charge);
    const entry = this.entries.find();
    return entry !== undefined && entry < this.size;
  }

  /** `hash` is 32 characters, each a byte. @throws RangeError when the charge is there, or is no id. */
  with(charge: string, hash: string): ChargeTable {
    readId(charge);
    const entry = this.entries.find();
    if (entry !== undefined && entry < this.size) throw new RangeError(`${charge} is already in the table`);
    const entries = this.entries.size === this.size ? this.entries : this.entries.copyOf(this.size);
    entries.add(hash);
    return new ChargeTable(entries, this.size + 1);
  }

  /**
   * SHA-256 over the content hashes in ascending order, as `sha256OfSet`: of the set of charges, so that the order of arrival does not
   * count.
   */
  digest(): string {
    const { entries, size } = this;
    // The beginning of a hash and its entry in one number below 2^53: a million are sorted without a call back, and few are left to put in
    // order.
    const room = 2 ** Math.max(21, Math.ceil(Math.log2(size)));
    const keys = Float64Array.from(
      { length: size },
      (_, entry) => Math.floor((entries.word(entry, keyWords) * 2 ** 21) / room) * room + entry,
    ).sort();
    const order = Uint32Array.from(keys, (key) => key % room);
    for (let at = 1; at < size; at += 1)
      for (let i = at; i > 0 && entries.isBefore(order[i] ?? 0, order[i - 1] ?? 0); i -= 1)
        [order[i - 1], order[i]] = [order[i] ?? 0, order[i - 1] ?? 0];
    const sorted = Buffer.alloc(size * 32);
    order.forEach((entry, at) => {
      for (let i = 0; i < 8; i += 1) sorted.writeUInt32BE(entries.word(entry, keyWords + i), at * 32 + i * 4);
    });
    return sha256Hex(sorted);
  }
}
