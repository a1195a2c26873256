import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** The repository: this file runs compiled, in dist/apps/bench/src. */
const root = resolve(__dirname, '../../../..');

/** A TypeScript file of test/support as a process of its own, which is told and answers by lines, and ends with its input. */
export class LineProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;

  constructor(file: string, ...args: readonly string[]) {
    const program = [
      '--max-semi-space-size=32',
      '-C',
      'source',
      '-r',
      join(root, 'bin/typescript.cjs'),
      join(root, 'test/support', file),
      ...args,
    ];
    this.#child = spawn(process.execPath, program, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line it says. Throws when it says none any more. */
  async heard(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.#child.spawnargs.join(' ')} ended`);
    return line.value;
  }

  async asked<T>(order: unknown): Promise<T> {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    return JSON.parse(await this.heard()) as T;
  }

  async end(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    await closed;
  }
}
