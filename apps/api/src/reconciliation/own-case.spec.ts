import type { ParcelCase } from '#reconciliation';
import { visibleCase } from './own-case';

const why = { criterion: 'goodsValue', expected: '10', found: '4', distance: '6', sentence: 'Declared 4 of 10.' };
const part = (order: string) => ({
  order,
  ordinal: 1,
  lineClass: 'goods',
  units: 1,
  money: '10',
  currency: 'EUR',
  reach: 'declared' as const,
  disposition: { status: 'matched' as const },
});
const shared: ParcelCase = {
  key: 'order-A',
  kind: 'parcel',
  orders: [
    { id: 'order-A', seller: 'V-1', number: 'A' },
    { id: 'order-B', seller: 'V-2', number: 'B' },
  ],
  consignments: [],
  declarations: [],
  schemeNumbers: ['IM3720000014'],
  status: 'broken',
  parts: [part('order-A'), part('order-B')],
  breaks: [
    {
      id: '0'.repeat(26),
      code: 'B26',
      subject: 'declaration-A',
      severity: 'S1',
      whoActs: 'declarant',
      amount: '6',
      currency: 'EUR',
      since: '2026-03-01T00:00:00.000Z',
      dueBy: '2026-03-05',
      rule: 'reconciliation@1',
      why,
    },
  ],
  matches: [{ rule: 'declared-value@1', legs: ['order-A', 'order-B'], tolerance: '0', distance: '0', score: 100 }],
};
const vendor = (collector: string) => ({ kind: 'own' as const, collector });

it('shows the authority everything', () => {
  expect(visibleCase({ kind: 'all' }, shared)).toBe(shared);
});

it('shows a vendor its own orders and lines of a parcel that others share, and no figures of theirs', () => {
  const seen = visibleCase(vendor('V-1'), shared);
  expect(seen).toMatchObject({ orders: [{ number: 'A' }], parts: [{ order: 'order-A' }], schemeNumbers: [], shared: true });
  expect(JSON.stringify(seen)).not.toMatch(/order-B|V-2|IM372|Declared|"amount"/);
});

it('shows nothing to whom nothing in it belongs', () => {
  expect(visibleCase(vendor('V-3'), shared)).toBeUndefined();
  expect(visibleCase(vendor('V-1'), undefined)).toBeUndefined();
});

it('shows a vendor all of a parcel that is its own', () => {
  const own = { ...shared, orders: shared.orders.slice(0, 1) };
  expect(visibleCase(vendor('V-1'), own)).toBe(own);
});
