import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import { AppendResp, type AppendReq } from '@eventstore/db-client/generated/streams_pb';
import type { AppendRequest, Expected, NewEvent } from '../log/records';
import { expectedOf, nameOf, proposedBytes, proposedEvent, tellVersions } from '../wire/common';
import { failures } from '../wire/failures';
import { runAppend, type AppendAnswer } from './append-flow';
import { authenticated, refused } from './authentication';
import type { Context } from './context';

const succeeded = (revision: number, position: number): AppendResp => {
  const success = new AppendResp.Success();
  if (revision < 0) return new AppendResp().setSuccess(success.setNoStream(new Empty()).setNoPosition(new Empty()));
  const place = new AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position));
  return new AppendResp().setSuccess(success.setCurrentRevision(String(revision)).setPosition(place));
};

const wrongVersion = (current: number, expected: Expected): AppendResp => {
  const answer = new AppendResp.WrongExpectedVersion();
  const parts = {
    current: (revision: string) => answer.setCurrentRevision(revision),
    currentNone: (empty: Empty) => answer.setCurrentNoStream(empty),
    any: (empty: Empty) => answer.setExpectedAny(empty),
    none: (empty: Empty) => answer.setExpectedNoStream(empty),
    exists: (empty: Empty) => answer.setExpectedStreamExists(empty),
    exactly: (revision: string) => answer.setExpectedRevision(revision),
  };
  tellVersions(parts, () => new Empty(), current, expected);
  return new AppendResp().setWrongExpectedVersion(answer);
};

const tell = (answer: AppendAnswer, { stream, expected }: AppendRequest, callback: sendUnaryData<AppendResp>): void => {
  if (answer.kind === 'written') callback(null, succeeded(answer.revision, answer.position));
  else if (answer.kind === 'wrong_version') callback(null, wrongVersion(answer.current, expected));
  else if (answer.kind === 'deleted') callback(failures.streamDeleted(stream));
  else if (answer.kind === 'access_denied') callback(failures.accessDenied());
  else callback(answer.kind === 'too_large' ? failures.appendTooLarge(answer.bytes) : failures.internal());
};

/** The call that takes one append: options first, then event by event. The client takes it when an append has credentials of its own. */
export const appendCall =
  (context: Context) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, callback: sendUnaryData<AppendResp>): void => {
    const user = authenticated(call, context, callback);
    if (user === refused) return;
    const events: NewEvent[] = [];
    let options: AppendReq.Options | undefined;
    let bytes = 0;
    call.on('data', (request: AppendReq) => {
      options = request.getOptions() ?? options;
      const message = request.getProposedMessage();
      if (message === undefined) return;
      const event = proposedEvent(message);
      bytes += proposedBytes(event);
      events.push(event);
    });
    call.on('end', () => {
      if (options === undefined) {
        callback(failures.invalidArgument('an append begins with its options'));
        return;
      }
      const request: AppendRequest = {
        stream: nameOf(options.getStreamIdentifier()),
        expected: expectedOf(options, options.getRevision()),
        events,
      };
      if (bytes > context.maxAppendBytes) {
        callback(failures.appendTooLarge(context.maxAppendBytes));
        return;
      }
      const channel = {
        answer: (answer: AppendAnswer) => {
          tell(answer, request, callback);
        },
        fail: callback,
        // A call for one answer cannot end cleanly without it: to the client this is silence.
        end: () => undefined,
        breakConnection: () => {
          context.breakConnection(call);
        },
      };
      runAppend(request, user, channel, context).catch(() => {
        callback(failures.internal());
      });
    });
  };
