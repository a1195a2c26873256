import { consignmentStream, orderStream } from '#advance-data';
import { declarationStream } from '#declarations';
import { evidenceRequestId, evidenceRequestStream } from '#evidence-requests';
import { reconciliationProjection } from '../views/reconciliation.projection';
import { periodCaseKey } from '../period/period-key';
import { Reconciliation } from '../reconcile';
import { asOf, viewsOf } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  assessed,
  declared,
  iossNumber,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
  supply,
} from '../../../../test/support/reconciliation/story';
import { filed, granted, received } from '../../../../test/support/reconciliation/settlement';
import { wholeStory } from '../../../../test/support/reconciliation/whole-stories';
import { type Missing } from './missing-legs';
import { WhyNot } from './why-not';

const missingOf = async (story: readonly StoryEvent[], subject: string, day = '2026-07-01'): Promise<readonly Missing[]> => {
  const views = await viewsOf(story, [reconciliationProjection]);
  return (await new WhyNot(views, new Reconciliation(views)).ask(asOf(day), subject))?.missing ?? [];
};
/** The leg with its best candidate, its score and what fails first. */
const best = (missing: readonly Missing[], leg: Missing['leg']): readonly string[] =>
  missing
    .filter((one) => one.leg === leg)
    .flatMap(({ candidates: [first], unsearchable }) =>
      first === undefined
        ? [unsearchable ?? 'nothing']
        : [`${first.name} ${String(first.score)}${first.failing === undefined ? '' : ` ${first.failing.criterion}`}`],
    );
const together = (missing: readonly Missing[], leg: Missing['leg']): readonly string[] =>
  missing.filter((one) => one.leg === leg).flatMap((one) => one.together?.sets.map(({ sentence }) => sentence) ?? []);

const [alice, bob] = ['a'.repeat(64), 'b'.repeat(64)];
const bought = (number: string, price: string, more: object = {}): readonly StoryEvent[] =>
  order(number, [orderLine(1, 2, price, { grossMass: '1' })], { buyer: alice, ...more });
const of = (number: string): string => orderStream(seller, number);
/** A declaration of a parcel that names no order: two units of the value. */
const foreign = (lrn: string, parcel: string, value: string, more: object = {}): readonly StoryEvent[] =>
  declared(lrn, parcel, [{ ...item(1, value, []), quantity: 2, ...more }]);

describe('why an order is in no parcel', () => {
  const lost = [...bought('A', '10.00'), payment('A', '24.00')];
  it('shows the parcel whose manifest names an order that nobody knows', async () => {
    const missing = await missingOf([...lost, advised('P9', ['A-OLD']), arrived('P9'), ...foreign('L9', 'P9', '20.00')], of('A'));
    expect(best(missing, 'consignment')).toEqual(['parcel P9 100']);
    expect(missing.find(({ leg }) => leg === 'consignment')?.candidates[0]?.subject).toBe(consignmentStream('C-1', 'P9'));
  });
  it('tells that its mass differs, by how much, and what is tolerated', async () => {
    const missing = await missingOf([...lost, advised('P9', ['A-OLD']), ...foreign('L9', 'P9', '20.00', { grossMass: '1.5' })], of('A'));
    expect(missing.find(({ leg }) => leg === 'consignment')?.candidates[0]?.failing?.sentence).toBe(
      'parcel P9: mass differs by 0.5 kg, tolerance 0.1 kg; expected 1 kg, found 1.5 kg.',
    );
  });
  it('shows the parcels that it was divided into', async () => {
    const story = [...lost, ...foreign('L1', 'P1', '12.50'), ...foreign('L2', 'P2', '7.50'), ...foreign('L3', 'P3', '9.00')];
    expect(together(await missingOf(story, of('A')), 'consignment')).toEqual([
      'declaration 26FRL2 (7.5), declaration 26FRL1 (12.5): together exactly 20 EUR.',
    ]);
  });
  it('shows no parcel of another seller, in another currency, or of an order that is known', async () => {
    const story = [
      ...lost,
      ...declared('L1', 'P1', [{ ...item(1, '20.00', []), quantity: 2 }], { seller: 'V-FR-1' }),
      ...declared('L2', 'P2', [{ ...item(1, '20.00', []), quantity: 2 }], { currency: 'USD' }),
    ];
    expect(best(await missingOf(story, of('A')), 'consignment')).toEqual(['nothing']);
    expect(best(await missingOf([...wholeStory, ...lost], of('A')), 'consignment')).toEqual(['parcel P1 77 free']);
  });
});

describe('why a parcel has no declaration', () => {
  const undeclared = [...bought('A', '10.00'), payment('A', '24.00'), advised('P123', ['A']), arrived('P123')];
  it('shows the declaration that names a parcel nobody announced, by value, days, number and mass', async () => {
    expect(best(await missingOf([...undeclared, ...foreign('L1', 'P132', '20.00', { grossMass: '1' })], of('A')), 'declaration')).toEqual([
      'declaration 26FRL1 100',
    ]);
    expect(best(await missingOf([...undeclared, ...foreign('L1', 'X9', '20.00')], of('A')), 'declaration')).toEqual([
      'declaration 26FRL1 89 number',
    ]);
  });
  it('finds the parcel from the declaration, too', async () => {
    const story = [...undeclared, ...foreign('L1', 'P132', '20.00')];
    expect(best(await missingOf(story, declarationStream('EU-FR', 'R-1', 'L1')), 'consignment')).toEqual(['parcel P123 100']);
  });
  it('says where nothing can be searched by', async () => {
    expect(best(await missingOf([advised('P123', ['NOBODY']), arrived('P123')], consignmentStream('C-1', 'P123')), 'declaration')).toEqual([
      'no order of the parcel says whose goods they are and what they are worth',
    ]);
  });
});

describe('whose it is', () => {
  const paidBy = (number: string, amount: string, buyer: string, more: object = {}): StoryEvent => {
    const told = payment(number, amount);
    return { ...told, data: { ...(told.data as object), buyer, ...more } } as StoryEvent;
  };
  const sentTo = (number: string, recipient: string, more: object = {}): StoryEvent => {
    const told = advised(number, ['NOBODY']);
    return { ...told, data: { ...(told.data as object), recipient, ...more } } as StoryEvent;
  };
  const lost = [...bought('A', '10.00'), payment('A', '24.00')];

  it('finds the order of a payment by its buyer where neither amount nor number is near', async () => {
    const many = Array.from({ length: 60 }, (_, i) => bought(`N${String(i)}`, '30.00', { buyer: bob })).flat();
    const story = [...many, ...bought('MINE', '10.00'), paidBy('X-1', '77.00', alice)];
    const [missing] = await missingOf(story, of('X-1'));
    expect(missing?.candidates.find(({ name }) => name === 'order MINE')).toMatchObject({
      rule: 'composite-key@3',
      score: Math.floor(((20 + 30 + 15) * 100) / 115),
      criteria: [
        { criterion: 'free', holds: true },
        { criterion: 'amount', holds: false, distance: '53' },
        { criterion: 'buyer', expected: 'a'.repeat(16), found: 'a'.repeat(16), distance: '0', holds: true },
        { criterion: 'days' },
        { criterion: 'number' },
      ],
    });
  });
  it('says that an order of the same amount is somebody else’s, and weighs that', async () => {
    const story = [...bought('A', '10.00', { buyer: bob }), paidBy('A1', '24.00', alice)];
    expect(best(await missingOf(story, of('A1')), 'order')).toEqual(['order A 73 buyer']);
    expect((await missingOf(story, of('A1')))[0]?.candidates[0]?.failing?.sentence).toBe(
      `order A: buyer: expected ${'a'.repeat(16)}, found ${'b'.repeat(16)}.`,
    );
    expect(best(await missingOf([...bought('A', '10.00', { buyer: undefined }), paidBy('A1', '24.00', alice)], of('A1')), 'order')).toEqual(
      ['order A 100'],
    );
  });
  it('finds the payment of an order by its buyer, within the days of the rule', async () => {
    const story = [
      ...bought('A', '10.00'),
      paidBy('X-1', '77.00', alice),
      paidBy('X-2', '24.00', bob, { acceptedAt: '2026-05-02T10:00:00.000Z' }),
    ];
    const [missing] = await missingOf(story, of('A'));
    expect(missing?.candidates.map(({ name, score }) => [name, score])).toEqual([
      ['payment T-X-2 for X-2', 65],
      ['payment T-X-1 for X-1', 56],
    ]);
  });
  it('finds the order of a parcel that nobody declared by its recipient, days and mass', async () => {
    const story = [...lost, sentTo('P9', alice, { grossMass: '1.05', destination: 'FR' }), arrived('P9')];
    expect(best(await missingOf(story, consignmentStream('C-1', 'P9')), 'order')).toEqual(['order A 100']);
    expect(best(await missingOf(story, of('A')), 'consignment')).toEqual(['parcel P9 100']);
    expect(
      best(await missingOf([...lost, sentTo('P9', alice, { grossMass: '1.5' }), arrived('P9')], consignmentStream('C-1', 'P9')), 'order'),
    ).toEqual(['order A 86 mass']);
    expect(best(await missingOf([...lost, advised('P9', ['NOBODY']), arrived('P9')], consignmentStream('C-1', 'P9')), 'order')).toEqual([
      'no declaration of the parcel names a seller and a value, and no manifest a recipient',
    ]);
  });
  it('joins nothing by it', async () => {
    const story = [...bought('A', '10.00'), paidBy('X-1', '24.00', alice), sentTo('P9', alice), arrived('P9')];
    const views = await viewsOf(story, [reconciliationProjection]);
    expect((await new Reconciliation(views).reconcile(asOf('2026-07-01'))).totals.cases).toBe(3);
  });
  it('puts no orders together that are not the payer’s', async () => {
    const story = [...bought('A', '10.00', { buyer: bob }), ...bought('B', '15.00', { buyer: bob })];
    expect(together(await missingOf([...story, paidBy('CART-7', '60.00', alice)], of('CART-7')), 'order')).toEqual([]);
    expect(together(await missingOf([...story, paidBy('CART-7', '60.00', bob)], of('CART-7')), 'order')).toHaveLength(1);
  });
});

describe('one declaration for many parcels', () => {
  const under = (number: string, orders: readonly string[], more: object = {}): StoryEvent => {
    const told = advised(number, orders);
    return { ...told, data: { ...(told.data as object), masterDocument: 'MASTER-1', ...more } } as StoryEvent;
  };
  const one = (n: number, price: string, more: object = {}): readonly StoryEvent[] => [
    ...bought(`O${String(n)}`, price),
    payment(`O${String(n)}`, String(Number(price) * 2.4)),
    under(`P${String(n)}`, [`O${String(n)}`], more),
    arrived(`P${String(n)}`),
  ];
  const weighing = (grossMass: string, pieces = 2) => ({ grossMass, pieces });
  const three = [...one(1, '10.00', weighing('1')), ...one(2, '15.00', weighing('0.5')), ...one(3, '20.00', weighing('0.25'))];
  const master = (value: string, units: number, grossMass: string): readonly StoryEvent[] =>
    foreign('LM', 'MASTER-1', value, { quantity: units, grossMass });
  const ofMaster = async (story: readonly StoryEvent[]): Promise<Missing | undefined> =>
    (await missingOf(story, declarationStream('EU-FR', 'R-1', 'LM'))).find(({ leg }) => leg === 'consignment');

  it('shows all parcels under the document that it names, by value, pieces, mass and days', async () => {
    const missing = await ofMaster([...three, ...master('90.00', 6, '1.8')]);
    expect(missing?.consolidated).toMatchObject({
      subject: consignmentStream('C-1', 'MASTER-1'),
      name: '3 parcels under MASTER-1',
      rule: 'composite-key@3',
      score: 100,
      unique: true,
      members: [{ name: 'parcel P1' }, { name: 'parcel P2' }, { name: 'parcel P3' }],
    });
    expect(missing?.consolidated?.criteria.map(({ criterion, distance, tolerance }) => [criterion, distance, tolerance])).toEqual([
      ['amount', '0', '0.015'],
      ['units', '0', undefined],
      ['mass', '0.05 kg', '0.18 kg'],
      ['days', '7 days', '60 days'],
    ]);
    expect(missing?.together).toBeUndefined();
  });
  it('says by how much they differ, and shows the parcels that come to it exactly', async () => {
    const missing = await ofMaster([...three, ...master('60.00', 4, '1.25')]);
    expect(missing?.consolidated?.failing?.sentence).toBe(
      '3 parcels under MASTER-1: amount differs by 30, tolerance 0.015; expected 60 EUR, found 90 EUR.',
    );
    expect(missing?.consolidated?.unique).toBe(false);
    expect(missing?.together).toMatchObject({
      unique: true,
      complete: true,
      searched: 3,
      sets: [{ sentence: 'parcel P1 (20), parcel P3 (40): together exactly 60 EUR.' }],
    });
    // The values would do, and the masses do not.
    expect((await ofMaster([...three, ...master('60.00', 4, '9')]))?.together).toBeUndefined();
  });
  it('leaves out what is not told, and what is declared by itself', async () => {
    const told = await ofMaster([...three, under('P4', ['NOBODY']), ...master('90.00', 6, '1.8')]);
    expect([told?.consolidated?.criteria.map(({ criterion }) => criterion), told?.consolidated?.unique]).toEqual([['days'], false]);
    expect(
      (await ofMaster([...three, ...foreign('L3', 'P3', '40.00'), ...master('50.00', 4, '1.5')]))?.consolidated?.members.map(
        ({ name }) => name,
      ),
    ).toEqual(['parcel P1', 'parcel P2']);
    expect((await ofMaster([...one(1, '10.00'), ...foreign('LM', 'MASTER-2', '20.00')]))?.consolidated).toBeUndefined();
  });
});

describe('one for many and many for one', () => {
  const [a, b] = [bought('A', '10.00'), bought('B', '15.00')];
  it('shows the orders of one buyer that one payment pays', async () => {
    const [missing] = await missingOf([...a, ...b, payment('CART-7', '60.00')], of('CART-7'));
    expect(missing?.together).toEqual({
      unique: true,
      complete: true,
      searched: 2,
      sets: [
        {
          rule: 'several-together@1',
          amount: '60',
          currency: 'EUR',
          tolerance: '0',
          distance: '0',
          score: 100,
          members: [
            { subject: of('A'), name: 'order A', amount: '24' },
            { subject: of('B'), name: 'order B', amount: '36' },
          ],
          sentence: 'order A (24), order B (36): together exactly 60 EUR.',
        },
      ],
    });
  });
  it('puts no orders of two buyers together, and none that is paid', async () => {
    expect(
      together(await missingOf([...a, ...bought('B', '15.00', { buyer: bob }), payment('CART-7', '60.00')], of('CART-7')), 'order'),
    ).toEqual([]);
    expect(together(await missingOf([...a, ...b, payment('B', '36.00'), payment('CART-7', '60.00')], of('CART-7')), 'order')).toEqual([]);
  });
  it('says that there are several sets, and looks for several only where none fits alone', async () => {
    const [missing] = await missingOf([...a, ...b, ...bought('C', '15.00'), payment('CART-7', '60.00')], of('CART-7'));
    expect([missing?.together?.unique, missing?.together?.sets.length]).toEqual([false, 3]);
    const [single] = await missingOf([...a, ...b, ...bought('D', '25.00'), payment('CART-7', '60.00')], of('CART-7'));
    expect([single?.candidates[0]?.name, single?.together]).toEqual(['order D', undefined]);
  });
  it('shows the payments that an order was paid with in parts', async () => {
    const story = [
      ...b,
      supply('B', '30.00', '6.00'),
      payment('GIFT-CARD', '10.00', '2026-05-01T10:00:00.000Z', 'T-1'),
      payment('CARD', '26.00', '2026-05-01T10:00:00.000Z', 'T-2'),
    ];
    expect(together(await missingOf(story, of('B')), 'payment')).toEqual(['payment T-1 (10), payment T-2 (26): together exactly 36 EUR.']);
  });
  it('shows the orders that one parcel carries', async () => {
    const story = [...a, ...b, advised('P9', ['NOBODY']), arrived('P9'), ...foreign('L9', 'P9', '50.00')];
    expect(together(await missingOf(story, consignmentStream('C-1', 'P9')), 'order')).toEqual([
      'order A (20), order B (30): together exactly 50 EUR.',
    ]);
  });
});

it('finds the order that is not paid among a hundred of one price', async () => {
  const at = (i: number): string => `2026-05-01T10:${String(Math.floor(i / 60)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000Z`;
  const many = Array.from({ length: 100 }, (_, i) => [
    ...order(`N${String(i)}`, [orderLine(1, 2, '10.00')], { orderedAt: at(i) }),
    ...(i === 93 ? [] : [payment(`N${String(i)}`, '24.00', at(i), `T-${String(i)}`)]),
  ]).flat();
  expect(best(await missingOf([...many, payment('WRONG-1', '24.00', at(99))], of('WRONG-1')), 'order')).toEqual(['order N93 88 number']);
});

it('says of a proof of payment who was asked for it and until when', async () => {
  const request = evidenceRequestId('EU-FR', 'REQ-1');
  const asked: StoryEvent = {
    type: 'EvidenceRequested',
    stream: evidenceRequestStream(request),
    at: '2026-06-20T12:00:00.000Z',
    data: {
      request,
      kind: 'proofOfPayment',
      subject: of('1'),
      authority: 'EU-FR',
      requestReference: 'REQ-1',
      party: 'P-1',
      requestedBy: 'OFFICER-1',
      requestedOn: '2026-06-20',
      dueOn: '2026-06-30',
      retentionYears: 10,
    },
  };
  expect(await missingOf([...wholeStory, asked], of('1'))).toEqual([
    { leg: 'proof', of: of('1'), candidates: [], asked: { party: 'P-1', reference: 'REQ-1', dueOn: '2026-06-30' } },
  ]);
});

it('supposes the rates of the destination, and no others', async () => {
  expect((await missingOf([...bought('A', '20.00'), payment('X-1', '48.42')], of('X-1')))[0]?.candidates[0]?.failing?.sentence).toBe(
    'order A: amount differs by 0.42, tolerance 0.01; expected 48 EUR, found 48.42 EUR.',
  );
  expect(
    (await missingOf([...bought('A', '20.00', { destination: undefined }), payment('X-1', '48.42')], of('X-1')))[0]?.candidates[0]?.failing
      ?.distance,
  ).toBe('0.02');
});

describe('why a return is not paid', () => {
  const open = [
    granted(),
    ...order('1', [orderLine(1, 2, '10.00')]),
    payment('1', '24.00'),
    supply('1', '20.00', '4.00'),
    advised('P1', ['1']),
    ...declared('L1', 'P1', [item(1, '20.00', [{ order: '1', ordinal: 1, quantity: 2 }])]),
    assessed('L1', '0.00', '4.00'),
    ...filed('4.00', '20.00'),
  ];
  const key = periodCaseKey(iossNumber, '2026-05');
  it('shows the bank entry that is nearest, and how far it is', async () => {
    const [missing] = await missingOf([...open, received('B-1', '3.58'), received('B-2', '9.00')], key, '2026-07-10');
    expect(missing?.candidates.map(({ failing }) => failing?.sentence)).toEqual([
      'bank entry B-1: amount differs by 0.42, tolerance 0; expected 4 EUR, found 3.58 EUR.',
      'bank entry B-2: amount differs by 5, tolerance 0; expected 4 EUR, found 9 EUR.',
    ]);
  });
  it('shows the bank entries that come to it together, and what an entry may be for', async () => {
    const story = [...open, received('B-1', '1.50'), received('B-2', '2.50'), received('B-3', '4.00')];
    expect(together(await missingOf(story.slice(0, -1), key, '2026-07-10'), 'receipt')).toEqual([
      'bank entry B-1 (1.5), bank entry B-2 (2.5): together exactly 4 EUR.',
    ]);
    const views = await viewsOf(story, [reconciliationProjection]);
    const receipt = (await new Reconciliation(views).reconcile(asOf('2026-07-10'))).receipts.find(
      ({ entryReference }) => entryReference === 'B-3',
    );
    expect(best(await missingOf(story, receipt?.key ?? '', '2026-07-10'), 'debt')).toEqual([`return of ${iossNumber} for 2026-05 100`]);
  });
  it('says nothing of what is no case', async () => {
    expect(await missingOf(open, 'return-NOBODY-2026-05')).toEqual([]);
  });
});
