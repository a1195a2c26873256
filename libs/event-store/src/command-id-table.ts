/** Four 32-bit words of the key and one of the value, which is stored plus one so that zero says "empty". */
const wordsPerSlot = 5;
const smallest = 8;
const noSlots = new Uint32Array(wordsPerSlot);

/** The key being looked for; shared, since nothing here waits. */
const key = new Uint32Array(4);

const malformed = (uuid: string): RangeError => new RangeError(`not a command id: ${uuid.slice(0, 60)}`);

/** Value of a lower-case hexadecimal digit; 16 or more for anything else. */
const digitAt = (text: string, at: number): number => {
  const unit = text.charCodeAt(at);
  if (unit >= 48 && unit <= 57) return unit - 48;
  return unit >= 97 && unit <= 102 ? unit - 87 : 16;
};

/** The UUID that lies in `key`: what is looked up is often added next. */
let read = '';

/** Reads a UUID into `key`. Throws RangeError when it is none. By hand, for it is done for every command. */
const readUuid = (uuid: string): void => {
  if (uuid === read) return;
  read = '';
  if (uuid.length !== 36) throw malformed(uuid);
  let word = 0;
  let digits = 0;
  for (let at = 0; at < 36; at += 1) {
    if (at === 8 || at === 13 || at === 18 || at === 23) {
      if (uuid.charCodeAt(at) !== 45) throw malformed(uuid);
      continue;
    }
    const digit = digitAt(uuid, at);
    if (digit > 15) throw malformed(uuid);
    word = (word << 4) | digit;
    digits += 1;
    if (digits % 8 === 0) key[digits / 8 - 1] = word;
  }
  read = uuid;
};

/** Word by word: for so few of them the methods of typed arrays cost more than they do. */
const copySlot = (from: Uint32Array, at: number, to: Uint32Array, slot: number, value: number): void => {
  to[slot] = from[at] ?? 0;
  to[slot + 1] = from[at + 1] ?? 0;
  to[slot + 2] = from[at + 2] ?? 0;
  to[slot + 3] = from[at + 3] ?? 0;
  to[slot + 4] = value;
};

/** Commands that a list holds before there is a table. */
const few = 4;

/**
 * Which command ids a stream has seen, and at which revision the answer of each begins: 20 bytes a command, for ever, so that a period of a
 * million charges costs some 40 MB. Open addressing with linear probing; nothing is ever removed. Most streams are short: the first four
 * commands stand in a plain list, which costs a tenth of a table.
 */
export class CommandIdTable {
  /** Key words and value of each of the first commands. */
  readonly #first: number[] = [];
  #slots = noSlots;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Memory of the table in bytes. */
  get bytes(): number {
    return this.#first.length * 8 + this.#slots.byteLength;
  }

  /** First revision of the command's answer. Throws RangeError for what is no UUID. */
  get(commandId: string): number | undefined {
    readUuid(commandId);
    const value = this.#slots === noSlots ? this.#listed() : (this.#slots[this.#find(this.#slots, key, 0) + 4] ?? 0);
    return value === 0 ? undefined : value - 1;
  }

  /** Remembers a command; the first revision stands when it is known already. */
  add(commandId: string, firstRevision: number): void {
    readUuid(commandId);
    if (firstRevision >= 0xffff_ffff) throw new RangeError('a stream has less than 2^32 - 1 events');
    if (this.#slots === noSlots) {
      if (this.#listed() !== 0) return;
      if (this.#size < few) {
        this.#first.push(key[0] as number, key[1] as number, key[2] as number, key[3] as number, firstRevision + 1);
        this.#size += 1;
        return;
      }
      this.#tabulate();
    }
    const at = this.#find(this.#slots, key, 0);
    if (this.#slots[at + 4] !== 0) return;
    copySlot(key, 0, this.#slots, at, firstRevision + 1);
    this.#size += 1;
    if (this.#size * wordsPerSlot * 4 > this.#slots.length * 3) this.#grow();
  }

  /** What the list says of the key; zero where it has none. */
  #listed(): number {
    const listed = this.#first;
    for (let at = 0; at < listed.length; at += wordsPerSlot)
      if (listed[at] === key[0] && listed[at + 1] === key[1] && listed[at + 2] === key[2] && listed[at + 3] === key[3])
        return listed[at + 4] ?? 0;
    return 0;
  }

  #tabulate(): void {
    const listed = Uint32Array.from(this.#first);
    const slots = new Uint32Array(smallest * wordsPerSlot);
    for (let at = 0; at < listed.length; at += wordsPerSlot)
      copySlot(listed, at, slots, this.#find(slots, listed, at), listed[at + 4] ?? 0);
    this.#first.length = 0;
    this.#slots = slots;
  }

  /** Offset of the key's slot, or of the free one where it belongs. Command ids are hashes: any of their words spreads well. */
  #find(slots: Uint32Array, wanted: Uint32Array, from: number): number {
    const mask = slots.length / wordsPerSlot - 1;
    for (let slot = (wanted[from] ?? 0) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * wordsPerSlot;
      if (slots[at + 4] === 0) return at;
      if (
        slots[at] === wanted[from] &&
        slots[at + 1] === wanted[from + 1] &&
        slots[at + 2] === wanted[from + 2] &&
        slots[at + 3] === wanted[from + 3]
      )
        return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += wordsPerSlot)
      if (old[at + 4] !== 0) copySlot(old, at, slots, this.#find(slots, old, at), old[at + 4] ?? 0);
    this.#slots = slots;
  }
}
