import { Empty, MaximumAppendSizeExceeded, UUID, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import { BatchAppendReq, type BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import { positionOf, type Append, type Position } from '../../event-store';
import { streamIdentifier } from './read-request';
import { uuidOfBits } from './recorded-event';

/** What the server says about one append. `no answer` is not among them: that is the caller's clock. */
export type AppendAnswer =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: Position | undefined }
  | { readonly kind: 'wrong_version'; readonly actual: 'no_stream' | bigint }
  | { readonly kind: 'stream_deleted' }
  | { readonly kind: 'access_denied' }
  | { readonly kind: 'too_large'; readonly max: number }
  | { readonly kind: 'unclear'; readonly reason: string };

export type WireAppend = Pick<Append, 'stream' | 'expected'> & {
  readonly events: readonly { readonly id: string; readonly type: string; readonly data: string; readonly metadata: string }[];
};

const utf8 = new TextEncoder();
/** Read by the server as JSON; the bytes stay as they are given. */
const jsonContent = 'application/json';

/** One append as one message: atomic, within what the server takes since the caps of the port are below it. */
export const appendRequest = (id: string, append: WireAppend): BatchAppendReq => {
  const options = new BatchAppendReq.Options().setStreamIdentifier(streamIdentifier(append.stream));
  if (append.expected === 'no_stream') options.setNoStream(new Empty());
  else options.setStreamPosition(String(append.expected));
  const messages = append.events.map((event) => {
    const message = new BatchAppendReq.ProposedMessage()
      .setId(new UUID().setString(event.id))
      .setData(utf8.encode(event.data))
      .setCustomMetadata(utf8.encode(event.metadata));
    message.getMetadataMap().set('type', event.type).set('content-type', jsonContent);
    return message;
  });
  return new BatchAppendReq()
    .setCorrelationId(new UUID().setString(id))
    .setOptions(options)
    .setProposedMessagesList(messages)
    .setIsFinal(true);
};

const prefix = 'event_store.client.';

const refusalIn = (error: Status): AppendAnswer => {
  const details = error.getDetails();
  const name = details?.getTypeName() ?? '';
  const unclear = (): AppendAnswer => ({
    kind: 'unclear',
    reason: error.getMessage() === '' ? `the server answered ${name === '' ? 'an error without a name' : name}` : error.getMessage(),
  });
  switch (name) {
    case `${prefix}WrongExpectedVersion`: {
      const versions = details?.unpack((bytes) => WrongExpectedVersion.deserializeBinary(bytes), name);
      if (versions === null || versions === undefined) return unclear();
      return {
        kind: 'wrong_version',
        actual: versions.hasCurrentStreamRevision() ? BigInt(versions.getCurrentStreamRevision()) : 'no_stream',
      };
    }
    case `${prefix}MaximumAppendSizeExceeded`: {
      const size = details?.unpack((bytes) => MaximumAppendSizeExceeded.deserializeBinary(bytes), name);
      return { kind: 'too_large', max: size?.getMaxappendsize() ?? 0 };
    }
    case `${prefix}StreamDeleted`:
      return { kind: 'stream_deleted' };
    case `${prefix}AccessDenied`:
      return { kind: 'access_denied' };
    default:
      return unclear();
  }
};

const written = (success: BatchAppendResp.Success): AppendAnswer => {
  const position = success.getPosition();
  return {
    kind: 'written',
    revision: BigInt(success.getCurrentRevision()),
    position: position === undefined ? undefined : positionOf(BigInt(position.getCommitPosition()), BigInt(position.getPreparePosition())),
  };
};

/** A server may write an id as text or as two integers. */
const uuidText = (uuid: UUID | undefined): string => {
  const bits = uuid?.getStructured();
  return bits === undefined
    ? (uuid?.getString() ?? '')
    : uuidOfBits(BigInt(bits.getMostSignificantBits()), BigInt(bits.getLeastSignificantBits()));
};

/** Which append an answer is for, and what it says. */
export const appendAnswer = (response: BatchAppendResp): { readonly id: string; readonly answer: AppendAnswer } => {
  const id = uuidText(response.getCorrelationId());
  const success = response.getSuccess();
  if (success !== undefined) return { id, answer: written(success) };
  const error = response.getError();
  return { id, answer: error === undefined ? { kind: 'unclear', reason: 'an answer without content' } : refusalIn(error) };
};
