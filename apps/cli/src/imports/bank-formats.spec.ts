import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CommandLine, documented, words } from '../cli.support';
import { exitCodes } from '../exit';

describe('import of bank statements', () => {
  let cli: CommandLine;
  beforeEach(() => {
    cli = new CommandLine();
  });
  afterEach(() => {
    cli.remove();
  });
  const imported = async (content: string | Uint8Array, ...options: readonly string[]) => {
    const { code, document } = await cli.json(
      ...words('import --kind receipts --format camt --authority GB'),
      ...options,
      cli.file('bank.xml', content),
    );
    const verdicts = readFileSync(String(document['verdictFile']), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
    return { code, verdicts: verdicts.map(({ reference, verdict, code: why }) => [reference, why ?? verdict].join(' ')) };
  };
  const events = async () => (await cli.json('verify')).document['events'];
  /** What came in and what went out over the bank account (1000). */
  const cash = async (): Promise<readonly unknown[]> => {
    const { document } = await cli.json('trial-balance');
    const books = document['trialBalances'] as readonly { readonly accounts: readonly Readonly<Record<string, string>>[] }[];
    return books.flatMap(({ accounts }) =>
      accounts.filter(({ account }) => account === '1000').map(({ debit, credit }) => [debit, credit]),
    );
  };

  it('books a notification and its statement once', async () => {
    expect(await imported(documented('bank', 'camt054'))).toEqual({
      code: exitCodes.done,
      verdicts: ['N-2026-07-15 accepted', '2026071500001 accepted', '2026071500001~2 accepted'],
    });
    // The statement tells the two payments as one entry; the entry that goes out is new.
    expect(await imported(documented('bank', 'camt053'))).toEqual({
      code: exitCodes.done,
      verdicts: ['STM-2026-07-15 accepted', '2026071500001 accepted', '2026071500002 accepted'],
    });
    expect(await cash()).toEqual([['1836.62', '40.00']]);
  });

  it('refuses the parts of a booking that is recorded as a whole', async () => {
    await imported(documented('bank', 'camt053'));
    const before = await cash();
    expect(before).toEqual([['1836.62', '40.00']]);
    expect((await imported(documented('bank', 'camt054'))).verdicts).toEqual([
      'N-2026-07-15 accepted',
      '2026071500001 RECEIPT_ALREADY_RECORDED',
      '2026071500001~2 RECEIPT_ALREADY_RECORDED',
    ]);
    expect(await cash()).toEqual(before);
  });

  it('takes a statement again, in another file, as a replay, and refuses other content under its identification as a whole', async () => {
    const statement = documented('bank', 'camt053');
    await imported(statement);
    const before = await cash();
    expect((await imported(gzipSync(`${statement}\n<!-- sent again -->`))).verdicts).toEqual([
      'STM-2026-07-15 replayed',
      '2026071500001 replayed',
      '2026071500002 replayed',
    ]);
    const other = statement.replace('>1836.62<', '>1836.63<').replace('2296.62', '2296.63').replaceAll('20260715000', '20260715009');
    expect(await imported(other)).toEqual({
      code: exitCodes.foundProblems,
      verdicts: ['STM-2026-07-15', '2026071500901', '2026071500902'].map((reference) => `${reference} STATEMENT_ALREADY_RECORDED`),
    });
    expect(await cash()).toEqual(before);
  });

  it('writes no receipt of a statement that does not agree', async () => {
    const start = await imported(documented('bank', 'camt053').replace('2296.62', '2296.61'));
    expect(start).toEqual({ code: exitCodes.foundProblems, verdicts: ['STM-2026-07-15 STATEMENT_NOT_BALANCED'] });
    // The run itself: started, completed.
    expect(await events()).toBe(2);
  });

  it('takes MT940', async () => {
    const file = cli.file('bank.sta', documented('bank', 'mt940'));
    const { code, document } = await cli.json('import', '--kind', 'receipts', '--format', 'mt940', '--authority', 'EU-IE', file);
    expect([code, document['accepted'], document['rejected']]).toEqual([exitCodes.done, 3, {}]);
    expect(await cash()).toEqual([['1736.62', '12.50']]);
    const again = await cli.json('import', '--kind', 'receipts', '--format', 'mt940', '--authority', 'EU-IE', file);
    expect(again.document['replayed']).toBe(3);
  });

  it('asks whose account it is, and only there', async () => {
    const file = cli.file('bank.xml', documented('bank', 'camt053'));
    const refusal = async (...argv: readonly string[]) => (await cli.run('import', ...argv, file)).stderr.split('\n')[0];
    expect(await refusal('--kind', 'receipts', '--format', 'camt')).toContain('OPTION_MISSING: --authority');
    expect(await refusal('--kind', 'receipts', '--format', 'camt', '--authority', 'XX')).toContain('OPTION_INVALID: --authority');
    expect(await refusal('--kind', 'orders', '--format', 'camt', '--authority', 'GB')).toContain('OPTION_CONFLICT: --format');
    expect(await refusal('--kind', 'receipts', '--format', 'ndjson', '--authority', 'GB')).toContain('OPTION_CONFLICT: --authority');
  });
});
