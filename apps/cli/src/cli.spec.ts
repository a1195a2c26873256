import path from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '#runtime';
import { expectGolden } from '../../../test/support/golden';
import { programOf } from './cli';
import { CommandLine } from './cli.support';
import { exitCodes } from './exit';

const golden = (name: string): string => path.resolve(__dirname, '../../../test/golden/cli', name);

const pathsOf = (command: Command, before: readonly string[] = []): readonly (readonly string[])[] => [
  before,
  ...command.commands.flatMap((below) => pathsOf(below, [...before, below.name()])),
];

const silent = { stdout: () => Promise.resolve(), stderr: () => undefined, live: false };
const commands = pathsOf(programOf({ terminal: silent, env: {}, clock: systemClock, exitCode: exitCodes.done }));

describe('the command line', () => {
  const cli = new CommandLine();
  afterAll(() => {
    cli.remove();
  });

  it('explains itself', async () => {
    const pages: string[] = [];
    for (const command of commands) {
      const { code, stdout, stderr } = await cli.run(...command, '--help');
      expect([code, stderr]).toEqual([exitCodes.done, '']);
      pages.push(`$ tidewaiter ${[...command, '--help'].join(' ')}\n${stdout}`);
    }
    expectGolden(golden('help.txt'), pages.join('\n'));
  });

  it('says in one line what is wrong with a command line, and the same as a document', async () => {
    const file = cli.file('declaration.json', '{"format":"tidewaiter/declaration/1"}');
    const lines: readonly (readonly string[])[] = [
      [],
      ['nope'],
      ['demo', '--nope'],
      ['demo', '--noise', '2'],
      ['demo', '--noise', '-0.1'],
      ['demo', '--parcels', '0'],
      ['demo', '--parcels', '1e3'],
      ['demo', '--seed', 'x'],
      ['demo', '--rebase', '2026-02-30'],
      ['demo', '--dispatch', 'China'],
      ['demo', '--currency', 'XXY'],
      ['demo', '--orders', 'missing.csv'],
      ['verify', '--data', '--findings'],
      ['export', '--format', 'ledger', '--out', '--data'],
      ['--data', '', 'verify'],
      ['verify'],
      ['verify', 'extra'],
      ['replay', '--verify'],
      ['close'],
      ['import', '--kind', 'orders', 'x.csv'],
      ['import', '--kind', 'parcels', '--format', 'csv', 'x.csv'],
      ['import', '--kind', 'orders', '--format', 'csv'],
      ['import', '--kind', 'orders', '--format', 'csv', 'missing.csv'],
      ['import', '--kind', 'receipts', '--format', 'csv', 'package.json'],
      ['import', '--kind', 'payments', '--format', 'online-retail', 'package.json'],
      ['import', '--kind', 'orders', '--format', 'online-retail', 'package.json'],
      ['import', '--kind', 'orders', '--format', 'csv', '--seller', 'V-1', 'package.json'],
      ['rules', 'import', '--kind', 'ecb', 'package.json'],
      ['rules'],
      ['assess'],
      ['assess', '--file', 'missing.json'],
      ['assess', '--file', file],
      ['explain'],
      ['returns', 'preview', '--scheme', 'EU-OSS', '--number', 'X', '--period', '2026-01'],
      ['cases', '--code', 'B99'],
      ['journal', '--account', '4711'],
      ['journal', '--limit', '0'],
      ['trial-balance', '--as-of', 'yesterday'],
      ['trial-balance', '--known-at', 'then'],
      ['export', '--format', 'gnucash'],
      ['export', '--format', 'ledger', '--json'],
      ['copy', '--from', 'sqlite:data'],
      ['copy', '--from', 'sqlite:', '--to', 'esdb://127.0.0.1:9?tls=false'],
      ['copy', '--from', 'http://127.0.0.1:9', '--to', 'sqlite:copy'],
      ['copy', '--from', 'sqlite:data', '--to', 'esdb://admin:canary@127.0.0.1:9?tsl=false'],
      ['copy', '--from', `sqlite:${cli.data}`, '--to', 'esdb://127.0.0.1:9?tls=false'],
      ['secure', '--user', 'tidewaiter'],
      ['secure', '--admin', 'http://admin:canary@127.0.0.1:9', '--user', 'tidewaiter'],
    ];
    const told: string[] = [];
    for (const line of lines) {
      const { code, stderr } = await cli.run(...line);
      expect([line, code]).toEqual([line, exitCodes.couldNotRun]);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).not.toContain('canary');
      const asJson = await cli.json(...line);
      expect(asJson.code).toBe(exitCodes.couldNotRun);
      const {
        code: name,
        message,
        field,
      } = asJson.document['error'] as { readonly code: string; readonly message: string; readonly field?: string };
      expect(asJson.stderr).toBe(`tidewaiter: ${name}: ${message}\n`);
      told.push(
        `$ tidewaiter ${line.map((word) => (word === '' ? "''" : path.basename(word))).join(' ')}\n${stderr.replaceAll(cli.directory, '<directory>')}field: ${field === undefined ? '-' : path.basename(field)}\n`,
      );
    }
    expectGolden(golden('errors.txt'), told.join('\n'));
  });

  it('makes no ledger for a command that could not run', async () => {
    const { document } = await cli.json('doctor');
    expect(document['checks']).toContainEqual({ name: 'directory', found: `${cli.data}: not there yet` });
  });
});
