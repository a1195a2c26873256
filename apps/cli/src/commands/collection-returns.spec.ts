import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { succeed } from '../ledger.support';
import { sized } from '../../../../test/support/size';

describe('returns of what a carrier collected', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    expect((await cli.run('demo', '--parcels', sized('20', '60'), '--noise', '0', '--model', 'all')).code).toBe(exitCodes.done);
  }, 90_000);
  afterAll(() => {
    cli.remove();
  });
  const named = (period: string): readonly string[] => ['--scheme', 'EU-SA', '--number', 'SAFR2026000001', '--period', period];

  it('are previewed as they were filed, and explain themselves', async () => {
    const { figures, filed } = (await succeed(cli, 'returns', 'preview', ...named('2026-07'))) as {
      readonly filed: boolean;
      readonly figures: { readonly returnReference: string; readonly payable: string };
    };
    expect(filed).toBe(true);
    expect((await cli.run('returns', 'preview', ...named('2026-07'))).stdout).toContain(`payable ${figures.payable} EUR`);
    expect((await succeed(cli, 'explain', figures.returnReference))['found']).toMatchObject([
      { kind: 'return', recomputed: { of: 'return', equal: true } },
    ]);
    expect((await succeed(cli, 'returns', 'file', ...named('2026-07')))['alreadyFiled']).toBe(true);
  });

  it('are filed once, oldest first, and only when their month is over', async () => {
    const { document } = await cli.json('returns', 'file', ...named('2027-06'));
    expect(document['error']).toMatchObject({ field: '--period' });
    expect((await cli.json('returns', 'preview', ...named('2026-Q1'))).document['error']).toMatchObject({
      code: 'PERIOD_UNKNOWN',
      field: '--period',
    });
    expect((await cli.json('returns', 'export', ...named('2026-07'))).document['error']).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--scheme',
    });
    expect((await cli.json('returns', 'file', '--scheme', 'EU-SA', '--number', 'SAFR2026999999', '--period', '2026-07')).code).toBe(
      exitCodes.couldNotRun,
    );
  });
});
