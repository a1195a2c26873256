import { statSync } from 'node:fs';

/** Which file a name stands for: the same name may come to stand for another one, or for none. */
const fileNow = (name: string): string | undefined => {
  const found = statSync(name, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${String(found.dev)}:${String(found.ino)}`;
};

/**
 * The files of the log, as they were when it was opened. The system goes on writing to a file that was removed, or that another one was put
 * in the place of, and says nothing; whoever opens the log afterwards does not find what was written.
 */
export class FileInPlace {
  readonly #opened: ReadonlyMap<string, string | undefined>;

  constructor(...names: readonly string[]) {
    this.#opened = new Map(names.map((name) => [name, fileNow(name)]));
  }

  /** The name that does not stand for the opened file any more; undefined where all do. */
  gone(): string | undefined {
    for (const [name, file] of this.#opened) if (file === undefined || fileNow(name) !== file) return name;
    return undefined;
  }
}
