import { rulesEvents, type RulesEvent } from '../rules.events';
import { readRuleTable, type RuleTableKind } from './read-rule-table';
import { type LineVerdict, type TableReading } from './table-reading';
import { tariffExpression } from './tariff';

const origin = { source: 'a test', publishedAt: '2026-01-01', from: '2021-01-01' };
const read = (kind: RuleTableKind, text: string): Promise<TableReading> => readRuleTable(kind, text, origin);
const shown = (verdicts: readonly LineVerdict[]): readonly string[] =>
  verdicts.map((v) => `${String(v.line)} ${v.verdict} ${String(v.rows)}${v.problems.map((p) => ` ${p.field}:${p.code}`).join('')}`);

/** Everything a reader makes must be an event that the catalogue accepts and the store can hold. */
const assertEvents = (events: readonly RulesEvent[]): void => {
  for (const event of events) {
    const type = rulesEvents.find((t) => t.name === event.type);
    expect(type?.data.parse(event.data, event.type)).toEqual(event.data);
    expect(JSON.stringify(event.data).length).toBeLessThan(60_000);
  }
};

describe('the ECB history', () => {
  it('gives rates by currency and year, and a verdict a line', async () => {
    const reading = await read(
      'ecb',
      'Date,USD,GBP,SIT,XXY,\n2026-01-02,1.1684,0.87,N/A,1,\n2025-12-31,1.17,0.86,N/A,1,\n2025-02-30,1,1,,,\n2025-12-30,1e3,1,,,\n2025-12-29,1,-1,,,\n',
    );
    expect(shown(reading.verdicts)).toEqual([
      '1 unsupported 0 XXY:CURRENCY_UNKNOWN',
      '2 accepted 2',
      '3 accepted 2',
      '4 rejected 0 Date:DAY_INVALID',
      '5 rejected 0 rate:RATE_INVALID',
      '6 rejected 0 rate:RATE_INVALID',
    ]);
    expect(
      reading.events.map((e) =>
        e.type === 'ExchangeRatesPublished'
          ? `${e.data.quote} ${e.data.year} ${e.data.rates.map((r) => `${r.day}=${r.rate}`).join(' ')}`
          : e.type,
      ),
    ).toEqual(['GBP 2025 2025-12-31=0.86', 'GBP 2026 2026-01-02=0.87', 'USD 2025 2025-12-31=1.17', 'USD 2026 2026-01-02=1.1684']);
    assertEvents(reading.events);
  });
});

describe('VAT by period', () => {
  it('takes countries, reports regions, and ends a period where the next begins', async () => {
    const text = [
      'start_date,stop_date,territory_codes,currency_code,rate,rate_type,description',
      '2024-01-01,,LU,EUR,0.17,standard,',
      '2023-01-01,2023-12-31,LU,EUR,0.16,standard,',
      '2016-06-01,,"GR\nEL",EUR,0.24,standard,two names',
      '2014-01-13,,"CY\nGB-BFPO 57",EUR,0.19,standard,',
      '2024-01-01,,FR,EUR,20%,standard,',
      '2024-01-01,,FR,EUR,0.2,parking,',
      'soon,,FR,EUR,0.2,standard,',
    ].join('\n');
    const reading = await read('vat', text);
    expect(shown(reading.verdicts)).toEqual([
      '1 accepted 0',
      '2 accepted 1',
      '3 accepted 1',
      '4 accepted 1',
      '6 unsupported 1 territory_codes:REGION_UNSUPPORTED',
      '8 rejected 0 rate:RATE_INVALID',
      '9 unsupported 0 rate_type:CATEGORY_UNSUPPORTED',
      '10 rejected 0 start_date:DAY_INVALID',
    ]);
    expect(
      reading.events.map((e) =>
        e.type === 'VatRatesPublished'
          ? `${e.data.country} ${e.data.rates.map((r) => `${r.rate} ${r.from}..${r.to ?? ''}`).join(', ')}`
          : e.type,
      ),
    ).toEqual(['CY 19 2014-01-13..', 'GR 24 2016-06-01..', 'LU 17 2024-01-01.., 16 2023-01-01..2024-01-01']);
    assertEvents(reading.events);
  });
});

describe('the two-column tariff', () => {
  it.each([
    ['12.0%', '12%'],
    ['0.0%', '0%'],
    ['1.0% + 3.00 GBP/100kg', '1% + 3.00 GBP/100 kg'],
    ['176.80 EUR / 100 kg', '176.80 EUR/100 kg'],
    ['5.00 GBP / hl', '5.00 GBP/hl'],
    ['23.00 EUR / 1,000 items', '23.00 EUR/1000 items'],
    ['4.50% MIN 0.30 EUR / item MAX 0.80 EUR / item', 'min(max(4.5%; 0.30 EUR/item); 0.80 EUR/item)'],
    ['7.60% + 5.00 EUR / 100 kg MAX 12.80%', 'min(7.6% + 5.00 EUR/100 kg; 12.8%)'],
    ['8.30% +  EA MAX 18.70%  + ADSZ', undefined],
    ['Entry Price', undefined],
    ['15.00% (01 JAN-14 FEB, 16 JUN-31 DEC), 0.00% (15 FEB-15 JUN)', undefined],
    ['19.20 EUR / % vol / hl', undefined],
    ['7.00 + 3.00 EUR/100kg', undefined],
    ['', undefined],
  ])('%s is %s', (cell, expression) => {
    expect(tariffExpression(cell)).toBe(expression);
  });

  it('takes the column it can read and reports the other', async () => {
    const header = 'commodity,description,cet_duty_rate,ukgt_duty_rate,change';
    const reading = await read(
      'tariff',
      `${header}\n01012100,Horses,0.0%,0.0%,\n02011000,"Beef,\nfresh",Entry Price,12.0%,\nx,Bad,1%,1%,\n`,
    );
    expect(shown(reading.verdicts)).toEqual([
      '1 accepted 0',
      '2 accepted 2',
      '3 unsupported 1 cet_duty_rate:EXPRESSION_UNSUPPORTED',
      '5 rejected 0 commodity:CODE_INVALID',
    ]);
    expect(
      reading.events.map((e) =>
        e.type === 'MeasuresPublished'
          ? `${e.data.jurisdiction} ${e.data.measures.map((m) => `${m.codePrefix} ${m.expression}`).join(', ')}`
          : e.type,
      ),
    ).toEqual(['EU 01012100 0%', 'GB 01012100 0%', 'GB 02011000 12%']);
    assertEvents(reading.events);
  });
});

it.each([
  ['ecb', 'no,header\n'],
  ['vat', 'a,b\n1,2\n'],
  ['tariff', 'commodity\n'],
  ['tariff', '"never closed'],
  ['ecb', '['.repeat(10_000)],
] as const)('refuses a file that is no %s table', async (kind, text) => {
  await expect(read(kind, text)).rejects.toThrow(expect.objectContaining({ code: 'TABLE_FORMAT' }) as Error);
});

it('reads pieces of any size', async () => {
  const text = 'Date,GBP,\n2026-01-02,0.87,\n';
  expect(await readRuleTable('ecb', Array.from(text), origin)).toEqual(await read('ecb', text));
});
