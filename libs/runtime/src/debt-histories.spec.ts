import { type AccountPeriodEvent, type InterestData, principalOf } from '#accounts';
import { DebtHistories } from './debt-histories';

const [reference, other] = ['EU-FR-S00000001', 'EU-FR-S00000002'];
const debt = { kind: 'statement', reference, taxType: 'A00', beneficiary: 'EU' } as const;
const on = { reference, taxType: 'A00', beneficiary: 'EU', dueOn: '2025-03-16' };
/** An event with no more of it than is read here. */
const event = (type: AccountPeriodEvent['type'], data: object): AccountPeriodEvent =>
  ({ type, data: { account: 'A', currency: 'EUR', ...data } }) as object as AccountPeriodEvent;
const part = (amount: string, of = reference): object => ({ debt: { ...debt, reference: of, amount } });
const stated = (of: string): AccountPeriodEvent =>
  event('OpenItemsCarried', { moment: 'closing', openItems: [{ ...debt, reference: of, dueOn: '2025-03-16', open: '100.00' }] });

/** One event of each kind that changes what is owed of a debt, and some of another debt. */
const life: readonly AccountPeriodEvent[] = [
  stated(reference),
  stated(other),
  event('ChargeAdjusted', {
    reference: 'L-1',
    adjustedOn: '2025-03-20',
    original: { charge: 'C1', statement: reference },
    lines: [{ taxType: 'A00', beneficiary: 'EU', amount: '-1.00', reducesOpen: '1.00' }],
  }),
  event('PaymentReceived', { receipt: 'R1', valueOn: '2025-04-01' }),
  event('PaymentAllocated', {
    receipt: 'R1',
    allocatedOn: '2025-04-03',
    pairs: [
      { ...debt, amount: '20.00' },
      { ...debt, reference: other, amount: '5.00' },
    ],
  }),
  event('PaymentReversed', { receipt: 'R1', reversedOn: '2025-04-10', reopened: [part('20.00')] }),
  event('RefundOffset', { offsetOn: '2025-04-11', pairs: [part('3.00'), part('4.00', other)] }),
  event('DebtRemitted', { ...part('6.00'), remittedOn: '2025-04-12' }),
  event('DebtWrittenOff', { ...part('90.00'), writtenOffOn: '2025-04-13' }),
  event('DebtWrittenOff', { ...part('7.00', other), writtenOffOn: '2025-04-13' }),
  event('PaymentReceived', { receipt: 'R2', valueOn: '2025-04-13' }),
  event('DebtRecovered', { ...part('30.00'), dueOn: '2025-03-16', receipt: 'R2', recoveredOn: '2025-04-14' }),
];
const foldOf = (events: readonly AccountPeriodEvent[], wanted: readonly string[] = [reference]): DebtHistories => {
  const histories = new DebtHistories(new Set(wanted));
  for (const one of events) histories.apply(one);
  return histories;
};
const charged = (kind: InterestData['kind'], to: string, amount: string): AccountPeriodEvent =>
  event('InterestCharged', { kind, interestReference: `INT-${reference}-A00-EU`, on, to, amount });

describe('the history of a debt', () => {
  it.each(life.map((one, i): [string, number] => [one.type, i]))(
    'tells of what was owed as the whole account does, up to %s',
    (_type, i) => {
      const told = life.slice(0, i + 1);
      for (const restart of ['originalDue', 'reversal'] as const)
        expect(principalOf(foldOf(told).of(reference), debt, restart)).toEqual(principalOf(told, debt, restart));
    },
  );
  it('is owed again from the value day of the money that came for a debt that was written off', () => {
    expect(principalOf(foldOf(life).of(reference), debt).at(-1)).toEqual({ on: '2025-04-13', open: 3_000n });
  });
  it('holds nothing of debts that nobody asked for', () => {
    expect(foldOf(life, [other]).of(reference)).toEqual([]);
    expect(
      foldOf(life)
        .of(reference)
        .map(({ type }) => type),
    ).toEqual([
      'OpenItemsCarried',
      'ChargeAdjusted',
      'PaymentReceived',
      'PaymentAllocated',
      'PaymentReceived',
      'PaymentReversed',
      'RefundOffset',
      'DebtRemitted',
      'DebtWrittenOff',
      'PaymentReceived',
      'DebtRecovered',
    ]);
  });
});

describe('the interest on a debt', () => {
  it('is the charge that stands: none where it was taken back, the new one where it was computed anew', () => {
    const first = charged('charged', '2025-05-01', '1.00');
    expect(foldOf([first]).interestOn(on)).toMatchObject({ count: 1, last: { to: '2025-05-01' } });
    expect(foldOf([first, charged('reversed', '2025-05-01', '1.00')]).interestOn(on)).toEqual({ count: 2 });
    expect(
      foldOf([first, charged('charged', '2025-06-01', '2.00'), charged('reversed', '2025-05-01', '1.00')]).interestOn(on),
    ).toMatchObject({ count: 3, last: { to: '2025-06-01' } });
    expect(foldOf([]).interestOn(on)).toEqual({ count: 0 });
  });
});
