import type { UUID } from '@eventstore/db-client/generated/shared_pb';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { isLedgerStream } from '../../append-caps';
import { positionOf, type RecordedEvent } from '../../event-store';

const hex = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** A server may write an id as text or as two integers. */
export const uuidText = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString() ?? '';
  const digits = hex(structured.getMostSignificantBits()) + hex(structured.getLeastSignificantBits());
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');

/** Any record of the log, ours or not. undefined for the messages that hold none: confirmations, checkpoints, the end of the past. */
export const recordOf = (response: ReadResp): RecordedEvent | undefined => {
  const record = response.getEvent()?.getEvent();
  if (record === undefined) return undefined;
  return {
    stream: textOf(record.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array()),
    revision: BigInt(record.getStreamRevision()),
    id: uuidText(record.getId()),
    type: record.getMetadataMap().get('type') ?? '',
    data: textOf(record.getData_asU8()),
    metadata: textOf(record.getCustomMetadata_asU8()),
    position: positionOf(BigInt(record.getCommitPosition()), BigInt(record.getPreparePosition())),
  };
};

/** Types that begin with a dollar are the server's: links, metadata, the mark of a deleted stream. */
export const isSystemType = (type: string): boolean => type.startsWith('$');

/** An event of the ledger, with the stored bytes as they are: nothing is parsed, so nothing that was tampered with is made good. */
export const eventOf = (response: ReadResp): RecordedEvent | undefined => {
  const record = recordOf(response);
  return record !== undefined && isLedgerStream(record.stream) && !isSystemType(record.type) ? record : undefined;
};

export const isStreamNotFound = (response: ReadResp): boolean => response.hasStreamNotFound();
