/** Four 32-bit words of the key and one of the value, which is stored plus one so that zero says "empty". */
const wordsPerSlot = 5;
const smallest = 8;

/** Reads a UUID as four words into `into`. Throws RangeError when it is none: a command id is always a UUID. */
const readUuid = (uuid: string, into: Uint32Array): void => {
  const hex = uuid.length === 36 ? uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24) : '';
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new RangeError(`not a command id: ${uuid.slice(0, 60)}`);
  for (let i = 0; i < 4; i += 1) into[i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
};

/**
 * Which command ids a stream has seen, and at which revision the answer of each begins: 20 bytes a command, for ever, so that a period
 * of a million charges costs some 40 MB. Open addressing with linear probing; nothing is ever removed.
 */
export class CommandIdTable {
  #slots = new Uint32Array(smallest * wordsPerSlot);
  #size = 0;
  readonly #key = new Uint32Array(4);

  get size(): number {
    return this.#size;
  }

  /** Memory of the table in bytes. */
  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** First revision of the command's answer. Throws RangeError for what is no UUID. */
  get(commandId: string): number | undefined {
    readUuid(commandId, this.#key);
    const value = this.#slots[this.#find(this.#slots, this.#key, 0) + 4] ?? 0;
    return value === 0 ? undefined : value - 1;
  }

  /** Remembers a command; the first revision stands when it is known already. */
  add(commandId: string, firstRevision: number): void {
    readUuid(commandId, this.#key);
    if (firstRevision >= 0xffff_ffff) throw new RangeError('a stream has less than 2^32 - 1 events');
    const at = this.#find(this.#slots, this.#key, 0);
    if (this.#slots[at + 4] !== 0) return;
    this.#slots.set(this.#key, at);
    this.#slots[at + 4] = firstRevision + 1;
    this.#size += 1;
    if (this.#size * wordsPerSlot * 4 > this.#slots.length * 3) this.#grow();
  }

  /** Offset of the key's slot, or of the free one where it belongs. Command ids are hashes: any of their words spreads well. */
  #find(slots: Uint32Array, key: Uint32Array, from: number): number {
    const mask = slots.length / wordsPerSlot - 1;
    for (let slot = (key[from] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * wordsPerSlot;
      if (slots[at + 4] === 0) return at;
      if (slots[at] === key[from] && slots[at + 1] === key[from + 1] && slots[at + 2] === key[from + 2] && slots[at + 3] === key[from + 3]) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += wordsPerSlot)
      if (old[at + 4] !== 0) slots.set(old.subarray(at, at + wordsPerSlot), this.#find(slots, old, at));
    this.#slots = slots;
  }
}
