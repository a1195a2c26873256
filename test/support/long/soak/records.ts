import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What a process was told, a JSON line each, in a file: kept for the verdict without growing in memory. */
export class Records<T> {
  readonly #file: WriteStream;

  constructor(file: string) {
    this.#file = createWriteStream(file);
  }

  add(record: T): void {
    this.#file.write(`${JSON.stringify(record)}\n`);
  }

  async close(): Promise<void> {
    this.#file.end();
    await once(this.#file, 'close');
  }

  static async *of<T>(file: string): AsyncGenerator<T> {
    for await (const line of createInterface({ input: createReadStream(file) })) yield JSON.parse(line) as T;
  }
}
