import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountFigures } from './account-figures';
import { commandFigures } from './command-figures';
import { lineOf, reached, type Figure } from './figure';
import { readingFigures } from './reading-figures';

/** `--accounts` with a number: so many charges; 200,000 unless told. */
const chargesAsked = (): number => Number.parseInt(process.argv[process.argv.indexOf('--accounts') + 1] ?? '', 10) || 200_000;

/** `npm run bench [-- --json]`: each figure against the limit of this machine, measured in the same run. Exit code 1 when a goal is missed. */
const main = async (): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-bench-'));
  try {
    const figures: readonly Figure[] = process.argv.includes('--accounts') ? await accountFigures(directory, chargesAsked()) : [...(await commandFigures(directory)), ...(await readingFigures(directory))];
    const text = process.argv.includes('--json') ? JSON.stringify(figures.map((figure) => ({ ...figure, reached: reached(figure) })), null, 2) : figures.map(lineOf).join('\n');
    process.stdout.write(`${text}\n`);
    process.exitCode = figures.every(reached) ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

void main();
