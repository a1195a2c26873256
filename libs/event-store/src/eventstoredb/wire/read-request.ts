import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import { logStart, type Position } from '../../event-store';

/** Which records of the log the server shall send: by the names of their streams, or by their types. */
export type LogFilter = { readonly streams: string | readonly string[] } | { readonly typePrefixes: readonly string[] };

/** What to read. `from` in the log is inclusive for a read forwards, exclusive for a read backwards and for a subscription. */
export type ReadRequest =
  | {
      readonly of: 'stream';
      readonly stream: string;
      readonly direction: 'forwards' | 'backwards';
      readonly from: bigint | 'start' | 'end';
      readonly max?: number;
    }
  | {
      readonly of: 'log';
      readonly direction: 'forwards' | 'backwards';
      readonly from: Position | 'end';
      readonly filter: LogFilter;
      readonly max?: number;
    }
  | { readonly of: 'live'; readonly from: Position; readonly filter: LogFilter };

/** How many records the server looks at before it begins a new page, where few of them pass the filter. */
const searchWindow = 1024;

export const streamIdentifier = (stream: string): StreamIdentifier =>
  new StreamIdentifier().setStreamName(new TextEncoder().encode(stream));

const digits = (padded: string): string => String(BigInt(padded));

const fromRevision = (request: Extract<ReadRequest, { of: 'stream' }>): ReadReq.Options.StreamOptions => {
  const options = new ReadReq.Options.StreamOptions().setStreamIdentifier(streamIdentifier(request.stream));
  if (request.from === 'start') return options.setStart(new Empty());
  return request.from === 'end' ? options.setEnd(new Empty()) : options.setRevision(String(request.from));
};

const fromPosition = (from: Position | 'end'): ReadReq.Options.AllOptions => {
  const options = new ReadReq.Options.AllOptions();
  if (from === 'end') return options.setEnd(new Empty());
  if (from === logStart) return options.setStart(new Empty());
  const [commit = '', prepare = ''] = from.split('.');
  return options.setPosition(new ReadReq.Options.Position().setCommitPosition(digits(commit)).setPreparePosition(digits(prepare)));
};

const filterOptions = (filter: LogFilter): ReadReq.Options.FilterOptions => {
  const options = new ReadReq.Options.FilterOptions().setMax(searchWindow).setCheckpointintervalmultiplier(1);
  const expression = new ReadReq.Options.FilterOptions.Expression();
  if ('typePrefixes' in filter) return options.setEventType(expression.setPrefixList([...filter.typePrefixes]));
  return options.setStreamIdentifier(
    typeof filter.streams === 'string' ? expression.setRegex(filter.streams) : expression.setPrefixList([...filter.streams]),
  );
};

/**
 * The message of a read. The client's own calls cannot be used: they know no filter for reads, and give back parsed JSON instead of the
 * bytes.
 */
export const readRequest = (request: ReadRequest): ReadReq => {
  const options = new ReadReq.Options().setResolveLinks(false).setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()));
  if (request.of === 'stream') options.setStream(fromRevision(request)).setNoFilter(new Empty());
  else options.setAll(fromPosition(request.from)).setFilter(filterOptions(request.filter));
  if (request.of === 'live')
    return new ReadReq().setOptions(
      options.setReadDirection(ReadReq.Options.ReadDirection.FORWARDS).setSubscription(new ReadReq.Options.SubscriptionOptions()),
    );
  return new ReadReq().setOptions(
    options
      .setReadDirection(ReadReq.Options.ReadDirection[request.direction === 'forwards' ? 'FORWARDS' : 'BACKWARDS'])
      .setCount(String(request.max ?? Number.MAX_SAFE_INTEGER)),
  );
};
