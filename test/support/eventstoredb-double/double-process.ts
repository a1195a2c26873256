import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { endWithTest } from '../long/program';
import { childProgram, repositoryRoot } from '../store/child';
import type { Command, Reply } from './control';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Who waits for its end does not wait longer: what hangs must not hide why a test failed. */
const patienceMilliseconds = 10_000;

/** The double in a process of its own, as tests of several processes need it. */
export class DoubleProcess {
  readonly #child: Child;
  readonly #ended: Promise<unknown>;
  readonly #answers: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(
    child: Child,
    answers: AsyncIterator<string>,
    readonly url: string,
  ) {
    this.#child = child;
    this.#answers = answers;
    this.#ended = once(child, 'close');
    endWithTest(child);
  }

  /** `args` are those of main.ts. */
  static async start(...args: readonly string[]): Promise<DoubleProcess> {
    const [program, ...rest] = childProgram('eventstoredb-double/main.ts', ...args);
    const child = spawn(program, rest, { cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'inherit'] });
    // A process that has died takes no commands: that is told by its missing answer.
    child.stdin.on('error', () => undefined);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await answers.next();
    if (first.done === true) throw new Error('the double did not start');
    return new DoubleProcess(child, answers, first.value);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get port(): number {
    return Number(new URL(this.url.replace('esdb:', 'http:')).port);
  }

  /** Commands are obeyed one after another. */
  tell(command: Command): Promise<Reply> {
    const answer = this.#last.then(async (): Promise<Reply> => {
      this.#child.stdin.write(`${JSON.stringify(command)}\n`);
      const line = await this.#answers.next();
      return line.done === true ? { error: 'the process has ended' } : (JSON.parse(line.value) as Reply);
    });
    this.#last = answer;
    return answer;
  }

  /** SIGKILL: what it had not committed is lost. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => {
      process.stderr.write(`the double does not end by itself: killed after ${String(patienceMilliseconds)} ms\n`);
      this.#child.kill('SIGKILL');
    }, patienceMilliseconds);
    this.#child.stdin.end();
    await this.#ended;
    clearTimeout(timer);
  }
}
