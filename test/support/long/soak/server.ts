import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, FaultRule, Reply } from '../../eventstoredb-double';
import { Partner } from './partner';

const dropsAndSilences = ['dropBeforeCommit', 'dropAfterCommit', 'dropSubscription', 'silence', 'kills', 'hangs', 'all connections cut'];

/** The test server in a process of its own, which is killed, stopped and started again; its log is in a file. */
export class Server {
  /** How often which fault has struck, over all lives. */
  readonly struck = new Map<string, number>();
  /** What has struck in lives that are over, of which `struck` is with the present one. */
  #before = new Map<string, number>();
  #partner: Partner;

  private constructor(
    private readonly file: string,
    partner: Partner,
    readonly url: string,
  ) {
    this.#partner = partner;
  }

  static async start(file: string): Promise<Server> {
    const partner = begun(file, []);
    const url = await partner.line();
    if (url === undefined) throw new Error('the test server did not start');
    return new Server(file, partner, url);
  }

  add(rule: FaultRule): Promise<Reply> {
    return this.#tell({ do: 'fault', rule });
  }

  /** Takes all faults away. */
  async calm(): Promise<void> {
    await this.#tell({ do: 'clear' });
  }

  /** The server is away: every call fails at once. */
  async unavailable(milliseconds: number): Promise<void> {
    await this.#tell({ do: 'fault', rule: { kind: 'unavailable' } });
    await sleep(milliseconds);
    await this.#tell({ do: 'clear', kind: 'unavailable' });
    this.#count('times away');
  }

  /** All connections break at once. */
  async cut(): Promise<void> {
    await this.#tell({ do: 'break' });
    this.#count('all connections cut');
  }

  /** The process stands still: connections stay, and nothing is answered. */
  async hang(milliseconds: number): Promise<void> {
    this.#partner.signal('SIGSTOP');
    await sleep(milliseconds);
    this.#partner.signal('SIGCONT');
    this.#count('hangs');
  }

  /** How often connections broke or a call was not answered. */
  async dropsAndSilences(): Promise<number> {
    await this.#look();
    return dropsAndSilences.reduce((sum, kind) => sum + (this.struck.get(kind) ?? 0), 0);
  }

  /** Dies, stays away for a time and comes back with what it had. */
  async kill(milliseconds = 0): Promise<void> {
    await this.#look();
    this.#before = new Map(this.struck);
    this.#partner.signal('SIGKILL');
    await this.#partner.ended();
    await sleep(milliseconds);
    this.#count('kills');
    this.#partner = begun(this.file, ['--port', new URL(this.url.replace('esdb:', 'http:')).port]);
    if ((await this.#partner.line()) === undefined) throw new Error('the test server did not start again');
  }

  /** After it the file is the test's. */
  async stop(): Promise<void> {
    await this.#look();
    await this.#partner.ended();
  }

  async #look(): Promise<void> {
    const reply = await this.#tell({ do: 'counts' });
    if ('faults' in reply)
      for (const [kind, times] of Object.entries(reply.faults)) this.struck.set(kind, (this.#before.get(kind) ?? 0) + times);
  }

  async #tell(command: Command): Promise<Reply> {
    const reply = (await this.#partner.ask(command)) as Reply | undefined;
    if (reply === undefined || 'error' in reply)
      throw new Error(`the test server answered ${JSON.stringify(reply)} to ${JSON.stringify(command)}`);
    return reply;
  }

  #count(what: string): void {
    this.struck.set(what, (this.struck.get(what) ?? 0) + 1);
  }
}

const begun = (file: string, args: readonly string[]): Partner =>
  new Partner('eventstoredb-double/main.ts', ['--file', file, '--system-events-every', '50', ...args]);
