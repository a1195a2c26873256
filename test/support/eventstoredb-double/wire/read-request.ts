import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { LogRecord } from '../log/records';
import { nameOf } from './common';

export type From = 'start' | 'end' | number;

export interface EventFilter {
  readonly passes: (record: LogRecord) => boolean;
  /** A checkpoint is told after so many events were looked at. */
  readonly checkpointEvery: number;
}

/** What a reader asks for, freed from its wire form. */
export interface ReadRequest {
  /** undefined: all streams, and `from` is a position; else it is a revision. */
  readonly stream: string | undefined;
  readonly from: From;
  readonly backwards: boolean;
  readonly resolveLinks: boolean;
  readonly subscription: boolean;
  readonly max: number;
  readonly filter: EventFilter | undefined;
}

/** The server's own window where a client names none. */
const defaultWindow = 32;

const filterOf = (options: ReadReq.Options.FilterOptions | undefined): EventFilter | undefined => {
  if (options === undefined) return undefined;
  const onType = options.getEventType();
  const expression = onType ?? options.getStreamIdentifier();
  const subject = onType === undefined ? (record: LogRecord) => record.stream : (record: LogRecord) => record.type;
  const pattern = expression?.getRegex() ?? '';
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(pattern);
  const passes =
    pattern === ''
      ? (record: LogRecord) => prefixes.some((prefix) => subject(record).startsWith(prefix))
      : (record: LogRecord) => regex.test(subject(record));
  const window = options.hasMax() ? options.getMax() : defaultWindow;
  return { passes, checkpointEvery: window * options.getCheckpointintervalmultiplier() };
};

interface Place {
  hasStart(): boolean;
  hasEnd(): boolean;
}
const fromOf = (place: Place, otherwise: () => string): From => {
  if (place.hasStart()) return 'start';
  return place.hasEnd() ? 'end' : Number(otherwise());
};

export const readRequestOf = (options: ReadReq.Options): ReadRequest => {
  const stream = options.getStream();
  const all = options.getAll() ?? new ReadReq.Options.AllOptions();
  return {
    stream: stream === undefined ? undefined : nameOf(stream.getStreamIdentifier()),
    from:
      stream === undefined ? fromOf(all, () => all.getPosition()?.getCommitPosition() ?? '0') : fromOf(stream, () => stream.getRevision()),
    backwards: options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS,
    resolveLinks: options.getResolveLinks(),
    subscription: options.hasSubscription(),
    max: options.hasSubscription() ? Infinity : Number(options.getCount()),
    filter: filterOf(options.getFilter()),
  };
};
