import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const seconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e9;

/** Seconds that `work` takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = process.hrtime.bigint();
  await work();
  return seconds(start);
};

/** What the disk allows: writes of these many bytes, each durable before the next, on a growing file. */
export class RawDisk {
  readonly #handle: number;

  constructor(directory: string) {
    this.#handle = openSync(join(directory, 'raw'), 'a');
  }

  /** Seconds for `count` durable writes of `bytes` bytes. */
  write(bytes: number, count: number): Promise<number> {
    const content = Buffer.alloc(bytes, 120);
    return timed(() => {
      for (let i = 0; i < count; i += 1) {
        writeSync(this.#handle, content);
        fdatasyncSync(this.#handle);
      }
    });
  }

  close(): void {
    closeSync(this.#handle);
  }
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN;
