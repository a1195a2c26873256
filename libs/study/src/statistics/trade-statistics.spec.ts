import { Exact } from '#money';
import { item, law, TradeToTell } from '../study.examples';
import type { Dimension } from './dimensions';
import { type StatisticsQuestion, StatisticsTooLargeError, tradeStatistics } from './trade-statistics';
import { shippedValueBands, unorderedBound } from './value-bands';

describe('trade statistics', () => {
  const trade = new TradeToTell();
  beforeAll(async () => {
    await trade.ship('P-1', 'air');
    await trade.ship('P-2', 'post');
    await trade.declare('1', [item(1, '610910', '60.00', { quantity: 2, grossMass: '0.4' }), item(2, '490199', '10.00')]);
    await trade.declare('2', [item(1, '610910', '22.00', { additionalProcedures: ['C07', 'F48'] })], {
      scheme: 'EU-IOSS',
      schemeNumber: 'IM3720000015',
      suppliedOn: '2026-07-01',
    });
    await trade.declare('3', [item(1, '39241000', '100.10', { origin: 'CN', additionalProcedures: ['C07'] })], {
      authority: 'GB',
      jurisdiction: 'GB',
      currency: 'GBP',
      dataset: 'H1',
      acceptedAt: '2026-06-30T10:00:00.000Z',
      acceptedOn: '2026-06-30',
      representativeStatus: '2',
    });
  });

  const asked = (by: readonly Dimension[], more: Partial<StatisticsQuestion> = {}) =>
    tradeStatistics(trade.recorded(), law, { by, window: {}, currency: 'EUR', bands: shippedValueBands(), ...more });

  it('counts parcels, items, units, mass and values, and the tax of each type', async () => {
    const { rows, total } = await asked(['destination']);
    expect(
      rows.map(({ key, parcels, items, units, values, mass, itemsWithMass }) => [
        key.destination,
        parcels,
        items,
        units,
        values,
        mass,
        itemsWithMass,
      ]),
    ).toEqual([
      ['FR', 2, 3, 4, [{ currency: 'EUR', value: '92' }], '0.4', 1],
      ['GB', 1, 1, 1, [{ currency: 'GBP', value: '100.1' }], '0', 0],
    ]);
    // France: flat duty 3.00 for each of three codes in two parcels; VAT 20 % of 63.00 and 5.5 % of 13.00 at the border, 20 % of 25.00 in
    // the IOSS return.
    expect(rows[0]?.taxes).toEqual([
      {
        taxType: 'A00',
        currency: 'EUR',
        assessed: '9.00',
        forgone: '0.00',
        otherRelief: '0.00',
        accountedElsewhere: '0.00',
        secured: '0.00',
        payable: '9.00',
      },
      {
        taxType: 'B00',
        currency: 'EUR',
        assessed: '18.32',
        forgone: '0.00',
        otherRelief: '0.00',
        accountedElsewhere: '5.00',
        secured: '0.00',
        payable: '13.32',
      },
    ]);
    // GB: 6 % of 100.10 is forgone, cut off to the penny.
    expect(rows[1]?.taxes[0]).toMatchObject({ assessed: '6.00', forgone: '6.00', payable: '0.00' });
    expect([total.parcels, total.items, total.units]).toEqual([3, 4, 5]);
  });

  it('presents values in one currency by the customs rate of the day, each item rounded once', async () => {
    const conversion = law.conversion('GBP', 'EUR', 'penultimateWednesday', '2026-06-30');
    if ('kind' in conversion) throw new Error('no rate');
    const { rows, rounding } = await asked(['authority']);
    expect(rows.map(({ key, presented }) => [key.authority, presented])).toEqual([
      ['EU-FR', '92.00'],
      [
        'GB',
        conversion
          .apply(Exact.parse('100.10'))
          .toMinor(2, 'half-even')
          .toString()
          .replace(/(\d\d)$/, '.$1'),
      ],
    ]);
    expect(rounding).toEqual({ ruleId: 'statistics.presentation', mode: 'half-even', level: 'item' });
    expect((await asked([], { currency: 'ISK' })).total).toMatchObject({ itemsNotPresented: 4 });
  });

  it.each<readonly [Dimension, readonly (readonly [string, number])[]]>([
    [
      'month',
      [
        ['2026-06', 1],
        ['2026-07', 2],
      ],
    ],
    [
      'origin',
      [
        ['-', 2],
        ['CN', 1],
      ],
    ],
    [
      'hs6',
      [
        ['392410', 1],
        ['490199', 1],
        ['610910', 2],
      ],
    ],
    [
      'chapter',
      [
        ['39', 1],
        ['49', 1],
        ['61', 2],
      ],
    ],
    [
      'mode',
      [
        ['-', 1],
        ['air', 1],
        ['post', 1],
      ],
    ],
    [
      'model',
      [
        ['consumer', 1],
        ['declarant', 1],
        ['vendor', 1],
      ],
    ],
    [
      'scheme',
      [
        ['-', 2],
        ['EU-IOSS', 1],
      ],
    ],
    [
      'band',
      [
        ['0-22 EUR', 1],
        ['45-150 EUR', 2],
      ],
    ],
    [
      'dataset',
      [
        ['H1', 1],
        ['H7', 2],
      ],
    ],
    ['dispatch', [['CN', 3]]],
  ])('tells them apart by %s', async (dimension, expected) => {
    expect((await asked([dimension])).rows.map(({ key, parcels }) => [key[dimension], parcels])).toEqual(expected);
  });

  it('holds back what is of too few parcels and says how much that is, never one row alone', async () => {
    const { rows, suppressed, total } = await asked(['destination'], { least: 2 });
    expect([rows, suppressed, total.parcels]).toEqual([[], { rows: 2, least: 2 }, 3]);
    expect((await asked(['hs6'], { least: 2 })).suppressed).toEqual({ rows: 2, least: 2 });
  });

  it('keeps to the days asked for, and stops where more is asked than it may answer', async () => {
    expect((await asked([], { window: { from: '2026-07-01', to: '2026-07-31' } })).total.parcels).toBe(2);
    await expect(asked([], { mostDeclarations: 2 })).rejects.toThrow(StatisticsTooLargeError);
  });

  it('knows bounds that do not rise', () => {
    expect([unorderedBound(['1', '2']), unorderedBound(['1', '1']), unorderedBound(['0'])]).toEqual([undefined, '1', '0']);
  });
});
