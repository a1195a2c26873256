import type { ServerDuplexStream } from '@grpc/grpc-js';
import { Code } from '@eventstore/db-client/generated/code_pb';
import {
  AccessDenied,
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Unknown,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { BatchAppendResp, type BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import type { AppendRequest, Expected, NewEvent } from '../log/records';
import { expectedOf, identifierOf, nameOf, proposedBytes, proposedEvent, tellVersions, uuidOf, uuidText } from '../wire/common';
import { failures } from '../wire/failures';
import { runAppend, type AppendAnswer, type AppendChannel } from './append-flow';
import { authenticated, refused } from './authentication';
import type { Context } from './context';

type BatchCall = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** An append of which not every part has arrived. */
interface Open {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: NewEvent[];
  bytes: number;
}

interface Detail {
  serializeBinary(): Uint8Array;
}
const errorOf = (code: Code, name: string, detail: Detail): Status => {
  const packed = new Any();
  packed.pack(detail.serializeBinary(), `event_store.client.${name}`);
  return new Status().setCode(code).setMessage(name).setDetails(packed);
};

const wrongVersion = (current: number, expected: Expected): Status => {
  const detail = new WrongExpectedVersion();
  const parts = {
    current: (revision: string) => detail.setCurrentStreamRevision(revision),
    currentNone: (empty: Empty) => detail.setCurrentNoStream(empty),
    any: (empty: Empty) => detail.setExpectedAny(empty),
    none: (empty: Empty) => detail.setExpectedNoStream(empty),
    exists: (empty: Empty) => detail.setExpectedStreamExists(empty),
    exactly: (revision: string) => detail.setExpectedStreamPosition(revision),
  };
  tellVersions(parts, () => new Empty(), current, expected);
  return errorOf(Code.ALREADY_EXISTS, 'WrongExpectedVersion', detail);
};

const succeeded = (revision: number, position: number): BatchAppendResp.Success => {
  const success = new BatchAppendResp.Success();
  if (revision < 0) return success.setNoStream(new Empty()).setNoPosition(new Empty());
  return success
    .setCurrentRevision(String(revision))
    .setPosition(new AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position)));
};

const responseOf = (answer: AppendAnswer, correlation: string, { stream, expected }: AppendRequest): BatchAppendResp => {
  const response = new BatchAppendResp().setCorrelationId(uuidOf(correlation)).setStreamIdentifier(identifierOf(stream));
  switch (answer.kind) {
    case 'written':
      return response.setSuccess(succeeded(answer.revision, answer.position));
    case 'wrong_version':
      return response.setError(wrongVersion(answer.current, expected));
    case 'deleted':
      return response.setError(errorOf(Code.NOT_FOUND, 'StreamDeleted', new StreamDeleted().setStreamIdentifier(identifierOf(stream))));
    case 'too_large':
      return response.setError(
        errorOf(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', new MaximumAppendSizeExceeded().setMaxappendsize(answer.bytes)),
      );
    case 'access_denied':
      return response.setError(errorOf(Code.PERMISSION_DENIED, 'AccessDenied', new AccessDenied()));
    case 'unknown_error':
      return response.setError(errorOf(Code.UNKNOWN, 'Unknown', new Unknown()));
  }
};

/** The long-lived call over which a client sends all its appends; each has a correlation id and may come in several parts. */
export const batchAppendCall =
  (context: Context) =>
  (call: BatchCall): void => {
    const user = authenticated(call, context, (failure) => call.emit('error', failure));
    if (user === refused) return;
    const open = new Map<string, Open>();
    let ended = false;
    const channelFor = (correlation: string, request: AppendRequest): AppendChannel => ({
      answer: (answer) => {
        if (!ended && !call.cancelled) call.write(responseOf(answer, correlation, request));
      },
      fail: (failure) => {
        ended = true;
        call.emit('error', failure);
      },
      end: () => {
        ended = true;
        call.end();
      },
      breakConnection: () => {
        context.breakConnection(call);
      },
    });
    call.on('data', (message: BatchAppendReq) => {
      if (ended) return;
      const correlation = uuidText(message.getCorrelationId());
      const options = message.getOptions();
      if (options !== undefined) {
        open.set(correlation, {
          stream: nameOf(options.getStreamIdentifier()),
          expected: expectedOf(options, options.getStreamPosition()),
          events: [],
          bytes: 0,
        });
      }
      const append = open.get(correlation);
      // Parts that follow a refused one.
      if (append === undefined) return;
      for (const proposed of message.getProposedMessagesList()) {
        const event = proposedEvent(proposed);
        append.bytes += proposedBytes(event);
        append.events.push(event);
      }
      const channel = channelFor(correlation, append);
      const tooLarge = append.bytes > context.maxAppendBytes;
      if (tooLarge || message.getIsFinal()) open.delete(correlation);
      if (tooLarge) channel.answer({ kind: 'too_large', bytes: context.maxAppendBytes });
      else if (message.getIsFinal())
        runAppend(append, user, channel, context).catch(() => {
          channel.fail(failures.internal());
        });
    });
    call.on('end', () => {
      ended = true;
      call.end();
    });
  };
