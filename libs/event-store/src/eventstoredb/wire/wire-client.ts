import { EventStoreDBClient } from '@eventstore/db-client';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import type { CallOptions, ClientDuplexStream, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { readRequest, type ReadRequest } from './read-request';
import { readAnswer, type ReadAnswer } from './recorded-event';

export { appendAnswer, appendRequest, type AppendAnswer, type WireAppend } from './append-message';
export { eventOf, type ReadAnswer } from './recorded-event';
export type { LogFilter, ReadRequest } from './read-request';

export type ReadCall = ClientReadableStream<ReadAnswer>;
export type AppendCall = ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
export type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';

/**
 * What the client keeps `protected`, for its own calls: connections by connection string, discovery, credentials, and what becomes of a
 * channel after an error (it goes to the leader where the server names one). 6.2.1 is the last version, so nothing of this moves.
 */
interface ClientInside {
  GRPCStreamCreator<Call>(client: typeof StreamsClient, name: string, open: (client: StreamsClient) => Call): () => Promise<Call>;
  callArguments(options: { requiresLeader: boolean }, call: { deadline: number }): [Metadata, Partial<CallOptions>];
  getChannel(): Promise<{ close(): void }>;
  dispose(): Promise<void>;
}
const needed = ['GRPCStreamCreator', 'callArguments', 'getChannel', 'dispose'] as const;

/** The last wait of something that may hang. */
const disposeMilliseconds = 1000;

/**
 * One client of one server: raw reads and one line of appends. The client's own `appendToStream` and `readAll` are not used: they parse and
 * write JSON anew, share one table of waiting appends in the whole process, and throw out of an event handler when an answer comes twice.
 */
export class WireClient {
  readonly #inside: ClientInside;
  readonly #requiresLeader: boolean;
  #disposed = false;

  /** Does not connect yet. Throws what the client throws for a connection string that it does not understand. */
  constructor(url: string, options: { readonly requiresLeader: boolean }) {
    const client: object = EventStoreDBClient.connectionString(url);
    for (const member of needed)
      if (typeof (client as Record<string, unknown>)[member] !== 'function')
        throw new TypeError(`@eventstore/db-client has no ${member}: it is not 6.2.1`);
    this.#inside = client as unknown as ClientInside;
    this.#requiresLeader = options.requiresLeader;
  }

  /** A read or a subscription. Rejects where no connection can be made; the call itself fails by its `error` event. */
  read(request: ReadRequest): Promise<ReadCall> {
    const message = readRequest(request);
    const { path, requestSerialize } = StreamsService.read;
    return this.#open('read', (streams, metadata, options) =>
      streams.makeServerStreamRequest(path, requestSerialize, readAnswer, message, metadata, options),
    );
  }

  /** A line on which appends are sent and answered, in any number and order. */
  append(): Promise<AppendCall> {
    return this.#open('append', (streams, metadata, options) => streams.batchAppend(metadata, options));
  }

  /** Ends every call and lets go of the connection. Never rejects, and does not wait for a server that hangs. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const ended = Promise.allSettled([
      this.#inside.dispose(),
      this.#inside.getChannel().then((channel) => {
        channel.close();
      }),
    ]);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, disposeMilliseconds)))]);
    clearTimeout(timer);
  }

  async #open<Call>(
    name: string,
    open: (streams: StreamsClient, metadata: Metadata, options: Partial<CallOptions>) => Call,
  ): Promise<Call> {
    if (this.#disposed) throw new Error('the client was let go of');
    // No deadline of gRPC: those of this adapter end a call and tell what is known.
    const [metadata, options] = this.#inside.callArguments({ requiresLeader: this.#requiresLeader }, { deadline: Infinity });
    return this.#inside.GRPCStreamCreator(StreamsClient, name, (streams) => open(streams, metadata, options))();
  }
}
