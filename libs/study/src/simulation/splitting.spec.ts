import type { Finding } from '#risk';
import { overlay } from '../scenario/overlay';
import { law } from '../study.examples';
import { splittingOf } from './splitting';

/** TV-60: parcels of one buyer at one seller, each within 150 euro and together above it. */
const group = (...values: readonly string[]): Finding => {
  const together = String(values.reduce((sum, value) => sum + Number(value), 0));
  return {
    id: 'R01',
    code: 'R01',
    name: 'SPLIT_SAME_BUYER',
    subject: { kind: 'buyer', id: 'b' },
    from: '2026-06-01T10:00:00.000Z',
    to: '2026-06-02T10:00:00.000Z',
    basis: '',
    rules: 'risk@1',
    sentence: '',
    evidenceCount: values.length,
    figure: { name: 'excess', value: String(Number(together) - 150), unit: 'EUR' },
    threshold: { name: 'limit of low value', value: '150.00', unit: 'EUR' },
    measured: [{ name: 'together', value: together, unit: 'EUR' }],
    evidence: values.map((value, i) => ({ stream: `order-${String(i)}`, position: '0', values: { value } })),
  };
};

describe('splitting beside the law as it was', () => {
  it('counts groups and what they are above the limit', () => {
    expect(
      splittingOf([group('60', '60', '60'), group('100', '100'), { ...group('1'), code: 'R06' }, { ...group('1'), code: 'R07' }], law),
    ).toEqual({
      bunchingSellers: 1,
      rows: [{ code: 'R01', currency: 'EUR', groups: 2, excess: '80', simulated: { togetherWithin: 0, stillSplit: 2, someAbove: 0 } }],
    });
  });

  it.each([
    ['180', { togetherWithin: 1, stillSplit: 1, someAbove: 0 }],
    ['60', { togetherWithin: 0, stillSplit: 1, someAbove: 1 }],
    ['0', { togetherWithin: 0, stillSplit: 0, someAbove: 2 }],
  ])('says how the same groups would lie to a limit of %s', (amount, simulated) => {
    const rules = overlay(law, { thresholds: [{ of: 'EU', amount }] });
    expect(splittingOf([group('60', '60', '60'), group('100', '100')], rules).rows[0]?.simulated).toEqual(simulated);
  });
});
