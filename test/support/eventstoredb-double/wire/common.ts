import { randomUUID } from 'node:crypto';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { jsonContent, noRevision, tombstoneRevision, type Expected, type NewEvent } from '../log/records';

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

export const identifierOf = (stream: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(stream, 'utf8')));

const hex = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** A client may write an id as text or as two integers. */
export const uuidText = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString() ?? '';
  const digits = hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
export const uuidOf = (text: string = randomUUID()): UUID => new UUID().setString(text);

/** Revisions on the wire are 64 bits wide. */
export const revisionText = (revision: number): string => (revision === tombstoneRevision ? '9223372036854775807' : String(revision));

interface ExpectedOptions {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}
export const expectedOf = (options: ExpectedOptions, revision: string): Expected => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : Number(revision);
};

/** The parts of an answer of the form "the stream is at, you expected". */
interface VersionAnswer<Empty> {
  current(revision: string): unknown;
  currentNone(empty: Empty): unknown;
  any(empty: Empty): unknown;
  none(empty: Empty): unknown;
  exists(empty: Empty): unknown;
  exactly(revision: string): unknown;
}
export const tellVersions = <Empty>(answer: VersionAnswer<Empty>, empty: () => Empty, current: number, expected: Expected): void => {
  if (current === noRevision) answer.currentNone(empty());
  else answer.current(String(current));
  if (expected === 'any') answer.any(empty());
  else if (expected === 'no_stream') answer.none(empty());
  else if (expected === 'stream_exists') answer.exists(empty());
  else answer.exactly(String(expected));
};

interface Proposed {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}
export const proposedEvent = (message: Proposed): NewEvent => ({
  id: uuidText(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? jsonContent,
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** What counts towards the largest append: type, data and metadata. */
export const proposedBytes = (event: NewEvent): number => event.data.length + event.metadata.length + Buffer.byteLength(event.type);
