import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The way to a PostgreSQL server; when it is mute it takes connections and bytes, and nothing ever comes back. */
export class MuteProxy {
  /** Connections that came while it was mute. */
  heldOut = 0;
  #mute = false;
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {
    server.on('connection', (client) => {
      this.#keep(client);
      if (this.#mute) this.heldOut += 1;
      else this.#join(client);
    });
  }

  static async start(target: string): Promise<MuteProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new MuteProxy(server, new URL(target));
  }

  get url(): string {
    const url = new URL(this.target);
    [url.hostname, url.port] = ['127.0.0.1', String((this.server.address() as AddressInfo).port)];
    return url.href;
  }

  /** From now on nothing comes back. */
  mute(): void {
    this.#mute = true;
  }

  /** Who was held out is turned away. */
  speak(): void {
    this.#mute = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
  }

  #join(client: Socket): void {
    const server = connect(Number(this.target.port === '' ? 5432 : this.target.port), this.target.hostname);
    this.#keep(server);
    client.pipe(server);
    server.on('data', (bytes) => {
      if (!this.#mute) client.write(bytes);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
