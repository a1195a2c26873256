import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { endAllPrograms, runningPrograms } from './program';
import { type Random, randomOf } from './random';

/** What a longer test is given. */
export interface LongTest {
  /** The run that CI makes: fewer repetitions, the same questions. */
  readonly small: boolean;
  readonly seed: number;
  readonly random: Random;
  /** A folder of its own; it stays where the test failed. */
  readonly directory: string;
  /** A line of the run's output. */
  readonly note: (line: string) => void;
}

/** This machine cannot ask the question; the message says what is missing. */
export class SkippedError extends Error {
  override readonly name = 'SkippedError';
}

/** Longest account of a failure: differences of whole logs are not for reading. */
const maxFailureLength = 3000;
const exitCodes = { passed: 0, failed: 1, skipped: 77 } as const;

const note = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const outcomeOf = async (test: LongTest, work: (test: LongTest) => Promise<void>): Promise<keyof typeof exitCodes> => {
  try {
    await work(test);
    return 'passed';
  } catch (error) {
    if (error instanceof SkippedError) {
      note(`SKIPPED: ${error.message}`);
      return 'skipped';
    }
    note(`FAILED with --seed ${String(test.seed)}${test.small ? ' --small' : ''}; its files are in ${test.directory}`);
    const account = error instanceof Error ? (error.stack ?? error.message) : String(error);
    note(account.length > maxFailureLength ? `${account.slice(0, maxFailureLength)} ...` : account);
    return 'failed';
  } finally {
    endAllPrograms();
  }
};

/** Runs one longer test as this process (bin/long-tests.mjs starts it) and exits with its outcome. */
export const longTest = (work: (test: LongTest) => Promise<void>): void => {
  const { values } = parseArgs({ options: { small: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } } });
  const seed = Number.parseInt(values.seed, 10);
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-long-'));
  // However it ends, by a fault that nobody caught as well.
  process.once('exit', endAllPrograms);
  process.once('SIGTERM', () => {
    for (const program of runningPrograms()) note(`still running: ${program}`);
    process.exit(exitCodes.failed);
  });
  void outcomeOf({ small: values.small, seed, random: randomOf(seed), directory, note }, work).then((outcome) => {
    if (outcome !== 'failed') rmSync(directory, { recursive: true, force: true });
    // What this process still has open to a server is no reason to wait.
    process.stdout.write('', () => process.exit(exitCodes[outcome]));
  });
};
