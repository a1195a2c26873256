// The build that the apps run from: made when there is none, or when a source is newer than it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Of the build alone: a check of the types writes another one. */
const stamp = path.join(root, 'dist', '.build.tsbuildinfo');

/** What Node runs for an app. */
export const entryOf = (app) => path.join(root, 'dist', 'apps', app, 'src', 'main.js');

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile())
    .reduce((latest, f) => Math.max(latest, statSync(path.join(f.parentPath ?? f.path, f.name)).mtimeMs), 0);

const isStale = (entry) =>
  !existsSync(entry) ||
  !existsSync(stamp) ||
  Math.max(newest(path.join(root, 'apps')), newest(path.join(root, 'libs'))) > statSync(stamp).mtimeMs;

/** Builds where the build of an app is missing or old. Ends this process with exit code 2 where the sources do not compile. */
export const buildIfStale = (app) => {
  if (!isStale(entryOf(app))) return;
  process.stderr.write('building ...\n');
  // A source saved while the compiler runs is newer than this.
  const began = new Date();
  // Output goes to stderr: stdout belongs to the command. The stamp is written even where nothing had to be emitted.
  const build = spawnSync(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (build.status !== 0) process.exit(2);
  utimesSync(stamp, began, began);
};
