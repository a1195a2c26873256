import fc from 'fast-check';
import { type Recorded } from '#event-catalogue';
import { moneyOf } from '#money';
import { changeoverOf, inEuro } from '#rules';
import { roundingOf } from '#accounts';
import { id, recorded } from '../journal.examples';
import { post } from '../post';

const currencies = { formerCurrency: 'BGN', currency: 'EUR', rate: '1.95583' };
const own = {
  account: id('A'),
  authority: 'EU-BG',
  holder: 'R-1',
  kind: 'deferment',
  ...currencies,
  redenominatedOn: '2026-01-01',
  part: 1,
  parts: 1,
};
const of = (type: string, data: object): Recorded => recorded({ type, data: { ...currencies, ...data } }, 'EU-BG', `account-${id('A')}`);
const item = (kind: string, former: object, now: object) => ({
  kind,
  reference: 'S-1',
  taxType: 'A00',
  beneficiary: 'EU',
  dueOn: '2026-01-16',
  former,
  now,
});
const account = (openItems: readonly object[], unapplied: readonly object[], more: object = {}): Recorded =>
  of('AccountRedenominated', { ...own, openItems, unapplied, ...more });

/** Both sides in order of their text, with the currency; equal accounts of a side are summed. */
const sorted = (entry: string): string =>
  entry
    .slice(5)
    .split(' = ')
    .map((part) => part.split(', ').sort().join(', '))
    .join(' = ');
const moves = (event: Recorded): readonly string[] =>
  post(event).map(({ template, lines }) => {
    const side = (of: 'debit' | 'credit'): string => {
      const sums = new Map<string, bigint>();
      for (const line of lines) {
        const key = `${line.account} ${line.currency}`;
        if (line[of] > 0n) sums.set(key, (sums.get(key) ?? 0n) + line[of]);
      }
      return [...sums].map(([key, minor]) => `${key} ${text(minor)}`).join(', ');
    };
    return sorted(`${template}: ${side('debit')} = ${side('credit')}`);
  });
const text = (minor: bigint): string => `${String(minor / 100n)}.${String(minor % 100n).padStart(2, '0')}`;

describe('J42: from the former currency to the euro', () => {
  it.each<readonly [string, Recorded, readonly string[]]>([
    [
      'a debt, and what the guarantee holds for it',
      account([item('statement', { open: '62.59', secured: '62.59' }, { open: '32.00', secured: '32.00' })], []),
      [
        'J42: 3900 BGN 62.59, 1100 EUR 32.00, 9101 BGN 62.59, 9100 EUR 32.00 = 1100 BGN 62.59, 3900 EUR 32.00, 9100 BGN 62.59, 9101 EUR 32.00',
      ],
    ],
    [
      'a debt in dispute in part, interest and a penalty',
      account(
        [
          item('statement', { open: '20.00', contested: '10.00' }, { open: '10.23', contested: '5.11' }),
          item('interest', { open: '2.00' }, { open: '1.02' }),
          item('penalty', { open: '4.00' }, { open: '2.05' }),
        ],
        [],
        { rounding: '0.01' },
      ),
      [
        'J42: 3900 BGN 26.00, 1100 EUR 5.12, 1130 EUR 5.11, 1150 EUR 1.02, 1160 EUR 2.05, 3900 EUR 0.01 = 1100 BGN 10.00, 3900 EUR 13.30, 1130 BGN 10.00, 1150 BGN 2.00, 1160 BGN 4.00, 2900 EUR 0.01',
      ],
    ],
    [
      'cash that settled nothing yet, and some that is on its way',
      account(
        [],
        [
          { receipt: id('R'), former: '10.00', now: '5.11' },
          { receipt: id('S'), former: '4.00', now: '2.05', provisional: true },
        ],
      ),
      ['J42: 2000 BGN 14.00, 3900 EUR 7.16, 3900 BGN 4.00, 1010 EUR 2.05 = 3900 BGN 14.00, 2000 EUR 7.16, 1010 BGN 4.00, 3900 EUR 2.05'],
    ],
    [
      'the balance of a prepaid account',
      account([], [{ receipt: id('R'), former: '10.00', now: '5.11' }], { kind: 'cash' }),
      ['J42: 2005 BGN 10.00, 3900 EUR 5.11 = 3900 BGN 10.00, 2005 EUR 5.11'],
    ],
    ['an account without a balance', account([], []), []],
    [
      'what was assessed, before it is charged',
      of('DebtRedenominated', {
        ...own,
        of: 'charge',
        subject: id('D'),
        lines: [{ taxType: 'A00', beneficiary: 'EU', former: '62.59', now: '32.00' }],
      }),
      ['J42: 3900 BGN 62.59, 1101 EUR 32.00 = 1101 BGN 62.59, 3900 EUR 32.00'],
    ],
    [
      'what a later version takes off, with a cent that is no money',
      of('DebtRedenominated', {
        ...own,
        of: 'adjustment',
        subject: id('D'),
        lines: [{ taxType: 'A00', beneficiary: 'EU', former: '-62.59', now: '-31.99' }],
        rounding: '0.01',
      }),
      ['J42: 1101 BGN 62.59, 3900 EUR 32.00 = 3900 BGN 62.59, 1101 EUR 31.99, 2900 EUR 0.01'],
    ],
    [
      'a refund, before it is set off',
      of('DebtRedenominated', {
        ...own,
        of: 'refund',
        claim: id('C'),
        refund: 'drawback',
        lines: [{ taxType: 'A00', beneficiary: 'EU', former: '62.59', now: '32.00' }],
      }),
      ['J42: 2030 BGN 62.59, 3900 EUR 32.00 = 3900 BGN 62.59, 2030 EUR 32.00'],
    ],
    [
      'a refund and the interest on it, before they are paid',
      of('RefundRedenominated', {
        claim: id('C'),
        kind: 'refund',
        interest: { former: '1.00', now: '0.51' },
        lines: [{ taxType: 'A00', beneficiary: 'EU', former: '62.59', now: '32.00' }],
      }),
      ['J42: 2020 BGN 62.59, 3900 EUR 32.51, 2040 BGN 1.00 = 3900 BGN 63.59, 2020 EUR 32.00, 2040 EUR 0.51'],
    ],
    [
      'what is due to a beneficiary, before it is paid',
      of('ShareRedenominated', { beneficiary: 'EU', distribution: 'D-1', due: { former: '62.59', now: '32.00' } }),
      ['J42: 2100 BGN 62.59, 3900 EUR 32.00 = 3900 BGN 62.59, 2100 EUR 32.00'],
    ],
    [
      'what a carrier collected, and what was expected of a parcel that could not be delivered',
      of('CollectionsRedenominated', {
        authority: 'EU-BG',
        holder: 'C-1',
        collected: { former: '24.60', now: '12.58' },
        expected: { former: '9.90', now: '5.06' },
      }),
      ['J42: 3900 BGN 24.60, 1101 EUR 12.58, 9201 BGN 9.90, 9200 EUR 5.06 = 1101 BGN 24.60, 3900 EUR 12.58, 9200 BGN 9.90, 9201 EUR 5.06'],
    ],
  ])('%s', (_name, event, expected) => {
    expect(moves(event)).toEqual(expected.map(sorted));
  });

  it('leaves on 3900 the whole at the rate, rounded once, and what rounding each amount made of it on 2900', () => {
    const lev = changeoverOf('BGN', '2026-01-01');
    if (lev === undefined) throw new RangeError('no changeover');
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 7n }), { minLength: 1, maxLength: 40 });
    const now = (minor: bigint): string => text(inEuro(moneyOf(minor, 'BGN'), lev).minor);
    fc.assert(
      fc.property(amounts, amounts, (debts, cash) => {
        const openItems = debts.map((minor) => item('statement', { open: text(minor) }, { open: now(minor) }));
        const unapplied = cash.map((minor) => ({ receipt: id('R'), former: text(minor), now: now(minor) }));
        const rounding = roundingOf({ openItems, unapplied } as Parameters<typeof roundingOf>[0], lev);
        const sign = rounding < 0n ? '-' : '';
        const lines = post(
          account(openItems, unapplied, rounding === 0n ? {} : { rounding: `${sign}${text(rounding < 0n ? -rounding : rounding)}` }),
        ).flatMap((entry) => entry.lines);
        const onBooks = (number: string, currency: string): bigint =>
          lines.reduce((sum, line) => (line.account === number && line.currency === currency ? sum + line.debit - line.credit : sum), 0n);
        const whole = debts.reduce((sum, one) => sum + one, 0n) - cash.reduce((sum, one) => sum + one, 0n);
        expect(onBooks('3900', 'BGN')).toBe(whole);
        expect(onBooks('3900', 'EUR')).toBe(-inEuro(moneyOf(whole, 'BGN'), lev).minor);
        expect(onBooks('2900', 'EUR')).toBe(-rounding);
        expect(onBooks('1100', 'EUR') + onBooks('2000', 'EUR')).toBe(inEuro(moneyOf(whole, 'BGN'), lev).minor + rounding);
      }),
    );
  });
});
