import { beneficiaryDecider, beneficiaryStream } from '#accounts';
import { CollectedRevenue, openLedger, revenueCategories } from '#runtime';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';

interface Line {
  readonly account: string;
  readonly debit: string;
  readonly credit: string;
}
interface Share {
  readonly authority: string;
  readonly beneficiary: string;
  readonly distribution: string;
  readonly from: string;
  readonly due: string;
  readonly status: string;
}

describe('distribute', () => {
  const cli = new CommandLine();
  const persons = ['--requested-by', 'CLERK-1', '--approved-by', 'OFFICER-1'] as const;
  const asked = ['distribute', '--through', '2026-10-31'] as const;
  /** A vendor's story: everybody has paid, and nothing of it was handed on. */
  beforeAll(async () => {
    expect((await cli.run('demo', '--parcels', '30', '--noise', '0')).code).toBe(exitCodes.done);
  }, 60_000);
  afterAll(() => {
    cli.remove();
  });
  const sharesOf = ({ document }: { readonly document: Readonly<Record<string, unknown>> }): readonly Share[] =>
    document['shares'] as readonly Share[];
  const dueToBeneficiaries = async (): Promise<readonly Line[]> =>
    ((await cli.json('trial-balance')).document['trialBalances'] as readonly { readonly accounts: readonly Line[] }[]).flatMap(
      ({ accounts }) => accounts.filter(({ account }) => account === '2100'),
    );
  const paidOut = async (): Promise<number> =>
    ((await cli.json('verify')).document['byType'] as Readonly<Record<string, number>>)['BeneficiaryDistributed'] ?? 0;

  it('says in a dry run what each beneficiary would get, and writes nothing', async () => {
    const before = (await cli.json('verify')).document['content'];
    const dry = await cli.json(...asked, '--dry-run');
    expect([dry.code, dry.document['dryRun']]).toEqual([exitCodes.done, true]);
    expect(sharesOf(dry).map(({ beneficiary }) => beneficiary)).toEqual(expect.arrayContaining(['EU', 'GB']));
    expect(sharesOf(dry).every(({ status }) => status === 'would be paid')).toBe(true);
    expect((await cli.json('verify')).document['content']).toBe(before);
  });

  it('needs two persons, and days that are over', async () => {
    expect((await cli.json(...asked)).document['error']).toMatchObject({ code: 'OPTION_MISSING', field: '--requested-by' });
    expect((await cli.json(...asked, '--requested-by', 'CLERK-1', '--approved-by', 'CLERK-1')).document['error']).toMatchObject({
      code: 'SAME_PERSON',
      field: '--approved-by',
    });
    expect((await cli.json('distribute', '--through', '2099-01-01', ...persons)).document['error']).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--through',
    });
  });

  it('pays a share that a run before only established, then all others, each once', async () => {
    const ledger = await openLedger({ dataDirectory: cli.data });
    const collected = new CollectedRevenue();
    for await (const { events } of ledger.store.readAll({ categories: revenueCategories }))
      for (const event of events) collected.take(ledger.catalogue.decode(event));
    const [first] = collected.shares('2026-09-01');
    if (first === undefined) throw new Error('nothing was collected');
    const context = {
      commandId: '00000000-0000-5000-8000-000000000001',
      actor: 'operator',
      book: first.authority,
      effectiveAt: '2026-09-01T00:00:00.000Z',
    };
    await ledger.run({
      decider: beneficiaryDecider,
      stream: beneficiaryStream(first.authority, first.beneficiary, first.currency),
      command: first,
      context,
    });
    await ledger.close();

    const ran = await cli.json(...asked, ...persons);
    expect(ran.code).toBe(exitCodes.done);
    expect(sharesOf(ran)[0]).toMatchObject({ distribution: first.distribution, status: 'paid' });
    const next = sharesOf(ran).find(
      ({ authority, beneficiary, distribution }) =>
        authority === first.authority && beneficiary === first.beneficiary && distribution !== first.distribution,
    );
    expect(next?.from ?? '2026-09-01').toBe('2026-09-01');
    expect(await paidOut()).toBe(sharesOf(ran).length);
    expect(sharesOf(await cli.json(...asked, ...persons))).toEqual([]);
    expect(await paidOut()).toBe(sharesOf(ran).length);
  });

  it('leaves nothing due to a beneficiary', async () => {
    const lines = await dueToBeneficiaries();
    expect(lines.length).toBeGreaterThan(0);
    for (const { debit, credit } of lines) expect(debit).toBe(credit);
    expect((await cli.run(...asked, ...persons)).stdout).toContain('Nothing is to be handed on');
    expect((await cli.json('replay', '--verify')).code).toBe(exitCodes.done);
  });
});
