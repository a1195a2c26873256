import fc from 'fast-check';
import { adjust, attribute, confirmPayment, line, OrderStory, recordOrder } from './orders.examples';
import type { OrderCommand, OrderHeader, ReleaseSupplyRefund, ReserveSupplyRefund, SettleSupplyRefund } from './order.commands';

const claimId = (n: number): string => String(n).padStart(26, '0');
const reserve = (n: number, lines: ReserveSupplyRefund['lines'], more: Partial<ReserveSupplyRefund> = {}): ReserveSupplyRefund => ({
  type: 'ReserveSupplyRefund',
  claim: claimId(n),
  channel: 'claim',
  lines,
  ...more,
});
const release = (n: number): ReleaseSupplyRefund => ({ type: 'ReleaseSupplyRefund', claim: claimId(n), reason: 'REJECTED' });
const settle = (n: number, more: Partial<SettleSupplyRefund> = {}): SettleSupplyRefund => ({
  type: 'SettleSupplyRefund',
  claim: claimId(n),
  creditNumber: `CL-${String(n)}`,
  adjustedAt: '2026-03-05T00:00:00.000Z',
  ruleId: 'claim-settled',
  rules: attribute.rules,
  ...more,
});
const row = (vat: string, taxable = '0.00', rate = '19') => ({ rate, taxable, vat });

const attributed = (lines = [line(1, 3, '3.33')], more: Partial<OrderHeader> = {}): OrderStory =>
  new OrderStory().given(recordOrder(lines, more), confirmPayment('2026-01-15T09:30:00.000Z'), attribute);
const reservedRows = (story: OrderStory, command: OrderCommand) =>
  story.when(command).events.flatMap((e) => (e.type === 'SupplyRefundReserved' ? e.data.rows.map((r) => [r.rate, r.taxable, r.vat]) : []));

describe('a claim for the tax of a supply', () => {
  it('reserves what its units come to; the last unit settles the whole', () => {
    const story = attributed();
    expect(reservedRows(story, reserve(1, [{ ordinal: 1, quantity: 1 }]))).toEqual([['19', '3.33', '0.63']]);
    expect(reservedRows(story, reserve(2, [{ ordinal: 1, quantity: 2 }]))).toEqual([['19', '6.66', '1.27']]);
    expect(story.when(reserve(3, [{ ordinal: 1, quantity: 1 }])).rejected).toMatchObject({
      code: 'ORDER_UNITS_EXCEEDED',
      details: { left: '0' },
    });
  });
  it('shares one limit with credits, in either order', () => {
    const story = attributed().given(reserve(1, [{ ordinal: 1, quantity: 2 }]));
    expect(story.when(adjust([{ ordinal: 1, quantity: 2 }])).rejected).toMatchObject({
      code: 'ORDER_UNITS_EXCEEDED',
      details: { left: '1' },
    });
    expect(story.when(adjust([{ ordinal: 1, quantity: 1 }])).events[0]?.data).toMatchObject({ rows: [{ taxable: '-3.33', vat: '-0.64' }] });
    const other = attributed().given(adjust([{ ordinal: 1, quantity: 2 }]));
    expect(reservedRows(other, reserve(1, [{ ordinal: 1, quantity: 1 }]))).toEqual([['19', '3.33', '0.64']]);
  });
  it('can be for a part of the price without goods; what comes back later gives the rest', () => {
    const story = attributed().given(reserve(1, [], { rows: [row('1.00', '5.26')] }));
    expect(story.when(reserve(2, [], { rows: [row('0.91')] })).rejected).toMatchObject({
      code: 'SUPPLY_REFUND_EXCEEDS_LEFT',
      field: 'rows[0].vat',
      details: { rate: '19', asked: '0.91', left: '0.90' },
    });
    expect(story.when(adjust([{ ordinal: 1, quantity: 3 }])).events[0]?.data).toMatchObject({ rows: [{ taxable: '-4.73', vat: '-0.90' }] });
    expect(story.when(reserve(2, [], { rows: [row('0.01')] })).rejected).toMatchObject({
      code: 'SUPPLY_REFUND_EXCEEDS_LEFT',
      details: { left: '0.00' },
    });
  });
  it('gives back what it had reserved when it is rejected', () => {
    const story = attributed().given(reserve(1, [{ ordinal: 1, quantity: 3 }]), release(1));
    expect(story.when(release(1)).events).toEqual([]);
    expect(reservedRows(story, reserve(2, [{ ordinal: 1, quantity: 3 }]))).toEqual([['19', '9.99', '1.90']]);
    expect(story.when(reserve(1, [{ ordinal: 1, quantity: 3 }])).rejected).toMatchObject({ code: 'SUPPLY_REFUND_RELEASED' });
  });
  it('told again is no news, told otherwise is refused', () => {
    const story = attributed().given(reserve(1, [{ ordinal: 1, quantity: 1 }]));
    expect(story.when(reserve(1, [{ ordinal: 1, quantity: 1 }])).events).toEqual([]);
    expect(story.when(reserve(1, [{ ordinal: 1, quantity: 1 }], { rows: [row('0.63', '3.33')] })).events).toEqual([]);
    expect(story.when(reserve(1, [{ ordinal: 1, quantity: 2 }])).rejected).toMatchObject({
      code: 'SUPPLY_REFUND_ALREADY_RESERVED',
      field: 'lines',
    });
    expect(story.when(reserve(1, [{ ordinal: 1, quantity: 1 }], { channel: 'offset' })).rejected).toMatchObject({
      code: 'SUPPLY_REFUND_ALREADY_RESERVED',
      field: 'channel',
    });
  });
  it('is settled by a correction of exactly what it had reserved, once', () => {
    const story = attributed().given(reserve(1, [{ ordinal: 1, quantity: 1 }], { channel: 'correction' }));
    expect(story.when(settle(1)).events).toMatchObject([
      {
        type: 'SupplyAdjusted',
        data: {
          claim: claimId(1),
          creditNumber: 'CL-1',
          originalPeriod: '2026-01',
          period: '2026-03',
          lines: [{ ordinal: 1, quantity: 1 }],
          rows: [{ rate: '19', rateCategory: 'standard', taxable: '-3.33', vat: '-0.63' }],
        },
      },
    ]);
    expect(story.when(settle(1)).events).toEqual([]);
    expect(story.when(release(1)).rejected).toMatchObject({ code: 'SUPPLY_REFUND_SETTLED' });
    expect(reservedRows(story, reserve(2, [{ ordinal: 1, quantity: 2 }]))).toEqual([['19', '6.66', '1.27']]);
    expect(
      attributed()
        .given(reserve(1, [], { channel: 'correction', rows: [row('0.10')] }))
        .when(settle(1)).events,
    ).toMatchObject([{ data: { lines: [], rows: [{ taxable: '0.00', vat: '-0.10' }] } }]);
  });

  it.each<readonly [what: string, story: () => OrderStory, command: OrderCommand, code: string]>([
    ['of an unknown order', () => new OrderStory(), reserve(1, [{ ordinal: 1, quantity: 1 }]), 'ORDER_UNKNOWN'],
    [
      'before a payment',
      () => new OrderStory().given(recordOrder([line(1, 1, '3.33')])),
      reserve(1, [{ ordinal: 1, quantity: 1 }]),
      'SUPPLY_UNDECIDED',
    ],
    [
      'of a supply that no scheme collects',
      () => attributed([line(1, 1, '151.00')]),
      reserve(1, [{ ordinal: 1, quantity: 1 }]),
      'SUPPLY_NOT_COLLECTED',
    ],
    ['of a line that is none', attributed, reserve(1, [{ ordinal: 2, quantity: 1 }]), 'ORDER_LINE_UNKNOWN'],
    ['of nothing', attributed, reserve(1, []), 'SUPPLY_REFUND_NOT_POSITIVE'],
    ['of nothing, stated', attributed, reserve(1, [], { rows: [row('0.00')] }), 'SUPPLY_REFUND_NOT_POSITIVE'],
    ['of less than nothing', attributed, reserve(1, [], { rows: [row('-0.01')] }), 'SUPPLY_REFUND_NOT_POSITIVE'],
    ['of thousandths', attributed, reserve(1, [], { rows: [row('0.001')] }), 'SUPPLY_REFUND_NOT_POSITIVE'],
    ['at a rate that is not the supply’s', attributed, reserve(1, [], { rows: [row('0.01', '0.00', '7')] }), 'SUPPLY_RATE_UNKNOWN'],
    ['at a rate twice', attributed, reserve(1, [], { rows: [row('0.01'), row('0.01')] }), 'SUPPLY_RATE_UNKNOWN'],
    ['released without a reservation', attributed, release(1), 'SUPPLY_REFUND_NOT_RESERVED'],
    ['settled without a reservation', attributed, settle(1), 'SUPPLY_REFUND_NOT_RESERVED'],
    [
      'settled by a correction though it is paid out',
      () => attributed().given(reserve(1, [{ ordinal: 1, quantity: 1 }])),
      settle(1),
      'SUPPLY_REFUND_OTHER_CHANNEL',
    ],
    [
      'settled after it was released',
      () => attributed().given(reserve(1, [{ ordinal: 1, quantity: 1 }], { channel: 'correction' }), release(1)),
      settle(1),
      'SUPPLY_REFUND_RELEASED',
    ],
    [
      'settled under the number of another credit',
      () =>
        attributed().given(
          reserve(1, [{ ordinal: 1, quantity: 1 }], { channel: 'correction' }),
          adjust([{ ordinal: 1, quantity: 1 }], 'C-1'),
        ),
      settle(1, { creditNumber: 'C-1' }),
      'CREDIT_ALREADY_APPLIED',
    ],
  ])('is refused %s', (_, story, command, code) => {
    expect(story().when(command).rejected).toMatchObject({ code });
  });
});

describe('all channels together', () => {
  // Books (4901) are at the reduced rate, so the order has two rate rows.
  const lines = [line(1, 3, '3.333'), line(2, 4, '0.015'), line(3, 5, '7.77', { hsCode: '49019900' })];
  const minor = (text: string): bigint => BigInt(text.replace('.', ''));

  /** What was given or is held per rate, from the events alone. */
  const givenBy = (story: OrderStory): ReadonlyMap<string, readonly [taxable: bigint, vat: bigint]> => {
    const open = new Map<string, readonly (readonly [string, bigint, bigint])[]>();
    const moves: (readonly [string, bigint, bigint])[] = [];
    for (const e of story.events) {
      if (e.type === 'SupplyRefundReserved')
        open.set(
          e.data.claim,
          e.data.rows.map((r) => [r.rate, minor(r.taxable), minor(r.vat)]),
        );
      if (e.type === 'SupplyRefundReservationReleased') open.delete(e.data.claim);
      if (e.type === 'SupplyAdjusted') {
        open.delete(e.data.claim ?? '');
        moves.push(...e.data.rows.map((r) => [r.rate, -minor(r.taxable), -minor(r.vat)] as const));
      }
    }
    const sums = new Map<string, readonly [bigint, bigint]>();
    for (const [rate, taxable, vat] of [...moves, ...[...open.values()].flat()])
      sums.set(rate, [(sums.get(rate)?.[0] ?? 0n) + taxable, (sums.get(rate)?.[1] ?? 0n) + vat]);
    return sums;
  };
  const attributedRows = (story: OrderStory) => story.events.flatMap((e) => (e.type === 'SupplyAttributed' ? e.data.rows : []));

  it('never give back more than was attributed, per rate, whatever is asked', () => {
    const part = fc.record({ ordinal: fc.integer({ min: 1, max: 3 }), quantity: fc.integer({ min: 1, max: 4 }) });
    const step = fc.oneof(
      part.map(
        (p) =>
          (n: number): OrderCommand =>
            adjust([p], `C-${String(n)}`),
      ),
      fc.tuple(part, fc.constantFrom('claim' as const, 'correction' as const)).map(
        ([p, channel]) =>
          (n: number): OrderCommand =>
            reserve(n, [p], { channel }),
      ),
      fc.tuple(fc.constantFrom('7', '19'), fc.integer({ min: 0, max: 200 })).map(
        ([rate, cents]) =>
          (n: number): OrderCommand =>
            reserve(n, [], {
              rows: [row(`0.${String(cents % 100).padStart(2, '0')}`, `${String(Math.trunc(cents / 100))}.50`, rate)],
              channel: 'correction',
            }),
      ),
      fc.integer({ min: 0, max: 20 }).map((n) => (): OrderCommand => release(n)),
      fc.integer({ min: 0, max: 20 }).map((n) => (): OrderCommand => settle(n)),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.constantFrom('0', '7.77'), (steps, freight) => {
        const story = attributed(lines, { freight });
        steps.forEach((command, n) => story.when(command(n)));
        const given = givenBy(story);
        for (const { rate, taxable, vat } of attributedRows(story)) {
          expect((given.get(rate)?.[0] ?? 0n) <= minor(taxable)).toBe(true);
          expect((given.get(rate)?.[1] ?? 0n) <= minor(vat)).toBe(true);
        }
      }),
    );
  });

  it('give back all of it, to the last cent, however the units go to credits and claims', () => {
    const units = fc.shuffledSubarray([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3], { minLength: 12 });
    fc.assert(
      fc.property(
        units,
        fc.array(fc.constantFrom('credit', 'claim', 'correction'), { minLength: 12, maxLength: 12 }),
        (ordinals, channels) => {
          const story = attributed(lines);
          ordinals.forEach((ordinal, n) => {
            const unit = [{ ordinal, quantity: 1 }];
            if (channels[n] === 'credit') story.when(adjust(unit, `C-${String(n)}`));
            else story.when(reserve(n, unit, { channel: channels[n] === 'claim' ? 'claim' : 'correction' }));
            if (channels[n] === 'correction') story.when(settle(n));
          });
          const given = givenBy(story);
          for (const { rate, taxable, vat } of attributedRows(story)) expect(given.get(rate)).toEqual([minor(taxable), minor(vat)]);
        },
      ),
    );
  });
});
