import { sha256Hex } from '#event-catalogue';
import { type Append, type AppendOutcome, CommandRunner, MemoryEventStore } from '#event-store';
import { shippedRuleBook } from '#rules';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CsvFormat, NdjsonFormat } from './canonical-formats';
import { catalogue, ImportBench } from './imports.examples';
import { ImportAbortedError } from './import-runner';
import { OnlineRetailFormat } from './retail-format';

const payment = (n: number): string =>
  JSON.stringify({
    psp: 'PSP-1',
    transactionId: `T-${String(n)}`,
    seller: 'V-IE-1',
    orderNumber: `A-${String(n)}`,
    acceptedAt: '2026-01-15T09:30:00.000Z',
    amount: '1.00',
    currency: 'EUR',
  });
const payments = (count: number): string => Array.from({ length: count }, (_, i) => payment(i)).join('\n');
const format = new NdjsonFormat('payments');

/** A store that stops answering after some appends, as one does whose machine is switched off. */
class FailingStore extends MemoryEventStore {
  left = Infinity;
  override async append(appends: readonly Append[]): Promise<readonly AppendOutcome[]> {
    if (this.left < appends.length) return appends.map(() => ({ kind: 'unknown', reason: 'no answer' }));
    this.left -= appends.length;
    return super.append(appends);
  }
}

let bench: ImportBench;
beforeEach(() => {
  bench = new ImportBench();
});
afterEach(() => {
  bench.remove();
});

describe('an import', () => {
  it('keeps the files by their content and writes the run as facts', async () => {
    const content = `${payments(3)}\nnonsense\n`;
    const report = await bench.import(format, [bench.file('p.ndjson', content)]);
    expect(report).toMatchObject({ read: 4, accepted: 3, replayed: 0, rejected: { JSON_SYNTAX: 1 } });
    expect(bench.kept()).toEqual([sha256Hex(content)]);
    const run: unknown[] = [];
    for await (const event of bench.store.read(`importRun-${report.run}`)) run.push([event.type, JSON.parse(event.data)]);
    expect(run).toMatchObject([
      [
        'ImportStarted',
        { kind: 'payments', format: 'ndjson', inputs: [{ name: 'p.ndjson', sha256: sha256Hex(content), bytes: content.length }] },
      ],
      ['ImportCompleted', { read: 4, accepted: 3, rejected: 1, verdicts: report.verdicts }],
    ]);
  });

  it('lets others react between stretches, to messages that are all decided, and does not depend on it', async () => {
    const file = bench.file('p.ndjson', payments(2500));
    const seen: number[] = [];
    const report = await bench.import(format, [file], {
      react: async () => {
        seen.push((await bench.facts()).length);
      },
    });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((stretches) => stretches * 256));
    const other = new ImportBench();
    expect(await other.import(format, [other.file('p.ndjson', payments(2500))])).toMatchObject({
      run: report.run,
      verdicts: report.verdicts,
      accepted: 2500,
    });
    other.remove();
  });

  it('of the same file again adds nothing and says so', async () => {
    const file = bench.file('p.ndjson', payments(5));
    const first = await bench.import(format, [file]);
    const facts = await bench.facts();
    const again = await bench.import(format, [file], { startedAt: '2026-05-01T00:00:00.000Z' });
    expect(again).toMatchObject({ run: first.run, accepted: 5, replayed: 5, verdicts: first.verdicts });
    expect(await bench.facts()).toEqual(facts);
    expect(bench.verdicts(again).map((v) => v['verdict'])).toEqual(Array.from({ length: 5 }, () => 'replayed'));
  });

  it('of a file whose kept copy was spoilt reads what came, and keeps that', async () => {
    const file = bench.file('p.ndjson', payments(5));
    const whole = await bench.import(format, [file]);
    const kept = join(bench.directory, 'sources', bench.kept()[0] ?? '');
    writeFileSync(kept, payments(3));
    expect(await bench.import(format, [file])).toMatchObject({ read: 5, replayed: 5, verdicts: whole.verdicts });
    expect([bench.kept().length, readFileSync(kept, 'utf8')]).toEqual([1, payments(5)]);
  });

  it('that was aborted goes on where it was, and ends as if it had not been', async () => {
    const file = bench.file('p.ndjson', payments(1500));
    const whole = await bench.import(format, [file]);
    const store = new FailingStore();
    bench.runner = new CommandRunner(store, catalogue, () => '2026-04-01T00:00:00.000Z', { attempts: 1 });
    store.left = 700;
    await expect(bench.import(format, [file])).rejects.toThrow(ImportAbortedError);
    store.left = Infinity;
    bench.runner = new CommandRunner(store, catalogue, () => '2026-04-01T00:00:00.000Z');
    const resumed = await bench.import(format, [file]);
    expect(resumed.replayed).toBeGreaterThan(0);
    expect({ ...resumed, replayed: 0 }).toEqual(whole);
  });

  it('tried dry reads everything and writes nothing', async () => {
    const report = await bench.import(format, [bench.file('p.ndjson', `${payments(2)}\n{}\n`)], { dryRun: true });
    expect(report).toMatchObject({ read: 3, accepted: 2, rejected: { FIELD_MISSING: 1 } });
    expect(report.verdictFile).toBeUndefined();
    expect(existsSync(join(bench.directory, 'sources'))).toBe(false);
    expect(await bench.facts()).toEqual([]);
  });

  it('of one order told twice keeps the first and refuses the other', async () => {
    const order = (destination: string): string => `V-IE-1,A-1,consumer,B2C,DDP,CN,${destination},2026-01-14T09:30:00.000Z,EUR,sku,1,2.00`;
    const header =
      'seller,orderNumber,buyerType,transactionType,deliveryTerms,dispatchCountry,destination,orderedAt,currency,sku,quantity,unitPrice';
    const report = await bench.import(new CsvFormat('orders'), [
      bench.file('1.csv', `${header}\n${order('DE')}`),
      bench.file('2.csv', `${header}\n${order('FR')}`),
    ]);
    expect(bench.verdicts(report)).toMatchObject([
      { file: '1.csv', line: 2, reference: 'A-1', verdict: 'accepted' },
      { file: '2.csv', line: 2, verdict: 'rejected', code: 'ORDER_ALREADY_RECORDED', field: 'destination' },
    ]);
  });
});

describe('an import of Online Retail files', () => {
  it('tells invoices as orders and credits, moved in time', async () => {
    const lines = [
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,Germany',
      '536365,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850.0,Germany',
      '536366,22633,HAND WARMER UNION JACK,6,2010-12-02 09:00:00,1.85,,Unspecified',
      'C536379,85123A,WHITE HANGING HEART T-LIGHT HOLDER,-1,2010-12-01 09:41:00,2.55,17850.0,Germany',
      'not,a,line',
    ];
    const settings = {
      seller: 'V-IE-1',
      currency: 'GBP',
      dispatchCountry: 'CN',
      rebase: '2025-10-01',
      schemeNumbers: { 'EU-IOSS': 'IM3720000001' },
    };
    const retail = new OnlineRetailFormat(settings, shippedRuleBook());
    const report = await bench.import(retail, [bench.file('retail.csv', lines.join('\r\n'))]);
    expect(report).toMatchObject({ read: 5, accepted: 4, rejected: { COLUMN_COUNT: 1 } });
    expect(retail.run?.trade.sums).toEqual({ sales: '44.4', credits: '-2.55', net: '41.85' });
    const facts = await bench.facts();
    expect(facts.map((e) => e.type)).toEqual([
      'OrderRecorded',
      'OrderLinesRecorded',
      'OrderRecorded',
      'OrderLinesRecorded',
      'CreditRecorded',
      'OrderLinesRecorded',
    ]);
    expect(facts[0]).toMatchObject({
      data: {
        orderNumber: '536365',
        orderedAt: '2025-10-01T08:26:00.000Z',
        destination: 'DE',
        dispatchCountry: 'CN',
        schemeNumber: 'IM3720000001',
        goods: '15.3',
        freight: '18',
        lineCount: 2,
        importRun: report.run,
      },
      metadata: { effectiveAt: '2025-10-01T08:26:00.000Z' },
    });
    expect(facts[1]).toMatchObject({
      data: {
        sourceFile: report.sources[0]?.sha256,
        lines: [
          { sku: '85123A', class: 'goods', sourceLine: 2 },
          { sku: 'POST', class: 'freight', sourceLine: 3 },
        ],
      },
    });
    expect(facts[2]?.data).not.toHaveProperty('destination');
    expect(facts[2]?.data).not.toHaveProperty('buyer');
    expect(facts[4]).toMatchObject({ data: { creditNumber: 'C536379', creditedAt: '2025-10-01T09:41:00.000Z' } });
    expect(JSON.stringify(facts, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))).not.toContain('17850');
  });
});
