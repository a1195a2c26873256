import { accountId, accountPeriodId } from '#accounts';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { britishImport, claimFor, importsOf, marchPaid, succeed } from '../ledger.support';

type Found = readonly { readonly kind: string; readonly standing: readonly string[]; readonly recomputed?: { readonly equal: boolean } }[];

describe('what is there', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    await importsOf(cli, 'L-1', 'L-2');
    const large = {
      items: [
        {
          seq: 1,
          hsCode: '39241000',
          description: 'boxes',
          origin: 'CN',
          goodsValue: '30000.00',
          quantity: 1,
          additionalProcedures: [],
          covers: [],
        },
      ],
    };
    await succeed(cli, 'import', '--kind', 'declarations', '--format', 'ndjson', cli.file('large.ndjson', britishImport('L-3', large)));
    await marchPaid(cli, '100.00', '2025-04-15');
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
  const explained = async (name: string): Promise<Found> => (await succeed(cli, 'explain', name))['found'] as Found;
  const account = accountId('GB', 'R-1', 'deferment');

  it('lists accounts with what secures them', async () => {
    expect((await succeed(cli, 'accounts', 'list'))['accounts']).toMatchObject([
      { account, holder: 'R-1', share: '1000.00', reserve: '100' },
    ]);
    expect((await cli.run('accounts', 'list')).stdout).toContain('reserve %');
    expect(await succeed(cli, 'accounts', 'list', '--limit', '1')).toMatchObject({ next: account });
    expect((await succeed(cli, 'accounts', 'list', '--after', account))['accounts']).toEqual([]);
  });

  it('lists and shows guarantees, by id or by the number of the authority', async () => {
    const [guarantee] = (await succeed(cli, 'guarantee', 'list'))['guarantees'] as readonly { readonly guarantee: string }[];
    const shown = await succeed(cli, 'guarantee', 'show', 'GRN-1');
    expect(shown).toMatchObject({
      guarantee: { guaranteeReference: 'GRN-1', amount: '1000.00' },
      shares: [{ account, share: '1000.00' }],
    });
    expect(await succeed(cli, 'guarantee', 'show', guarantee?.guarantee ?? '')).toEqual(shown);
    expect((await cli.json('guarantee', 'show', 'GRN-9')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'guarantee' });
  });

  it('lists and shows claims', async () => {
    expect((await succeed(cli, 'claims', 'list', '--status', 'waiting_for_evidence'))['claims']).toMatchObject([
      { claimReference: 'CL-L-1', total: '4.00' },
    ]);
    expect((await succeed(cli, 'claims', 'list', '--status', 'paid'))['claims']).toEqual([]);
    expect((await cli.run('claims', 'show', 'CL-L-1')).stdout).toContain('CalculationWorksheet');
    expect((await cli.json('claims', 'show', 'CL-9')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'claim' });
    expect((await cli.json('claims', 'list', '--status', 'lost')).code).toBe(exitCodes.couldNotRun);
  });

  it('shows a statement whose terms come to its closing', async () => {
    const { statement } = (await succeed(cli, 'statement', 'show', 'GB-S00000001')) as {
      readonly statement: Readonly<Record<string, string>>;
    };
    const minor = (term: string): bigint => BigInt((statement[term] ?? '').replace('.', ''));
    const sum = (...names: readonly string[]): bigint => names.reduce((total, term) => total + minor(term), 0n);
    expect(
      sum('opening', 'charged', 'adjusted', 'interest', 'penalties', 'reversed') -
        sum('applied', 'offset', 'remitted', 'writtenOff', 'tolerated'),
    ).toBe(minor('closing'));
    const { stdout } = await cli.run('statement', 'show', 'GB-S00000001');
    for (const term of ['opening', 'reversed', 'written off', 'closing', 'unapplied']) expect(stdout).toContain(term);
  });

  it('lists what was there, as of a day and as known at a position', async () => {
    const listed = async (...of: readonly string[]): Promise<readonly unknown[]> =>
      (await succeed(cli, ...of))[of[0] === 'guarantee' ? 'guarantees' : String(of[0])] as readonly unknown[];
    expect([
      (await listed('accounts', 'list', '--as-of', '2025-02-28')).length,
      (await listed('guarantee', 'list', '--as-of', '2025-02-28')).length,
      (await listed('claims', 'list', '--as-of', '2025-04-18')).length,
    ]).toEqual([0, 0, 0]);
    expect([
      (await listed('accounts', 'list', '--as-of', '2025-04-20')).length,
      (await listed('claims', 'list', '--as-of', '2025-04-20')).length,
    ]).toEqual([1, 1]);
    expect(await listed('accounts', 'list', '--known-at', '0')).toEqual([]);
    expect((await cli.json('statement', 'show', 'GB-S00000001', '--as-of', '2025-03-30')).document['error']).toMatchObject({
      code: 'NOT_FOUND',
      field: 'statement',
    });
    expect((await succeed(cli, 'statement', 'show', 'GB-S00000001', '--as-of', '2025-04-10'))['open']).not.toEqual(
      (await succeed(cli, 'statement', 'show', 'GB-S00000001'))['open'],
    );
  });

  it('explains an account period, a claim, a guarantee, and a charge that was declined with what was missing', async () => {
    expect(await explained(accountPeriodId('GB', account, '2025-03'))).toMatchObject([
      { kind: 'account period', recomputed: { of: 'statement', equal: true } },
    ]);
    const [claim] = await explained('CL-L-1');
    expect(claim?.standing[0]).toContain('waiting_for_evidence: 4.00 GBP for R-1');
    const [guarantee] = await explained('GRN-1');
    expect(guarantee?.standing).toEqual([
      'registered: 1000.00 GBP from 2025-03-01, nothing new from 2025-06-01 on',
      `1000.00 GBP behind account ${account} of R-1`,
    ]);
    const charge = /"charge":"([0-9A-Z]{26})"/.exec(JSON.stringify((await succeed(cli, 'explain', '26GB-L-3'))['found']))?.[1] ?? '';
    const [why] = await explained(charge);
    expect(why).toMatchObject({ kind: 'declined charge' });
    expect(why?.standing.join('\n')).toMatch(
      /declined: GUARANTEE_EXCEEDED: [\d.]+ GBP were asked for, [\d.]+ GBP are missing\nguarantee [0-9A-Z]{26}: /,
    );
  });
});
