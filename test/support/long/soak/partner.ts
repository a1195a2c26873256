import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { endWithTest, repositoryRoot } from '../program';

/** A process of the test's own with which one speaks in lines: a JSON object there, a line back. */
export class Partner {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;
  #last: Promise<unknown> = Promise.resolve();

  /** `file` is a program of test/support, `flags` are those of Node. */
  constructor(file: string, args: readonly string[], flags: readonly string[] = []) {
    const program = [...flags, '-C', 'source', '-r', './bin/typescript.cjs', path.join('test/support', file), ...args];
    this.#child = spawn(process.execPath, program, { cwd: repositoryRoot, stdio: ['pipe', 'pipe', 'inherit'] });
    endWithTest(this.#child);
    this.#child.stdin.on('error', () => undefined);
    this.#ended = once(this.#child, 'close');
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line; undefined where the process has ended. */
  async line(): Promise<string | undefined> {
    const next = await this.#answers.next();
    return next.done === true ? undefined : next.value;
  }

  /** What it answers; undefined where it ended before. Questions are asked one after another. */
  ask(question: object): Promise<unknown> {
    const answer = this.#last.then(async () => {
      this.#child.stdin.write(`${JSON.stringify(question)}\n`);
      const line = await this.line();
      return line === undefined ? undefined : (JSON.parse(line) as unknown);
    });
    this.#last = answer;
    return answer;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Says that nothing more will be asked, and waits for its end. Its exit code; null where it was killed. */
  async ended(): Promise<number | null> {
    this.#child.stdin.end();
    await this.#ended;
    return this.#child.exitCode;
  }
}
