import { type AccountEvent, type AccountPeriodEvent } from '#accounts';
import { AccountHolding } from './account-holding';

const receipt = 'R'.repeat(26);
const own = { account: 'A'.repeat(26), holder: 'R-1' };
const terms = { ...own, authority: 'EU-BG', kind: 'scheme', cycle: 'EU-IOSS-MONTH' };
const debt = (taxType: string) => ({ kind: 'return', reference: 'RET-1', taxType, beneficiary: 'BG' });
const charge = { ...own, currency: 'BGN', charge: 'C'.repeat(26), kind: 'return', subject: 'D'.repeat(26), reference: 'RET-1' };
const redenominated = {
  ...terms,
  formerCurrency: 'BGN',
  currency: 'EUR',
  rate: '1.95583',
  redenominatedOn: '2026-01-01',
  part: 1,
  parts: 1,
  openItems: [
    { ...debt('A00'), dueOn: '2026-01-31', former: { open: '23.47' }, now: { open: '12.00' } },
    { ...debt('B00'), dueOn: '2026-01-31', former: { open: '39.12' }, now: { open: '20.00' } },
  ],
  unapplied: [{ receipt, former: '10.00', now: '5.11' }],
};
const [duty, vat] = redenominated.openItems;

/** What is told of the account's events, with its redenomination and its next opening as they are given. */
const told = (changed: object = {}, opening = '32.00'): readonly string[] => {
  const findings: string[] = [];
  const holding = new AccountHolding();
  const events = [
    { type: 'PeriodOpened', data: { ...terms, currency: 'BGN', opening: '0.00', unapplied: '0.00' } },
    {
      type: 'ChargePosted',
      data: {
        ...charge,
        lines: [
          { taxType: 'A00', beneficiary: 'BG', amount: '23.47' },
          { taxType: 'B00', beneficiary: 'BG', amount: '39.12' },
        ],
        total: '62.59',
      },
    },
    { type: 'PaymentReceived', data: { ...own, currency: 'BGN', receipt, amount: '10.00' } },
    { type: 'AccountRedenominated', data: { ...redenominated, ...changed } },
    { type: 'PeriodOpened', data: { ...terms, currency: 'EUR', opening, unapplied: '5.11' } },
  ] as unknown as readonly (AccountPeriodEvent | Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>)[];
  for (const event of events) holding.follow(event, '{}', (expected, found) => findings.push(`${event.type}: ${expected}, not ${found}`));
  return findings;
};

describe('an account that went on in the euro', () => {
  it('is sound where each sum asked for is what it was at the rate of the law', () => {
    expect(told()).toEqual([]);
  });

  it.each<readonly [string, object, readonly string[]]>([
    ['another rate', { rate: '1.9558' }, ['AccountRedenominated: the rate 1.95583, not 1.9558']],
    [
      'a cent of a debt lost',
      { openItems: [duty, { ...vat, now: { open: '19.99' } }], rounding: '-0.01' },
      ['AccountRedenominated: return RET-1 of 3200 minor units, not 3199', 'PeriodOpened: opening of 3199 minor units, not 3200'],
    ],
    [
      'a rounding that is not told',
      { openItems: [{ ...duty, now: { open: '12.01' } }, vat] },
      [
        'AccountRedenominated: rounding of 1 minor units, not 0.00',
        'AccountRedenominated: return RET-1 of 3200 minor units, not 3201',
        'PeriodOpened: opening of 3201 minor units, not 3200',
      ],
    ],
    [
      'a debt left out',
      { openItems: [duty] },
      ['AccountRedenominated: debts of 6259 minor units, not 2347', 'PeriodOpened: opening of 1200 minor units, not 3200'],
    ],
    [
      'another debt than was open',
      { openItems: [{ ...duty, former: { open: '23.48' } }, vat] },
      [
        'AccountRedenominated: RET-1 A00 BG of 2347 minor units, not 2348',
        'AccountRedenominated: return RET-1 of 3201 minor units, not 3200',
        'AccountRedenominated: debts of 6259 minor units, not 6260',
      ],
    ],
    [
      'cash that is more than it was',
      { unapplied: [{ receipt, former: '10.00', now: '5.12' }] },
      [
        'AccountRedenominated: cash of 511 minor units, not 5.12',
        'AccountRedenominated: rounding of -1 minor units, not 0.00',
        'PeriodOpened: unapplied cash of 512 minor units, not 511',
      ],
    ],
  ])('is told of where there is %s', (_name, changed, findings) => {
    expect(told(changed)).toEqual(findings);
  });
});
