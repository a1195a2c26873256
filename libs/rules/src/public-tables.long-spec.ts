import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { classify } from './classification';
import { evolveRuleBook } from './evolve-rule-book';
import { readRuleTable } from './import/read-rule-table';
import { type TableReading } from './import/table-reading';
import { RuleBook } from './rule-book';
import { shippedRuleBook } from './shipped-rule-book';

/** The public tables our facts were taken from lie beside the project; without them these tests are skipped. */
const data = process.env.REAL_DATA ?? resolve(__dirname, '../../../../shared/data');
const present = existsSync(data);
if (!present) process.stderr.write(`public-tables: skipped what reads ${data}, which is absent (set REAL_DATA)\n`);
const withData = present ? describe : describe.skip;

const shipped = shippedRuleBook();
const text = (file: string): string => {
  const bytes = readFileSync(join(data, file));
  return file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
};
const origin = { source: 'shared data', publishedAt: '2026-04-13', from: '2021-01-01' };
const alone = (reading: TableReading): RuleBook => {
  const none = new Map<string, never>();
  return reading.events.reduce(evolveRuleBook, new RuleBook({ ...shipped.tables, measures: none, vatRates: none, exchangeRates: none }));
};
const rejected = (reading: TableReading): number => reading.verdicts.filter((v) => v.verdict === 'rejected').length;

const STATES = [...(shipped.schemesFor('FR', '2026-01-01').find((s) => s.value.id === 'EU-IOSS')?.value.destinations ?? []), 'GB'];

withData('facts we ship, against the public tables', () => {
  it('standard VAT rates agree on every day a state changed since July 2021', async () => {
    const reading = await readRuleTable('vat', text('vat/vat-rates-by-period.csv'), origin);
    expect(rejected(reading)).toBe(0);
    const table = alone(reading);
    const changes = STATES.flatMap((state) => [...(shipped.tables.vatRates.get(`vat/${state}`)?.rows.values() ?? [])].map((r) => r.from));
    const days = [...new Set([...changes, '2021-07-01', '2022-12-31', '2023-12-31', '2024-12-31', '2026-04-01'])]
      .filter((day) => day >= '2021-07-01')
      .sort();
    const differing = days
      .flatMap((day) =>
        STATES.map(
          (state) =>
            `${state} ${day} ${String(shipped.vatRate(state, 'standard', day)?.value.rate)} ${String(table.vatRate(state, 'standard', day)?.value.rate)}`,
        ),
      )
      .filter((row) => {
        const [, , ours, theirs] = row.split(' ');
        return ours !== theirs;
      });
    expect(differing).toEqual([]);
  });

  it("exchange rates are the ECB's, row by row", async () => {
    const reading = await readRuleTable('ecb', text('fx/eurofxref-hist.csv.gz'), origin);
    expect(rejected(reading)).toBe(0);
    const table = alone(reading);
    for (const [id, ours] of shipped.tables.exchangeRates) expect([id, ours.ref]).toEqual([id, table.tables.exchangeRates.get(id)?.ref]);
  }, 30_000);

  it('duty rates are those of the two-column tariff, which reads without a rejected line', async () => {
    const reading = await readRuleTable('tariff', text('tariff/global-uk-tariff.csv'), origin);
    const count = (verdict: string): number => reading.verdicts.filter((v) => v.verdict === verdict).length;
    expect([count('rejected'), count('accepted') + count('unsupported')]).toEqual([0, 11_831]);
    expect(count('unsupported')).toBeLessThan(300);
    const table = alone(reading);
    for (const jurisdiction of ['EU', 'GB']) {
      for (const row of [...shipped.tables.measures]
        .filter(([id]) => id.startsWith(`tariff/${jurisdiction}/A00/`))
        .flatMap(([, t]) => [...t.rows.values()])) {
        const found = table.tables.measures.get(`tariff/${jurisdiction}/A00/${row.codePrefix.slice(0, 2)}`)?.rows.get(row.id);
        expect([row.id, row.expression]).toEqual([row.id, found?.expression]);
      }
    }
  }, 30_000);

  it('the keywords classify at least 90 % of the goods lines of the orders', () => {
    const folder = join(data, 'orders');
    let [lines, classified] = [0, 0];
    for (const file of readdirSync(folder)) {
      const rows = parse(text(join('orders', file)), { columns: true, bom: true }) as unknown as readonly Readonly<{
        StockCode: string;
        Description: string;
      }>[];
      for (const { StockCode, Description } of rows) {
        if (!/^(\d{5}[A-Za-z]*|DCGS.*|PADS)$/.test(StockCode)) continue;
        lines += 1;
        if (classify(Description) !== undefined) classified += 1;
      }
    }
    expect(classified / lines).toBeGreaterThan(0.9);
    process.stdout.write(`public-tables: ${String(classified)} of ${String(lines)} goods lines classified\n`);
  }, 60_000);
});
