import { isLedgerStream } from '../append-caps';
import { logStart, type Position, type RecordedEvent } from '../event-store';
import { headerStream } from './header';
import type { LogReads } from './log-reads';

/** Something in the log that is about a stream of the ledger and that the ledger did not write. */
export interface Interference {
  /**
   * `metadata`: limits, truncation or rights of a stream (a soft delete is one). `deletion`: the stream was deleted for ever. `record`: a
   * link or the like in it.
   */
  readonly kind: 'metadata' | 'deletion' | 'record';
  readonly stream: string;
  readonly type: string;
  readonly revision: bigint;
  readonly position: Position;
  /** What it says, e.g. `{"$tb":3}`. */
  readonly data: string;
}

const metadataPrefix = '$$';
const isOurs = (stream: string): boolean => isLedgerStream(stream) || stream === headerStream;

const interferenceOf = ({ stream, type, revision, position, data }: RecordedEvent): Interference | undefined => {
  if (stream.startsWith(metadataPrefix) && isOurs(stream.slice(metadataPrefix.length)))
    return { kind: 'metadata', stream: stream.slice(metadataPrefix.length), type, revision, position, data };
  if (!isOurs(stream)) return undefined;
  return { kind: type === '$streamDeleted' ? 'deletion' : 'record', stream, type, revision, position, data };
};

/** Looks through the records of the server's own types, of which a ledger's store has few. */
export async function* findInterference(reads: LogReads, after: Position = logStart): AsyncGenerator<Interference> {
  for await (const record of reads.records(after, { typePrefixes: ['$'] })) {
    const found = interferenceOf(record);
    if (found !== undefined) yield found;
  }
}
