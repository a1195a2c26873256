import * as fc from 'fast-check';
import { type AccountPeriodEvent, accountEvents, type BeneficiaryEvent } from './accounts.events';
import { beneficiaryDecider, type BeneficiaryCommand, type Distribute, type EstablishShare } from './beneficiary.decider';
import { collectedShare, type CollectionFact, CollectionFacts } from './collected-shares';
import { january, payment, play } from './account-period.examples';

const fact = (name: string, taxType: string, amount: bigint, day = '2026-01-15', beneficiary = 'EU'): CollectionFact => ({
  fact: name,
  authority: 'EU-FR',
  beneficiary,
  taxType,
  currency: 'EUR',
  amount,
  day,
});
const question = { authority: 'EU-FR', beneficiary: 'EU', currency: 'EUR', from: '2026-01-01', to: '2026-02-01' } as const;
const establish = (facts: readonly CollectionFact[], more: Partial<EstablishShare> = {}): EstablishShare => ({
  type: 'EstablishShare',
  distribution: 'EU-FR-2026-01',
  ...question,
  ...collectedShare(facts, question),
  ...more,
});
const pay: Distribute = {
  type: 'Distribute',
  distribution: 'EU-FR-2026-01',
  paidOn: '2026-03-20',
  paymentReference: 'OWN-1',
  requestedBy: 'CASHIER-1',
  approvedBy: 'CASHIER-2',
};
const when = (given: readonly BeneficiaryEvent[], command: BeneficiaryCommand) =>
  beneficiaryDecider.decide(command, given.reduce(beneficiaryDecider.evolve, beneficiaryDecider.initial));
const eventsOf = (given: readonly BeneficiaryEvent[], command: BeneficiaryCommand): readonly BeneficiaryEvent[] => {
  const decision = when(given, command);
  return 'rejected' in decision ? [] : decision.accepted;
};

describe('what was collected', () => {
  it('is what was allocated less what is open again, per tax type and beneficiary, in the days asked for', () => {
    const facts = [
      fact('1', 'A00', 1_000n),
      fact('2', 'A00', -250n),
      fact('3', 'A30', 100n),
      fact('4', 'B00', 900n, '2026-01-15', 'FR'),
      fact('5', 'A00', 7n, '2026-02-01'),
      fact('6', 'A20', 5n),
      fact('7', 'A20', -5n),
    ];
    expect(collectedShare(facts, question)).toMatchObject({
      lines: [
        { taxType: 'A00', collected: 750n },
        { taxType: 'A30', collected: 100n },
      ],
      factCount: 5,
    });
  });
  it('has the same digest whatever the order of the facts, and another for other facts', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { maxLength: 8 }), (names) => {
        const facts = names.map((n) => fact(String(n), 'A00', BigInt(n)));
        expect(collectedShare([...facts].reverse(), question)).toEqual(collectedShare(facts, question));
        expect(collectedShare([...facts, fact('x', 'A00', 1n)], question).factDigest).not.toBe(collectedShare(facts, question).factDigest);
      }),
    );
  });

  const terms = { ...january, authority: 'EU-FR', currency: 'EUR' };
  const debt = (taxType: string, beneficiary: string, open: bigint) =>
    ({ kind: 'statement', reference: 'EU-FR-S00000001', taxType, beneficiary, open, dueOn: '2026-01-16' }) as const;
  const factsOf = (events: readonly AccountPeriodEvent[]): readonly CollectionFact[] => {
    const all = new CollectionFacts();
    return events.flatMap((event, i) => all.apply(event, { authority: 'EU-FR', fact: String(i) }));
  };
  const debit = payment('D1', 3_000n, { currency: 'EUR', means: 'directDebit', final: false });
  const opening = {
    type: 'OpenPeriod',
    terms,
    carried: { openItems: [debt('A00', 'EU', 1_000n), debt('B00', 'FR', 2_000n)], unapplied: [] },
  } as const;

  it('follows from the events of accounts: a payment, and what is taken back of it', () => {
    const { events } = play([
      opening,
      payment('E1', 3_000n, { currency: 'EUR' }),
      {
        type: 'ReversePayment',
        account: terms.account,
        receipt: payment('E1', 1n).receipt,
        amount: 500n,
        currency: 'EUR',
        reason: 'recall',
        reversedOn: '2026-01-25',
        settledBefore: [],
      },
    ]);
    expect(factsOf(events).map(({ beneficiary, taxType, amount, day }) => [beneficiary, taxType, amount, day])).toEqual([
      ['EU', 'A00', 1_000n, '2026-01-20'],
      ['FR', 'B00', 2_000n, '2026-01-20'],
      ['FR', 'B00', -500n, '2026-01-25'],
    ]);
  });
  it('counts money on its way when it is final, and never where it is rejected', () => {
    const settled = play([
      opening,
      debit,
      { type: 'SettlePayment', account: terms.account, receipt: debit.receipt, amount: 3_000n, currency: 'EUR', settledOn: '2026-01-23' },
    ]).events;
    const rejected = play([
      opening,
      debit,
      {
        type: 'ReversePayment',
        account: terms.account,
        receipt: debit.receipt,
        amount: 3_000n,
        currency: 'EUR',
        reason: 'rejected',
        reversedOn: '2026-01-23',
        settledBefore: [],
      },
    ]).events;
    expect(factsOf(settled).map(({ amount, day }) => [amount, day])).toEqual([
      [1_000n, '2026-01-23'],
      [2_000n, '2026-01-23'],
    ]);
    expect(factsOf(rejected)).toEqual([]);
  });
  it('of a refund that was set off is moved from the tax refunded to the tax paid', () => {
    const { events } = play([
      opening,
      {
        type: 'OffsetRefund',
        account: terms.account,
        claim: terms.account,
        currency: 'EUR',
        lines: [{ taxType: 'A30', beneficiary: 'EU', amount: 300n }],
        offsetOn: '2026-01-25',
      },
    ]);
    expect(factsOf(events).map(({ taxType, amount }) => [taxType, amount])).toEqual([
      ['A00', 300n],
      ['A30', -300n],
    ]);
  });
});

describe('the share of a beneficiary', () => {
  const facts = [fact('1', 'A00', 10_001n), fact('2', 'A30', 2_000n)];

  it('of duty is what the collecting state does not keep: a quarter (Decision 2020/2053 Art. 9(2))', () => {
    expect(eventsOf([], establish(facts))).toMatchObject([
      {
        data: {
          lines: [
            { taxType: 'A00', collected: '100.01', retained: '25.00', due: '75.01' },
            { taxType: 'A30', collected: '20.00', retained: '5.00', due: '15.00' },
          ],
          due: '90.01',
          rule: 'EU-DUTY-25',
          factCount: 2,
        },
      },
    ]);
  });
  it('of VAT is the whole, for a treasury or another Member State', () => {
    const vat = { ...question, beneficiary: 'DE' };
    expect(eventsOf([], { ...establish([]), ...vat, ...collectedShare([fact('1', 'B00', 777n, '2026-01-15', 'DE')], vat) })).toMatchObject([
      { data: { lines: [{ retained: '0.00', due: '7.77' }], rule: 'WHOLE' } },
    ]);
  });
  it('is established once, without a gap, of something', () => {
    const given = eventsOf([], establish(facts));
    expect(when(given, establish(facts))).toEqual({ accepted: [] });
    expect(when(given, establish([...facts, fact('3', 'A00', 1n)]))).toMatchObject({
      rejected: { code: 'SHARE_NOT_NEXT', field: 'distribution' },
    });
    const next = (from: string, to: string) => establish(facts, { distribution: 'NEXT', from, to });
    expect(when(given, next('2026-02-02', '2026-03-01'))).toMatchObject({
      rejected: { code: 'SHARE_NOT_NEXT', field: 'from', details: { nextFrom: '2026-02-01' } },
    });
    expect(when(given, next('2026-02-01', '2026-03-01'))).toMatchObject({ accepted: [{}] });
    expect(when(given, next('2026-02-01', '2026-02-01'))).toMatchObject({ rejected: { code: 'PERIOD_RANGE_INVALID' } });
    expect(when([], establish([fact('1', 'A00', -1n)]))).toMatchObject({ rejected: { code: 'NOTHING_TO_DISTRIBUTE' } });
  });
  it('is paid once, by two persons, after its days', () => {
    const given = eventsOf([], establish(facts));
    const [paid, ...others] = eventsOf(given, pay);
    expect([paid, others]).toMatchObject([
      { type: 'BeneficiaryDistributed', data: { amount: '90.01', paymentReference: 'OWN-1', beneficiary: 'EU' } },
      [],
    ]);
    const after = paid === undefined ? given : [...given, paid];
    expect(when(after, pay)).toEqual({ accepted: [] });
    expect(when(after, { ...pay, paymentReference: 'OWN-2' })).toMatchObject({ rejected: { code: 'SHARE_ALREADY_DISTRIBUTED' } });
    expect(when(given, { ...pay, approvedBy: 'CASHIER-1' })).toMatchObject({ rejected: { code: 'SAME_PERSON' } });
    expect(when(given, { ...pay, paidOn: '2026-01-31' })).toMatchObject({ rejected: { code: 'PERIOD_RANGE_INVALID' } });
    expect(when([], pay)).toMatchObject({ rejected: { code: 'SHARE_UNKNOWN' } });
    const shapes = new Map(accountEvents.map((type) => [type.name as string, type]));
    for (const event of after) expect(() => shapes.get(event.type)?.data.parse(event.data, event.type)).not.toThrow();
  });
});
