import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { claimFor, importsOf, marchPaid, succeed } from '../ledger.support';

describe('deadlines', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    await importsOf(cli, 'L-1');
    await marchPaid(cli, '1000.00', '2025-04-15');
    await succeed(
      cli,
      'import',
      '--kind',
      'claims',
      '--format',
      'ndjson',
      cli.file('claims.ndjson', claimFor('L-1', '4.00', '19.50', '2025-04-20')),
    );
  });
  afterAll(() => {
    cli.remove();
  });
  const told = async (...options: readonly string[]): Promise<readonly object[]> =>
    (await succeed(cli, 'deadlines', ...options))['passed'] as readonly object[];

  it('names nothing before a day has passed, and no day of the future', async () => {
    expect(await told()).toEqual([]);
    expect((await cli.json('deadlines', '--as-of', '2025-12-01')).document['error']).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--as-of',
    });
  });

  it('records documents that did not come and a guarantee that has run out, once', async () => {
    cli.now = '2025-06-10T08:00:00.000Z';
    const documents = ['ImportDeclaration', 'CalculationWorksheet', 'ProofOfAuthority'].map((name) => ({
      what: 'evidence',
      name,
      outcome: 'missed',
    }));
    const all = [...documents, { what: 'guarantee', name: 'GRN-1', until: '2025-06-01', outcome: 'expired' }];
    const dry = await told('--dry-run');
    expect(dry).toHaveLength(all.length);
    expect(await told()).toEqual(dry);
    expect(dry).toEqual(expect.arrayContaining(all.map((one) => expect.objectContaining(one) as object)));
    expect((await cli.run('deadlines')).stdout).toBe('No deadline has passed by 2025-06-10.\n');
    expect(await cli.json('verify')).toMatchObject({
      code: exitCodes.done,
      document: { byType: { EvidenceDeadlineMissed: 3, GuaranteeChanged: 1 } },
    });
  });
});
