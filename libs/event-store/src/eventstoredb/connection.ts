import { unsharedUrl } from './connection-url';
import type { Wire } from './load-wire';
import type { StoreHooks } from './store-hooks';
import type { WireClient } from './wire/wire-client';

/** After so many faults in a row, without an answer in between, a client is not trusted to recover by itself. */
const faultsBeforeRebuild = 3;
/**
 * While the server is away everybody who asks meets a fault, many times a second; a new client for each three of them would be of no use.
 */
const millisecondsBetweenRebuilds = 1000;

/** A call's client, and how many faults there had been when it began. */
export interface Attempt {
  readonly client: WireClient;
  readonly faults: number;
}

/**
 * The client in use, and its replacement. A client goes to the leader and makes a broken connection anew by itself; but it remembers some
 * errors for ever, so after repeated faults it is thrown away.
 */
export class Connection {
  #client: WireClient;
  #faults = 0;
  #replacedAt = -Infinity;
  #inARow = 0;
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

  /** To be taken when a call begins, and given back if it fails. */
  begin(): Attempt {
    return { client: this.#client, faults: this.#faults };
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** An answer of the server, whatever it said. */
  worked(): void {
    this.#inARow = 0;
  }

  /**
   * A call broke or was not answered. Calls that were under way at a fault before are part of that one: a hundred of them break with one
   * connection.
   */
  failed({ client, faults }: Attempt): void {
    if (client !== this.#client || faults !== this.#faults || this.#closed) return;
    this.#faults += 1;
    this.#inARow += 1;
    if (this.#inARow < faultsBeforeRebuild || performance.now() - this.#replacedAt < millisecondsBetweenRebuilds) return;
    this.#inARow = 0;
    this.#retire(client);
    this.#client = this.#newClient();
    this.#replacedAt = performance.now();
    this.hooks?.onReconnect?.('client');
  }

  /** Ends every call. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retire(this.#client);
    await Promise.all(this.#retired);
  }

  #newClient(): WireClient {
    return new this.wire.WireClient(unsharedUrl(this.url), this.options);
  }

  #retire(client: WireClient): void {
    const gone = client.dispose().finally(() => this.#retired.delete(gone));
    this.#retired.add(gone);
  }
}
