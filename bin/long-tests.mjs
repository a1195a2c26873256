#!/usr/bin/env node
// Runs the longer tests, each in a process of its own: two at a time, and alone those that ask how soon something is done (docs/testing.md).
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildIfStale, root } from './build.mjs';

const files = {
  'kill-demo': 'test/crash/kill-demo.ts',
  'kill-import': 'test/crash/kill-import.ts',
  'kill-money': 'test/crash/kill-money.ts',
  'sys-kill': 'test/crash/sys-kill.ts',
  'end-threads': 'test/crash/end-threads.ts',
  'kill-processes': 'test/crash/kill-processes.ts',
  'restart-processes': 'test/long/restart-processes.ts',
  'same-keys': 'test/long/same-keys.ts',
  'time-zones': 'test/long/time-zones.ts',
  histories: 'test/long/histories.ts',
  'planted-faults': 'test/long/planted-faults.ts',
  'demo-on-servers': 'test/long/demo-on-servers.ts',
  'fault-soak': 'test/long/fault-soak.ts',
};
/** What these ask has to be done by a moment: nothing else of ours runs beside them. */
const alone = new Set(['kill-processes', 'fault-soak']);
const atATime = 2;
const skipped = 77;
/** A test that takes longer hangs. */
const minutes = { small: 15, full: 40 };

const usage = (message) => {
  process.stderr.write(`${message}\nusage: node bin/long-tests.mjs [--small] [--only ${Object.keys(files).join('|')}] [--seed N]\n`);
  process.exit(2);
};

const optionsOf = () => {
  try {
    return parseArgs({
      options: { small: { type: 'boolean', default: false }, only: { type: 'string', multiple: true }, seed: { type: 'string' } },
    }).values;
  } catch (error) {
    return usage(error.message);
  }
};

const { small, only, seed: wanted } = optionsOf();
const unknown = (only ?? []).find((name) => !(name in files));
if (unknown !== undefined) usage(`no test is named ${unknown}`);
if (wanted !== undefined && !/^\d{1,9}$/.test(wanted)) usage('--seed: expected a whole number of at most nine digits');
// Another story at every run; the seed is told, so that it can be had again.
const seed = wanted ?? String(randomInt(1_000_000));

const running = new Set();
const stop = (child) => child.kill('SIGTERM');
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    running.forEach(stop);
    process.exit(1);
  });

const outcomeOf = (name) =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['-C', 'source', '-r', './bin/typescript.cjs', files[name], '--seed', seed, ...(small ? ['--small'] : [])],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    running.add(child);
    createInterface({ input: child.stdout }).on('line', (line) => process.stdout.write(`  ${name}: ${line}\n`));
    const timer = setTimeout(
      () => {
        process.stdout.write(`  ${name}: takes too long: stopped\n`);
        stop(child);
      },
      minutes[small ? 'small' : 'full'] * 60_000,
    );
    child.once('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve(code === 0 ? 'passed' : code === skipped ? 'skipped' : 'failed');
    });
  });

buildIfStale('cli');
const counts = { passed: 0, failed: 0, skipped: 0 };
process.stdout.write(`longer tests, ${small ? 'small' : 'full'} run, seed ${seed}\n`);
const run = async (name) => {
  process.stdout.write(`${name} ...\n`);
  const started = Date.now();
  const outcome = await outcomeOf(name);
  counts[outcome] += 1;
  process.stdout.write(`${name} ${outcome} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
};
/** Whoever has done one takes the next. */
const runAll = async (names, lanes) => {
  const left = [...names];
  const lane = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await run(name);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};
const wantedNames = Object.keys(files).filter((name) => only === undefined || only.includes(name));
await runAll(
  wantedNames.filter((name) => !alone.has(name)),
  atATime,
);
await runAll(
  wantedNames.filter((name) => alone.has(name)),
  1,
);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`}\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
