/** An event as a client hands it in: bytes are kept as they came. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event in the log. Revisions and positions are numbers here: a double never reaches 2^53 of either. */
export interface LogRecord extends NewEvent {
  readonly stream: string;
  readonly revision: number;
  /** Where the event begins in the log, as if the log were one file: increasing, with gaps. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type Expected = 'any' | 'no_stream' | 'stream_exists' | number;

export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
}

/** What became of a write. `revision` is -1 where a stream has no event. */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrong_version'; readonly current: number }
  | { readonly kind: 'deleted' };

export const noRevision = -1;
/** The last event of a tombstoned stream has the highest revision there is; on the wire it is 2^63 - 1. */
export const tombstoneRevision = Number.MAX_SAFE_INTEGER;

export const jsonContent = 'application/json';
export const metadataType = '$metadata';
export const deletedType = '$streamDeleted';
export const metastreamOf = (stream: string): string => `$$${stream}`;
export const isMetastream = (stream: string): boolean => stream.startsWith('$$');

/** Length of an event in the log. The constant stands for a record's frame, so that an empty event still takes room. */
export const lengthInLog = (stream: string, event: NewEvent): number =>
  event.data.length + event.metadata.length + Buffer.byteLength(event.type) + Buffer.byteLength(stream) + 64;
