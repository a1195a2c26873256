#!/usr/bin/env node
// Runs the longer tests one after another, each in a process of its own (docs/testing.md).
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
  'kill-processes': 'test/crash/kill-processes.ts',
  'restart-processes': 'test/long/restart-processes.ts',
  'same-keys': 'test/long/same-keys.ts',
  'time-zones': 'test/long/time-zones.ts',
  histories: 'test/long/histories.ts',
  'planted-faults': 'test/long/planted-faults.ts',
  'demo-on-servers': 'test/long/demo-on-servers.ts',
  'fault-soak': 'test/long/fault-soak.ts',
};
const skipped = 77;
/** A test that takes longer hangs. */
const minutes = { small: 10, full: 30 };

const usage = (message) => {
  process.stderr.write(`${message}\nusage: node bin/long-tests.mjs [--small] [--only ${Object.keys(files).join('|')}] [--seed N]\n`);
  process.exit(2);
};

const optionsOf = () => {
  try {
    return parseArgs({ options: { small: { type: 'boolean', default: false }, only: { type: 'string', multiple: true }, seed: { type: 'string' } } }).values;
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

let running;
const stop = () => running?.kill('SIGTERM');
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    stop();
    process.exit(1);
  });

const outcomeOf = (file) =>
  new Promise((resolve) => {
    running = spawn(process.execPath, ['-C', 'source', '-r', './bin/typescript.cjs', file, '--seed', seed, ...(small ? ['--small'] : [])], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: running.stdout }).on('line', (line) => process.stdout.write(`  ${line}\n`));
    const timer = setTimeout(() => {
      process.stdout.write('  takes too long: stopped\n');
      stop();
    }, minutes[small ? 'small' : 'full'] * 60_000);
    running.once('close', (code) => {
      clearTimeout(timer);
      running = undefined;
      resolve(code === 0 ? 'passed' : code === skipped ? 'skipped' : 'failed');
    });
  });

buildIfStale('cli');
const counts = { passed: 0, failed: 0, skipped: 0 };
process.stdout.write(`longer tests, ${small ? 'small' : 'full'} run, seed ${seed}\n`);
for (const name of Object.keys(files).filter((n) => only === undefined || only.includes(n))) {
  process.stdout.write(`${name} ...\n`);
  const started = Date.now();
  const outcome = await outcomeOf(files[name]);
  counts[outcome] += 1;
  process.stdout.write(`${name} ${outcome} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`}\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
