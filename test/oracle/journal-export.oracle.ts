import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeJournal, type ExportFormat, type PostedEntry } from '#journal';

/** A program that knows nothing of ours and computes the same balances from our export. */
export interface Oracle {
  readonly format: ExportFormat;
  readonly program: string;
  /** Exact balances per `account currency`, in the program's own digits; zero balances may be absent. */
  readonly balances: (file: string) => readonly (readonly [account: string, currency: string, amount: string])[];
}

const run = (program: string, args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
};
const rows = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const oracles: readonly Oracle[] = [
  {
    format: 'hledger',
    program: 'hledger',
    balances: (file) =>
      rows(run('hledger', ['-f', file, 'bal', '-N', '--flat', '--layout=bare', '-O', 'csv']))
        .slice(1)
        .map((row) => {
          const [account = '', currency = '', amount = ''] = row.split(',').map((cell) => cell.replaceAll('"', ''));
          return [account, currency, amount];
        }),
  },
  {
    format: 'ledger',
    program: 'ledger',
    balances: (file) =>
      rows(
        run('ledger', ['-f', file, 'bal', '--flat', '--no-total', '--balance-format', '%(join(scrub(display_total)))|%(account)\n']),
      ).flatMap((row) => {
        const [amounts = '', account = ''] = row.split('|');
        return amounts.split('\\n').map((text) => {
          const [amount = '', currency = ''] = text.trim().split(' ');
          return [account, currency, amount] as const;
        });
      }),
  },
  {
    format: 'beancount',
    program: 'bean-query',
    balances: (file) => {
      run('bean-check', [file]);
      return rows(run('bean-query', ['-q', '-f', 'csv', file, 'SELECT account, currency, str(sum(number)) GROUP BY account, currency']))
        .slice(1)
        .map((row) => {
          // As text of a Decimal: printed as a number it is rounded to the digits that most amounts have.
          const [account = '', currency = '', amount = ''] = row.split(',').map((cell) => cell.trim());
          return [account, currency, amount.replace(/^Decimal\('(.*)'\)$/, '$1')];
        });
    },
  },
];

/** False, with a line that says so, where the program is not on this machine. */
export const isInstalled = ({ program, format }: Oracle): boolean => {
  if (spawnSync(program, ['--version']).status === 0 || spawnSync(program, ['--help']).status === 0) return true;
  process.stdout.write(`skipped: ${program} is not installed, so nobody but us reads the ${format} export\n`);
  return false;
};

/** Balances as the oracle computes them from the export of these entries, without zeros and in a form of digits that is one per number. */
export const balancesBy = async (
  oracle: Oracle,
  entries: AsyncIterable<PostedEntry> | Iterable<PostedEntry>,
): Promise<ReadonlyMap<string, string>> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-oracle-'));
  try {
    const file = path.join(folder, `journal.${oracle.format}`);
    let text = '';
    for await (const chunk of writeJournal(entries, oracle.format)) text += chunk;
    writeFileSync(file, text);
    return new Map(
      oracle
        .balances(file)
        .flatMap(([account, currency, amount]) => (/^-?[0.]*(E|$)/.test(amount) ? [] : [[`${account} ${currency}`, amount]])),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};
