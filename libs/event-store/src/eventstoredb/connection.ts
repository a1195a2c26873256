import type { Wire } from './load-wire';
import type { StoreHooks } from './store-hooks';
import type { WireClient } from './wire/wire-client';

/** After so many faults in a row, without an answer in between, a client is not trusted to recover by itself. */
const faultsBeforeRebuild = 3;
/** While the server is away everybody who asks meets a fault, many times a second; a new client for each three of them would be of no use. */
const millisecondsBetweenRebuilds = 1000;

/**
 * The client in use, and its replacement. A client goes to the leader and makes a broken connection anew by itself; but it remembers some errors for ever,
 * so after repeated faults it is thrown away.
 */
export class Connection {
  #client: WireClient;
  #faults = 0;
  #builtAt = performance.now();
  #closed = false;
  readonly #retired = new Set<Promise<void>>();

  /** Does not connect yet. Throws what the client throws for a connection string that it does not understand. */
  constructor(
    readonly wire: Wire,
    private readonly url: string,
    private readonly options: { readonly requiresLeader: boolean },
    private readonly hooks: StoreHooks | undefined,
  ) {
    this.#client = this.#newClient();
  }

  get client(): WireClient {
    return this.#client;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** An answer of the server, whatever it said. */
  worked(): void {
    this.#faults = 0;
  }

  /** A call of this client broke or was not answered. Calls of clients that are gone do not count. */
  failed(client: WireClient): void {
    if (client !== this.#client || this.#closed) return;
    this.#faults += 1;
    if (this.#faults < faultsBeforeRebuild || performance.now() - this.#builtAt < millisecondsBetweenRebuilds) return;
    this.#faults = 0;
    this.#retire(client);
    this.#client = this.#newClient();
    this.#builtAt = performance.now();
    this.hooks?.onReconnect?.('client');
  }

  /** Ends every call. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retire(this.#client);
    await Promise.all(this.#retired);
  }

  #newClient(): WireClient {
    return new this.wire.WireClient(this.url, this.options);
  }

  #retire(client: WireClient): void {
    const gone = client.dispose().finally(() => this.#retired.delete(gone));
    this.#retired.add(gone);
  }
}
