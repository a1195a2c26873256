import { carrier, type Item, line, type Parcel, parcelOf, type Wanted, without } from './parcels';
import { type HandMadeTrade } from './trade';
import { type Step, tellParcel } from './world';

/** What somebody did, and the breaks that it is. */
export interface Story {
  readonly ref: string;
  readonly what: string;
  /** `code amount currency`, and for what another explains ` < ` and the code of that. */
  readonly breaks: readonly string[];
  /** What the root says, where it is worth a look. */
  readonly says?: string;
  readonly tell: (trade: HandMadeTrade, ref: string) => Promise<unknown>;
}

const [two, three] = [
  [line(2, '10.00'), line(1, '7.50', '61091000')],
  [line(2, '10.00'), line(1, '7.50', '61091000'), line(4, '1.25', '42029900')],
];
const uncovered = (item: Item): Item => ({ ...item, covers: [] });
const backwards: readonly Step[] = ['declaration', 'consignment', 'payment', 'order'];
const but = (...missing: readonly Step[]): readonly Step[] => backwards.filter((step) => !missing.includes(step));
/** A parcel told backwards: from its declaration to its order. */
const parcel =
  (wanted: Omit<Wanted, 'ref'>, told = backwards, then?: (trade: HandMadeTrade, parcel: Parcel, declaration: string) => Promise<unknown>) =>
  async (trade: HandMadeTrade, ref: string): Promise<void> => {
    const made = parcelOf({ ref, ...wanted });
    const ids = await tellParcel(trade, made, told);
    await then?.(trade, made, ids.declaration ?? '');
  };
const lastItem = (change: (item: Item) => Item | undefined, nth = 1): Pick<Wanted, 'item'> => ({
  item: (item, i) => (i === nth ? change(item) : item),
});
const fewer = (item: Item, quantity: number, goodsValue: string): Item => ({
  ...item,
  quantity,
  goodsValue,
  covers: item.covers.map((cover) => ({ ...cover, quantity })),
});
const refused = (trade: HandMadeTrade, { number }: Parcel): Promise<void> =>
  trade.send(`intermediary:${carrier}`, 'consignments', {
    carrier,
    consignmentNumber: number,
    attemptedAt: '2026-03-14T10:00:00.000Z',
    reason: 'REFUSED',
  });
/** Three parcels of one order; the units of each are declared in it. */
const inThree = async (trade: HandMadeTrade, ref: string, units: readonly (readonly [number, number])[]): Promise<void> => {
  const whole = parcelOf({ ref, lines: [line(6, '10.00'), line(3, '7.50', '61091000')] });
  await tellParcel(trade, whole, ['order', 'payment']);
  for (const [nth, [boxes, shirts]] of units.entries()) {
    const [consignmentNumber, lrn, mrn] = [`${whole.number}/${String(nth)}`, `L-${ref}/${String(nth)}`, `26FR-${ref}-${String(nth)}`];
    const part: Parcel = {
      ...whole,
      number: consignmentNumber,
      consignment: { ...whole.consignment, consignmentNumber },
      declaration: {
        ...whole.declaration,
        lrn,
        mrn,
        consignmentNumber,
        items: whole.declaration.items.flatMap((item, i) => {
          const [quantity, price] = i === 0 ? [boxes, 10] : [shirts, 7.5];
          return quantity === 0 ? [] : [fewer(item, quantity, (quantity * price).toFixed(2))];
        }),
      },
    };
    await tellParcel(trade, { ...part, number: encodeURIComponent(consignmentNumber) }, ['declaration', 'consignment']);
  }
};

/** Each is a parcel of its own, told backwards where nothing else is said. */
export const stories: readonly Story[] = [
  { ref: 'OK-IOSS', what: 'nothing', breaks: [], tell: parcel({ model: 'ioss', lines: two, captured: '33.00' }) },
  { ref: 'OK-UK', what: 'nothing, in pounds', breaks: [], tell: parcel({ model: 'uk', lines: two, captured: '33.00' }) },
  { ref: 'OK-BORDER', what: 'nothing, three items', breaks: [], tell: parcel({ lines: three, country: 'DE' }) },
  { ref: 'OK-DESK', what: 'nothing, at a desk', breaks: [], tell: parcel({ model: 'desk', lines: two }) },
  {
    ref: 'OK-YEN',
    what: 'nothing, in yen, with one of rounding',
    breaks: [],
    tell: parcel({ model: 'ioss', currency: 'JPY', lines: [line(3, '3333')], captured: '12000' }),
  },
  {
    ref: 'OK-BARE',
    what: 'nothing, under a declaration that names no order lines',
    breaks: [],
    tell: parcel({ lines: three, item: uncovered }),
  },
  {
    ref: 'OK-SPLIT',
    what: 'three parcels of one order',
    breaks: ['B14 82.5 EUR'],
    tell: (trade, ref) =>
      inThree(trade, ref, [
        [2, 1],
        [2, 1],
        [2, 1],
      ]),
  },
  {
    ref: 'F01',
    what: 'an IOSS order that went out unpaid',
    breaks: ['B01 25 EUR'],
    tell: parcel({ model: 'ioss', lines: [line(1, '25.00')] }, but('payment')),
  },
  {
    ref: 'F02',
    what: 'a payment in yen of an order that nobody knows',
    breaks: ['B02 1234 JPY'],
    tell: parcel({ currency: 'JPY', captured: '1234' }, ['payment']),
  },
  {
    ref: 'F03',
    what: 'an order paid in two parts that come to too much',
    breaks: ['B03 1.2 GBP'],
    says: 'captured amount of order F03: expected 118.8 GBP, found 120 GBP; the difference is 1.2, tolerated 0.01.',
    tell: parcel({ model: 'uk', captured: '100.00' }, backwards, (trade, { payment }) =>
      trade.tell('vendor:V-IE-1', '/v1/checkout-payments', { ...payment, transactionId: 'T-F03-2', amount: '20.00' }),
    ),
  },
  {
    ref: 'F04',
    what: 'two yen too little, and 99 yen declared too little',
    breaks: ['B03 2 JPY', 'B23 99 JPY'],
    tell: parcel({
      model: 'ioss',
      currency: 'JPY',
      lines: [line(3, '3333')],
      captured: '11997',
      item: (item) => ({ ...item, goodsValue: '9900' }),
    }),
  },
  {
    ref: 'F05',
    what: 'part of the money taken back by the buyer’s bank',
    breaks: ['B05 18.8 EUR'],
    tell: parcel({ model: 'ioss', captured: '118.80' }, backwards, (trade) =>
      trade.send('operator', 'payments', {
        psp: 'P-1',
        transactionId: 'T-F05',
        chargebackReference: 'CB-1',
        chargedBackAt: '2026-04-20T08:00:00.000Z',
        amount: '18.80',
        currency: 'EUR',
      }),
    ),
  },
  {
    ref: 'F06',
    what: 'an order told twice, the second one first, and never paid',
    breaks: ['B06 27.5 EUR', 'B01 27.5 EUR < B06'],
    tell: async (trade, ref) => {
      const made = parcelOf({ ref, lines: two });
      await trade.tell('vendor:V-IE-1', '/v1/orders', { ...made.order, orderNumber: `${ref}-B`, orderedAt: '2026-03-02T10:04:00.000Z' });
      await tellParcel(trade, made);
    },
  },
  {
    ref: 'F07',
    what: 'one of two lines without a price',
    breaks: ['B07 0 EUR'],
    tell: parcel({ lines: [line(2, '10.00'), line(3, '0', '61091000')] }),
  },
  {
    ref: 'F08',
    what: 'one of two lines without a code, and so no declaration',
    breaks: ['B08 25 EUR', 'B20 25 EUR < B08'],
    tell: parcel({ lines: [line(2, '10.00'), { sku: 'X', quantity: 1, unitPrice: '5.00' }] }, but('declaration')),
  },
  {
    ref: 'F09',
    what: 'dinars, for which no rate of exchange is known at the border',
    breaks: ['B09 37.035 KWD'],
    tell: parcel({ country: 'GB', currency: 'KWD', lines: [line(3, '12.345')] }),
  },
  {
    ref: 'F10',
    what: 'a parcel that was paid for and whose order nobody told',
    breaks: ['B10 99 EUR', 'B02 99 EUR < B10'],
    tell: parcel({}, but('order')),
  },
  {
    ref: 'F11',
    what: 'pounds paid, and nothing sent',
    breaks: ['B11 99 GBP'],
    tell: parcel({ model: 'uk', captured: '118.80' }, ['payment', 'order']),
  },
  {
    ref: 'F12',
    what: 'a manifest that came an hour after the parcel',
    breaks: ['B12 0 -'],
    tell: parcel({ consignment: { receivedAt: '2026-03-11T09:00:00.000Z' } }),
  },
  {
    ref: 'F13',
    what: 'twice the pieces and three times the mass',
    breaks: ['B13 20 EUR', 'B13 20 EUR < B13'],
    says: 'pieces in parcel P-F13: expected 2 units, found 4 on the manifest; the difference is 2 units.',
    tell: parcel({ lines: [line(2, '10.00')], consignment: { pieces: 4, grossMass: '3' }, item: (item) => ({ ...item, grossMass: '1' }) }),
  },
  {
    ref: 'F14',
    what: 'goods refused at the door, whose tax stands',
    breaks: ['B16 27.53 EUR'],
    tell: async (trade, ref) => {
      const made = parcelOf({ ref });
      await tellParcel(trade, made, ['order', 'payment', 'declaration']);
      await trade.tell(`intermediary:${carrier}`, '/v1/consignments', made.consignment);
      await refused(trade, made);
    },
  },
  {
    ref: 'F15',
    what: 'goods that came and were never declared',
    breaks: ['B20 99 EUR'],
    tell: parcel({ model: 'ioss', captured: '118.80' }, but('declaration')),
  },
  {
    ref: 'F16',
    what: 'one parcel declared again days later, without its order lines',
    breaks: ['B21 99 EUR'],
    tell: parcel({}, backwards, (trade, { declaration }) =>
      trade.tell('intermediary:R-1', '/v1/declarations', {
        ...declaration,
        lrn: 'L-F16-2',
        mrn: '26FR-F16-2',
        acceptedAt: '2026-03-15T10:00:00.000Z',
        items: declaration.items.map(uncovered),
      }),
    ),
  },
  {
    ref: 'F17',
    what: 'the middle one of three items left out',
    breaks: ['B22 7.5 EUR', 'B45 2.58 EUR < B22'],
    tell: parcel({ lines: three, ...lastItem(() => undefined) }),
  },
  {
    ref: 'F18',
    what: 'one of two items left out where none names its order line',
    breaks: ['B22 7.5 EUR', 'B23 7.5 EUR < B22', 'B26 7.5 EUR < B22', 'B45 2.58 EUR < B22'],
    says: 'items under 26FR00000000000F18: expected 2 to 2 items, found 1; the difference is 1 items.',
    tell: parcel({ lines: two, item: (item, nth) => (nth === 1 ? undefined : uncovered(item)) }),
  },
  {
    ref: 'F19',
    what: 'an item that nobody ordered',
    breaks: ['B22 5 EUR', 'B45 1.72 EUR < B22'],
    tell: async (trade, ref) => {
      const made = parcelOf({ ref, lines: [line(2, '10.00')] });
      const [item] = made.declaration.items;
      const strange = {
        ...item,
        seq: 2,
        hsCode: '61091000',
        quantity: 1,
        goodsValue: '5.00',
        covers: [{ seller: 'V-IE-1', orderNumber: ref, ordinal: 7, quantity: 1 }],
      };
      await tellParcel(trade, {
        ...made,
        declaration: { ...made.declaration, items: [...made.declaration.items, strange] as readonly Item[] },
      });
    },
  },
  {
    ref: 'F20',
    what: 'two cents too little over three items',
    breaks: ['B23 0.02 EUR'],
    says: 'value declared under 26FR00000000000F20: expected 32.5 EUR, found 32.48 EUR; the difference is 0.02, tolerated 0.015.',
    tell: parcel({ lines: three, ...lastItem((item) => ({ ...item, goodsValue: '4.98' }), 2) }),
  },
  {
    ref: 'F21',
    what: 'one cent too little over three items',
    breaks: [],
    tell: parcel({ lines: three, ...lastItem((item) => ({ ...item, goodsValue: '4.99' }), 2) }),
  },
  {
    ref: 'F22',
    what: 'another code on the second item',
    breaks: ['B24 7.5 EUR'],
    tell: parcel({ lines: two, ...lastItem((item) => ({ ...item, hsCode: '42029900' })) }),
  },
  {
    ref: 'F23',
    what: 'another code and another origin of one item: two faults',
    breaks: ['B24 7.5 EUR', 'B25 7.5 EUR'],
    tell: parcel({ lines: two, ...lastItem((item) => ({ ...item, hsCode: '42029900', origin: 'VN' })) }),
  },
  {
    ref: 'F24',
    what: 'three of five units declared where no item names its order line',
    breaks: ['B26 20 EUR', 'B23 20 EUR < B26', 'B45 5.56 EUR < B26'],
    tell: parcel({ lines: [line(5, '10.00')], item: (item) => uncovered(fewer(item, 3, '30.00')) }),
  },
  {
    ref: 'F25',
    what: 'three of five units, and those for less than ordered: two faults',
    breaks: ['B23 40 EUR', 'B26 0 EUR', 'B45 11.12 EUR < B23'],
    tell: parcel({ lines: [line(5, '10.00')], item: (item) => uncovered(fewer(item, 3, '10.00')) }),
  },
  {
    ref: 'F26',
    what: 'two units more than ordered',
    breaks: ['B26 20 EUR', 'B45 5.56 EUR < B26'],
    tell: parcel({ lines: [line(5, '10.00')], item: (item) => fewer(item, 7, '70.00') }),
  },
  {
    ref: 'F27',
    what: 'two units in none of three parcels',
    breaks: ['B14 82.5 EUR', 'B26 20 EUR', 'B45 5.56 EUR < B26'],
    tell: (trade, ref) =>
      inThree(trade, ref, [
        [2, 1],
        [2, 1],
        [0, 1],
      ]),
  },
  {
    ref: 'F28',
    what: 'dollars declared as euros',
    breaks: ['B27 3.11523849726 EUR'],
    tell: parcel({ currency: 'USD', lines: [line(2, '10.00')], declaration: { currency: 'EUR' } }),
  },
  {
    ref: 'F29',
    what: 'another vendor’s number',
    breaks: ['B28 99 EUR'],
    tell: parcel({ model: 'ioss', captured: '118.80', declaration: { schemeNumber: 'IM2760000022' } }),
  },
  {
    ref: 'F30',
    what: 'a gift that was sold',
    breaks: ['B31 10.6 EUR'],
    tell: parcel({
      lines: [line(1, '40.00')],
      declaration: { dataset: 'H7', transactionType: 'gift' },
      item: (item) => ({ ...(without(item, 'origin') as Item), hsCode: '392410', additionalProcedures: ['C08'] }),
    }),
  },
  {
    ref: 'F31',
    what: 'sold under IOSS and taxed at the border as well',
    breaks: ['B32 21.09 EUR'],
    tell: async (trade, ref) => {
      const [sold, imported] = [parcelOf({ ref, model: 'ioss', captured: '118.80' }), parcelOf({ ref })];
      await tellParcel(trade, { ...sold, declaration: imported.declaration });
    },
  },
  {
    ref: 'F32',
    what: 'the authority’s own tax, seven cents more on one of two items',
    breaks: ['B42 0.07 EUR'],
    says: 'tax of 26FR00000000000F32 by the authority, B00 payable: expected 5.94, found 6.01; the difference is 0.07, tolerated 0.02.',
    tell: parcel({ lines: two }, backwards, async (trade, { mrn }, declaration) => {
      await trade.settle();
      await trade.tell('operator', `/v1/declarations/${declaration}/authority-tax`, {
        mrn,
        version: 1,
        message: 'TAX-1',
        currency: 'EUR',
        lines: [
          { seq: 1, taxType: 'A00', base: '20.00', rate: '6.5', assessed: '1.30', payable: '1.30' },
          { seq: 1, taxType: 'B00', base: '21.30', rate: '20', assessed: '4.26', payable: '4.26' },
          { seq: 2, taxType: 'A00', base: '7.50', rate: '12', assessed: '0.90', payable: '0.90' },
          { seq: 2, taxType: 'B00', base: '8.40', rate: '20', assessed: '1.68', payable: '1.75' },
        ],
      });
    }),
  },
];
