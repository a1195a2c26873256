import { statSync } from 'node:fs';

/** Which file a name stands for: the same name may come to stand for another one, or for none. */
const fileNow = (name: string): string | undefined => {
  const found = statSync(name, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${String(found.dev)}:${String(found.ino)}`;
};

/** Between two looks, in milliseconds: each takes a tenth of the time of a commit. */
const lookEvery = 20;

/**
 * The files of the log, as they were when it was opened. The system goes on writing to a file that was removed, or that another one was put
 * in the place of, and says nothing; whoever opens the log afterwards does not find what was written.
 */
export class FileInPlace {
  readonly #opened: ReadonlyMap<string, string | undefined>;
  #isDue = true;

  constructor(...names: readonly string[]) {
    this.#opened = new Map(names.map((name) => [name, fileNow(name)]));
  }

  /** The name that does not stand for the opened file any more; undefined where all do, or did a moment ago. */
  gone(): string | undefined {
    if (!this.#isDue) return undefined;
    this.#isDue = false;
    setTimeout(() => {
      this.#isDue = true;
    }, lookEvery).unref();
    for (const [name, file] of this.#opened) if (file === undefined || fileNow(name) !== file) return name;
    return undefined;
  }
}
