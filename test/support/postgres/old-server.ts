import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const number = (bytes: 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};

const ready = message('Z', Buffer.from('I'));
/** Of a column: name, no table, type text, any length, as text. */
const column = (name: string): Buffer =>
  Buffer.concat([text(name), number(4, 0), number(2, 0), number(4, 25), number(2, -1), number(4, -1), number(2, 0)]);
const value = (of: string): Buffer => Buffer.concat([number(4, Buffer.byteLength(of)), Buffer.from(of)]);

/**
 * A stand-in for a PostgreSQL that is too old for us: it lets anybody in, and answers every question with its version and the encoding of
 * its texts.
 */
export class OldServer {
  private constructor(private readonly server: Server) {}

  static async start(versionNumber: string): Promise<OldServer> {
    const row = [
      message('T', number(2, 2), column('version'), column('encoding')),
      message('D', number(2, 2), value(versionNumber), value('UTF8')),
      message('C', text('SELECT 1')),
      ready,
    ];
    const server = createServer((socket) => {
      let begun = false;
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        if (!begun) {
          begun = true;
          socket.write(
            Buffer.concat([
              message('R', number(4, 0)),
              message('S', text('server_version'), text('12.22')),
              message('K', number(4, 1), number(4, 1)),
              ready,
            ]),
          );
        } else if (data[0] === 'Q'.charCodeAt(0)) socket.write(Buffer.concat(row));
        else socket.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OldServer(server);
  }

  get url(): string {
    return `postgres://tidewaiter:canary@127.0.0.1:${String((this.server.address() as AddressInfo).port)}/postgres`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}
