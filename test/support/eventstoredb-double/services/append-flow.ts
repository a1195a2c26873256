import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRule } from '../faults';
import { noRevision, type AppendRequest, type WriteOutcome } from '../log/records';
import { failures, type Failure } from '../wire/failures';
import type { Context } from './context';

export type AppendAnswer =
  | WriteOutcome
  | { readonly kind: 'too_large'; readonly bytes: number }
  | { readonly kind: 'unknown_error' }
  | { readonly kind: 'access_denied' };

/** The way back to whoever appended, over either of the two append calls. */
export interface AppendChannel {
  answer(answer: AppendAnswer): void;
  fail(failure: Failure): void;
  /** Ends the call without an error and without an answer. */
  end(): void;
  breakConnection(): void;
}

/** What these faults do to an append has no event in the log, whatever the rule says. */
const beforeCommit = (
  { kind, leader }: FaultRule,
  { stream }: AppendRequest,
  channel: AppendChannel,
  { log, endpoint }: Context,
): boolean => {
  if (kind === 'notLeader') channel.fail(failures.notLeader(leader ?? endpoint()));
  else if (kind === 'unavailable') channel.fail(failures.unavailable());
  else if (kind === 'wrongExpectedVersion') channel.answer({ kind: 'wrong_version', current: log.stream(stream)?.head ?? noRevision });
  else if (kind === 'dropBeforeCommit') channel.breakConnection();
  else return false;
  return true;
};

const struck = async (fault: FaultRule, request: AppendRequest, channel: AppendChannel, context: Context): Promise<void> => {
  if (beforeCommit(fault, request, channel, context)) return;
  const { kind } = fault;
  if (kind === 'slow') await wait(fault.milliseconds ?? 0);
  const stored = kind === 'dropAfterCommit' || kind === 'duplicateAnswer' || kind === 'slow' || fault.stored === true;
  const answer: AppendAnswer = stored ? await context.log.append(request) : { kind: 'unknown_error' };
  if (kind === 'dropAfterCommit') channel.breakConnection();
  else if (kind === 'cleanEnd') channel.end();
  else if (kind === 'internalError') channel.fail(failures.internal());
  else if (kind === 'unknownError') channel.answer({ kind: 'unknown_error' });
  else if (kind !== 'silence') channel.answer(answer);
  if (kind === 'duplicateAnswer') channel.answer(answer);
};

/** One append from the complete request to its answer, or to the fault that strikes it. `user`: who was found to have sent it. */
export const runAppend = async (
  request: AppendRequest,
  user: string | undefined,
  channel: AppendChannel,
  context: Context,
): Promise<void> => {
  if (!context.access.allows(user, 'write', request.stream)) {
    channel.answer({ kind: 'access_denied' });
    return;
  }
  const fault = context.faults.strike('append', request.stream);
  if (fault === undefined) channel.answer(await context.log.append(request));
  else await struck(fault, request, channel, context);
};
