import { createServer, type Server as TcpServer, type Socket } from 'node:net';
import type { Server, ServerCredentials } from '@grpc/grpc-js';
import type { Caller } from './services/context';

/**
 * Listens in place of the gRPC server and hands it the connections: so one of them, or all, can be broken as a dying server breaks them,
 * which gRPC itself offers no way to do.
 */
export class Listener {
  readonly #sockets = new Map<string, Socket>();
  #tcp: TcpServer | undefined;

  /** Returns the port. */
  async open(server: Server, credentials: ServerCredentials, port: number): Promise<number> {
    const injector = server.createConnectionInjector(credentials);
    const tcp = createServer((socket) => {
      const peer = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
      this.#sockets.set(peer, socket);
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(peer));
      injector.injectConnection(socket);
    });
    this.#tcp = tcp;
    await new Promise<void>((resolve, reject) => {
      tcp.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    const address = tcp.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** What was written to it before still leaves. */
  break(caller: Caller): void {
    this.#sockets.get(caller.getPeer())?.destroySoon();
  }

  breakAll(): void {
    // One that is ending cannot be reset: its handle would stay open, and the process would never end (TCPWrap::Reset of Node 20).
    for (const socket of this.#sockets.values())
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
  }

  /** Takes no connection any more and breaks those that there are. */
  async close(): Promise<void> {
    const tcp = this.#tcp;
    this.#tcp = undefined;
    if (tcp === undefined) return;
    const closed = new Promise((resolve) => tcp.close(resolve));
    this.breakAll();
    await closed;
  }
}
