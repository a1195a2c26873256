/** Wire types of protobuf. Groups are older than every server of ours. */
const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/** Bytes that are no protobuf message, or end within one. */
export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';
}

/**
 * The fields of one protobuf message, one after another, without copying. After `next`, `field` is the field's number and its value may be
 * taken once, or left: by `number`, or by `inner` and `text` where it is a message or a string.
 */
export class Fields {
  field = 0;
  #wireType = 0;
  /** Where the value begins, once its length is known where it has one; and where the next field does. */
  #start = 0;
  #stop: number;

  constructor(
    private readonly bytes: Buffer,
    start = 0,
    private readonly end = bytes.length,
  ) {
    this.#stop = start;
  }

  /** False at the end of the message. Throws WireFormatError. */
  next(): boolean {
    if (this.#stop === this.end) return false;
    this.#start = this.#stop;
    const tag = this.#small();
    this.field = tag >>> 3;
    this.#wireType = tag & 7;
    this.#stop = this.#endOfValue();
    if (this.#stop > this.end) throw new WireFormatError(`field ${this.field} goes beyond its message`);
    return true;
  }

  /** An unsigned integer of up to 64 bits; a bigint only where it is no safe number. */
  number(): number | bigint {
    this.#expect(varint);
    let value = 0;
    let factor = 1;
    for (let at = this.#start; at < this.#stop; at += 1) {
      if (at - this.#start === 7) return this.#long();
      value += ((this.bytes[at] as number) & 127) * factor;
      factor *= 128;
    }
    return value;
  }

  text(): string {
    this.#expect(delimited);
    return this.bytes.toString('utf8', this.#start, this.#stop);
  }

  inner(): Fields {
    this.#expect(delimited);
    return new Fields(this.bytes, this.#start, this.#stop);
  }

  #long(): bigint {
    let value = 0n;
    for (let at = this.#stop - 1; at >= this.#start; at -= 1) value = (value << 7n) | BigInt((this.bytes[at] as number) & 127);
    return value;
  }

  #endOfValue(): number {
    switch (this.#wireType) {
      case varint: {
        let at = this.#start;
        while (((this.bytes[at] ?? 0) & 128) !== 0) at += 1;
        return at + 1;
      }
      case delimited: {
        const length = this.#small();
        return this.#start + length;
      }
      case fixed64:
        return this.#start + 8;
      case fixed32:
        return this.#start + 4;
      default:
        throw new WireFormatError(`field ${this.field} has wire type ${this.#wireType}`);
    }
  }

  /** A tag or a length: below 2^31. Moves behind it. */
  #small(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.#start];
      if (byte === undefined || this.#start >= this.end) break;
      this.#start += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new WireFormatError('a tag or a length without an end');
  }

  #expect(wireType: number): void {
    if (this.#wireType !== wireType) throw new WireFormatError(`field ${this.field} has wire type ${this.#wireType}, not ${wireType}`);
  }
}
