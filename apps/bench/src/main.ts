import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFigures } from './account-figures';
import { caseFigures } from './case-figures';
import { commandFigures } from './command-figures';
import { coveringFigures } from './covering-figures';
import { eventStoreDbFigures } from './eventstoredb-figures';
import { lineOf, reached, type Figure } from './figure';
import { largeFigures } from './large-figures';
import { postgresFigures } from './postgres-figures';
import { readingFigures } from './reading-figures';
import { receiptFigures } from './receipt-figures';
import { wholeWayFigures } from './whole-way-figures';

/** How many are asked for after `--accounts` (charges), `--cases`, `--receipts` or `--whole-way` (parcels). */
const asked = (option: string, otherwise: number): number =>
  Number.parseInt(process.argv[process.argv.indexOf(option) + 1] ?? '', 10) || otherwise;

const measure = async (directory: string): Promise<readonly Figure[]> => {
  if (process.argv.includes('--accounts')) return accountFigures(directory, asked('--accounts', 200_000));
  if (process.argv.includes('--covering')) return coveringFigures();
  if (process.argv.includes('--large')) return largeFigures(directory);
  if (process.argv.includes('--cases')) return caseFigures(directory, asked('--cases', 1_000_000));
  if (process.argv.includes('--receipts')) return receiptFigures(directory, asked('--receipts', 100_000));
  if (process.argv.includes('--whole-way')) return wholeWayFigures(directory, asked('--whole-way', 100_000));
  if (process.argv.includes('--eventstoredb')) return eventStoreDbFigures();
  return [
    ...(await commandFigures(directory)),
    ...(await readingFigures(directory)),
    ...(await postgresFigures(directory)),
    ...(await eventStoreDbFigures()),
  ];
};

/**
 * `npm run bench [-- --json]`: each figure against the limit of this machine, measured in the same run. Exit code 1 when a goal is missed.
 */
const main = async (): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-bench-'));
  try {
    const figures = await measure(directory);
    const text = process.argv.includes('--json')
      ? JSON.stringify(
          figures.map((figure) => ({ ...figure, reached: reached(figure) })),
          null,
          2,
        )
      : figures.map(lineOf).join('\n');
    process.stdout.write(`${text}\n`);
    process.exitCode = figures.every(reached) ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

void main();
