import fc from 'fast-check';
import { Exact } from '#money';
import { addDays, epochDay } from './calendar';
import { accrue, interestDue, type RateTimeline } from './interest';
import { at, rule } from './interest.examples';

describe('laws of interest', () => {
  const first = '2023-01-01';
  const dayWithin = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(first, n));
  const steps = fc
    .array(fc.record({ on: dayWithin, open: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 10n ** 14n })) }), { maxLength: 12 })
    .map((rows) => rows.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)));
  const timeline = fc
    .array(
      fc.record({ from: dayWithin, percent: fc.integer({ min: 0, max: 2500 }).map((n) => Exact.ofMinor(BigInt(n), 2).toCanonicalText()) }),
      { maxLength: 6 },
    )
    .map((rows): RateTimeline => ({
      ...at('5'),
      rates: [{ from: first, percent: '5' }, ...rows.sort((a, b) => (a.from < b.from ? -1 : 1))],
    }));
  const basis = fc.record({
    currency: fc.constantFrom('GBP', 'JPY'),
    paymentDayBears: fc.boolean(),
    dayCount: fc.constantFrom('fixed365' as const, 'actual' as const),
  });
  const beyondDoubt = (a: Exact, b: Exact): boolean => a.minus(b).toMinor(35, 'half-even') === 0n;

  it('simple interest of two adjacent stretches is that of the whole', () => {
    fc.assert(
      fc.property(basis, timeline, steps, dayWithin, dayWithin, dayWithin, (of, rates, principal, ...days) => {
        const [a = first, b = first, c = first] = [...days].sort();
        const simple = { ...of, compounding: 'none' } as const;
        const [left, right, whole] = [
          accrue(simple, rates, principal, a, b),
          accrue(simple, rates, principal, b, c),
          accrue(simple, rates, principal, a, c),
        ];
        return left.days + right.days === whole.days && beyondDoubt(left.unrounded.plus(right.unrounded), whole.unrounded);
      }),
    );
  });

  it('is what adding up day by day in whole numbers gives, to the last cent in every rounding', () => {
    fc.assert(
      fc.property(timeline, steps, dayWithin, dayWithin, fc.boolean(), fc.boolean(), (rates, principal, x, y, bears, leap) => {
        const [a, b] = x < y ? [x, y] : [y, x];
        const { unrounded } = accrue(
          { currency: 'GBP', paymentDayBears: bears, dayCount: leap ? 'actual' : 'fixed365', compounding: 'none' },
          rates,
          principal,
          a,
          b,
        );
        let numerator = 0n;
        for (let day = a; day < b; day = addDays(day, 1)) {
          const before = principal.filter(({ on }) => on < day).at(-1)?.open ?? 0n;
          const during = principal.filter(({ on }) => on <= day).at(-1)?.open ?? 0n;
          const open = bears && before > during ? before : during;
          const percent = Exact.parse(rates.rates.filter(({ from }) => from <= day).at(-1)?.percent ?? '0').toMinor(2, 'down');
          const year = day.slice(0, 4);
          numerator +=
            (open * percent * (365n * 366n)) / (leap && epochDay(`${year}-12-31`) - epochDay(`${year}-01-01`) === 365 ? 366n : 365n);
        }
        const denominator = 365n * 366n * 10_000n;
        return (
          unrounded.toMinor(2, 'down') === numerator / denominator &&
          unrounded.toMinor(2, 'half-up') === (2n * numerator + denominator) / (2n * denominator)
        );
      }),
      { numRuns: 40 },
    );
  });

  it('nothing open, no interest; nothing charged', () => {
    fc.assert(
      fc.property(
        basis,
        timeline,
        dayWithin,
        dayWithin,
        fc.constantFrom('none' as const, 'daily' as const),
        (of, rates, dueOn, to, compounding) => {
          const due = interestDue(rule({ ...of, compounding }), rates, { dueOn, principal: [{ on: first, open: 0n }], to });
          return due.unrounded.isZero() && due.amount.minor === 0n && due.days === 0;
        },
      ),
    );
  });

  it('compounding never gives less, and the longer the more', () => {
    fc.assert(
      fc.property(basis, timeline, steps, dayWithin, dayWithin, (of, rates, principal, x, y) => {
        const [near, far] = x < y ? [x, y] : [y, x];
        const by = (compounding: 'none' | 'daily', to: string) => accrue({ ...of, compounding }, rates, principal, first, to).unrounded;
        const slack = Exact.ofMinor(1n, 30);
        return by('daily', far).plus(slack).compare(by('none', far)) >= 0 && by('daily', far).plus(slack).compare(by('daily', near)) >= 0;
      }),
    );
  });
});
