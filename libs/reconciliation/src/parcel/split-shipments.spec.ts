import { consignmentStream, orderStream } from '#advance-data';
import { Reconciliation } from '../reconcile';
import { reconciliationProjection } from '../views/reconciliation.projection';
import { asOf, parcelBreaks, told, viewsOf } from '../../../../test/support/reconciliation/ask';
import {
  advised,
  arrived,
  declared,
  excluded,
  item,
  order,
  orderLine,
  payment,
  seller,
  type StoryEvent,
} from '../../../../test/support/reconciliation/story';

const outOfScheme = { dataset: 'H1' as const, scheme: undefined, schemeNumber: undefined } as object;
/** An item of so many units, which names no order line. */
const foreign = (value: string, units: number, hsCode = '610910'): ReturnType<typeof item> => ({ ...item(1, value, [], units), hsCode });
const sent = (parcel: string, ...items: readonly ReturnType<typeof item>[]): readonly StoryEvent[] => [
  advised(parcel, ['1']),
  arrived(parcel),
  ...declared(
    `L${parcel}`,
    parcel,
    items.map((one, i) => ({ ...one, seq: i + 1 })),
    outOfScheme,
  ),
];
/** Shirts at ten, a coat at thirty under the same code, and a cup at five. */
const bought = [
  ...order('1', [orderLine(1, 2, '10.00'), orderLine(2, 1, '30.00'), orderLine(3, 1, '5.00', { hsCode: '69111000' })], {
    schemeNumber: undefined,
  } as object),
  payment('1', '55.00'),
  excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
];
/** What of goods and values does not fit; that nothing is assessed is another matter. */
const misfits = async (...parcels: readonly (readonly StoryEvent[])[]): Promise<readonly string[]> =>
  (await parcelBreaks([...bought, ...parcels.flat()], '2026-05-10')).filter((found) => !/^B(14|40|48)/.test(found));

describe('an order in several parcels, whose declarations name no order lines', () => {
  it('is divided by code and price, whichever parcel comes first', async () => {
    expect(await misfits(sent('P1', foreign('20.00', 2)), sent('P2', foreign('30.00', 1), foreign('5.00', 1, '691110')))).toEqual([]);
    expect(await misfits(sent('P1', foreign('30.00', 1), foreign('5.00', 1, '691110')), sent('P2', foreign('20.00', 2)))).toEqual([]);
  });
  it('has the units of one line in several of them', async () => {
    expect(
      await misfits(sent('P1', foreign('10.00', 1), foreign('5.00', 1, '691110')), sent('P2', foreign('10.00', 1), foreign('30.00', 1))),
    ).toEqual([]);
  });
  it('is declared for less in the one that is declared for less', async () => {
    expect(await misfits(sent('P1', foreign('20.00', 2)), sent('P2', foreign('12.00', 1), foreign('5.00', 1, '691110')))).toEqual([
      'B23 18 EUR',
    ]);
  });
  it('is, as far as nobody declared it, in the parcel that has no declaration', async () => {
    expect(await misfits(sent('P1', foreign('20.00', 2)), [advised('P2', ['1']), arrived('P2')])).toEqual(['B20 35 EUR']);
  });
  it('explains the parcel of its goods without a code, and no other parcel of the case', async () => {
    const unclassified = [
      ...order('2', [{ ordinal: 1, sku: 'X', quantity: 1, unitPrice: '7.00', class: 'goods' }]),
      payment('2', '7.00'),
      excluded('2', 'OUTSIDE', 'CLASSIFICATION_MISSING'),
    ];
    const parcels = [advised('P1', ['1']), arrived('P1'), advised('P2', ['1', '2']), arrived('P2')];
    expect(await misfits(unclassified, parcels)).toEqual(['B20 55 EUR', 'B08 7 EUR', 'B20 7 EUR because of B08']);
  });
  it('misses the units that none of them declares', async () => {
    expect(await misfits(sent('P1', foreign('20.00', 2)), sent('P2', foreign('5.00', 1, '691110')))).toEqual([
      'B26 30 EUR',
      'B23 30 EUR because of B26',
    ]);
  });
});

describe('an order in several parcels, whose declarations name its lines', () => {
  const covering = (units: number): ReturnType<typeof item> =>
    item(1, `${String(units * 10)}.00`, [{ order: '1', ordinal: 1, quantity: units }], units);
  const four = [
    ...order('1', [orderLine(1, 4, '10.00')], { schemeNumber: undefined } as object),
    payment('1', '40.00'),
    excluded('1', 'STANDARD-IMPORT', 'above_threshold'),
  ];
  const misfitsOf = async (first: number, second: number): Promise<readonly string[]> =>
    (await parcelBreaks([...four, ...sent('P1', covering(first)), ...sent('P2', covering(second))], '2026-05-10')).filter(
      (found) => !/^B(14|40|48)/.test(found),
    );

  it('is declared with each unit once', async () => {
    expect(await misfitsOf(2, 2)).toEqual([]);
  });
  it('is told as divided, and its declared items wait or match like its units', async () => {
    const { totals } = await (await told([...four, ...sent('P1', covering(2)), ...sent('P2', covering(2))])).reconcile(asOf('2026-05-09'));
    expect(totals).toMatchObject({
      breaks: { B14: { count: 1 } },
      items: { inTransit: 1, broken: 0 },
      declaredItems: { inTransit: 2, broken: 0 },
    });
  });
  it('misses once what none of them declares', async () => {
    expect(await misfitsOf(2, 1)).toEqual(['B26 10 EUR']);
  });
  it('has too much of it once, whatever the parcels share', async () => {
    expect(await misfitsOf(3, 2)).toEqual(['B26 10 EUR']);
    expect(await misfitsOf(4, 1)).toEqual(['B26 10 EUR']);
  });
});

describe('goods that no declaration covers', () => {
  const names = ['PA', 'PB', 'PC', 'PD'];
  const on = (day: string, parcel: string, lines: readonly number[]): readonly StoryEvent[] => [
    advised(parcel, ['1']),
    arrived(parcel),
    ...declared(
      `L${parcel}`,
      parcel,
      lines.map((ordinal, i) => item(i + 1, '20.00', [{ order: '1', ordinal, quantity: ordinal === 1 ? 2 : 1 }], ordinal === 1 ? 2 : 1)),
      { ...outOfScheme, acceptedAt: `${day}T12:00:00.000Z` },
    ),
  ];
  const breaksOf = async (story: readonly StoryEvent[], day: string) => {
    const views = await viewsOf([...bought, ...story], [reconciliationProjection]);
    return (await new Reconciliation(views).parcel(asOf(day), orderStream(seller, '1')))?.breaks ?? [];
  };

  it.each(names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const)))(
    'are missed in the parcel that was declared last, whatever its name: %s, then %s',
    async (one, other) => {
      const [missing] = (await breaksOf([...on('2026-05-09', one, [1]), ...on('2026-05-19', other, [2])], '2026-05-20')).filter(
        ({ code }) => code === 'B22',
      );
      expect(missing).toMatchObject({
        since: '2026-05-19T12:00:00.000Z',
        subject: `${orderStream(seller, '1')}/3/${consignmentStream('C-1', other)}`,
      });
      expect(missing?.why.criterion).toContain(`under 26FRL${other}`);
    },
  );
  it.each(names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const)))(
    'wait in the undeclared parcel that is there first, whatever its name: %s, then %s',
    async (one, other) => {
      const story = [advised(one, ['1']), arrived(one), advised(other, ['1'])];
      const found = await breaksOf(story, '2026-05-20');
      expect(found.filter(({ code }) => code === 'B20').map(({ subject, amount }) => [subject, amount])).toEqual([
        [consignmentStream('C-1', one), '55'],
      ]);
    },
  );
});
