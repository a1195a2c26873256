import { evolveRuleBook } from '../evolve-rule-book';
import { type RulesEvent, tolerancesPublished } from '../rules.events';
import { shippedRuleBook } from '../shipped-rule-book';
import { readRuleTable } from './read-rule-table';
import { TableFormatError, type TableReading } from './table-reading';

const header = 'rule,from,comparison,currency,absolute,perLine,percent,kilograms,euro,months,counts,days';
const read = (...lines: readonly string[]): Promise<TableReading> =>
  readRuleTable('tolerances', [header, ...lines].join('\n'), { source: 'a test', publishedAt: '2026-01-01', from: '2021-01-01' });
const refusals = ({ verdicts }: TableReading): readonly string[] =>
  verdicts.flatMap(({ line, problems }) => problems.map(({ field, code }) => `${String(line)} ${field} ${code}`));

describe('a table of tolerances', () => {
  it('is one set for each day, whatever order its lines stand in', async () => {
    const lines = [
      'reconciliation,2026-07-01,mass,,,,5,0.05,,,,',
      'reconciliation,2026-07-01,captured-amount,JPY,,10,,,,,,',
      'reconciliation,2026-09-01,payment,,,,,,,,,9',
      'reconciliation,2026-07-01,declared-value,,2,,0.5,,,,least,',
    ];
    const { events, verdicts } = await read(...lines);
    expect(events).toEqual([
      {
        type: 'TolerancesPublished',
        data: {
          from: '2026-07-01',
          source: 'a test',
          deadlines: [],
          tolerances: [
            { comparison: 'captured-amount', currency: 'JPY', perLine: '10' },
            { comparison: 'declared-value', absolute: '2', percent: '0.5', counts: 'least' },
            { comparison: 'mass', percent: '5', kilograms: '0.05' },
          ],
        },
      },
      {
        type: 'TolerancesPublished',
        data: { from: '2026-09-01', source: 'a test', tolerances: [], deadlines: [{ leg: 'payment', days: 9 }] },
      },
    ]);
    expect(verdicts.map(({ verdict, rows }) => `${verdict} ${String(rows)}`)).toEqual([
      'accepted 0',
      'accepted 1',
      'accepted 1',
      'accepted 1',
      'accepted 1',
    ]);
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

  it.each([
    'rule,from,comparison,percent,colour',
    'rule,from,comparison,percent,percent',
    'rule,comparison,percent',
    'from,comparison,percent',
  ])('has the columns that are known, each once: %s', async (first) => {
    await expect(
      readRuleTable('tolerances', `${first}\n`, { source: 'a test', publishedAt: '2026-01-01', from: '2021-01-01' }),
    ).rejects.toThrow(TableFormatError);
  });
});

describe('what is tolerated in payments', () => {
  const payments = (...lines: readonly string[]): Promise<TableReading> =>
    readRuleTable('tolerances', ['rule,from,authority,currency,absolute,percent,days,books,comparison', ...lines].join('\n'), {
      source: 'a test',
      publishedAt: '2026-01-01',
      from: '2021-01-01',
    });

  it('is one set for each authority and day', async () => {
    const { events } = await payments(
      'short-payment,2026-07-01,GB,GBP,50,,,bankCharge',
      'short-payment,2026-07-01,EU-FR,USD,100,0.5,5,smallDifference',
      'short-payment,2026-07-01,EU-FR,EUR,100,,,smallDifference',
      'reconciliation,2026-07-01,,,,20,,,mass',
    );
    expect(
      events.map(({ type, data }) => [type, 'authority' in data ? data.authority : '', 'tolerances' in data ? data.tolerances : []]),
    ).toEqual([
      ['TolerancesPublished', '', [{ comparison: 'mass', percent: '20' }]],
      [
        'ShortPaymentTolerancePublished',
        'EU-FR',
        [
          { currency: 'EUR', absolute: '100', books: 'smallDifference' },
          { currency: 'USD', absolute: '100', percent: '0.5', days: 5, books: 'smallDifference' },
        ],
      ],
      ['ShortPaymentTolerancePublished', 'GB', [{ currency: 'GBP', absolute: '50', books: 'bankCharge' }]],
    ]);
    const book = events.reduce(evolveRuleBook, shippedRuleBook());
    expect(book.shortPayment('EU-FR', 'USD', '2026-07-01')).toEqual({
      rule: 'short-payment',
      version: 2,
      currency: 'USD',
      absolute: '100',
      percent: '0.5',
      days: 5,
      books: 'smallDifference',
    });
    expect([
      book.shortPayment('EU-FR', 'USD', '2026-06-30'),
      book.shortPayment('EU-FR', 'GBP', '2026-07-01'),
      book.shortPayment('EU-DE', 'EUR', '2026-07-01'),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['short-payment,2026-07-01,GB,GBP,-5,,,bankCharge', 'absolute MEASURE_INVALID'],
    ['short-payment,2026-07-01,GB,GBP,0.5,,,bankCharge', 'absolute MEASURE_INVALID'],
    ['short-payment,2026-07-01,GB,GBP,,101,,bankCharge', 'percent MEASURE_INVALID'],
    ['short-payment,2026-07-01,GB,GBP,,,5,bankCharge', 'absolute MEASURE_MISSING'],
    ['short-payment,2026-07-01,GB,GBP,5,,5,income', 'books MEASURE_INVALID'],
    ['short-payment,2026-07-01,GB,GBP,5,,,', 'books MEASURE_INVALID'],
    ['short-payment,2026-07-01,gb,GBP,5,,,bankCharge', 'authority MEASURE_INVALID'],
    ['short-payment,2026-07-01,,GBP,5,,,bankCharge', 'authority MEASURE_INVALID'],
    ['short-payment,2026-07-01,GB,XXY,5,,,bankCharge', 'currency CURRENCY_UNKNOWN'],
    ['short-payment,2026-07-01,GB,,5,,,bankCharge', 'currency CURRENCY_UNKNOWN'],
    ['short-payment,2026-07-01,GB,GBP,5,,,bankCharge,mass', 'comparison MEASURE_NOT_OF_COMPARISON'],
    ['short-payment,2026-07-01,EU-FR,EUR,6,,,bankCharge', 'currency TOLERANCE_TWICE'],
    ['reconciliation,2026-07-01,GB,,,5,,,mass', 'authority MEASURE_NOT_OF_COMPARISON'],
  ])('is refused with the field named: %s', async (line, refusal) => {
    const reading = await payments('short-payment,2026-07-01,EU-FR,EUR,5,,,bankCharge', line);
    expect([refusals(reading), reading.events]).toEqual([[`3 ${refusal}`], []]);
  });
});

it('holds from its day until the next set does; each publication is a version of its own', () => {
  const published = (from: string, days: number): RulesEvent => ({
    type: 'TolerancesPublished',
    data: { from, source: 'a test', tolerances: [], deadlines: [{ leg: 'payment', days }] },
  });
  const book = [published('2026-07-01', 7), published('2026-09-01', 9), published('2026-07-01', 8)].reduce(
    evolveRuleBook,
    shippedRuleBook(),
  );
  const on = (day: string): unknown => [book.tolerances(day)?.version, book.tolerances(day)?.deadlines[0]?.days];
  expect([on('2026-06-30'), on('2026-07-01'), on('2026-08-31'), on('2026-09-01')]).toEqual([
    [undefined, undefined],
    [4, 8],
    [4, 8],
    [3, 9],
  ]);
});
