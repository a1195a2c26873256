import { setTimeout as wait } from 'node:timers/promises';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { DeleteResp, TombstoneResp, type DeleteReq, type TombstoneReq } from '@eventstore/db-client/generated/streams_pb';
import { noRevision, type Expected } from '../log/records';
import { expectedOf, nameOf } from '../wire/common';
import { failures } from '../wire/failures';
import type { Context } from './context';

type How = 'soft' | 'tombstone';
type Call<Request, Response> = ServerUnaryCall<Request, Response>;

/** In the trailers of a refused delete expectations without a revision have these numbers. */
const expectedText = (expected: Expected): string => String({ any: -2, no_stream: -1, stream_exists: -4 }[String(expected)] ?? expected);

const removed = async (call: Call<DeleteReq | TombstoneReq, unknown>, how: How, context: Context): Promise<number | undefined> => {
  const options = call.request.getOptions();
  if (options === undefined) throw failures.invalidArgument('a delete has options');
  const [stream, expected] = [nameOf(options.getStreamIdentifier()), expectedOf(options, options.getRevision())];
  context.access.check(call.metadata, 'delete', stream);
  const fault = context.faults.strike('delete', stream);
  if (fault?.kind === 'slow') await wait(fault.milliseconds ?? 0);
  else if (fault?.kind === 'notLeader') throw failures.notLeader(fault.leader ?? context.endpoint());
  else if (fault?.kind === 'unavailable') throw failures.unavailable();
  else if (fault?.kind === 'internalError') throw failures.internal();
  else if (fault?.kind === 'dropBeforeCommit') context.breakConnection(call);
  if (fault?.kind === 'dropBeforeCommit' || fault?.kind === 'silence') return undefined;
  const outcome = await context.log.remove(stream, expected, how);
  if (outcome.kind === 'deleted') throw failures.streamDeleted(stream);
  if (outcome.kind === 'wrong_version')
    throw failures.wrongVersion(
      how === 'soft' ? 'Delete' : 'Tombstone',
      stream,
      expectedText(expected),
      outcome.current === noRevision ? undefined : String(outcome.current),
    );
  if (fault?.kind === 'dropAfterCommit') context.breakConnection(call);
  return fault?.kind === 'dropAfterCommit' ? undefined : outcome.position;
};

/** Undefined from `removed` means that no answer is to be given. */
const answering = <Response>(
  position: Promise<number | undefined>,
  callback: sendUnaryData<Response>,
  response: (position: string) => Response,
): void => {
  position.then(
    (at) => {
      if (at !== undefined) callback(null, response(String(at)));
    },
    (error: unknown) => {
      callback(error as Error);
    },
  );
};

export const deleteCall =
  (context: Context) =>
  (call: Call<DeleteReq, DeleteResp>, callback: sendUnaryData<DeleteResp>): void => {
    answering(removed(call, 'soft', context), callback, (at) =>
      new DeleteResp().setPosition(new DeleteResp.Position().setCommitPosition(at).setPreparePosition(at)),
    );
  };

export const tombstoneCall =
  (context: Context) =>
  (call: Call<TombstoneReq, TombstoneResp>, callback: sendUnaryData<TombstoneResp>): void => {
    answering(removed(call, 'tombstone', context), callback, (at) =>
      new TombstoneResp().setPosition(new TombstoneResp.Position().setCommitPosition(at).setPreparePosition(at)),
    );
  };
