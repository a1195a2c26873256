import type { EventLog } from '../log/event-log';
import { noRevision, type LogRecord } from '../log/records';
import { failures } from '../wire/failures';
import type { ReadRequest } from '../wire/read-request';

/** Takes events one after another; undefined at the end, where a later call may find more. */
export type Cursor = () => LogRecord | undefined;

const alongStream = (log: EventLog, name: string, from: number): Cursor => {
  let next = from;
  return () => {
    const stream = log.stream(name);
    if (stream === undefined) return undefined;
    next = Math.max(next, stream.floor);
    const record = stream.records[next];
    if (record !== undefined) next += 1;
    return record;
  };
};

const backAlongStream = (log: EventLog, name: string, from: number): Cursor => {
  const stream = log.stream(name);
  let next = Math.min(from, stream?.head ?? noRevision);
  const floor = stream?.floor ?? 0;
  return () => {
    if (next < floor) return undefined;
    next -= 1;
    return stream?.records[next + 1];
  };
};

const alongLog = (log: EventLog, from: number): Cursor => {
  let next = from;
  return () => {
    const record = log.all[next];
    if (record !== undefined) next += 1;
    return record;
  };
};

const backAlongLog = (log: EventLog, from: number): Cursor => {
  let next = from;
  return () => (next === 0 ? undefined : log.all[(next -= 1)]);
};

const ofStream = (log: EventLog, stream: string, { from, backwards, subscription }: ReadRequest): Cursor => {
  const end = log.stream(stream)?.head ?? noRevision;
  if (backwards) return backAlongStream(log, stream, from === 'start' ? 0 : from === 'end' ? end : from);
  // A subscription begins after what it names, a read with it.
  const after = subscription ? 1 : 0;
  return alongStream(log, stream, from === 'start' ? 0 : from === 'end' ? end + 1 : from + after);
};

/** The real log holds other records between the events: only a place where an event begins can be read from. */
const indexIn = (log: EventLog, position: number): number => {
  const index = log.indexOf(position);
  const found = log.all[index];
  if (found !== undefined && found.position !== position && position !== 0) throw failures.invalidPosition(String(position));
  return index;
};

const ofLog = (log: EventLog, { from, backwards, subscription }: ReadRequest): Cursor => {
  const index = from === 'start' ? 0 : from === 'end' ? log.all.length : indexIn(log, from);
  if (backwards) return backAlongLog(log, index);
  const after = subscription && typeof from === 'number' && log.all[index]?.position === from ? 1 : 0;
  return alongLog(log, index + after);
};

/** Throws a failure where the position is none. */
export const cursorFor = (log: EventLog, request: ReadRequest): Cursor =>
  request.stream === undefined ? ofLog(log, request) : ofStream(log, request.stream, request);
