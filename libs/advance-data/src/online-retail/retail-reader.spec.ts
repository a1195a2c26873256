import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CsvRecords } from '../reading/csv-records';
import { readRetailFiles, RetailGathering, type RetailTrade } from './retail-reader';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

/** Reads files given as their lines. */
const read = (...files: readonly (readonly string[])[]): RetailTrade => {
  const gathering = new RetailGathering();
  for (const [index, lines] of files.entries()) {
    const [records, take] = [new CsvRecords(), gathering.file(index, 'unclear')];
    for (const [i, text] of lines.entries()) for (const record of records.push({ number: i + 1, text })) take(record);
    for (const record of records.end()) take(record);
  }
  return gathering.finish();
};
const at = '2010-12-01 08:26:00';
const goods = (invoice: string, quantity = 1, price = '2.55', when = at): string =>
  `${invoice},85123A,HEART,${String(quantity)},${when},${price},17850.0,United Kingdom`;

describe('a line of the Online Retail layout', () => {
  it.each([
    ['credit', 'C536379,D,Discount,-1'],
    ['badDebt', 'A563185,B,Adjust bad debt,1'],
    ['badDebt', '536400,B,Adjust bad debt,1'],
    ['freight', '536400,POST,POSTAGE,1'],
    ['freight', '536400,DOT,DOTCOM POSTAGE,1'],
    ['freight', '536400,C2,CARRIAGE,1'],
    ['discount', '536400,D,Discount,-1'],
    ['manual', '536400,M,Manual,1'],
    ['manual', '536400,m,Manual,1'],
    ['sample', '536400,S,SAMPLES,1'],
    ['sellerCost', '536400,AMAZONFEE,AMAZON FEE,1'],
    ['sellerCost', '536400,BANK CHARGES,Bank Charges,1'],
    ['sellerCost', '536400,CRUK,CRUK Commission,-1'],
    ['voucher', '536400,gift_0001_20,Dotcomgiftshop Gift Voucher,1'],
    ['stockAdjustment', '536400,85123A,damaged,-10'],
    ['goods', '536400,85123A,HEART,1'],
    ['goods', '536400,DCGS0058,MISO PRETTY GUM,1'],
    ['goods', '536400,PADS,PADS TO MATCH,1'],
    ['unclassifiedCode', '536400,XYZ,SOMETHING,1'],
  ])('is of class %s: %s', (lineClass, start) => {
    expect(read([header, `${start},${at},1.00,,United Kingdom`]).invoices[0]?.lines[0]?.class).toBe(lineClass);
  });

  it('at price zero is goods beside priced goods, else a stock adjustment', () => {
    expect(read([header, goods('1', 1, '0.00'), goods('1')]).invoices[0]?.lines.map((l) => l.class)).toEqual(['goods', 'goods']);
    expect(read([header, goods('1', 1, '0.00'), `1,M,Manual,1,${at},5.00,,United Kingdom`]).invoices[0]?.lines.map((l) => l.class)).toEqual(
      ['stockAdjustment', 'manual'],
    );
  });

  it.each([
    ['a cell too few', `1,85123A,HEART,1,${at},2.55,17850.0`, 'COLUMN_COUNT', 'line'],
    ['no invoice number', `,85123A,HEART,1,${at},2.55,,United Kingdom`, 'KEY_MISSING', 'InvoiceNo'],
    ['a key that is too long', `${'1'.repeat(201)},85123A,HEART,1,${at},2.55,,United Kingdom`, 'REFERENCE_MALFORMED', 'InvoiceNo'],
    ['a Cyrillic letter in the key', `\u04101,85123A,HEART,1,${at},2.55,,United Kingdom`, 'REFERENCE_LOOK_ALIKE', 'InvoiceNo'],
    ['letters of two alphabets', `1,85123A\u0412,HEART,1,${at},2.55,,United Kingdom`, 'REFERENCE_MIXED_SCRIPTS', 'StockCode'],
    ['no stock code', `1,,HEART,1,${at},2.55,,United Kingdom`, 'KEY_MISSING', 'StockCode'],
    ['a control character in the key', `1\u0007,85123A,HEART,1,${at},2.55,,United Kingdom`, 'REFERENCE_MALFORMED', 'InvoiceNo'],
    ['half a unit', `1,85123A,HEART,1.5,${at},2.55,,United Kingdom`, 'NUMBER_INVALID', 'Quantity'],
    ['no quantity', `1,85123A,HEART,,${at},2.55,,United Kingdom`, 'NUMBER_INVALID', 'Quantity'],
    ['an exponent', `1,85123A,HEART,1,${at},1e9000000,,United Kingdom`, 'NUMBER_INVALID', 'UnitPrice'],
    ['a word for a price', `1,85123A,HEART,1,${at},free,,United Kingdom`, 'NUMBER_INVALID', 'UnitPrice'],
    ['a day that does not exist', '1,85123A,HEART,1,2011-02-29 10:00:00,2.55,,United Kingdom', 'DATE_INVALID', 'InvoiceDate'],
    ['an ambiguous date', '1,85123A,HEART,1,02/03/2011 10:00,2.55,,United Kingdom', 'DATE_INVALID', 'InvoiceDate'],
    ['a year of another century', '1,85123A,HEART,1,1899-12-31 10:00:00,2.55,,United Kingdom', 'DATE_OUT_OF_RANGE', 'InvoiceDate'],
    ['thousands apart', `1,85123A,HEART,"1,200",${at},2.55,,United Kingdom`, 'NUMBER_INVALID', 'Quantity'],
  ])('with %s is rejected, and the next is read', (_, bad, code, field) => {
    const trade = read([header, bad, goods('2')]);
    expect(trade.rejections).toMatchObject([{ file: 0, line: 2, fault: { code, field } }]);
    expect([trade.read, trade.accepted, trade.rejected.get(code)]).toEqual([2, 1, 1]);
  });

  it('is read with what other months may hold', () => {
    const { invoices } = read([
      header,
      `1, 85123a ,"SET 3, ""WHITE""\nHEARTS",6.0,2011-06-01T09:05,02.550,,EIRE`,
      `2,85123A,,1,${at},-11062.06,12345,Unspecified`,
      `3,85123A,,+12,2011-06-01T09:05:06.789Z,+1.5,12345,EIRE`,
    ]);
    expect(invoices[0]).toMatchObject({ moment: '2011-06-01T09:05:00.000Z', customer: '', country: 'EIRE' });
    expect(invoices[0]?.lines[0]).toMatchObject({ stockCode: '85123a', description: 'SET 3, "WHITE" HEARTS', quantity: 6, price: '2.55' });
    expect(invoices[1]?.lines[0]).toMatchObject({ description: '', price: '-11062.06' });
    expect(invoices[2]).toMatchObject({ moment: '2011-06-01T09:05:06.789Z', lines: [{ quantity: 12, price: '1.5' }] });
  });
});

describe('a run of Online Retail files', () => {
  it('groups an invoice over all files, keeps exact duplicates apart, and takes its earliest moment', () => {
    const trade = read([header, goods('1'), goods('2'), goods('1')], [header, goods('1', 1, '2.55', '2010-12-01 08:25:00')]);
    expect(trade.invoices.map((i) => i.number)).toEqual(['1', '2']);
    expect(trade.invoices[0]).toMatchObject({
      moment: '2010-12-01T08:25:00.000Z',
      lines: [
        { ordinal: 1, file: 0, line: 2 },
        { ordinal: 2, file: 0, line: 4 },
        { ordinal: 3, file: 1, line: 2 },
      ],
    });
  });

  it('skips headers of joined files and reads columns by name', () => {
    const trade = read(
      [header, goods('1'), header, goods('2')],
      ['Country,Customer ID,Price,InvoiceDate,Quantity,Description,StockCode,Invoice', `EIRE,1,9.99,${at},2,HEART,85123A,3`],
    );
    expect(trade.read).toBe(3);
    expect(trade.invoices[2]).toMatchObject({ number: '3', country: 'EIRE', lines: [{ price: '9.99', quantity: 2 }] });
  });

  it('without a header is refused line by line', () => {
    expect([...read([goods('1'), goods('2')]).rejected]).toEqual([['HEADER_MISSING', 2]]);
  });

  it.each([
    ['missing', header.replace('UnitPrice', 'Cost'), goods('1')],
    ['there twice', `${header},Price`, `${goods('1')},2.55`],
  ])('says which column of its header is %s', (what, first, line) => {
    const fault = { code: 'HEADER_MISSING', message: expect.stringContaining(`UnitPrice is ${what}`) as string };
    expect(read([first, line]).rejections).toMatchObject([{ fault }, { fault }]);
  });

  it('sums exactly by the prefix of the invoice', () => {
    const trade = read([header, goods('1', 3, '0.001'), goods('2', -1, '0.01'), goods('C3', -2, '7.95')]);
    expect(trade.sums).toEqual({ sales: '-0.007', credits: '-15.9', net: '-15.907' });
  });
});

describe('days with slashes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'retail-days-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });
  const readMoments = async (...files: readonly (readonly string[])[]) => {
    const paths = files.map((moments, i) => {
      const path = join(directory, `${String(i)}.csv`);
      writeFileSync(path, [header, ...moments.map((when, n) => goods(`${String(i)}${String(n)}`, 1, '2.55', when))].join('\n'));
      return path;
    });
    return readRetailFiles(paths);
  };
  const momentsOf = ({ invoices }: RetailTrade) => invoices.map(({ moment }) => moment);

  it.each([
    ['the month first', ['2/3/2011 8:26', '12/31/2010 18:05'], ['2011-02-03T08:26:00.000Z', '2010-12-31T18:05:00.000Z']],
    ['the day first', ['2/3/2011 8:26', '31/12/2010 18:05:09'], ['2011-03-02T08:26:00.000Z', '2010-12-31T18:05:09.000Z']],
  ])('are read with %s where a line of their file tells it', async (_, moments, expected) => {
    expect(momentsOf(await readMoments(moments))).toEqual(expected);
  });

  it('are told by each file for itself, also after a line whose day cannot be read', async () => {
    const trade = await readMoments(['2/3/2011 8:26', 'soon', '2/28/2011 8:26'], ['2/3/2011 8:26', '28/2/2011 8:26'], [at]);
    expect(momentsOf(trade).map((moment) => moment.slice(0, 10))).toEqual([
      '2011-02-03',
      '2011-02-28',
      '2011-03-02',
      '2011-02-28',
      '2010-12-01',
    ]);
    expect(trade.rejections).toMatchObject([{ file: 0, line: 3, fault: { code: 'DATE_INVALID' } }]);
  });

  it.each([
    ['no line tells', ['2/3/2011 8:26', '4/5/2011 8:26']],
    ['lines disagree', ['2/13/2011 8:26', '13/2/2011 8:26']],
  ])('are refused where %s which number is the day', async (_, moments) => {
    const { rejections, accepted } = await readMoments(moments);
    expect(accepted).toBe(0);
    expect(rejections.map(({ fault }) => [fault.code, fault.field])).toEqual([
      ['DATE_INVALID', 'InvoiceDate'],
      ['DATE_INVALID', 'InvoiceDate'],
    ]);
    expect(rejections[0]?.fault.message).toContain('which number with slashes is the day');
  });

  it('that do not exist are refused', async () => {
    expect((await readMoments(['2/28/2011 8:26', '2/30/2011 8:26', '2/28/2011 24:00'])).rejections.map(({ line }) => line)).toEqual([3, 4]);
  });
});
