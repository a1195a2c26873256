import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { FaultRule, Operation } from '../faults';
import type { LogRecord } from '../log/records';
import { failures, isFailure } from '../wire/failures';
import { caughtUpMessage, checkpointMessage, confirmationMessage, eventMessage, notFoundMessage } from '../wire/read-messages';
import { readRequestOf, type ReadRequest } from '../wire/read-request';
import type { Context } from './context';
import { cursorFor } from './cursors';
import { Sender, type ReadCall } from './sender';

/** One read or subscription on its way. */
interface Reading {
  readonly request: ReadRequest;
  readonly sender: Sender;
  readonly call: ReadCall;
  readonly context: Context;
}

/** After so many events in one go the other calls of the server get their turn. */
const inOneGo = 1024;

/** What a fault makes of a read. True: it goes on. */
const survives = async (fault: FaultRule, { sender, call, context }: Reading): Promise<boolean> => {
  switch (fault.kind) {
    case 'slow':
      await wait(fault.milliseconds ?? 0);
      return true;
    case 'silence':
      return false;
    case 'cleanEnd':
      sender.end();
      return false;
    case 'notLeader':
      sender.fail(failures.notLeader(fault.leader ?? context.endpoint()));
      return false;
    case 'unavailable':
      sender.fail(failures.unavailable());
      return false;
    case 'tooSlow':
      sender.fail(failures.tooSlow());
      return false;
    case 'dropBeforeCommit':
    case 'dropAfterCommit':
    case 'dropSubscription':
      // What was sent before arrives, as it mostly does: a reader who resumes gets on, however often it is dropped.
      await sender.flushed();
      context.breakConnection(call);
      return false;
    default:
      sender.fail(failures.internal());
      return false;
  }
};

const passes = async (operation: Operation, stream: string, reading: Reading): Promise<boolean> => {
  const fault = reading.context.faults.strike(operation, stream);
  return fault === undefined || survives(fault, reading);
};

const afterFault = async (fault: FaultRule, record: LogRecord, reading: Reading): Promise<boolean> => {
  if (!(await survives(fault, reading))) return false;
  await sendEvent(record, reading);
  return true;
};

const sendEvent = (record: LogRecord, { request, sender, context }: Reading): Promise<void> | undefined =>
  sender.send(eventMessage(record, context.log, request.resolveLinks));

/** Sends one event unless a fault strikes it. Undefined: it is sent and nothing is to be waited for, which is how most go. */
const deliver = (record: LogRecord, operation: Operation, reading: Reading): Promise<boolean> | undefined => {
  const fault = reading.context.faults.strike(operation, record.stream);
  return fault === undefined ? sendEvent(record, reading)?.then(() => true) : afterFault(fault, record, reading);
};

const readOnce = async (reading: Reading): Promise<void> => {
  const { request, sender, context } = reading;
  const stream = request.stream === undefined ? undefined : context.log.stream(request.stream);
  if (request.stream !== undefined && (stream === undefined || stream.records.length === 0 || stream.softDeleted)) {
    await sender.send(notFoundMessage(request.stream));
    sender.end();
    return;
  }
  const next = cursorFor(context.log, request);
  // A read sees the log as it was when it was asked for.
  const until = context.log.all.at(-1)?.position ?? 0;
  let left = request.max;
  for (
    let record = left > 0 ? next() : undefined;
    record !== undefined && record.position <= until && !sender.gone;
    record = left > 0 ? next() : undefined
  ) {
    if (request.filter?.passes(record) === false) continue;
    left -= 1;
    const delivered = deliver(record, 'readEvent', reading);
    if (delivered !== undefined && !(await delivered)) return;
  }
  sender.end();
};

const subscribe = async (reading: Reading): Promise<void> => {
  const { request, sender, context } = reading;
  const { filter } = request;
  const next = cursorFor(context.log, request);
  await sender.send(confirmationMessage());
  let [seen, live] = [0, false];
  while (!sender.gone) {
    const record = next();
    if (record === undefined) {
      if (request.stream !== undefined && context.log.stream(request.stream)?.tombstoned === true)
        throw failures.streamDeleted(request.stream);
      if (live) await sender.untilCommit();
      else await sender.send(caughtUpMessage());
      live = true;
      continue;
    }
    seen += 1;
    const delivered = filter?.passes(record) === false ? undefined : deliver(record, 'event', reading);
    if (delivered !== undefined && !(await delivered)) return;
    if (filter !== undefined && seen % filter.checkpointEvery === 0) await sender.send(checkpointMessage(record.position));
    if (seen % inOneGo === 0) await nextTurn();
  }
};

const answer = async (call: ReadCall, sender: Sender, context: Context): Promise<void> => {
  const request = readRequestOf(call.request.getOptions() ?? new ReadReq.Options());
  const reading: Reading = { request, sender, call, context };
  context.access.check(call.metadata, 'read', request.stream ?? '$all');
  if (!(await passes(request.subscription ? 'subscribe' : 'read', request.stream ?? '$all', reading))) return;
  if (request.stream !== undefined && context.log.stream(request.stream)?.tombstoned === true) throw failures.streamDeleted(request.stream);
  await (request.subscription ? subscribe(reading) : readOnce(reading));
};

/** Every kind of read: one stream or all, forwards or backwards, once or as a subscription. */
export const readCall =
  (context: Context) =>
  (call: ReadCall): void => {
    const sender = new Sender(call, context.log);
    answer(call, sender, context).catch((error: unknown) => {
      sender.fail(isFailure(error) ? error : failures.internal());
    });
  };
