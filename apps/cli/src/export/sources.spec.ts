import { filtersOf } from './sources';

it.each<[Parameters<typeof filtersOf>[0], readonly string[], string]>([
  ['worklist', ['toString=1'], 'expected NAME=VALUE with one of code, '],
  ['worklist', ['__proto__=1'], 'expected NAME=VALUE with one of code, '],
  ['worklist', ['minimumAmount=-1.00', 'currency=EUR'], 'minimumAmount: expected a decimal number of at least 0'],
  ['worklist', ['minimumAmount=1.00', 'currency=XXX'], 'currency: expected a currency of ISO 4217'],
  ['statistics', ['currency=XXX'], 'currency: expected a currency of ISO 4217'],
  ['statistics', ['from=2026-02-30'], 'from: expected a day that exists'],
  ['statistics', ['from=2026-04-02', 'to=2026-04-01'], 'to: expected a day that is not before from'],
  ['manual-entries', ['from=2026-02-30T00:00:00.000Z'], 'from: expected a day that exists'],
])('refuses of %s %j', (name, given, message) => {
  expect(() => filtersOf(name, given)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }) as Error);
  expect(() => filtersOf(name, given)).toThrow(`--filter: ${message}`);
});

it('takes what the query takes', () => {
  expect(filtersOf('statistics', ['from=2026-04-01', 'to=2026-04-01', 'currency=GBP'])).toEqual({
    from: '2026-04-01',
    to: '2026-04-01',
    currency: 'GBP',
  });
  // Stages of the bridge, no days.
  expect(Object.keys(filtersOf('cases', ['from=ordered', 'to=charged']))).toEqual(['from', 'to']);
});
