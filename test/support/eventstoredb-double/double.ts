import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { Access, settingsStream, type DefaultAcl } from './access';
import type { Certificate } from './certificate';
import { Faults } from './faults';
import { EventLog } from './log/event-log';
import { LogFile } from './log/log-file';
import { jsonContent } from './log/records';
import { Listener } from './listener';
import { appendCall } from './services/append';
import { batchAppendCall } from './services/batch-append';
import type { Context } from './services/context';
import { featuresCall, gossipCall, type Member } from './services/look-ups';
import { readCall } from './services/read';
import { deleteCall, tombstoneCall } from './services/removal';

export interface DoubleOptions {
  /** Default: one that is free. */
  readonly port?: number;
  /** Keeps the content there, so that it outlives the process; without it content lives as long as the object. */
  readonly file?: string;
  /** After every so many events of clients the server writes a `$statsCollected` and a `$metadata` event of its own. Default: never. */
  readonly systemEventsEvery?: number;
  /** Default: 1 MiB, as at the server. */
  readonly maxAppendBytes?: number;
  /** The server version that is told to clients. */
  readonly version?: string;
  /** For the `rate` of faults. */
  readonly seed?: number;
  /** Speaks TLS with this certificate. */
  readonly tls?: Certificate;
  /**
   * Accounts by name with their passwords; `admin` may do everything. The client sends credentials over TLS only. Default: no accounts, all
   * is allowed.
   */
  readonly users?: Readonly<Record<string, string>>;
  /** Written to `$settings` before anything else. Default: as open as a new server. */
  readonly settings?: DefaultAcl;
}

export interface UrlOptions {
  readonly user?: string;
  readonly password?: string;
  /** The certificate in a file, for the client to trust. */
  readonly caFile?: string;
  /** More parameters of the connection string. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A server that speaks as much of EventStoreDB as `@eventstore/db-client` asks for. */
export class Double {
  readonly faults: Faults;
  /** What gossip tells; undefined: this server, as the leader. */
  members: readonly Member[] | undefined;
  readonly #options: DoubleOptions;
  #log: EventLog;
  #running: { readonly server: Server; readonly listener: Listener } | undefined;
  #port: number;

  private constructor(options: DoubleOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
    this.faults = new Faults(options.seed);
    this.#log = this.#openLog();
  }

  static async start(options: DoubleOptions = {}): Promise<Double> {
    const double = new Double(options);
    await double.#writeSettings();
    await double.#listen();
    return double;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return this.urlFor();
  }

  urlFor({ user, password = '', caFile, parameters = {} }: UrlOptions = {}): string {
    const account = user === undefined ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
    const query = new URLSearchParams({
      tls: String(this.#options.tls !== undefined),
      ...(caFile === undefined ? {} : { tlsCAFile: caFile }),
      ...parameters,
    });
    // TLS knows no server by its number.
    const host = this.#options.tls === undefined ? '127.0.0.1' : 'localhost';
    return `esdb://${account}${host}:${this.#port}?${query.toString()}`;
  }

  /** How many events there are in all, those of the server included. */
  get events(): number {
    return this.#log.all.length;
  }

  /** As if the process died: connections are cut, what was not committed is lost. `restart` brings it back with the rest. */
  async kill(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.#log.forget();
    if (this.#options.file !== undefined) this.#log.close();
    await running?.listener.close();
    running?.server.forceShutdown();
  }

  /** After `kill`: the same port, the same content. */
  async restart(): Promise<void> {
    if (this.#running !== undefined) return;
    if (this.#options.file !== undefined) this.#log = this.#openLog();
    await this.#listen();
  }

  /** Cuts all connections; the server stays. */
  breakConnections(): void {
    this.#running?.listener.breakAll();
  }

  async stop(): Promise<void> {
    await this.kill();
    this.#log.close();
  }

  #credentials(): ServerCredentials {
    const { tls } = this.#options;
    if (tls === undefined) return ServerCredentials.createInsecure();
    return ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }]);
  }

  #openLog(): EventLog {
    const { file, systemEventsEvery = 0 } = this.#options;
    return new EventLog({ systemEventsEvery, ...(file === undefined ? {} : { file: new LogFile(file) }) });
  }

  async #writeSettings(): Promise<void> {
    const { settings } = this.#options;
    if (settings === undefined || this.#log.stream(settingsStream) !== undefined) return;
    const event = {
      id: randomUUID(),
      type: 'update-default-acl',
      contentType: jsonContent,
      data: Buffer.from(JSON.stringify(settings)),
      metadata: new Uint8Array(),
    };
    await this.#log.append({ stream: settingsStream, expected: 'no_stream', events: [event] });
  }

  async #listen(): Promise<void> {
    const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    const listener = new Listener();
    const endpoint = { host: '127.0.0.1', port: this.#port };
    const context: Context = {
      log: this.#log,
      faults: this.faults,
      access: new Access(this.#options.users, this.#log),
      maxAppendBytes: this.#options.maxAppendBytes ?? 1024 * 1024,
      endpoint: () => ({ ...endpoint, port: this.#port }),
      breakConnection: (caller) => {
        listener.break(caller);
      },
    };
    server.addService(StreamsService, {
      append: appendCall(context),
      batchAppend: batchAppendCall(context),
      read: readCall(context),
      delete: deleteCall(context),
      tombstone: tombstoneCall(context),
    });
    server.addService(ServerFeaturesService, { getSupportedMethods: featuresCall(context, this.#options.version ?? '23.10.8') });
    server.addService(GossipService, { read: gossipCall(context, () => this.members ?? [{ ...context.endpoint(), state: 'leader' }]) });
    this.#port = await listener.open(server, this.#credentials(), this.#port);
    this.#running = { server, listener };
  }
}
