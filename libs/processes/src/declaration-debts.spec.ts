import { AccountLedger } from './account-processes.examples';

const deferment = { authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY' } as const;

/** The named fields of events of a type, in the order of the log. */
const told = async (ledger: AccountLedger, type: string, ...fields: string[]): Promise<unknown> =>
  (await ledger.events(type)).map(({ data }) => fields.map((field) => (data as Record<string, unknown>)[field]));

const opened = async (): Promise<AccountLedger> => {
  const ledger = new AccountLedger();
  await ledger.openAccount(deferment);
  return ledger;
};

describe('the debts of declarations', () => {
  it('are adjusted in the open period by what a later version changes, with a reference to the period they are in', async () => {
    const ledger = await opened();
    await ledger.assess('L1', '2026-01-10', '20.00', '204.00');
    await ledger.settle();
    await ledger.close('2026-02-01');
    await ledger.amend('L1', 2, '2026-02-05', ['19.96', '203.59'], ['-0.04', '-0.41']);
    await ledger.settle();
    expect(await told(ledger, 'ChargeAdjusted', 'version', 'total', 'adjustedOn', 'original')).toEqual([
      [2, '-0.45', '2026-02-05', { period: '2026-01', statement: 'GB-S00000001' }],
    ]);
  });

  it('are adjusted once though the later version came before the charge was posted', async () => {
    const ledger = await opened();
    await ledger.assess('L1', '2026-01-10', '20.00', '204.00');
    await ledger.amend('L1', 2, '2026-01-11', ['10.00', '104.00'], ['-10.00', '-100.00']);
    await ledger.amend('L1', 3, '2026-01-12', ['11.00', '114.00'], ['1.00', '10.00']);
    await ledger.settle();
    expect(await told(ledger, 'ChargePosted', 'total')).toEqual([['224.00']]);
    expect(await told(ledger, 'ChargeAdjusted', 'version', 'total')).toEqual([
      [2, '-110.00'],
      [3, '11.00'],
    ]);
  });

  it('become a charge when only a later version makes something payable', async () => {
    const ledger = await opened();
    await ledger.assess('L1', '2026-01-10', '0.00', '0.00');
    await ledger.amend('L1', 2, '2026-01-20', ['3.00', '0.00'], ['3.00', '0.00']);
    await ledger.settle();
    expect(await told(ledger, 'ChargePosted', 'total', 'postedOn')).toEqual([['3.00', '2026-01-20']]);
    expect(await told(ledger, 'ChargeAdjusted', 'total')).toEqual([]);
  });

  it('are taken back whole by an invalidation', async () => {
    const ledger = await opened();
    await ledger.assess('L1', '2026-01-10', '20.00', '204.00');
    await ledger.settle();
    await ledger.invalidate('L1', 1, '2026-01-15', ['20.00', '204.00']);
    await ledger.settle();
    expect(await told(ledger, 'ChargeAdjusted', 'reason', 'total')).toEqual([['invalidated', '-224.00']]);
  });

  it('are declined beyond the guarantee and taken when a payment makes room (TV-57)', async () => {
    const ledger = await opened();
    await ledger.secure('100000.00', '2026-01-01');
    await ledger.assess('MAY', '2026-01-10', '60000.00', '0.00');
    await ledger.settle();
    await ledger.close('2026-02-01');
    await ledger.assess('JUNE', '2026-02-02', '30000.00', '0.00');
    await ledger.assess('MORE', '2026-02-10', '15000.00', '0.00');
    await ledger.settle();
    expect(await told(ledger, 'ChargeDeclined', 'reference', 'reason', 'missing')).toEqual([['26GBMORE', 'GUARANTEE_EXCEEDED', '5000.00']]);
    await ledger.receive('E1', '2026-02-16', '60000.00', 'GB-S00000001');
    await ledger.settle();
    expect(await told(ledger, 'ChargePosted', 'reference')).toEqual([['26GBMAY'], ['26GBJUNE'], ['26GBMORE']]);
    expect(((await ledger.events('ChargePosted')).at(-1)?.data as { security: unknown }).security).toMatchObject({
      exposure: '45000.00',
      reserved: '15000.00',
    });
  });

  it('are sent again as they are owed now when a declined declaration is amended', async () => {
    const ledger = await opened();
    await ledger.secure('100.00', '2026-01-01');
    await ledger.assess('L1', '2026-01-10', '150.00', '0.00');
    await ledger.settle();
    await ledger.amend('L1', 2, '2026-01-12', ['90.00', '0.00'], ['-60.00', '0.00']);
    await ledger.settle();
    expect(await told(ledger, 'ChargePosted', 'total')).toEqual([['90.00']]);
    expect(await told(ledger, 'ChargeAdjusted', 'total')).toEqual([]);
  });
});
