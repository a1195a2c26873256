import { Agent } from 'node:http';
import path from 'node:path';
import { ask, type Told } from './processes/ask';
import { Member } from './processes/member';
import { appCommand, documentOf, start, tidewaiter } from './program';

export type Document = Readonly<Record<string, unknown>>;
type Environment = Readonly<Record<string, string>>;

/** A ledger with its demonstration, and a server on it that comes and goes. */
export class ServedLedger {
  readonly #agent = new Agent({ keepAlive: false });
  readonly #tokens = new Map<string, string>();
  readonly #ends: string[] = [];
  readonly #member: Member;

  constructor(
    readonly folder: string,
    private readonly env: Environment,
  ) {
    const command = appCommand('api', '--data', this.data, '--port', '0', '--host', '127.0.0.1');
    this.#member = new Member('api', command, { ...env, TIDEWAITER_DEMO: 'off', TMPDIR: folder }, path.join(folder, 'api.log'), {
      onEnd: (account) => this.#ends.push(account),
      isUp: /listens on/,
    });
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }
  /** Ends that nobody asked for. */
  get crashes(): readonly string[] {
    return this.#ends;
  }

  async cli(...args: readonly string[]): Promise<Document> {
    return documentOf<Document>(await tidewaiter(this.data, args, this.env));
  }

  async up(): Promise<void> {
    this.#member.start();
    await this.#member.up();
  }
  stop(): Promise<string> {
    return this.#member.stop();
  }
  kill(): Promise<void> {
    return this.#member.kill();
  }

  async get(who: string, url: string): Promise<Told> {
    return ask(new URL(url, this.#member.address), this.#agent, { method: 'GET', token: await this.#token(who) });
  }

  async post(who: string, url: string, body: unknown): Promise<Told> {
    return ask(new URL(url, this.#member.address), this.#agent, { method: 'POST', token: await this.#token(who), body });
  }

  async #token(who: string): Promise<string> {
    const known =
      this.#tokens.get(who) ?? (await start(appCommand('api', '--data', this.data, '--token', who), this.env).ended).stdout.trim();
    this.#tokens.set(who, known);
    return known;
  }
}
