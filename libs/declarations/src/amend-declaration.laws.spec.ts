import fc from 'fast-check';
import { parseMoney } from '#money';
import { accepted, amendedTo, assessNow, britishImport, item, rate, when } from './declarations.examples';
import { type DeclarationEvent } from './declarations.events';
import { type DutyAssessedData } from './assessment.events';
import { sized } from '../../../test/support/size';

type Amounts = ReadonlyMap<string, bigint>;
const parts = ['assessed', 'relieved', 'accountedElsewhere', 'secured', 'payable'] as const;
const amountsOf = (totals: DutyAssessedData['totals'], before: Amounts = new Map()): Amounts => {
  const sums = new Map(before);
  for (const total of totals)
    for (const part of parts) {
      const key = `${total.taxType} ${total.beneficiary} ${part}`;
      sums.set(key, (sums.get(key) ?? 0n) + parseMoney(total[part], 'GBP').minor);
    }
  return new Map([...sums].filter(([, minor]) => minor !== 0n).sort(([a], [b]) => (a < b ? -1 : 1)));
};

const items = fc
  .uniqueArray(
    fc.record({
      seq: fc.integer({ min: 1, max: 9 }),
      value: fc.integer({ min: 1, max: 99999 }),
      percent: fc.constantFrom('0', '2.70', '14.00'),
      secured: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4, selector: ({ seq }) => seq },
  )
  .map((rows) =>
    rows.map(({ seq, value, percent, secured }) =>
      item(seq, String(value), rate('A00', percent), ...(secured ? [rate('MDP', '12.00', { security: true })] : [])),
    ),
  );

describe('laws of amendments', () => {
  it('I11: the first assessment and all changes after it add up to the latest one, amount by amount', () => {
    fc.assert(
      fc.property(fc.array(items, { minLength: 2, maxLength: 5 }), (versions) => {
        const lodged = britishImport(...(versions[0] ?? []));
        const commands = versions
          .slice(1)
          .flatMap((each, i) => [amendedTo(lodged, each, { amendedAt: `2026-03-1${String(i + 2)}T10:00:00.000Z` }), assessNow]);
        let events: readonly DeclarationEvent[] = [];
        for (const command of [lodged, assessNow, ...commands]) {
          const decision = when(events, command);
          if ('accepted' in decision) events = [...events, ...accepted(decision)];
        }
        const [first, ...later] = events.flatMap((event) => (event.type === 'DutyAssessed' ? [event.data] : []));
        const sum = later.reduce((amounts, { changes }) => amountsOf(changes?.totals ?? [], amounts), amountsOf(first?.totals ?? []));
        expect([...sum]).toEqual([...amountsOf((later.at(-1) ?? first)?.totals ?? [])]);
      }),
      { numRuns: sized(15, 60) },
    );
  });
});
