#!/usr/bin/env node
// Runs one of the apps; builds first when there is no build or a source is newer than it.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildIfStale, entryOf, root } from './build.mjs';

// Some of what the programs load is an ES module, and they load it by require.
if (!process.features.require_module) {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  process.stderr.write(`Node ${process.versions.node} cannot run Tidewaiter: it needs ${engines.node}\n`);
  process.exit(2);
}
const [app, ...args] = process.argv.slice(2);
if (app === undefined || !existsSync(path.join(root, 'apps', app))) {
  process.stderr.write('usage: node bin/run.mjs <api|projector|cli|bench> [arguments]\n');
  process.exit(2);
}
buildIfStale(app);
process.argv = [process.argv[0], entryOf(app), ...args];
createRequire(import.meta.url)(entryOf(app));
