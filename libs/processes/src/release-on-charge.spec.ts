import { type Recorded } from '#event-catalogue';
import { releaseOnCharge } from './release-on-charge.process';

const metadata = {
  v: '1',
  schemaVersion: '1',
  commandId: '0f4e3d2c-1b0a-5987-8654-3210fedcba98',
  index: '0',
  actor: 'test',
  book: 'GB',
  recordedAt: '2026-03-11T00:00:00.000Z',
  effectiveAt: '2026-03-11T00:00:00.000Z',
  prev: '0',
  hash: '0',
} as const;
const [account, charge, subject, receipt] = ['A', 'B', 'D', 'E'].map((letter) => letter.repeat(26));
const stream = `accountPeriod-${'P'.repeat(26)}`;
const recorded = (type: string, data: unknown): Recorded => ({ type, data, stream, revision: 0n, metadata });

/** A desk's debt of 10.00 and a card payment of it that is captured, then settled. */
const story = [
  recorded('AccountOpened', { account, authority: 'GB', kind: 'consumer' }),
  recorded('PeriodOpened', { account, period: '2026-03' }),
  recorded('ChargePosted', {
    account,
    charge,
    subject,
    kind: 'declaration',
    reference: '26GB1',
    total: '10.00',
    currency: 'GBP',
    acceptedAt: '2026-03-10T00:00:00.000Z',
  }),
  recorded('PaymentAllocated', {
    account,
    receipt,
    provisional: true,
    currency: 'GBP',
    allocatedOn: '2026-03-11',
    pairs: [{ kind: 'charge', reference: '26GB1', taxType: 'A00', beneficiary: 'GB', amount: '10.00' }],
  }),
  recorded('PaymentSettled', { account, receipt, amount: '10.00', currency: 'GBP', settledOn: '2026-03-12' }),
];

/** A desk's debt of before the euro, which is paid in it: so much of the 5.11 that it is. */
const overTheDay = (amount: string) => [
  recorded('AccountOpened', { account, authority: 'EU-BG', kind: 'consumer' }),
  recorded('PeriodOpened', { account, period: '2025-12' }),
  recorded('ChargePosted', {
    account,
    charge,
    subject,
    kind: 'declaration',
    reference: '25BG1',
    total: '10.00',
    currency: 'BGN',
    acceptedAt: '2025-12-31T10:00:00.000Z',
  }),
  recorded('AccountRedenominated', { account, formerCurrency: 'BGN', currency: 'EUR', rate: '1.95583', part: 1, parts: 1 }),
  recorded('PaymentAllocated', {
    account,
    receipt,
    currency: 'EUR',
    allocatedOn: '2026-01-01',
    pairs: [{ kind: 'charge', reference: '25BG1', taxType: 'A00', beneficiary: 'EU', amount }],
  }),
];

/** What each event of the story does to the goods. */
const told = (releasing: 'captured' | 'settled', events = story): readonly string[][] => {
  const process = releaseOnCharge(() => releasing);
  let gate = process.state?.initial();
  return events.map((event) => {
    if (gate !== undefined) gate = process.state?.fold(gate, event);
    return gate === undefined ? [] : process.react(event, gate).map(({ key }) => key);
  });
};

describe('goods that are paid before they are released', () => {
  it('go when a card payment is captured, where the rule says so', () => {
    expect(told('captured')).toEqual([[], [], ['hold'], ['release'], []]);
  });

  it('wait until it is settled, where the rule says so', () => {
    expect(told('settled')).toEqual([[], [], ['hold'], [], ['release']]);
  });

  it('of a debt of before the euro go when what that is in it is paid', () => {
    expect(told('captured', overTheDay('5.11'))).toEqual([[], [], ['hold'], [], ['release']]);
    expect(told('captured', overTheDay('5.10'))).toEqual([[], [], ['hold'], [], []]);
  });
});
