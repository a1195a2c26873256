import { MemoryEventStore, type Append, type AppendOutcome } from '#event-store';
import { AccountLedger } from './account-processes.examples';

const deferment = { authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY' } as const;
const scheme = { authority: 'EU-IE', holder: 'V-IE-1', kind: 'scheme', currency: 'EUR', cycle: 'EU-SIXTEENTH' } as const;

/** A quarter of trade: three months of assessments before any close, a return with a negative balance, receipts. */
const quarter = async (ledger: AccountLedger): Promise<void> => {
  await ledger.openAccount(deferment);
  await ledger.openAccount(scheme);
  await ledger.assess('L3', '2026-03-10', '3.00', '30.00');
  await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
  await ledger.assess('L2', '2026-02-10', '2.00', '20.00');
  await ledger.file('2026-01', '2026-02-05', { FR: '100.00', DE: '-40.00', ES: '50.00' });
  await ledger.close('2026-04-01');
  await ledger.receive('E1', '2026-02-16', '11.00', 'GB-S00000001');
  await ledger.receive('E2', '2026-03-20', '25.00', 'pays gb-s00000002 with thanks');
  await ledger.receive('E3', '2026-02-28', '150.00', 'IE/IM3720000014/2026-01', 'EU-IE', 'EUR');
  await ledger.receive('E4', '2026-02-28', '9.99', 'no idea');
  await ledger.settle();
};
/** Rows of fields in order of their text: events of different streams have no order of their own. */
const amounts = (events: readonly { readonly data: unknown }[], ...fields: string[]): unknown =>
  events
    .map(({ data }) => fields.map((field) => (data as Record<string, unknown>)[field]))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('the processes of accounts', () => {
  it('post each charge to the period of its day of acceptance, though that opens later', async () => {
    const ledger = new AccountLedger();
    await quarter(ledger);
    expect(amounts(await ledger.events('ChargePosted'), 'reference', 'postedOn', 'dueOn', 'total', 'reason')).toEqual([
      ['26GBL1', '2026-01-10', '2026-02-16', '11.00', undefined],
      ['26GBL2', '2026-02-10', '2026-03-16', '22.00', undefined],
      ['26GBL3', '2026-03-10', '2026-04-15', '33.00', undefined],
      ['IE/IM3720000014/2026-01', '2026-02-05', '2026-03-31', '100.00', undefined],
      ['IE/IM3720000014/2026-01', '2026-02-05', '2026-03-31', '50.00', undefined],
    ]);
  });

  it('number statements gaplessly by authority in order of cut-off, each opening with what the last one left', async () => {
    const ledger = new AccountLedger();
    await quarter(ledger);
    expect(amounts(await ledger.events('PeriodClosed'), 'statementReference', 'period', 'opening', 'charged', 'closing')).toEqual(
      expect.arrayContaining([
        ['GB-S00000001', '2026-01', '0.00', '11.00', '11.00'],
        ['GB-S00000002', '2026-02', '11.00', '22.00', '33.00'],
        ['GB-S00000003', '2026-03', '33.00', '33.00', '66.00'],
        ['EU-IE-S00000002', '2026-02', '0.00', '150.00', '150.00'],
      ]),
    );
    expect(await ledger.events('PeriodClosed')).toHaveLength(6);
  });

  it('credit what a remittance names and leave the rest in suspense', async () => {
    const ledger = new AccountLedger();
    await quarter(ledger);
    const allocated = await ledger.events('PaymentAllocated');
    expect(amounts(allocated, 'rule')).toEqual([['due-date-order'], ['remittance-named'], ['remittance-named'], ['remittance-named']]);
    expect(await ledger.events('ReceiptIdentified')).toHaveLength(3);
    expect(amounts(await ledger.events('PaymentReceived'), 'bookedOn', 'amount')).toEqual([
      ['2026-02-16', '11.00'],
      ['2026-02-28', '150.00'],
      ['2026-03-20', '25.00'],
    ]);
    expect(new Set((await ledger.events('PaymentReceived')).map((e) => e.metadata.effectiveAt))).toEqual(
      new Set(['2026-03-31T23:00:00.000Z', '2026-03-31T22:00:00.000Z']),
    );
  });
});

describe('the processes of accounts, when facts come early or late,', () => {
  it('route what comes after the close to the next period, with its own day and a reason', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.close('2026-02-01');
    await ledger.assess('LATE', '2026-01-31', '1.00', '10.00');
    await ledger.settle();
    expect(amounts(await ledger.events('ChargePosted'), 'acceptedAt', 'postedOn', 'dueOn', 'reason')).toEqual([
      ['2026-01-31T12:00:00.000Z', '2026-02-01', '2026-03-16', 'PERIOD_CLOSED'],
    ]);
  });

  it('lose no charge without an account: it is posted when the account opens', async () => {
    const ledger = new AccountLedger();
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00', 'R-2');
    await ledger.settle();
    expect(await ledger.events('ChargePosted')).toEqual([]);
    await ledger.openAccount({ ...deferment, holder: 'R-2' }, '2026-02-01');
    await ledger.settle();
    expect(amounts(await ledger.events('ChargePosted'), 'holder', 'total')).toEqual([['R-2', '11.00']]);
  });

  it('identify money that came before the statement it quotes', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.receive('E0', '2026-02-20', '5.00', 'GB-S00000001');
    await ledger.settle();
    expect(await ledger.events('ReceiptIdentified')).toEqual([]);
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
    await ledger.close('2026-02-21');
    await ledger.settle();
    expect(amounts(await ledger.events('PaymentAllocated'), 'allocatedOn', 'rule')).toEqual([['2026-02-20', 'remittance-named']]);
  });

  it('credit money in another currency at the rates of its booking day, and leave it in suspense where there are none', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
    await ledger.settle();
    await ledger.close('2026-02-01');
    await ledger.receive('E1', '2026-02-16', '20.00', 'GB-S00000001', 'GB', 'USD');
    await ledger.receive('E2', '2026-02-16', '20.000', 'GB-S00000001', 'GB', 'KWD');
    await ledger.settle();
    expect(await ledger.events('ReceiptIdentified')).toHaveLength(2);
    const credited = await ledger.events('PaymentReceived');
    expect(credited.map(({ data }) => data)).toMatchObject([
      { currency: 'GBP', original: { amount: '20.00', currency: 'USD', rows: [{ quote: 'USD' }, { quote: 'GBP' }] } },
    ]);
  });

  it('leave money that goes out or names two accounts in suspense', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.openAccount({ ...deferment, holder: 'R-2' });
    await ledger.close('2026-02-01');
    await ledger.receive('E1', '2026-02-10', '-5.00', 'GB-S00000001');
    await ledger.receive('E3', '2026-02-10', '5.00', 'GB-S00000001 GB-S00000002');
    await ledger.settle();
    expect(await ledger.events('ReceiptIdentified')).toEqual([]);
  });

  it('credit what is left of an entry where a part of it went back before anybody knew whose it is', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    const receipt = await ledger.receive('E0', '2026-02-20', '50.00', 'GB-S00000001');
    await ledger.giveBack(receipt, '2026-02-21', '20.00', 1);
    await ledger.giveBack(receipt, '2026-02-22', '5.00', 2);
    await ledger.close('2026-02-23');
    await ledger.settle();
    expect(amounts(await ledger.events('PaymentReceived'), 'amount')).toEqual([['25.00']]);
  });

  it('know a second booking of a payment for what it is, also when it is told after the cut-off', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.assess('L1', '2026-01-10', '10.00', '20.00');
    await ledger.close('2026-02-01');
    await ledger.receive('E1', '2026-02-27', '10.00', 'GB-S00000001', 'GB', 'GBP', 'PAYER-1');
    await ledger.close('2026-03-01');
    await ledger.receive('E2', '2026-02-27', '10.00', 'GB-S00000001', 'GB', 'GBP', 'PAYER-1');
    await ledger.receive('E3', '2026-02-28', '10.00', 'GB-S00000001', 'GB', 'GBP', 'PAYER-1');
    await ledger.settle();
    expect(amounts(await ledger.events('PaymentAllocated'), 'allocatedOn')).toEqual([['2026-02-27'], ['2026-03-01']]);
    expect((await ledger.events('PaymentReceived')).filter(({ data }) => 'duplicateOf' in (data as object))).toHaveLength(1);
  });

  it('take back money in another currency at the rate at which it was credited, to the last unit', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
    await ledger.close('2026-02-01');
    const receipt = await ledger.receive('E1', '2026-02-16', '20.00', 'GB-S00000001', 'GB', 'USD');
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-02-17', '7.01', 1, 'USD');
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-02-18', '12.99', 2, 'USD');
    await ledger.settle();
    const sumOf = (events: readonly { readonly data: unknown }[], of: (data: { amount: string; original: { amount: string } }) => string) =>
      events.reduce((sum, { data }) => sum + BigInt(of(data as never).replace('.', '')), 0n);
    const [credited, taken] = [await ledger.events('PaymentReceived'), await ledger.events('PaymentReversed')];
    expect(taken.map(({ data }) => (data as { currency: string }).currency)).toEqual(['GBP', 'GBP']);
    expect(sumOf(taken, ({ amount }) => amount)).toBe(sumOf(credited, ({ amount }) => amount));
    expect(sumOf(taken, ({ original }) => original.amount)).toBe(2000n);
  });

  it('take back every part of a payment that went back while its period was not open yet', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
    await ledger.close('2026-02-01');
    const receipt = await ledger.receive('E1', '2026-02-16', '11.00', 'GB-S00000001');
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-03-02', '4.00', 1);
    await ledger.giveBack(receipt, '2026-03-03', '5.00', 2);
    await ledger.settle();
    expect(await ledger.events('PaymentReversed')).toEqual([]);
    await ledger.close('2026-03-04');
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-03-05', '2.00', 3);
    await ledger.settle();
    expect(amounts(await ledger.events('PaymentReversed'), 'amount', 'reversedOn')).toEqual([
      ['2.00', '2026-03-05'],
      ['4.00', '2026-03-02'],
      ['5.00', '2026-03-03'],
    ]);
  });

  it('take back at once, and once, what went back while its payment waited for its period', async () => {
    const ledger = new AccountLedger();
    await ledger.openAccount(deferment);
    await ledger.assess('L1', '2026-01-10', '1.00', '10.00');
    await ledger.close('2026-02-01');
    const receipt = await ledger.receive('E1', '2026-03-02', '11.00', 'GB-S00000001');
    await ledger.settle();
    await ledger.giveBack(receipt, '2026-03-03', '5.00', 1);
    await ledger.settle();
    await ledger.close('2026-03-04');
    await ledger.settle();
    expect(amounts(await ledger.events('PaymentReversed'), 'amount', 'reversedOn')).toEqual([['5.00', '2026-03-03']]);
  });

  it('do nothing when they start again from event 0', async () => {
    const ledger = new AccountLedger();
    await quarter(ledger);
    await ledger.assess('LATE', '2026-01-31', '1.00', '10.00');
    await ledger.close('2026-04-01');
    const before = (await ledger.events()).length;
    const again = new AccountLedger(ledger.store);
    await again.settle();
    expect(await again.close('2026-04-01')).toEqual([]);
    expect(await again.events()).toHaveLength(before);
  });
});

/** A store that answers no more after some appends: the program was killed there. */
class DyingStore extends MemoryEventStore {
  constructor(private left: number) {
    super();
  }
  revive(left: number): void {
    this.left = left;
  }
  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    if (this.left < appends.length) throw new RangeError('killed');
    this.left -= appends.length;
    return super.append(appends);
  }
}

it('come to the same facts when they are killed anywhere and run again', async () => {
  const factsOf = async (ledger: AccountLedger): Promise<readonly string[]> =>
    (await ledger.events())
      .map(({ stream, type, data, metadata: { commandId, index, effectiveAt } }) =>
        JSON.stringify([stream, type, commandId, index, effectiveAt, data]),
      )
      .sort();
  const whole = new AccountLedger();
  await quarter(whole);
  const expected = await factsOf(whole);
  for (let life = 1; life < 60; life += 7) {
    const store = new DyingStore(life);
    let finished = false;
    for (let start = 0; !finished && start < 100; start += 1) {
      const clock = (): string => `2026-06-01T00:${String(start % 60).padStart(2, '0')}:00.000Z`;
      finished = await quarter(new AccountLedger(store, clock)).then(
        () => true,
        () => false,
      );
      store.revive(life);
    }
    expect(await factsOf(new AccountLedger(store))).toEqual(expected);
  }
});
