import { allocationOrderOf, collectionShareOf } from './collection-orders';

describe('the order in which debts are settled', () => {
  it.each([
    ['EU-IE', 'scheme', 'RETURNS'],
    ['GB', 'consumer', 'DESK'],
    ['CA', 'deferment', 'CARM'],
    ['EU-DE', 'deferment', 'DE-AO'],
    ['EU-DE', 'scheme', 'RETURNS'],
    ['GB', 'deferment', 'GENERAL'],
  ])('of %s for a %s account is %s', (authority, kind, id) => {
    expect(allocationOrderOf(authority, kind, '2026-01-15').id).toBe(id);
  });
  it('is dated, and known for every day there are accounts', () => {
    expect(allocationOrderOf('CA', 'deferment', '2024-10-20').id).toBe('GENERAL');
    expect(() => allocationOrderOf('GB', 'deferment', '1969-12-31')).toThrow(RangeError);
  });
});

describe('what a collecting state keeps', () => {
  it.each([
    ['EU-FR', 'EU', 'A00', '2026-01-15', '25'],
    ['EU-FR', 'EU', 'A00', '2020-12-31', '20'],
    ['EU-FR', 'FR', 'B00', '2026-01-15', undefined],
    ['GB', 'GB', 'A00', '2026-01-15', undefined],
  ])('%s of what is due to %s of %s on %s: %s %%', (authority, beneficiary, taxType, on, percent) => {
    expect(collectionShareOf(authority, beneficiary, taxType, on)?.retainedPercent).toBe(percent);
  });
});
