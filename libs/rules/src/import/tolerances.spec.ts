import { evolveRuleBook } from '../evolve-rule-book';
import { type RulesEvent, tolerancesPublished } from '../rules.events';
import { shippedRuleBook } from '../shipped-rule-book';
import { readRuleTable } from './read-rule-table';
import { TableFormatError, type TableReading } from './table-reading';

const header = 'rule,from,comparison,currency,absolute,perLine,percent,kilograms,euro,months,counts,days';
const read = (...lines: readonly string[]): Promise<TableReading> => readRuleTable('tolerances', [header, ...lines].join('\n'), { source: 'a test', publishedAt: '2026-01-01', from: '2021-01-01' });
const refusals = ({ verdicts }: TableReading): readonly string[] => verdicts.flatMap(({ line, problems }) => problems.map(({ field, code }) => `${String(line)} ${field} ${code}`));

describe('a table of tolerances', () => {
  it('is one set for each day, whatever order its lines stand in', async () => {
    const lines = ['reconciliation,2026-07-01,mass,,,,5,0.05,,,,', 'reconciliation,2026-07-01,captured-amount,JPY,,10,,,,,,', 'reconciliation,2026-09-01,payment,,,,,,,,,9', 'reconciliation,2026-07-01,declared-value,,2,,0.5,,,,least,'];
    const { events, verdicts } = await read(...lines);
    expect(events).toEqual([
      {
        type: 'TolerancesPublished',
        data: {
          ...{ from: '2026-07-01', source: 'a test', deadlines: [] },
          tolerances: [{ comparison: 'captured-amount', currency: 'JPY', perLine: '10' }, { comparison: 'declared-value', absolute: '2', percent: '0.5', counts: 'least' }, { comparison: 'mass', percent: '5', kilograms: '0.05' }],
        },
      },
      { type: 'TolerancesPublished', data: { from: '2026-09-01', source: 'a test', tolerances: [], deadlines: [{ leg: 'payment', days: 9 }] } },
    ]);
    expect(verdicts.map(({ verdict, rows }) => `${verdict} ${String(rows)}`)).toEqual(['accepted 0', 'accepted 1', 'accepted 1', 'accepted 1', 'accepted 1']);
    expect((await read(...lines.toReversed())).events).toEqual(events);
    for (const { data } of events) expect(tolerancesPublished.data.parse(data, 'TolerancesPublished')).toEqual(data);
  });

  it.each([
    ['reconcile,2026-07-01,mass,,,,5,,,,,', 'rule RULE_UNKNOWN'],
    ['reconciliation,2026-02-30,mass,,,,5,,,,,', 'from DAY_INVALID'],
    ['reconciliation,0001-01-01,mass,,,,5,,,,,', 'from DAY_INVALID'],
    ['reconciliation,2026-07-01,weight,,,,5,,,,,', 'comparison COMPARISON_UNKNOWN'],
    ['reconciliation,2026-07-01,captured-amount,XXY,1,,,,,,,', 'currency CURRENCY_UNKNOWN'],
    ['reconciliation,2026-07-01,mass,EUR,,,5,,,,,', 'currency MEASURE_NOT_OF_COMPARISON'],
    ['reconciliation,2026-07-01,mass,,1,,5,,,,,', 'absolute MEASURE_NOT_OF_COMPARISON'],
    ['reconciliation,2026-07-01,mass,,,,5,,,,,3', 'days MEASURE_NOT_OF_COMPARISON'],
    ['reconciliation,2026-07-01,payment,,,,5,,,,,3', 'percent MEASURE_NOT_OF_COMPARISON'],
    ['reconciliation,2026-07-01,captured-amount,,-1,,,,,,,', 'absolute MEASURE_INVALID'],
    ['reconciliation,2026-07-01,captured-amount,,1e3,,,,,,,', 'absolute MEASURE_INVALID'],
    ['reconciliation,2026-07-01,captured-amount,,,,100.5,,,,,', 'percent MEASURE_INVALID'],
    ['reconciliation,2026-07-01,captured-amount,,1,,,,,,most,', 'counts MEASURE_INVALID'],
    ['reconciliation,2026-07-01,import-listing,,,,5,,,121,,', 'months MEASURE_INVALID'],
    ['reconciliation,2026-07-01,payment,,,,,,,,,3651', 'days MEASURE_INVALID'],
    ['reconciliation,2026-07-01,payment,,,,,,,,,-1', 'days MEASURE_INVALID'],
    ['reconciliation,2026-07-01,payment,,,,,,,,,', 'days MEASURE_MISSING'],
    ['reconciliation,2026-07-01,captured-amount,,,,,,,,least,', 'absolute MEASURE_MISSING'],
    ['reconciliation,2026-07-01,exchange-rate,,,,1,,,,,', 'comparison TOLERANCE_TWICE'],
    ['reconciliation,2026-07-01,mass,,,,5,,,,,,7', 'rule COLUMN_UNKNOWN'],
  ])('is refused whole for one line that is refused: %s', async (line, refusal) => {
    const reading = await read('reconciliation,2026-07-01,exchange-rate,,,,0.1,,,,,', line);
    expect([refusals(reading), reading.events]).toEqual([[`3 ${refusal}`], []]);
    expect(reading.verdicts.reduce((sum, { rows }) => sum + rows, 0)).toBe(0);
  });

  it.each(['rule,from,comparison,percent,colour', 'rule,from,comparison,percent,percent', 'rule,comparison,percent'])('has the columns that are known, each once: %s', async (first) => {
    await expect(readRuleTable('tolerances', `${first}\n`, { source: 'a test', publishedAt: '2026-01-01', from: '2021-01-01' })).rejects.toThrow(TableFormatError);
  });
});

it('holds from its day until the next set does; each publication is a version of its own', () => {
  const published = (from: string, days: number): RulesEvent => ({ type: 'TolerancesPublished', data: { from, source: 'a test', tolerances: [], deadlines: [{ leg: 'payment', days }] } });
  const book = [published('2026-07-01', 7), published('2026-09-01', 9), published('2026-07-01', 8)].reduce(evolveRuleBook, shippedRuleBook());
  const on = (day: string): unknown => [book.tolerances(day)?.version, book.tolerances(day)?.deadlines[0]?.days];
  expect([on('2026-06-30'), on('2026-07-01'), on('2026-08-31'), on('2026-09-01')]).toEqual([[undefined, undefined], [4, 8], [4, 8], [3, 9]]);
});
