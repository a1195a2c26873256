import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type DemoReport, runDemo } from '#demo';
import { type Recorded } from '#event-catalogue';
import { openLedger } from '#runtime';
import { sized } from '../support/size';

// A shop that sells to Bulgaria alone, over 1 January 2026, when that took the euro: by deferment account, by carrier and at the desk.
jest.setTimeout(240_000);

const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-euro-'));
const goods = [
  ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER', '2.55'],
  ['22423', 'REGENCY CAKESTAND 3 TIER', '12.75'],
  ['22720', 'SET OF 3 CAKE TINS PANTRY DESIGN', '4.95'],
] as const;
const at = (hours: number): string =>
  new Date(Date.parse('2025-12-01T09:00:00Z') + hours * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

/** One order after another, small ones and large ones; every fourth buyer sends something back. */
const orderFile = (orders: number, days: number): string => {
  const rows: (readonly [moment: string, row: string])[] = [];
  for (let i = 0; i < orders; i += 1) {
    const hours = Math.floor((i * days * 24) / orders);
    const quantity = [1, 5, 12, 40, 3][i % 5] ?? 1;
    const row = (invoice: string, units: number, moment: string): readonly [string, string] => {
      const [code, text, price] = goods[i % goods.length] ?? goods[0];
      return [moment, [invoice, code, text, String(units), moment, price, String(12_000 + i), 'Bulgaria'].join(',')];
    };
    rows.push(row(String(536_365 + i), quantity, at(hours)));
    if (i % 4 === 0) rows.push(row(`C${String(700_000 + i)}`, -quantity, at(hours + 24 * (11 + (i % 7)))));
  }
  const sorted = rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country', ...sorted, ''].join('\n');
};

let report: DemoReport;
const told: Recorded[] = [];
const ofType = (type: string): readonly Recorded[] => told.filter((event) => event.type === type);

beforeAll(async () => {
  const file = path.join(folder, 'orders.csv');
  writeFileSync(file, orderFile(sized(30, 400), 55));
  const dataDirectory = path.join(folder, 'data');
  report = await runDemo(
    { orders: [file], dispatch: 'CN', currency: 'GBP', seed: 3, noise: '0', parcels: 0, model: 'all' },
    { dataDirectory },
  );
  const ledger = await openLedger({ dataDirectory });
  for await (const { events } of ledger.store.readAll({}))
    for (const stored of events) if (stored.type.endsWith('Redenominated')) told.push(ledger.catalogue.decode(stored));
  await ledger.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a story over the day on which a country takes the euro', () => {
  it('has no break, and verification finds nothing', () => {
    expect(report.reconciliation.breaks).toEqual({});
    expect(report.verification.findings).toEqual([]);
    expect(report.refused).toEqual({});
    expect(report.open).toMatchObject({ 'EU-BG': { BGN: '0.00', EUR: '0.00' } });
  });

  it('tells of each account once what it is in the euro, with what was open then', () => {
    const accounts = ofType('AccountRedenominated').map(({ data }) => data as { account: string; openItems: readonly unknown[] });
    expect(new Set(accounts.map(({ account }) => account)).size).toBe(accounts.length);
    expect(accounts.some(({ openItems }) => openItems.length > 0)).toBe(true);
    expect(ofType('ShareRedenominated').length).toBeGreaterThan(0);
  });

  it('assesses, charges and settles all of it, in the lev until then and in the euro from then on', () => {
    const bridges = report.reconciliation.bridges.filter(({ book, currency }) => book === 'EU-BG' && currency !== 'GBP');
    expect(bridges.map(({ currency }) => currency).sort()).toEqual(['BGN', 'EUR']);
    for (const { rows } of bridges) {
      expect(rows.open).toBe('0');
      expect(rows.settled).toBe(rows.stated);
      expect(rows.payable).not.toBe('0');
    }
  });
});
