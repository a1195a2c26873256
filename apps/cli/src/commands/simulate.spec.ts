import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf } from '../ledger.support';

type Row = Readonly<Record<string, Readonly<Record<string, string>> & string>>;

describe('simulate and statistics', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    // Two imports of 300.00 pounds each: 6 % is 18.00, VAT 20 % of 318.00 is 63.60.
    await importsOf(cli, 'L-1', 'L-2');
  });
  afterAll(() => {
    cli.remove();
  });

  const simulated = async (...options: readonly string[]) =>
    (await cli.json('simulate', ...options)).document as Readonly<Record<string, never>>;
  const payable = (document: Readonly<Record<string, never>>): readonly string[] =>
    (document['cohort']?.['revenue'] as unknown as readonly Row[]).map(
      ({ taxType, recorded, simulated: then }) => `${String(taxType)} ${recorded?.['payable'] ?? ''} -> ${then?.['payable'] ?? ''}`,
    );

  it('replays what was recorded under a measure, VAT rate or table of one’s own', async () => {
    expect(payable(await simulated())).toEqual(['A00 36.00 -> 36.00', 'B00 127.20 -> 127.20']);
    expect(payable(await simulated('--measure', 'GB:A00:39:*=10%'))).toEqual(['A00 36.00 -> 60.00', 'B00 127.20 -> 132.00']);
    expect(payable(await simulated('--measure', 'GB:A00:39:TR=10%'))).toEqual(['A00 36.00 -> 36.00', 'B00 127.20 -> 127.20']);
    expect(payable(await simulated('--vat', 'GB=10'))).toEqual(['A00 36.00 -> 36.00', 'B00 127.20 -> 63.60']);
    const table = cli.file(
      'tariff.csv',
      'commodity,description,cet_duty_rate,ukgt_duty_rate,change\n39241000,Lunch boxes,6.5%,20%,\n94055000,Lamps,2.7%,Entry Price,\n',
    );
    const document = await simulated('--measure', table);
    expect(payable(document)).toEqual(['A00 36.00 -> 120.00', 'B00 127.20 -> 144.00']);
    expect(document['scenario']).toMatchObject({ tables: [{ file: table, accepted: 2, unsupported: 1, rejected: 0 }] });
  });

  it('prints the scenario as data: which tables of the law differ, and by which rules both were computed', async () => {
    const document = await simulated('--threshold', 'GB=400', '--claim-relief', '--from', '2025-03-01', '--to', '2025-03-31');
    // What claims the relief gives up 18.00 each; HMRC keeps it in the VAT base.
    expect(payable(document)).toEqual(['A00 36.00 -> 0.00', 'B00 127.20 -> 127.20']);
    expect(document).toMatchObject({
      from: '2025-03-01',
      to: '2025-03-31',
      scenario: { thresholds: [{ of: 'GB', amount: '400' }], claimRelief: true },
      assumptions: ['every consignment within the limit claims its relief'],
      changes: [{ table: 'low-value/GB', rowCount: 1, rows: [{ treatment: 'relief', threshold: { amount: '400' } }] }],
      cohort: { totals: [{ authority: 'GB', forgone: { recorded: '0.00', simulated: '36.00', difference: '36.00' } }] },
      bands: [{ territory: 'GB', sides: { withinSimulatedOnly: 2 } }],
    });
    const { recorded, simulated: then } = document['rules'] as unknown as Readonly<Record<string, string>>;
    expect(recorded).not.toBe(then);
    expect((await simulated())['rules']).toEqual({ recorded, simulated: recorded });
  });

  it('puts a pilot under the other rules, reads costs of one’s own, and counts splitting beside', async () => {
    const costs = cli.file(
      'costs.json',
      JSON.stringify({
        format: 'tidewaiter/collection-costs/1',
        source: 'spec',
        published: '2026-01-01',
        note: 'spec',
        rows: [
          {
            id: 'MINE',
            territory: 'GB',
            side: 'collection',
            driver: 'declaration',
            amount: '1.25',
            currency: 'GBP',
            source: 'spec',
            dated: '2026-01-01',
          },
        ],
      }),
    );
    const document = await simulated(...words('--measure GB:A00:39:*=10% --cohort share=0.5 --seed x --costs'), costs, '--splitting');
    const [pilot, rest] = [document['cohort'], document['rest']] as unknown as readonly {
      readonly declarations: Readonly<Record<string, number>>;
    }[];
    expect((pilot?.declarations['count'] ?? 0) + (rest?.declarations['count'] ?? 0)).toBe(2);
    expect(rest?.declarations['affected']).toBe(0);
    expect(document).toMatchObject({
      pilot: { by: 'share', value: '0.5', seed: 'x' },
      costs: [{ id: 'MINE', recorded: { count: 2, cost: '2.5' }, simulated: { count: 2, cost: '2.5' } }],
      splitting: { rows: [], bunchingSellers: 0 },
    });
  });

  it('writes nothing: the log is what it was', async () => {
    const log = async () => {
      const { document } = await cli.json('verify');
      return [document['position'], document['head'], document['content']];
    };
    const before = await log();
    await simulated('--threshold', 'GB=0', '--model', 'consumer', '--splitting');
    await cli.run('statistics', '--by', 'hs6');
    expect(before).not.toContain(undefined);
    expect(await log()).toEqual(before);
  });

  it('tells people the same', async () => {
    const { code, stdout } = await cli.run('simulate', '--measure', 'GB:A00:39:*=10%');
    expect(code).toBe(exitCodes.done);
    for (const text of [
      '2 declarations of 2 items, 2 with another tax',
      'GB-POST-8: charge, borne by recipients; Royal Mail',
      'GB: no estimate of the cost of collection is known. Give your own with --costs; to be multiplied with: declaration 2, then 2; item 2, then 2; taxedAtImport 2, then 2.',
      'Changed: tariff/GB/A00/39, 1 rows.',
      'import     GB         GB   A00     36.00      60.00       24.00',
    ])
      expect(stdout).toContain(text);
  });

  it('counts the trade by what is asked for', async () => {
    const { document } = await cli.json(...words('statistics --by destination,band,hs6 --currency GBP --bands 100,500 --from 2025-03-01'));
    expect(document).toMatchObject({
      by: ['destination', 'band', 'hs6'],
      bands: { currency: 'GBP', bounds: ['100', '500'] },
      rows: [{ key: { destination: 'GB', band: '100-500 GBP', hs6: '392410' }, parcels: 2, items: 2, units: 6, presented: '600.00' }],
    });
    expect((await cli.run('statistics', '--by', 'destination', '--least', '3', '--currency', 'GBP')).stdout).toContain(
      '1 rows are held back: fewer than 3 parcels',
    );
    expect((await cli.json('statistics', '--to', '2025-02-28')).document['total']).toMatchObject({ parcels: 0 });
  });

  it.each([
    [['simulate', '--threshold', 'EU'], '--threshold'],
    [['simulate', '--threshold', 'EU=ten'], '--threshold'],
    [['simulate', '--threshold', 'FR=0'], '--threshold'],
    [['simulate', '--flat', 'EU=3%'], '--flat'],
    [['simulate', '--measure', 'EU:A00=1%'], '--measure'],
    [['simulate', '--measure', 'EU:A00:61:*=much'], '--measure'],
    [['simulate', '--vat', 'FR:middling=5'], '--vat'],
    [['simulate', '--model', 'nobody'], '--model'],
    [['simulate', '--cohort', 'colour=red'], '--cohort'],
    [['simulate', '--cohort', 'share=2'], '--cohort'],
    [['simulate', '--from', '2026-02-01', '--to', '2026-01-01'], '--to'],
    [['simulate', '--costs', 'package.json'], '--costs'],
    [['statistics', '--by', 'colour'], '--by'],
    [['statistics', '--bands', '5,5'], '--bands'],
  ])('names the option that is wrong: %j', async (line, field) => {
    const { code, document } = await cli.json(...line);
    expect([code, (document['error'] as Readonly<Record<string, string>>)['field']]).toEqual([exitCodes.couldNotRun, field]);
  });
});
