import fc from 'fast-check';
import { adjust, attribute, cancel, confirmPayment, header, line, OrderStory, recordOrder, unaddressed } from './orders.examples';

const paidAt = '2026-01-15T09:30:00.000Z';
const twoLines = [line(1, 2, '10.00'), line(2, 3, '5.50')];
const many = (n: number, description = 'goods') => Array.from({ length: n }, (_, i) => line(i + 1, 1, '0.01', { description }));

describe('an order', () => {
  it('is recorded with its lines in chunks of at most 100, and its goods are counted', () => {
    const { events } = new OrderStory().when(recordOrder(many(250)));
    expect(events.map((e) => (e.type === 'OrderLinesRecorded' ? e.data.lines.length : e.type))).toEqual(['OrderRecorded', 100, 100, 50]);
    expect(events[0]?.data).toMatchObject({ goods: '2.5', lineCount: 250 });
  });

  it('keeps the lines of one source file in one chunk', () => {
    const { events } = new OrderStory().when(
      recordOrder([
        line(1, 1, '1', { sourceFile: 'a'.repeat(64), sourceLine: 7 }),
        line(2, 1, '1', { sourceFile: 'b'.repeat(64), sourceLine: 2 }),
      ]),
    );
    expect(events.slice(1).map((e) => e.data)).toEqual([
      { sourceFile: 'a'.repeat(64), lines: [{ ...line(1, 1, '1'), sourceLine: 7 }] },
      { sourceFile: 'b'.repeat(64), lines: [{ ...line(2, 1, '1'), sourceLine: 2 }] },
    ]);
  });

  it('of 2,000 lines is recorded, of one more refused', () => {
    expect(new OrderStory().when(recordOrder(many(2000))).events).toHaveLength(21);
    expect(new OrderStory().when(recordOrder(many(2001))).rejected).toMatchObject({
      code: 'ORDER_TOO_LARGE',
      field: 'lines',
      details: { lines: '2001' },
    });
  });

  it('with more bytes than an append can carry is refused', () => {
    expect(new OrderStory().when(recordOrder(many(1500, 'ü'.repeat(500)))).rejected).toMatchObject({
      code: 'ORDER_TOO_LARGE',
      field: 'lines',
    });
  });

  it.each([
    ['no lines', [], 'ORDER_EMPTY', 'lines'],
    ['ordinals with a gap', [line(1, 1, '1'), line(3, 1, '1')], 'ORDER_LINES_OUT_OF_ORDER', 'lines[1].ordinal'],
    ['a value beyond 18 digits', [line(1, 1_000_000_000, '999999999999999')], 'ORDER_VALUE_TOO_LARGE', 'goods'],
  ])('with %s is refused', (_, lines, code, field) => {
    expect(new OrderStory().when(recordOrder(lines)).rejected).toMatchObject({ code, field });
  });

  it('is never overwritten: the same again is no news, another is refused with the field that differs', () => {
    const story = new OrderStory().given(recordOrder(twoLines));
    expect(story.when(recordOrder(twoLines, { importRun: '1'.repeat(26) })).events).toEqual([]);
    expect(story.when(recordOrder(twoLines, { destination: 'FR' })).rejected).toMatchObject({
      code: 'ORDER_ALREADY_RECORDED',
      field: 'destination',
    });
    expect(story.when(recordOrder([line(1, 2, '10.00'), line(2, 3, '5.51')])).rejected).toMatchObject({ field: 'goods' });
    expect(story.when(recordOrder([line(1, 2, '10.00'), line(2, 3, '5.50', { sku: 'OTHER' })])).rejected).toMatchObject({
      field: 'lines[1].sku',
    });
  });

  it('is not what a stream of another order or of a credit holds', () => {
    const awaited = new OrderStory().given(confirmPayment(paidAt, { orderNumber: 'A-9' }));
    expect(awaited.when(recordOrder(twoLines)).rejected).toMatchObject({ code: 'ORDER_REFERENCE_CLASH', field: 'orderNumber' });
    const { seller, currency } = header;
    const credit = new OrderStory().given({
      type: 'RecordCredit',
      credit: { seller, creditNumber: 'A-1001', creditedAt: paidAt, currency },
      lines: [line(1, -1, '10.00', { class: 'credit' })],
    });
    expect(credit.when(recordOrder(twoLines)).rejected).toMatchObject({ code: 'ORDER_IS_A_CREDIT' });
    expect(credit.when(confirmPayment(paidAt)).rejected).toMatchObject({ code: 'ORDER_IS_A_CREDIT' });
    expect(credit.when(cancel([{ ordinal: 1, quantity: 1 }])).rejected).toMatchObject({ code: 'ORDER_IS_A_CREDIT' });
  });

  it('is paid once by each payment', () => {
    const story = new OrderStory().given(recordOrder(twoLines), confirmPayment(paidAt));
    expect(story.when(confirmPayment(paidAt)).events).toEqual([]);
    expect(story.when(confirmPayment(paidAt, { amount: '1.00' })).rejected).toMatchObject({
      code: 'PAYMENT_ALREADY_CONFIRMED',
      field: 'amount',
    });
    expect(story.when(confirmPayment(paidAt, { seller: 'V-DE-1' })).rejected).toMatchObject({
      code: 'ORDER_REFERENCE_CLASH',
      field: 'seller',
    });
  });

  it('comes to the same state whichever of order and payment arrives first', () => {
    const attributed = fc.record({
      quantities: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
      destination: fc.constantFrom('DE', 'FR', 'GB', 'US', undefined),
      orderFirst: fc.boolean(),
      repeats: fc.array(fc.constantFrom('order', 'payment', 'attribute'), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(attributed, ({ quantities, destination, orderFirst, repeats }) => {
        const lines = quantities.map((q, i) => line(i + 1, q, '7.13'));
        const order = { ...recordOrder(lines), order: { ...unaddressed, ...(destination === undefined ? {} : { destination }) } };
        const payment = confirmPayment(paidAt);
        const steps = { order, payment, attribute } as const;
        const inOrder = new OrderStory().given(order, attribute, payment, attribute);
        const shuffled = new OrderStory().given(
          ...(orderFirst ? [order, attribute, payment, attribute] : [payment, attribute, order, attribute]),
          ...repeats.map((r) => steps[r]),
        );
        expect(shuffled.state).toEqual(inOrder.state);
      }),
    );
  });
});

describe('units of an order', () => {
  it('are cancelled before dispatch, and the last one makes the cancellation whole', () => {
    const story = new OrderStory().given(recordOrder(twoLines));
    expect(
      story.when(
        cancel([
          { ordinal: 1, quantity: 2 },
          { ordinal: 2, quantity: 1 },
        ]),
      ).events[0]?.data,
    ).toMatchObject({ whole: 'no', creditNumber: 'C-1' });
    expect(story.when(cancel([{ ordinal: 2, quantity: 2 }], 'C-2')).events[0]?.data).toMatchObject({ whole: 'yes' });
  });

  it.each([
    ['more than are left', cancel([{ ordinal: 2, quantity: 4 }]), 'ORDER_UNITS_EXCEEDED'],
    [
      'more than are left, in two parts',
      cancel([
        { ordinal: 1, quantity: 1 },
        { ordinal: 1, quantity: 2 },
      ]),
      'ORDER_UNITS_EXCEEDED',
    ],
    ['of a line that is not there', cancel([{ ordinal: 9, quantity: 1 }]), 'ORDER_LINE_UNKNOWN'],
    ['of a line that is no goods', cancel([{ ordinal: 3, quantity: 1 }]), 'ORDER_LINE_UNKNOWN'],
  ])('%s are refused', (_, command, code) => {
    const story = new OrderStory().given(recordOrder([...twoLines, line(3, 1, '4.00', { class: 'freight' })]));
    expect(story.when(command).rejected).toMatchObject({ code });
  });

  it('cannot be cancelled without an order, twice by one credit, or when the tax is decided', () => {
    expect(new OrderStory().when(cancel([{ ordinal: 1, quantity: 1 }])).rejected).toMatchObject({ code: 'ORDER_UNKNOWN' });
    const story = new OrderStory().given(recordOrder(twoLines), cancel([{ ordinal: 1, quantity: 1 }]));
    expect(story.when(cancel([{ ordinal: 2, quantity: 1 }])).rejected).toMatchObject({ code: 'CREDIT_ALREADY_APPLIED' });
    story.given(confirmPayment(paidAt));
    expect(story.when(cancel([{ ordinal: 2, quantity: 1 }], 'C-3')).rejected).toMatchObject({ code: 'SUPPLY_ALREADY_DECIDED' });
  });

  it('beyond 1,000 lines are told in more than one event', () => {
    const story = new OrderStory().given(recordOrder(many(1500)));
    const { events } = story.when(cancel(many(1500).map(({ ordinal }) => ({ ordinal, quantity: 1 }))));
    expect(events.map((e) => (e.type === 'OrderCancelled' ? [e.data.lines.length, e.data.whole] : e.type))).toEqual([
      [1000, 'no'],
      [500, 'yes'],
    ]);
  });
});

describe('the tax of a return', () => {
  const attributed = (lines = [line(1, 3, '3.33'), line(2, 1, '20.00')], more = {}) =>
    new OrderStory().given(recordOrder(lines, more), confirmPayment(paidAt));
  const rowsOf = (story: OrderStory) =>
    story.events.flatMap((e) => (e.type === 'SupplyAdjusted' ? e.data.rows.map((r) => [r.rate, r.taxable, r.vat]) : []));

  it('goes back unit by unit, and the last unit settles the whole', () => {
    const story = attributed([line(1, 3, '3.33')]);
    for (const credit of ['C-1', 'C-2', 'C-3']) story.given(adjust([{ ordinal: 1, quantity: 1 }], credit));
    expect(rowsOf(story)).toEqual([
      ['19', '-3.33', '-0.63'],
      ['19', '-3.33', '-0.63'],
      ['19', '-3.33', '-0.64'],
    ]);
    expect(story.when(adjust([{ ordinal: 1, quantity: 1 }], 'C-4')).rejected).toMatchObject({
      code: 'ORDER_UNITS_EXCEEDED',
      details: { left: '0' },
    });
  });

  it('never exceeds what was attributed, per rate, however the units come back', () => {
    const returns = fc.array(fc.record({ ordinal: fc.integer({ min: 1, max: 4 }), quantity: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 15,
    });
    fc.assert(
      fc.property(returns, fc.constantFrom('0', '7.77'), fc.constantFrom('0', '4.95'), (parts, discount, freight) => {
        // Books (4901) are at the reduced rate, so the order has two rate rows.
        const lines = [
          line(1, 3, '3.333'),
          line(2, 4, '0.015'),
          line(3, 5, '7.77', { hsCode: '49019900' }),
          line(4, 2, '1.005', { hsCode: '49019900' }),
        ];
        const story = attributed(lines, { discount, freight });
        parts.forEach((part, i) => story.when(adjust([part], `C-${String(i)}`)));
        const { state } = story;
        if (state.kind !== 'order' || state.supply.kind !== 'attributed') throw new Error('not attributed');
        for (const [i, row] of state.supply.data.rows.entries()) {
          const taken = state.supply.takenBack[i];
          expect(taken?.taxable).toBeLessThanOrEqual(BigInt(row.taxable.replace('.', '')));
          expect(taken?.vat).toBeLessThanOrEqual(BigInt(row.vat.replace('.', '')));
        }
      }),
    );
  });

  it('of everything gives back all that was attributed to the goods, to the last cent, however the units come back', () => {
    const units = fc.shuffledSubarray([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4], { minLength: 14 });
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 2000 }), (ordinals, cents) => {
        const lines = [
          line(1, 3, '3.333'),
          line(2, 4, '0.015'),
          line(3, 5, '7.77', { hsCode: '49019900' }),
          line(4, 2, '1.005', { hsCode: '49019900' }),
        ];
        const story = attributed(lines, { discount: `${String(Math.trunc(cents / 100))}.${String(cents % 100).padStart(2, '0')}` });
        ordinals.forEach((ordinal, i) => story.when(adjust([{ ordinal, quantity: 1 }], `C-${String(i)}`)));
        const { state } = story;
        if (state.kind !== 'order' || state.supply.kind !== 'attributed') throw new Error('not attributed');
        const given = state.supply.data.rows.map(({ taxable, vat }) => ({
          taxable: BigInt(taxable.replace('.', '')),
          vat: BigInt(vat.replace('.', '')),
        }));
        expect(state.supply.takenBack).toEqual(given);
      }),
    );
  });

  it('of everything, without freight, gives all VAT back', () => {
    const story = attributed();
    story.given(
      adjust([
        { ordinal: 1, quantity: 3 },
        { ordinal: 2, quantity: 1 },
      ]),
    );
    const given = story.events.find((e) => e.type === 'SupplyAttributed')?.data;
    expect(given).toMatchObject({ rows: [{ taxable: '29.99', vat: '5.70' }] });
    expect(rowsOf(story)).toEqual([['19', '-29.99', '-5.70']]);
  });

  it('belongs to the period of the credit', () => {
    const { events } = attributed().when(adjust([{ ordinal: 1, quantity: 1 }], 'C-1', '2026-02-28T23:30:00.000Z'));
    expect(events[0]?.data).toMatchObject({ originalPeriod: '2026-01', period: '2026-02' });
  });

  it('changes nothing where no scheme collects, and waits for a payment', () => {
    const standard = attributed([line(1, 1, '151.00')]);
    expect(standard.when(adjust([{ ordinal: 1, quantity: 1 }])).events).toEqual([]);
    expect(new OrderStory().given(recordOrder(twoLines)).when(adjust([{ ordinal: 1, quantity: 1 }])).rejected).toMatchObject({
      code: 'SUPPLY_UNDECIDED',
    });
  });
});
