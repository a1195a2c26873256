/**
 * Four 32-bit words of the key and one of the value, which is stored plus one so that zero says "empty". Words are signed: a list holds
 * such as they are, and others as floating-point numbers.
 */
const wordsPerSlot = 5;
const smallest = 32;
const noSlots = new Int32Array(wordsPerSlot);
const noList: number[] = [];

/** The key being looked for; shared, since nothing here waits. */
const key = new Int32Array(4);

const malformed = (uuid: string): RangeError => new RangeError(`not a command id: ${uuid.slice(0, 60)}`);

/** Value of a lower-case hexadecimal digit by its character; 16 for anything else, nothing beyond ASCII. */
const digits = Uint8Array.from({ length: 128 }, (_, unit) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(unit));
  return digit < 0 ? 16 : digit;
});
const digitAt = (text: string, at: number): number => digits[text.charCodeAt(at)] ?? 16;

/** The 16 bits that four digits say; negative where one is none. Digit by digit, for it is done eight times for every command. */
const quarterAt = (uuid: string, at: number): number => {
  const a = digitAt(uuid, at);
  const b = digitAt(uuid, at + 1);
  const c = digitAt(uuid, at + 2);
  const d = digitAt(uuid, at + 3);
  return (a | b | c | d) > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
};

const wordAt = (uuid: string, first: number, second: number): number => {
  const high = quarterAt(uuid, first);
  const low = quarterAt(uuid, second);
  if (high < 0 || low < 0) throw malformed(uuid);
  return (high << 16) | low;
};

/** The UUID that lies in `key`: what is looked up is often added next. */
let read = '';

const dashes = [8, 13, 18, 23] as const;

/** Reads a UUID into `key`. Throws RangeError when it is none. */
const readUuid = (uuid: string): void => {
  if (uuid === read) return;
  read = '';
  if (uuid.length !== 36) throw malformed(uuid);
  for (const dash of dashes) if (uuid.charCodeAt(dash) !== 45) throw malformed(uuid);
  key[0] = wordAt(uuid, 0, 4);
  key[1] = wordAt(uuid, 9, 14);
  key[2] = wordAt(uuid, 19, 24);
  key[3] = wordAt(uuid, 28, 32);
  read = uuid;
};

/** Word by word: for so few of them the methods of typed arrays cost more than they do. */
const copySlot = (from: Int32Array, at: number, to: Int32Array, slot: number, value: number): void => {
  to[slot] = from[at] ?? 0;
  to[slot + 1] = from[at + 1] ?? 0;
  to[slot + 2] = from[at + 2] ?? 0;
  to[slot + 3] = from[at + 3] ?? 0;
  to[slot + 4] = value;
};

/** Commands that a list holds before there is a table. */
const few = 12;

/**
 * Which command ids a stream has seen, and at which revision the answer of each begins: 20 bytes a command, for ever, so that a period of a
 * million charges costs some 40 MB. Open addressing with linear probing; nothing is ever removed. Most streams are short: their first
 * commands stand in a plain list, which costs a tenth of a table and is no work for the garbage collector.
 */
export class CommandIdTable {
  /** Key words and value of each of the first commands. */
  #first = noList;
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
    return value === 0 ? undefined : (value >>> 0) - 1;
  }

  /** Remembers a command; the first revision stands when it is known already. */
  add(commandId: string, firstRevision: number): void {
    readUuid(commandId);
    if (firstRevision >= 0xffff_ffff) throw new RangeError('a stream has less than 2^32 - 1 events');
    if (this.#slots === noSlots) {
      if (this.#listed() !== 0) return;
      if (this.#size < few) {
        this.#list(key[0] as number, key[1] as number, key[2] as number, key[3] as number, firstRevision + 1);
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

  /** A list of one command takes no more room than that: it is what most streams have. */
  #list(a: number, b: number, c: number, d: number, value: number): void {
    if (this.#size === 0) this.#first = [a, b, c, d, value];
    else this.#first.push(a, b, c, d, value);
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
    const listed = Int32Array.from(this.#first);
    const slots = new Int32Array(smallest * wordsPerSlot);
    for (let at = 0; at < listed.length; at += wordsPerSlot)
      copySlot(listed, at, slots, this.#find(slots, listed, at), listed[at + 4] ?? 0);
    this.#first = noList;
    this.#slots = slots;
  }

  /** Offset of the key's slot, or of the free one where it belongs. Command ids are hashes: any of their words spreads well. */
  #find(slots: Int32Array, wanted: Int32Array, from: number): number {
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
    const slots = new Int32Array(old.length * 2);
    for (let at = 0; at < old.length; at += wordsPerSlot)
      if (old[at + 4] !== 0) copySlot(old, at, slots, this.#find(slots, old, at), old[at + 4] ?? 0);
    this.#slots = slots;
  }
}
