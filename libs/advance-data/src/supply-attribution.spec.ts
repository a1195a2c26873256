import { attribute, cancel, confirmPayment, line, OrderStory, recordOrder } from './orders.examples';
import type { IncomingLine, OrderHeader } from './order.commands';

const supplyOf = (lines: readonly IncomingLine[], more: Partial<OrderHeader>, acceptedAt = '2026-01-15T09:30:00.000Z') =>
  new OrderStory().given(recordOrder(lines, more)).when(confirmPayment(acceptedAt)).events[1];

const gb = { destination: 'GB', currency: 'GBP', schemeNumber: 'GB123456789' };

describe('a supply', () => {
  it('within EUR 150 belongs to IOSS, its period and its country of consumption', () => {
    const attributed = supplyOf([line(1, 1, '150.00')], {});
    expect(attributed?.type).toBe('SupplyAttributed');
    expect(attributed?.data).toMatchObject({
      scheme: 'EU-IOSS',
      schemeNumber: 'IM3720000001',
      holder: 'V-IE-1',
      period: '2026-01',
      reason: 'within_threshold',
      consumptionCountry: 'DE',
      rows: [{ rate: '19', rateCategory: 'standard', taxable: '150.00', vat: '28.50' }],
      thresholdTest: { value: '150', limit: '150.00', currency: 'EUR' },
      ruleSet: { id: 'scheme/EU-IOSS' },
    });
  });

  it.each([
    ['one cent above', [line(1, 1, '150.01')], {}, 'STANDARD-IMPORT', 'above_threshold'],
    ['without a scheme number', [line(1, 1, '20.00')], { schemeNumber: 'GB123456789' }, 'STANDARD-IMPORT', 'no_scheme_number'],
    ['to a business', [line(1, 1, '20.00')], { buyerType: 'business' as const }, 'STANDARD-IMPORT', 'business_buyer'],
    ['to a state without rules', [line(1, 1, '20.00')], { destination: 'US' }, 'OUTSIDE', 'no_rule_set'],
    ['without goods', [line(1, 1, '20.00', { class: 'voucher' })], {}, 'OUTSIDE', 'no_goods'],
    ['within the Union', [line(1, 1, '20.00')], { dispatchCountry: 'FR' }, 'OUTSIDE', 'no_import'],
  ])('%s is collected by no scheme', (_, lines, more, regime, reason) => {
    expect(supplyOf(lines, more)).toMatchObject({ type: 'SupplyExcluded', data: { regime, reason } });
  });

  it('is decided on the goods as dispatched', () => {
    const story = new OrderStory().given(recordOrder([line(1, 2, '100.00')]), cancel([{ ordinal: 1, quantity: 1 }]));
    expect(story.when(confirmPayment('2026-01-15T09:30:00.000Z')).events[1]).toMatchObject({
      type: 'SupplyAttributed',
      data: { rows: [{ taxable: '100.00' }] },
    });
    const whole = new OrderStory().given(recordOrder([line(1, 1, '10.00')]), cancel([{ ordinal: 1, quantity: 1 }]));
    expect(whole.when(confirmPayment('2026-01-15T09:30:00.000Z')).events[1]).toMatchObject({
      type: 'SupplyExcluded',
      data: { regime: 'OUTSIDE', reason: 'cancelled' },
    });
  });

  it('belongs to the month of its day in the zone of the Member State of identification', () => {
    const beforeMidnightUtc = '2026-01-31T23:30:00.000Z';
    expect(supplyOf([line(1, 1, '20.00')], {}, beforeMidnightUtc)?.data).toMatchObject({ period: '2026-01' });
    expect(supplyOf([line(1, 1, '20.00')], { schemeNumber: 'IM2760000001' }, beforeMidnightUtc)?.data).toMatchObject({ period: '2026-02' });
  });

  it('bears the rate that is in force at its destination at that moment', () => {
    // Half past midnight of 1 July 2025 in Tallinn, when 24 % began; in Dublin it was half past ten in June.
    const supply = supplyOf([line(1, 1, '100.00')], { destination: 'EE', schemeNumber: 'IM3720000001' }, '2025-06-30T21:30:00.000Z');
    expect(supply?.data).toMatchObject({ period: '2025-06', rows: [{ rate: '24', vat: '24.00' }] });
  });

  it('in the United Kingdom belongs to the quarter by London time', () => {
    expect(supplyOf([line(1, 1, '135.00')], gb, '2026-03-31T22:59:00.000Z')?.data).toMatchObject({
      scheme: 'UK-SUPPLY',
      period: '2026-Q1',
      rows: [{ rate: '20', vat: '27.00' }],
    });
    expect(supplyOf([line(1, 1, '135.00')], gb, '2026-03-31T23:01:00.000Z')?.data).toMatchObject({ period: '2026-Q2' });
  });

  it('with goods at two rates lists the lines of each', () => {
    const attributed = supplyOf([line(1, 1, '20.00'), line(2, 2, '9.00', { hsCode: '49019900' })], {});
    expect(attributed?.data).toMatchObject({
      rows: [
        { rate: '7', ordinals: [2] },
        { rate: '19', ordinals: [1] },
      ],
    });
  });

  it('of an order that comes after its payments takes the earliest of them, and is decided once', () => {
    const story = new OrderStory().given(
      confirmPayment('2026-02-01T10:00:00.000Z'),
      confirmPayment('2026-01-15T10:00:00.000Z', { payment: '1'.repeat(26), transactionId: 'T-2' }),
      recordOrder([line(1, 1, '20.00')]),
    );
    expect(story.when(attribute).events[0]?.data).toMatchObject({ suppliedAt: '2026-01-15T10:00:00.000Z' });
    expect(story.when(attribute).events).toEqual([]);
  });

  it('is decided by the first payment of an order that is known, and a second one adds nothing to it', () => {
    const story = new OrderStory().given(recordOrder([line(1, 1, '20.00')]));
    expect(story.when(confirmPayment('2026-01-15T10:00:00.000Z')).events.map((e) => e.type)).toEqual([
      'OrderPaymentConfirmed',
      'SupplyAttributed',
    ]);
    const second = confirmPayment('2026-01-16T10:00:00.000Z', { payment: '1'.repeat(26), transactionId: 'T-2' });
    expect(story.when(second).events.map((e) => e.type)).toEqual(['OrderPaymentConfirmed']);
    expect(story.when(attribute).events).toEqual([]);
  });

  it('without a published exchange rate is refused, not guessed; its payment is confirmed', () => {
    const story = new OrderStory().given(recordOrder([line(1, 1, '20.00')], { currency: 'GBP', orderedAt: '2031-01-01T00:00:00.000Z' }));
    expect(story.when(confirmPayment('2031-01-02T00:00:00.000Z')).events.map((e) => e.type)).toEqual(['OrderPaymentConfirmed']);
    expect(story.when(attribute).rejected).toMatchObject({ code: 'SUPPLY_NOT_QUOTABLE', details: { rule: 'EXCHANGE_RATE_MISSING' } });
  });
});
