#!/usr/bin/env node
// Runs one of the apps; builds first when there is no build or a source is newer than it.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildIfStale, entryOf, root } from './build.mjs';

const [app, ...args] = process.argv.slice(2);
if (app === undefined || !existsSync(path.join(root, 'apps', app))) {
  process.stderr.write('usage: node bin/run.mjs <api|projector|cli|bench> [arguments]\n');
  process.exit(2);
}
buildIfStale(app);
process.argv = [process.argv[0], entryOf(app), ...args];
createRequire(import.meta.url)(entryOf(app));
