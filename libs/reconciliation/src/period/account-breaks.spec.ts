import { accountBreaks } from '../../../../test/support/reconciliation/ask';
import { bankStatement, contested, credited, interest, nextPeriod, recovered, restReopened, reversed, settledShort, share, summary, writtenOff } from '../../../../test/support/reconciliation/back-office';
import { filed, granted, identified, periodOpened, received, settled, standardParcel, statedParcel, type StoryEvent, wholeStory } from '../../../../test/support/reconciliation/story';

const lateStatement: readonly StoryEvent[] = [...statedParcel, nextPeriod('24.00')];
const paidLate = settled('statement', '24.00');
const onTwentieth = (event: StoryEvent): StoryEvent => (event.type === 'PaymentAllocated' ? { ...event, data: { ...event.data, allocatedOn: '2026-06-20' } } : event);

describe('an account', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['whose exposure exceeds its share is B46', [...lateStatement, share('24.00', { overLimit: '4.00' })], '2026-06-10', ['B46 4 EUR']],
    ['is within its share again when it has paid', [...lateStatement, share('24.00', { overLimit: '4.00' }), { ...settled('statement', '24.00'), data: { ...(settled('statement', '24.00').data as object), released: '24.00' } } as StoryEvent], '2026-06-15', []],
    ['whose guarantee expired with debts is B46', [...lateStatement, share('15.00', {}, '2026-06-08')], '2026-06-10', ['B46 15 EUR']],
    ['that paid late is B58', [...lateStatement, onTwentieth(paidLate)], '2026-06-25', ['B58 24 EUR']],
    ['that paid late with interest is not', [...lateStatement, onTwentieth(paidLate), interest('0.10')], '2026-07-02', []],
    ['that does not pay the interest is B54', [...lateStatement, onTwentieth(paidLate), interest('0.10')], '2026-07-15', ['B54 0.1 EUR', 'B62 0 EUR']],
    ['that recovered a part of what was written off owes no less for it', [...lateStatement, settled('statement', '4.00'), writtenOff('20.00'), recovered('5.00')], '2026-06-25', ['B54 5 EUR']],
    ['that paid but for what is tolerated is not behind', [...lateStatement, ...settledShort('statement', '23.80', '0.20')], '2026-06-25', []],
    ['is behind with what was tolerated beside a payment that was taken back', [...lateStatement, ...settledShort('statement', '23.80', '0.20'), reversed('23.80'), restReopened('0.20')], '2026-06-16', ['B59 23.8 EUR']],
    ['whose payment was taken back is B59', [...lateStatement, settled('statement', '24.00'), reversed('24.00')], '2026-06-16', ['B59 24 EUR']],
    ['that opens with something else than it closed is B60', [...statedParcel, nextPeriod('20.00')], '2026-06-10', ['B60 4 EUR']],
    ['that disputes a debt is B61, and not behind with it', [...lateStatement, contested('24.00')], '2026-06-20', ['B61 24 EUR']],
  ];
  it.each(rows)('%s', async (_what, story, day, expected) => {
    expect([...(await accountBreaks(story, day))].sort()).toEqual([...expected].sort());
  });
});

describe('a bank account', () => {
  it('whose statements do not follow on each other is B60', async () => {
    const chain = [bankStatement('1', '0.00', '5.00', '2026-06-01'), bankStatement('2', '5.00', '9.00', '2026-06-02')];
    expect(await accountBreaks(chain, '2026-06-10')).toEqual([]);
    expect(await accountBreaks([...chain, bankStatement('4', '7.00', '9.00', '2026-06-04')], '2026-06-10')).toEqual(['B60 2 EUR']);
  });
});

describe('a receipt', () => {
  const known = [granted(), received('B-1', '9.00'), identified('B-1')];
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], expected: readonly string[]])[] = [
    ['that repeats another is B57', [...known, credited('B-1', '9.00', { duplicateOf: '0'.repeat(26) })], ['B57 9 EUR']],
    ['of a prepaid account is its balance', [...known, credited('B-1', '9.00', { accountKind: 'cash' })], []],
    ['in another currency counts in the account’s', [...known, credited('B-1', '4.00'), settled('return', '4.00')], []],
  ];
  it.each(rows)('%s', async (_what, story, expected) => {
    expect(await accountBreaks(story, '2026-06-25')).toEqual(expected);
  });
  it('that takes back nobody knows what is B59', async () => {
    const entry = received('B-7', '-9.00');
    const booked = { ...entry, data: { ...(entry.data as object), reversal: true } } as StoryEvent;
    expect(await accountBreaks([booked], '2026-06-20')).toEqual(['B59 9 EUR']);
    expect(await accountBreaks([entry], '2026-06-20')).toEqual([]);
  });
});

describe('a return', () => {
  const unpaid = wholeStory.filter(({ type }) => type !== 'PaymentAllocated' && !type.startsWith('Receipt'));
  const allocation = settled('return', '4.00').data as { readonly account: string; readonly pairs: readonly object[] };
  const dispute = { ...contested('4.00'), data: { ...(contested('4.00').data as object), account: allocation.account, debt: allocation.pairs[0] } } as StoryEvent;
  it('in dispute is B61, and not behind with its payment', async () => {
    expect(await accountBreaks(unpaid, '2026-07-02')).toEqual(['B54 4 EUR']);
    const opened = { ...periodOpened(), stream: settled('return', '4.00').stream, data: { ...(periodOpened().data as object), account: allocation.account, holder: 'V-IE-1', kind: 'scheme' } } as StoryEvent;
    expect(await accountBreaks([opened, ...unpaid, dispute], '2026-07-02')).toEqual(['B61 4 EUR']);
  });
  it('that takes back more than credits explain is B78', async () => {
    const [head, charge] = filed('3.00', '20.00', { corrections: [{ country: 'FR', period: '2026-04', taxable: '-5.00', vat: '-1.00', adjustments: 1 }], rows: [{ country: 'FR', rateCategory: 'standard', rate: '20', taxable: '20.00', vat: '4.00', difference: '0.00', supplies: 1 }] });
    const story = [...wholeStory.filter(({ type }) => type !== 'SchemeReturnFiled' && type !== 'ChargePosted' && type !== 'PaymentAllocated'), ...(head === undefined || charge === undefined ? [] : [head, charge]), settled('return', '3.00')];
    expect(await accountBreaks(story, '2026-06-16')).toEqual(['B78 1 EUR']);
  });
});

describe('a consolidated summary', () => {
  const rows: readonly (readonly [what: string, story: readonly StoryEvent[], day: string, expected: readonly string[]])[] = [
    ['in time and whole is no break', [summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 1)], '2026-06-20', []],
    ['that is late is B33', [summary('2026-05-01', '2026-06-01', '2026-06-12', '2026-06-10', 1)], '2026-06-20', ['B33 0 -']],
    ['with fewer declarations than there are is B33', [summary('2026-05-01', '2026-06-01', '2026-06-05', '2026-06-10', 0)], '2026-06-20', ['B33 0 -']],
    ['that is missing after another is B33', [summary('2026-04-08', '2026-05-08', '2026-05-09', '2026-05-10', 0)], '2026-06-20', ['B33 0 -']],
  ];
  it.each(rows)('%s', async (_what, summaries, day, expected) => {
    expect(await accountBreaks([...standardParcel, ...summaries], day)).toEqual(expected);
  });
});
