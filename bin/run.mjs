#!/usr/bin/env node
// Runs one of the apps; builds first when there is no build or a source is newer than it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [app, ...args] = process.argv.slice(2);
const entry = path.join(root, 'dist', 'apps', app ?? '', 'src', 'main.js');
const stamp = path.join(root, 'dist', '.tsbuildinfo');

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile())
    .reduce((latest, f) => Math.max(latest, statSync(path.join(f.parentPath ?? f.path, f.name)).mtimeMs), 0);

const stale = () => !existsSync(entry) || !existsSync(stamp) || Math.max(newest(path.join(root, 'apps')), newest(path.join(root, 'libs'))) > statSync(stamp).mtimeMs;

if (app === undefined || !existsSync(path.join(root, 'apps', app))) {
  process.stderr.write('usage: node bin/run.mjs <api|cli|bench> [arguments]\n');
  process.exit(2);
}
if (stale()) {
  process.stderr.write('building ...\n');
  // Output goes to stderr: stdout belongs to the command. The stamp is written even where nothing had to be emitted.
  const build = spawnSync(process.execPath, [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (build.status !== 0) process.exit(2);
  const { utimesSync } = await import('node:fs');
  utimesSync(stamp, new Date(), new Date());
}
process.argv = [process.argv[0], entry, ...args];
const { createRequire } = await import('node:module');
createRequire(import.meta.url)(entry);
