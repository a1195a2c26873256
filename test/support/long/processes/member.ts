import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, start } from '../program';

/** One place of a program that is killed and started again: another process each time, under one name. */
export class Member {
  #running: Running | undefined;
  #address: URL | undefined;
  #told = false;

  constructor(
    readonly name: string,
    private readonly command: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
    /** Where all that it writes is kept. */
    private readonly log: string,
    private readonly listeners: {
      /** Told each line that the program writes. */
      readonly onLine?: (line: string) => void;
      /** Told of an end that nobody asked for. */
      readonly onEnd: (account: string) => void;
      /** A line that says that it is at work. */
      readonly isUp: RegExp;
    },
  ) {}

  /** Where it listens; undefined while it is down, and for programs that listen nowhere. */
  get address(): URL | undefined {
    return this.#address;
  }

  start(): void {
    const { onLine, onEnd, isUp } = this.listeners;
    this.#told = false;
    const running = start(this.command, this.env, (line) => {
      appendFileSync(this.log, `${line}\n`);
      if (this.#running !== running) return;
      const [, address] = /listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (address !== undefined) this.#address = new URL(address);
      if (isUp.test(line)) this.#told = true;
      onLine?.(line);
    });
    this.#running = running;
    void running.ended.then(({ code, signal, stderr }) => {
      if (this.#running === running) onEnd(`${this.name} ended by itself with ${signal ?? String(code)}: ${stderr.slice(-1500)}`);
    });
  }

  /** Waits until it is at work. Throws where it takes too long. */
  async up(milliseconds = 60_000): Promise<void> {
    const began = performance.now();
    while (!this.#told) {
      if (performance.now() - began > milliseconds) throw new Error(`${this.name} is not at work after ${String(milliseconds)} ms`);
      await sleep(20);
    }
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM; gives what it ended with. */
  async stop(): Promise<string> {
    return this.#end('SIGTERM');
  }

  async #end(how: 'SIGKILL' | 'SIGTERM'): Promise<string> {
    const running = this.#running;
    this.#running = undefined;
    this.#address = undefined;
    running?.kill(how);
    const ended = await running?.ended;
    return ended?.signal ?? String(ended?.code);
  }
}
