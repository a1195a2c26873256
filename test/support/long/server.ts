import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { appCommand, type Running, start } from './program';

export interface HttpAnswer {
  readonly status: number;
  readonly replayed: boolean;
  readonly text: string;
}

/** The server of the product in a process of its own, on a port of this machine that the system picks. */
export class RunningServer {
  readonly #agent: Agent;

  private constructor(
    private readonly process: Running,
    private readonly address: URL,
    private readonly token: string,
    connections: number,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Starts on a data directory, without the demonstration, and speaks as one caller. Throws where the server does not come up. */
  static async start(directory: string, caller: string, connections: number): Promise<RunningServer> {
    const process = start(appCommand('api', '--data', directory, '--port', '0', '--host', '127.0.0.1'), { TIDEWAITER_DEMO: 'off' });
    const address = await RunningServer.#addressOf(process);
    const token = (await start(appCommand('api', '--data', directory, '--token', caller)).ended).stdout.trim();
    return new RunningServer(process, address, token, connections);
  }

  static async #addressOf(process: Running): Promise<URL> {
    for (;;) {
      const [, address] = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(process.stdout()) ?? [];
      if (address !== undefined) return new URL(address);
      if (process.isOver()) throw new Error(`the server did not start: ${(await process.ended).stderr}`);
      await sleep(20);
    }
  }

  /** Rejects where the connection breaks before an answer: its outcome is unknown. */
  post(path: string, key: string, body: unknown): Promise<HttpAnswer> {
    const payload = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'idempotency-key': key,
    };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.address), { method: 'POST', agent: this.#agent, headers }, (answer) => {
        let text = '';
        answer
          .setEncoding('utf8')
          .on('data', (chunk: string) => (text += chunk))
          .on('error', reject);
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, replayed: answer.headers['idempotency-replayed'] === 'true', text });
        });
      });
      sent.on('error', reject).end(payload);
    });
  }

  /** Kills the server, or lets it stop in good order; gives its exit code. */
  async stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.process.kill(signal);
    const { code } = await this.process.ended;
    this.#agent.destroy();
    return code;
  }
}
