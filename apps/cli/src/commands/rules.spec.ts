import { gzipSync } from 'node:zlib';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';

const ecb = 'Date,USD,GBP,\n2026-05-04,1.1684,0.87,\n2026-05-05,1.17,x,\n';
const vat = 'start_date,stop_date,territory_codes,currency_code,rate,rate_type,description\n2026-06-01,,LU,EUR,0.18,standard,\n';
const tariff = 'commodity,description,cet_duty_rate,ukgt_duty_rate,change\n94055000,Lamps,2.7%,Entry Price,\n';

describe('rules', () => {
  const cli = new CommandLine();
  afterAll(() => {
    cli.remove();
  });

  it('lists the law that the project ships', async () => {
    const { code, document } = await cli.json('rules', 'list');
    expect([code, document['source']]).toEqual([exitCodes.done, 'shipped']);
    expect((document['tables'] as readonly { readonly id: string }[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['scheme/EU-IOSS', 'vat/FR', 'fx/ECB/GBP/2026']),
    );
  });

  it('reads without writing in a dry run', async () => {
    const { code, document } = await cli.json('rules', 'import', '--kind', 'ecb', '--dry-run', cli.file('ecb.csv', ecb));
    expect([code, document['published']]).toEqual([exitCodes.foundProblems, undefined]);
    expect((await cli.json('rules', 'list')).document['source']).toBe('shipped');
  });

  it('publishes what is new, names the lines it cannot read, and adds nothing the second time', async () => {
    const file = cli.file('ecb.csv.gz', gzipSync(ecb));
    const first = await cli.json('rules', 'import', '--kind', 'ecb', file);
    expect([first.code, first.document['lines'], first.document['published']]).toEqual([
      exitCodes.foundProblems,
      { accepted: 2, rejected: 1, unsupported: 0 },
      2,
    ]);
    expect(first.document['problems']).toEqual([expect.objectContaining({ line: 3, verdict: 'rejected', code: 'RATE_INVALID' })]);
    expect((await cli.json('rules', 'import', '--kind', 'ecb', file)).document['published']).toBe(0);
  });

  it('makes VAT and tariff the law too', async () => {
    const before = (await cli.json('rules', 'list')).document['tables'];
    expect((await cli.json('rules', 'import', '--kind', 'vat', cli.file('vat.csv', vat))).document['published']).toBe(1);
    const read = await cli.json('rules', 'import', '--kind', 'tariff', cli.file('tariff.csv', tariff));
    expect([read.code, read.document['published'], read.document['lines']]).toEqual([
      exitCodes.done,
      1,
      { accepted: 1, rejected: 0, unsupported: 1 },
    ]);
    const { document } = await cli.json('rules', 'list');
    expect(document['source']).toBe('log');
    expect(document['tables']).not.toEqual(before);
    expect((await cli.run('rules', 'import', '--kind', 'vat', cli.file('vat.csv', vat))).stdout).toContain('nothing was added');
  });
});
