import { law } from '../study.examples';
import { overlay } from './overlay';
import { overlayChanges } from './overlay-changes';
import type { Scenario } from './scenario';

const wrong = (scenario: Scenario): string => {
  try {
    overlay(law, scenario);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

describe('a scenario laid over the law', () => {
  it('leaves the law as it was, and without a change is the same tables', () => {
    const before = overlayChanges(law, overlay(law, {}));
    overlay(law, { thresholds: [{ of: 'EU', amount: '0' }] });
    expect([before, overlayChanges(law, overlay(law, {}))]).toEqual([[], []]);
  });

  it('says which tables it changes, by their hashes, and with which rows', () => {
    const changes = overlayChanges(
      law,
      overlay(law, {
        thresholds: [
          { of: 'EU', amount: '0' },
          { of: 'EU-IOSS', amount: '22' },
        ],
        vatRates: [{ country: 'FR', category: 'standard', rate: '21' }],
      }),
    );
    expect(changes.map(({ table, rowCount }) => [table, rowCount])).toEqual([
      ['scheme/EU-IOSS', 1],
      ['vat/FR', 1],
      ['low-value/EU', 1],
    ]);
    expect(changes.find(({ table }) => table === 'low-value/EU')?.rows).toMatchObject([
      { id: 'SIMULATED-EU-RELIEF', reliefUpTo: '0', from: '2021-07-01', threshold: { amount: '150.00' } },
    ]);
    for (const { before, after } of changes) expect(before).not.toBe(after);
  });

  it('puts a measure in the place of all beneath its prefix', () => {
    const book = overlay(law, { measures: [{ jurisdiction: 'EU', taxType: 'A00', codePrefix: '61', origin: '*', expression: '20%' }] });
    expect(['61083100', '610910', '64041910'].map((code) => book.measure('EU', 'A00', code, 'CN', '2026-07-10'))).toMatchObject([
      { kind: 'found', measure: { expression: { kind: 'adValorem', rate: '20' } } },
      { kind: 'found', measure: { expression: { kind: 'adValorem', rate: '20' } } },
      { kind: 'found', measure: { expression: { kind: 'adValorem', rate: '16.9' } } },
    ]);
  });

  it.each<readonly [scenario: Scenario, message: string]>([
    [{ thresholds: [{ of: 'FR', amount: '0' }] }, 'FR: expected one of EU, GB, EU-IOSS, EU-SA, UK-SUPPLY'],
    [{ thresholds: [{ of: 'EU', amount: '-1' }] }, 'EU=-1: expected an amount of at least 0'],
    [{ thresholds: [{ of: 'STANDARD-IMPORT', amount: '1' }] }, 'STANDARD-IMPORT has no limit'],
    [
      { flat: [{ territory: 'EU', rule: '3%' }] },
      'EU: expected an amount for each code or consignment, like "3.00 EUR/hs6" or "3.00 EUR/consignment", or none',
    ],
    [{ flat: [{ territory: 'US', rule: '3.00 USD/hs6' }] }, 'US has no rule of low value'],
    [
      { flat: [{ territory: 'EU', rule: '3.00 EUR/hs6' }], thresholds: [{ of: 'EU', amount: '50' }] },
      'EU: a flat duty takes the place of the relief up to 150.00 EUR; a limit below it is not known to the rules',
    ],
    [
      { flat: [{ territory: 'EU', rule: 'none' }], thresholds: [{ of: 'EU', amount: '50' }] },
      'EU: --threshold alone takes the flat duty away',
    ],
    [
      { measures: [{ jurisdiction: 'EU', taxType: 'A00', codePrefix: '61', origin: '*', expression: 'vat:standard' }] },
      'EU:A00: "vat:standard" is no rule of such a tariff, like "12%" or "12% + 3.00 EUR/100 kg", for B00 "vat:reduced"',
    ],
    [
      { measures: [{ jurisdiction: 'XX', taxType: 'A00', codePrefix: '61', origin: '*', expression: '1%' }] },
      'XX:A00: there is no such tariff',
    ],
    [{ vatRates: [{ country: 'DE', category: 'superReduced', rate: '1' }] }, 'DE: there is no superReduced rate'],
  ])('is refused where the law has nothing of the kind: %j', (scenario, message) => {
    expect(wrong(scenario)).toBe(message);
  });
});
