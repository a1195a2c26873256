import { randomUUID } from 'node:crypto';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { EventLog } from '../log/event-log';
import type { LogRecord } from '../log/records';
import { identifierOf, revisionText, uuidOf } from './common';

const recorded = (record: LogRecord): ReadResp.ReadEvent.RecordedEvent => {
  const event = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(record.id))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(revisionText(record.revision))
    .setCommitPosition(String(record.position))
    .setPreparePosition(String(record.position))
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  // Time on the wire is in ticks of 100 nanoseconds.
  event.getMetadataMap().set('type', record.type).set('content-type', record.contentType).set('created', `${record.created}0000`);
  return event;
};

/** A link says `revision@stream`. Undefined where what it points to is not there any more. */
const linked = (log: EventLog, link: LogRecord): LogRecord | undefined => {
  const [, revision, name] = /^(\d+)@(.+)$/.exec(Buffer.from(link.data).toString('utf8')) ?? [];
  const stream = name === undefined ? undefined : log.stream(name);
  if (stream === undefined || stream.tombstoned || Number(revision) < stream.floor) return undefined;
  return stream.records[Number(revision)];
};

/** An event, or the link with the event that it points to. */
export const eventMessage = (record: LogRecord, log: EventLog, resolveLinks: boolean): ReadResp => {
  const message = new ReadResp.ReadEvent().setCommitPosition(String(record.position));
  if (resolveLinks && record.type === '$>') {
    const target = linked(log, record);
    message.setLink(recorded(record));
    if (target !== undefined) message.setEvent(recorded(target));
  } else message.setEvent(recorded(record));
  return new ReadResp().setEvent(message);
};

export const notFoundMessage = (stream: string): ReadResp =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream)));
export const confirmationMessage = (): ReadResp =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID()));
export const caughtUpMessage = (): ReadResp => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
export const checkpointMessage = (position: number): ReadResp =>
  new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)));
