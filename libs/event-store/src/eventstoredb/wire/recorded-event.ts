import { isLedgerStream } from '../../append-caps';
import { positionOf, type RecordedEvent } from '../../event-store';
import { Fields } from './fields';

/** One message of a read. Confirmations, checkpoints and the end of the past have no record. */
export interface ReadAnswer {
  readonly record: RecordedEvent | undefined;
}
const withoutRecord: ReadAnswer = { record: undefined };

const hex = (bits: number | bigint): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
export const uuidOfBits = (most: number | bigint, least: number | bigint): string =>
  (hex(most) + hex(least)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const structuredUuid = (fields: Fields): string => {
  let most: number | bigint = 0;
  let least: number | bigint = 0;
  while (fields.next()) {
    if (fields.field === 1) most = fields.number();
    else if (fields.field === 2) least = fields.number();
  }
  return uuidOfBits(most, least);
};

/** A server may write an id as text or as two integers. */
const uuid = (fields: Fields): string => {
  let id = '';
  while (fields.next()) {
    if (fields.field === 2) id = fields.text();
    else if (fields.field === 1) id = structuredUuid(fields.inner());
  }
  return id;
};

const streamName = (fields: Fields): string => {
  let name = '';
  while (fields.next()) if (fields.field === 3) name = fields.text();
  return name;
};

/** Names of events are few: one copy of each. */
const names = new Map<string, string>();
const internalised = (name: string): string => {
  const known = names.get(name);
  if (known !== undefined) return known;
  if (names.size < 10_000) names.set(name, name);
  return name;
};

/** An entry of the map that the server keeps beside an event; only the type is asked for. */
const typeIn = (entry: Fields): string | undefined => {
  let key = '';
  let value = '';
  while (entry.next()) {
    if (entry.field === 1) key = entry.text();
    else if (entry.field === 2) value = entry.text();
  }
  return key === 'type' ? internalised(value) : undefined;
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** `ReadResp.ReadEvent.RecordedEvent`: 1 id, 2 stream, 3 revision, 4 prepare position, 5 commit position, 6 map, 7 metadata, 8 data. */
const recordIn = (fields: Fields): RecordedEvent => {
  let prepare: number | bigint = 0;
  let commit: number | bigint = 0;
  const record: Writable<RecordedEvent> = { stream: '', revision: 0n, id: '', type: '', data: '', metadata: '', position: positionOf(0) };
  while (fields.next()) {
    if (fields.field === 1) record.id = uuid(fields.inner());
    else if (fields.field === 2) record.stream = streamName(fields.inner());
    else if (fields.field === 3) record.revision = BigInt(fields.number());
    else if (fields.field === 4) prepare = fields.number();
    else if (fields.field === 5) commit = fields.number();
    else if (fields.field === 6) record.type = typeIn(fields.inner()) ?? record.type;
    else if (fields.field === 7) record.metadata = fields.text();
    else if (fields.field === 8) record.data = fields.text();
  }
  record.position = positionOf(commit, prepare);
  return record;
};

/**
 * A message of a read, from its bytes (`ReadResp`: 1 event, of which 1 is the record). The generated messages would take more time than
 * gRPC: they make an object of every part, copy all bytes, and build a map for the type. Texts are the stored bytes as they are: nothing is
 * parsed, so nothing tampered with is made good.
 */
export const readAnswer = (bytes: Buffer): ReadAnswer => {
  const fields = new Fields(bytes);
  while (fields.next()) {
    if (fields.field !== 1) continue;
    const event = fields.inner();
    while (event.next()) if (event.field === 1) return { record: recordIn(event.inner()) };
  }
  return withoutRecord;
};

/** Types that begin with a dollar are the server's: links, metadata, the mark of a deleted stream. */
const isSystemType = (type: string): boolean => type.startsWith('$');

/** The record, if it is an event of the ledger. */
export const eventOf = ({ record }: ReadAnswer): RecordedEvent | undefined =>
  record !== undefined && isLedgerStream(record.stream) && !isSystemType(record.type) ? record : undefined;
