import fc from 'fast-check';
import { consignmentStream, orderStream } from '#advance-data';
import { declarationStream } from '#declarations';
import { type ParcelCase } from '../case';
import { asOf, nth, told } from '../../../../test/support/reconciliation/ask';
import { hand } from '../../../../test/support/reconciliation/by-hand';
import {
  advised,
  arrived,
  declared,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';

const casesOf = async (story: readonly StoryEvent[], more: object = {}): Promise<readonly ParcelCase[]> =>
  (await (await told(story)).list(asOf('2026-07-01', more), {}, { limit: 10 })).cases;
/** Each case by what is in it, with its codes. */
const inShort = (cases: readonly ParcelCase[]): readonly string[] =>
  cases.map(({ orders, consignments, declarations, breaks }) =>
    [
      ...orders.map(({ number }) => number),
      ...consignments.map(({ number }) => number),
      ...declarations.map(({ mrn }) => mrn),
      ...breaks.map(({ code }) => code),
    ].join(' '),
  );

const [named, known, parcel] = [orderStream(seller, 'O-1O'), orderStream(seller, '1'), consignmentStream('C-1', 'P1')];
/** The payment and the manifest name an order that is not there: a zero was written as a letter. */
const mistyped = wholeStory.map((event): StoryEvent =>
  event.type === 'CheckoutPaymentCaptured' ? { ...payment('O-1O', '24.00'), stream: event.stream } : event,
);

describe('a match that somebody confirmed', () => {
  it('joins a payment to the order that was meant', async () => {
    expect(inShort(await casesOf(mistyped))).toEqual(expect.arrayContaining(['1 P1 26FRL1 B01']));
    expect(inShort(await casesOf([...mistyped, hand(named, known, 'confirm')]))).toEqual(['1 P1 26FRL1']);
  });

  it('joins a parcel to an order that its manifest does not name', async () => {
    const nameless = wholeStory.map((event): StoryEvent =>
      event.type === 'ConsignmentAdvised'
        ? advised('P1', [])
        : event.type === 'DeclarationItemsRecorded'
          ? { ...event, data: { items: [{ ...item(1, '20.00', []), quantity: 2 }] } }
          : event,
    );
    expect(inShort(await casesOf(nameless))).toEqual(['1 B11', 'P1 26FRL1 B10']);
    expect(inShort(await casesOf([...nameless, hand(parcel, known, 'confirm')]))).toEqual(['1 P1 26FRL1']);
  });

  it('divides one payment between the orders that it pays, the rest to the last', async () => {
    const [second, cart] = [orderStream(seller, '2'), orderStream(seller, 'CART')];
    const paidWith = (amount: string): readonly StoryEvent[] => [
      ...wholeStory.map((event): StoryEvent =>
        event.type === 'CheckoutPaymentCaptured' ? { ...payment('CART', amount), stream: event.stream } : event,
      ),
      ...order('2', [orderLine(1, 1, '5.00')]),
      supply('2', '5.00', '1.00'),
      hand(cart, known, 'confirm'),
      hand(cart, second, 'confirm'),
    ];
    const capturedOf = async (amount: string): Promise<unknown> => {
      const [one] = await casesOf(paidWith(amount));
      return [
        one?.matches.filter(({ rule }) => rule === 'captured-amount@1').length,
        one?.breaks.flatMap(({ code, amount: stake }) => (code === 'B01' || code === 'B02' || code === 'B03' ? [`${code} ${stake}`] : [])),
      ];
    };
    expect(await capturedOf('30.00')).toEqual([2, []]);
    expect(await capturedOf('30.42')).toEqual([1, ['B03 0.42']]);
  });

  it('joins an order to the parcels that it was divided into', async () => {
    const parts = [
      ...order('3', [orderLine(1, 2, '10.00')]),
      payment('3', '24.00'),
      supply('3', '20.00', '4.00'),
      ...['P7', 'P8'].flatMap((number) => [
        advised(number, []),
        arrived(number),
        ...declared(`L${number}`, number, [item(1, '10.00', [], 1)]),
      ]),
    ];
    const divided = orderStream(seller, '3');
    const codesOf = (cases: readonly ParcelCase[]): readonly string[] =>
      cases.flatMap(({ breaks }) => breaks.flatMap(({ code }) => (['B28', 'B48', 'B50'].includes(code) ? [] : [code])));
    expect(codesOf(await casesOf(parts))).toEqual(['B11', 'B10', 'B10']);
    const joined = await casesOf([...parts, ...['P7', 'P8'].map((number) => hand(consignmentStream('C-1', number), divided, 'confirm'))]);
    expect([joined.length, codesOf(joined)]).toEqual([1, ['B14']]);
  });

  it('is taken back in one step', async () => {
    const story = [...mistyped, hand(named, known, 'confirm'), hand(named, known, { leaves: 'none' })];
    expect(inShort(await casesOf(story))).toEqual(inShort(await casesOf(mistyped)));
  });

  it('is shown among the matches, as made by hand', async () => {
    const [one] = await casesOf([...mistyped, hand(named, known, 'confirm')]);
    expect(one?.matches).toContainEqual(expect.objectContaining({ rule: 'by-hand@1', legs: [named, known].sort() }));
  });
});

describe('a match that somebody broke', () => {
  /** A second order that the carrier put on the manifest of the first one's parcel by mistake. */
  const wrongly = [
    ...wholeStory.map((event): StoryEvent => (event.type === 'ConsignmentAdvised' ? advised('P1', ['1', '2']) : event)),
    ...order('2', [orderLine(1, 1, '5.00')]),
    payment('2', '6.00'),
    supply('2', '5.00', '1.00'),
  ];
  it('separates what a key joined', async () => {
    const parted = await casesOf([...wrongly, hand(parcel, orderStream(seller, '2'), 'break')]);
    expect((await casesOf(wrongly)).length).toBe(1);
    expect(parted.map(({ orders }) => orders.map(({ number }) => number).join())).toEqual(expect.arrayContaining(['1', '2']));
  });

  it('leaves what was parted with a case of its own, wherever it is asked from', async () => {
    const alone = [advised('P1', ['1']), arrived('P1'), ...order('1', [orderLine(1, 1, '5.00')]), payment('1', '5.00')];
    const parted = [...alone, hand(parcel, known, 'break')];
    expect(inShort(await casesOf(alone))).toHaveLength(1);
    expect((await casesOf(parted)).map(({ key }) => key)).toEqual([known, parcel]);
    const reconciliation = await told(parted);
    expect([
      (await reconciliation.parcel(asOf('2026-07-01'), parcel))?.orders,
      (await reconciliation.parcel(asOf('2026-07-01'), known))?.consignments,
    ]).toEqual([[], []]);
    expect((await casesOf([...parted, hand(parcel, known, { leaves: 'none' })])).map(({ key }) => key)).toEqual([known]);
  });

  it('takes a declaration from a parcel that is not its own', async () => {
    const two = [...wholeStory, ...declared('L2', 'P1', [{ ...item(1, '9.00', []), quantity: 1 }])];
    const declaration = declarationStream('EU-FR', 'R-1', 'L2');
    expect(inShort(await casesOf(two)).join()).toContain('B21');
    const parted = await casesOf([...two, hand(declaration, parcel, 'break')]);
    expect(parted.map(({ declarations }) => declarations.map(({ mrn }) => mrn).join())).toEqual(['26FRL1', '26FRL2']);
    expect(inShort(parted)[0]).not.toContain('B21');
  });
});

it('is known from its position, and leaves what was known before as it was', async () => {
  const story = [...mistyped, hand(named, known, 'confirm')];
  expect(inShort(await casesOf(story, { knownAt: nth(mistyped.length - 1) }))).toEqual(inShort(await casesOf(mistyped)));
});

it('gives the same cases in whatever order it arrives', async () => {
  // Which return carries a supply depends on which was known first: that is no part of this.
  const trade = mistyped.filter(
    ({ type }) => !['SchemeReturnFiled', 'ChargePosted', 'PaymentAllocated', 'ReceiptRecorded', 'ReceiptIdentified'].includes(type),
  );
  const story = [
    ...trade,
    ...order('2', [orderLine(1, 1, '5.00')]),
    payment('2', '6.00'),
    advised('P2', ['2']),
    hand(named, known, 'confirm'),
    hand(consignmentStream('C-1', 'P2'), orderStream(seller, '2'), 'break'),
  ];
  const expected = await casesOf(story);
  const own = new Map<string, number[]>();
  for (const [i, { stream }] of story.entries()) own.set(stream, [...(own.get(stream) ?? []), i]);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([...story.keys()], { minLength: story.length }), async (sequence) => {
      // Events of one stream keep their order.
      const left = new Map([...own].map(([stream, all]) => [stream, [...all]]));
      const shuffled = sequence.flatMap((i) => story[left.get(story[i]?.stream ?? '')?.shift() ?? -1] ?? []);
      const got = await casesOf(shuffled);
      expect(inShort(got)).toEqual(inShort(expected));
      expect(got.map(({ key, status }) => [key, status])).toEqual(expected.map(({ key, status }) => [key, status]));
    }),
    { numRuns: 30 },
  );
});
