import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeDatabase } from '#sqlite';
import { homeSuffix } from './views-database';

const pointerName = 'views.current';
const fileName = (number: number): string => `views-${String(number)}.db`;

const syncPath = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Which views-<n>.db of a data directory is the present one. */
export class ViewsFiles {
  constructor(private readonly directory: string) {}

  /** Number of the present file; 1 where nothing has been built yet. */
  current(): number {
    const pointer = join(this.directory, pointerName);
    if (!existsSync(pointer)) return 1;
    const found = /^views-(\d+)\.db\n$/.exec(readFileSync(pointer, 'utf8'));
    // The pointer is a convenience over rebuildable files: an unreadable one costs a rebuild, not the start.
    return found?.[1] === undefined ? 1 : Number(found[1]);
  }

  path(number: number): string {
    return join(this.directory, fileName(number));
  }

  /** Makes a finished file the present one: its bytes first, then the pointer, then the directory that names it. */
  moveTo(number: number): void {
    syncPath(this.path(number));
    const [pointer, next] = [join(this.directory, pointerName), join(this.directory, `${pointerName}.next`)];
    writeFileSync(next, `${fileName(number)}\n`);
    syncPath(next);
    renameSync(next, pointer);
    syncPath(this.directory);
  }

  /** Removes a file with what SQLite keeps beside it. */
  remove(number: number): void {
    removeDatabase(this.path(number));
    rmSync(`${this.path(number)}${homeSuffix}`, { force: true });
  }
}
