import { type DomainEvent, type EventCatalogue, present, type Recorded } from '#event-catalogue';
import { type EventStore } from '#event-store';
import { type EventOrigin } from './trace/trace-node';

/** The log, as far as single streams are read from it. */
export interface Log {
  readonly store: Pick<EventStore, 'read'>;
  readonly catalogue: EventCatalogue;
}
export type PlacedEvent<E extends DomainEvent = DomainEvent> = Recorded<E> & { readonly position: string };

/** Events of a stream, at most so many; `E`: those of its category, which holds no others. */
export const eventsOfStream = async <E extends DomainEvent>(
  { store, catalogue }: Log,
  stream: string,
  most = 5000,
): Promise<readonly PlacedEvent<E>[]> => {
  const events: PlacedEvent<E>[] = [];
  for await (const stored of store.read(stream, { max: most })) events.push({ ...catalogue.decode<E>(stored), position: stored.position });
  return events;
};

const fieldOf = (data: unknown, field: string): unknown =>
  typeof data === 'object' && data !== null ? Reflect.get(data, field) : undefined;
const textField = (data: unknown, field: string): string | undefined => {
  const value = fieldOf(data, field);
  return typeof value === 'string' ? value : undefined;
};

interface ToldLines {
  readonly lines?: readonly { readonly ordinal?: number; readonly sourceLine?: number }[];
}
/** The line that an order line was read from; the first of them where none is named. */
const lineTold = (data: unknown, ordinal: number | undefined): number | undefined =>
  (data as ToldLines).lines?.find((line) => ordinal === undefined || line.ordinal === ordinal)?.sourceLine;

/**
 * Where an event, or what it says of one order line, and its raw message are. Imported events name the file and line; others the hash of
 * their request.
 */
export const originOf = ({ type, data, metadata }: Recorded, ordinal?: number): EventOrigin => {
  const { effectiveAt, recordedAt, actor, onBehalfOf, commandId, hash, requestHash } = metadata;
  const source = fieldOf(data, 'source');
  const sourceFile = textField(source, 'sha256') ?? textField(data, 'sourceFile');
  const line = fieldOf(source, 'line') ?? (sourceFile === undefined ? undefined : lineTold(data, ordinal));
  const importRun = textField(data, 'importRun');
  return {
    type,
    effectiveAt,
    recordedAt,
    actor,
    commandId,
    hash,
    ...present({ onBehalfOf, requestHash, sourceFile }),
    ...(typeof line === 'number' ? { sourceLine: line } : {}),
    ...(importRun === undefined ? {} : { importRun }),
  };
};

const ownerFields = ['seller', 'schemeHolder', 'holder', 'declarant', 'debtor', 'accountHolder', 'importer', 'carrier'] as const;

/**
 * Whose a stream is, by the parties that its events name with a duty or a right; of a long stream its first events tell. A bank entry
 * belongs to whom it was identified for last: before that it may have been by mistake.
 */
export const ownersOfStream = async (log: Log, stream: string): Promise<readonly string[] | undefined> => {
  const all = await eventsOfStream(log, stream, 50);
  const identified = all.findLast(({ type }) => type === 'ReceiptIdentified');
  const events = identified === undefined ? all : [identified];
  return events.length === 0
    ? undefined
    : [...new Set(events.flatMap(({ data }) => ownerFields.map((field) => textField(data, field)).filter((owner) => owner !== undefined)))];
};

/** Where in the log a stream's first or last event lies; undefined where nothing was written. */
export const placeOf = async ({ store }: Log, stream: string, which: 'first' | 'last'): Promise<string | undefined> => {
  for await (const { position } of store.read(stream, { direction: which === 'first' ? 'forwards' : 'backwards', max: 1 })) return position;
  return undefined;
};
