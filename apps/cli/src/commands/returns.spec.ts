import { accountDecider, accountStream } from '#accounts';
import { collectorDecider, collectorStream, type CollectorCommand } from '#collectors';
import { commandIdOfMessage } from '#event-catalogue';
import { openLedger } from '#runtime';
import { CommandLine, documented } from '../cli.support';
import { exitCodes } from '../exit';

const number = 'IM3720000001';
const at = '2026-01-01T00:00:00.000Z';

describe('returns and closes', () => {
  const cli = new CommandLine();
  const named = ['--scheme', 'EU-IOSS', '--number', number] as const;

  /** A vendor with an IOSS number and its scheme account in Ireland, who sold one order in January 2026. */
  beforeAll(async () => {
    const ledger = await openLedger({ dataDirectory: cli.data });
    const context = (book: string, reference: string) => ({
      commandId: commandIdOfMessage({ book, issuer: 'test', kind: 'set-up', reference, version: '1' }),
      actor: 'operator',
      book,
      effectiveAt: at,
    });
    const collector: readonly CollectorCommand[] = [
      {
        type: 'RegisterCollector',
        collector: { collector: 'V-IE-1', name: 'Emerald Goods', establishedIn: 'IE', roles: ['vendor'], registeredOn: '2026-01-01' },
      },
      { type: 'GrantSchemeNumber', scheme: 'EU-IOSS', schemeNumber: number, authority: 'EU-IE', validFrom: '2026-01-01' },
    ];
    for (const command of collector)
      await ledger.run({ decider: collectorDecider, stream: collectorStream('V-IE-1'), command, context: context('-', command.type) });
    const account = {
      authority: 'EU-IE',
      holder: 'V-IE-1',
      kind: 'scheme',
      currency: 'EUR',
      cycle: 'EU-SIXTEENTH',
      openedOn: '2026-01-01',
    } as const;
    await ledger.run({
      decider: accountDecider,
      stream: accountStream('EU-IE', 'V-IE-1', 'scheme'),
      command: { type: 'OpenAccount', ...account },
      context: context('EU-IE', 'account'),
    });
    await ledger.close();
    cli.now = '2026-02-20T08:00:00.000Z';
    expect(
      (await cli.run('import', '--kind', 'orders', '--format', 'ndjson', cli.file('orders.ndjson', documented('orders', 'ndjson')))).code,
    ).toBe(exitCodes.done);
    expect(
      (
        await cli.run(
          'import',
          '--kind',
          'payments',
          '--format',
          'ndjson',
          cli.file('payments.ndjson', documented('payments', 'ndjson').split('\n')[0] ?? ''),
        )
      ).code,
    ).toBe(exitCodes.done);
  });
  afterAll(() => {
    cli.remove();
  });

  it('previews a return with the supplies behind it and writes nothing', async () => {
    const before = (await cli.json('verify')).document['content'];
    const { code, document } = await cli.json('returns', 'preview', ...named, '--period', '2026-01');
    expect([code, document['filed'], document['outstanding']]).toEqual([exitCodes.done, false, []]);
    expect(document['figures']).toMatchObject({ holder: 'V-IE-1', authority: 'EU-IE', supplies: 1, rows: [{ country: 'DE', rate: '19' }] });
    expect(document['supplies']).toMatchObject({ count: 1, first: [{ country: 'DE', currency: 'EUR' }] });
    expect((await cli.run('returns', 'preview', ...named, '--period', '2026-01')).stdout).toContain('IE/IM3720000001/M01.2026');
    expect((await cli.json('verify')).document['content']).toBe(before);
  });

  it('files the oldest first, not before its period has ended', async () => {
    const error = async (period: string) => (await cli.json('returns', 'file', ...named, '--period', period)).document['error'];
    expect(await error('2026-02')).toMatchObject({ code: 'PERIOD_NOT_ENDED', field: '--period' });
    cli.now = '2026-03-20T08:00:00.000Z';
    expect(await error('2026-02')).toMatchObject({ code: 'PERIOD_OUTSTANDING', field: '--period' });
    expect(await error('2026-Q1')).toMatchObject({ code: 'PERIOD_UNKNOWN', field: '--period' });
    const unknown = await cli.json('returns', 'file', '--scheme', 'EU-IOSS', '--number', 'IM3720000002', '--period', '2026-01');
    expect(unknown.document['error']).toMatchObject({ code: 'SCHEME_NUMBER_UNKNOWN', field: '--number' });
    expect((await cli.json('returns', 'export', ...named, '--period', '2026-01')).document['error']).toMatchObject({
      code: 'RETURN_NOT_FILED',
    });
  });

  it('files once and gives the document', async () => {
    const file = ['returns', 'file', ...named, '--period', '2026-01'] as const;
    expect(await cli.json(...file)).toMatchObject({ code: exitCodes.done, document: { alreadyFiled: false } });
    expect(await cli.json(...file)).toMatchObject({ code: exitCodes.done, document: { alreadyFiled: true } });
    expect((await cli.json('verify')).document['byType']).toMatchObject({ SchemeReturnFiled: 1 });
    const exported = (await cli.json('returns', 'export', ...named, '--period', '2026-01')).document;
    expect(exported).toMatchObject({ vatReturnReferenceNumber: 'IE/IM3720000001/M01.2026' });
    expect((await cli.run('returns', 'export', ...named, '--period', '2026-01', '--format', 'csv')).stdout).toContain('msconCountryCode');
    expect((await cli.json('explain', 'IE/IM3720000001/M01.2026')).document['found']).toMatchObject([{ recomputed: { equal: true } }]);
  });

  it('closes what is due and issues statements, once; the return is charged in the period of its filing', async () => {
    cli.now = '2026-04-10T08:00:00.000Z';
    const early = await cli.json('close', '--on', '2026-03-01');
    const late = await cli.json('close');
    const statements = [early, late].flatMap(
      ({ document }) => document['statements'] as readonly { readonly statementReference: string; readonly charged: string }[],
    );
    expect(statements.length).toBeGreaterThan(2);
    expect(new Set(statements.map(({ statementReference }) => statementReference)).size).toBe(statements.length);
    expect(statements.filter(({ charged }) => charged !== '0.00')).toHaveLength(1);
    expect((await cli.json('close')).document['statements']).toEqual([]);
    expect((await cli.json('replay', '--verify')).code).toBe(exitCodes.done);
  });
});
