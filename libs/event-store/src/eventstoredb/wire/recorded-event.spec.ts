import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import fc from 'fast-check';
import { positionOf } from '../../event-store';
import { Fields, WireFormatError } from './fields';
import { readAnswer } from './recorded-event';

const maxLong = 2n ** 64n - 1n;
const long = fc.oneof(
  fc.bigInt({ min: 0n, max: 300n }),
  fc.bigInt({ min: 2n ** 48n, max: 2n ** 54n }),
  fc.bigInt({ min: 0n, max: maxLong }),
);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const recordArbitrary = fc.record({
  stream: fc.string({ unit: 'binary' }),
  id: fc.uuid(),
  structured: fc.boolean(),
  revision: long,
  commit: long,
  prepare: long,
  type: fc.string(),
  data: fc.string({ unit: 'binary', maxLength: 300 }),
  metadata: fc.string({ unit: 'binary' }),
});
type Written = typeof recordArbitrary extends fc.Arbitrary<infer T> ? T : never;

const idMessage = ({ id, structured }: Written): UUID => {
  if (!structured) return new UUID().setString(id);
  const digits = id.replaceAll('-', '');
  const bits = (from: number): string => String(BigInt.asIntN(64, BigInt(`0x${digits.slice(from, from + 16)}`)));
  return new UUID().setStructured(new UUID.Structured().setMostSignificantBits(bits(0)).setLeastSignificantBits(bits(16)));
};

const message = (written: Written): ReadResp => {
  const record = new ReadResp.ReadEvent.RecordedEvent()
    .setId(idMessage(written))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(utf8(written.stream)))
    .setStreamRevision(String(written.revision))
    .setCommitPosition(String(written.commit))
    .setPreparePosition(String(written.prepare))
    .setData(utf8(written.data))
    .setCustomMetadata(utf8(written.metadata));
  record.getMetadataMap().set('created', '638500000000000000').set('type', written.type).set('content-type', 'application/json');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(record).setCommitPosition(String(written.commit)));
};

describe('a message of a read', () => {
  it('gives the record that the generated messages have written', () => {
    fc.assert(
      fc.property(recordArbitrary, (written) => {
        const { stream, id, revision, commit, prepare, type, data, metadata } = written;
        expect(readAnswer(Buffer.from(message(written).serializeBinary())).record).toEqual({
          stream,
          id,
          revision,
          type,
          data,
          metadata,
          position: positionOf(commit, prepare),
        });
      }),
    );
  });

  it('has no record where it is something else', () => {
    const others = [
      new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('x')),
      new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition('7').setPreparePosition('7')),
      new ReadResp().setCaughtUp(new ReadResp.CaughtUp()),
      new ReadResp().setEvent(new ReadResp.ReadEvent().setCommitPosition('7')),
      new ReadResp(),
    ];
    expect(others.map((other) => readAnswer(Buffer.from(other.serializeBinary())).record)).toEqual(others.map(() => undefined));
  });

  it('that is cut off or garbled is an error or another record, never a hang or a read outside its bytes', () => {
    fc.assert(
      fc.property(recordArbitrary, fc.nat(), fc.nat(255), (written, at, byte) => {
        const bytes = Buffer.from(message(written).serializeBinary());
        const garbled = Buffer.from(bytes);
        garbled[at % bytes.length] = byte;
        for (const wrong of [bytes.subarray(0, at % bytes.length), garbled]) {
          try {
            readAnswer(wrong);
          } catch (error) {
            expect(error).toBeInstanceOf(WireFormatError);
          }
        }
      }),
    );
  });

  it('is skipped over where a newer server has more fields', () => {
    const fields = new Fields(Buffer.from([0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x07, 1, 2, 3, 4, 0x08, 0x05]));
    const numbers: number[] = [];
    while (fields.next()) numbers.push(fields.field);
    expect(numbers).toEqual([127, 127, 1]);
    expect(fields.number()).toBe(5);
  });
});
