import { CsvFormat, NdjsonFormat } from './canonical-formats';
import { ImportBench } from './imports.examples';

const order = {
  seller: 'V-IE-1',
  orderNumber: 'A-1001',
  buyerType: 'consumer',
  transactionType: 'B2C',
  deliveryTerms: 'DDP',
  dispatchCountry: 'CN',
  destination: 'DE',
  orderedAt: '2026-01-14T09:30:00.000Z',
  currency: 'EUR',
  lines: [{ sku: '85123A', quantity: 6, unitPrice: '2.55' }],
};
const payment = {
  psp: 'PSP-1',
  transactionId: 'T-1',
  seller: 'V-IE-1',
  orderNumber: 'A-1001',
  acceptedAt: '2026-01-15T09:30:00.000Z',
  amount: '32.35',
  currency: 'EUR',
};
const good = JSON.stringify({ ...order, orderNumber: 'GOOD' });
const orderWith = (more: object): string => JSON.stringify({ ...order, ...more });
const lineWith = (more: object): string => JSON.stringify({ ...order, lines: [{ ...order.lines[0], ...more }] });
const paymentWith = (more: object): string => JSON.stringify({ ...payment, ...more });

const bench = new ImportBench();
afterAll(() => {
  bench.remove();
});

describe('a bad order among good ones', () => {
  it.each([
    ['broken JSON', '{"seller":', 'JSON_SYNTAX', 'seller'],
    ['10 kB of [', '['.repeat(10_240), 'JSON_TOO_DEEP', undefined],
    ['a line of more than 256 kB', `{"seller":"${'x'.repeat(300 * 1024)}"}`, 'LINE_TOO_LONG', 'line'],
    ['a key twice', `{"seller":"V-IE-1",${JSON.stringify(order).slice(1)}`, 'JSON_DUPLICATE_KEY', undefined],
    ['a key of the prototype', '{"__proto__":{"seller":"V-IE-1"}}', 'JSON_FORBIDDEN_KEY', undefined],
    ['a list for an object', '[]', 'FIELD_MALFORMED', 'order'],
    ['an object for a list', orderWith({ lines: {} }), 'FIELD_MALFORMED', 'lines'],
    ['an unknown field', orderWith({ colour: 'red' }), 'FIELD_UNKNOWN', 'colour'],
    ['an unknown field of a line', lineWith({ colour: 'red' }), 'FIELD_UNKNOWN', 'lines[0].colour'],
    ['a missing field', orderWith({ buyerType: undefined }), 'FIELD_MISSING', 'buyerType'],
    ['null for absent', orderWith({ destination: null }), 'FIELD_MALFORMED', 'destination'],
    ['a number for a price', lineWith({ unitPrice: 2.55 }), 'FIELD_MALFORMED', 'lines[0].unitPrice'],
    ['an enormous price', lineWith({ unitPrice: '1e9000000' }), 'FIELD_MALFORMED', 'lines[0].unitPrice'],
    [
      'an enormous number',
      JSON.stringify(order).replace('"quantity":6', '"quantity":1e9000000'),
      'JSON_NUMBER_OUT_OF_RANGE',
      'lines[0].quantity',
    ],
    ['half a unit', lineWith({ quantity: 1.5 }), 'FIELD_MALFORMED', 'lines[0].quantity'],
    ['no unit', lineWith({ quantity: 0 }), 'FIELD_MALFORMED', 'lines[0].quantity'],
    ['too many units', lineWith({ quantity: 1_000_000_001 }), 'QUANTITY_TOO_LARGE', 'lines[0].quantity'],
    ['a negative price', lineWith({ unitPrice: '-1.00' }), 'AMOUNT_NEGATIVE', 'lines[0].unitPrice'],
    ['negative freight', orderWith({ freight: '-1.00' }), 'AMOUNT_NEGATIVE', 'freight'],
    ['an unknown currency', orderWith({ currency: 'EUX' }), 'CURRENCY_UNKNOWN', 'currency'],
    ['a currency of the past', orderWith({ currency: 'HRK' }), 'CURRENCY_UNKNOWN', 'currency'],
    ['an unknown country', orderWith({ destination: 'EL' }), 'COUNTRY_UNKNOWN', 'destination'],
    ['a day that does not exist', orderWith({ orderedAt: '2026-02-30T09:30:00.000Z' }), 'DATE_INVALID', 'orderedAt'],
    ['a date without a zone', orderWith({ orderedAt: '2026-01-14T09:30:00' }), 'FIELD_MALFORMED', 'orderedAt'],
    ['a date outside any rule', orderWith({ orderedAt: '1826-01-14T09:30:00.000Z' }), 'DATE_OUT_OF_RANGE', 'orderedAt'],
    ['a short IOSS number', orderWith({ schemeNumber: 'IM123' }), 'SCHEME_NUMBER_MALFORMED', 'schemeNumber'],
    ['a Cyrillic letter among Latin ones', orderWith({ orderNumber: 'PO-\u0410B-1' }), 'REFERENCE_MIXED_SCRIPTS', 'orderNumber'],
    ['a Cyrillic letter by itself', orderWith({ orderNumber: '\u0410-1001' }), 'REFERENCE_LOOK_ALIKE', 'orderNumber'],
    ['full-width digits', orderWith({ orderNumber: 'A-\uff11\uff12' }), 'REFERENCE_LOOK_ALIKE', 'orderNumber'],
    ['an invisible letter', orderWith({ orderNumber: 'A-\u200b1001' }), 'FIELD_MALFORMED', 'orderNumber'],
    ['a control character', orderWith({ orderNumber: 'A-\u0007' }), 'FIELD_MALFORMED', 'orderNumber'],
    ['a lone surrogate', orderWith({ orderNumber: 'A-1' }).replace('A-1', 'A-\\ud800'), 'JSON_NOT_WELL_FORMED', undefined],
    ['a value beyond all bounds', lineWith({ quantity: 1_000_000_000, unitPrice: '999999999999999999' }), 'ORDER_VALUE_TOO_LARGE', 'goods'],
  ])('with %s has a verdict, no event, and the rest goes on', async (name, bad, code, field) => {
    const before = (await bench.facts()).length;
    const report = await bench.import(new NdjsonFormat('orders'), [bench.file('orders.ndjson', `${bad}\n${good}\n`)]);
    const verdicts = bench.verdicts(report);
    expect(verdicts).toMatchObject([
      { file: 'orders.ndjson', line: 1, verdict: 'rejected', code, ...(field === undefined ? {} : { field }) },
      { line: 2 },
    ]);
    expect(String(verdicts[0]?.['message']).length).toBeLessThan(300);
    expect(report.rejected).toEqual({ [code]: 1 });
    expect((await bench.facts()).length - before).toBe(name === 'broken JSON' ? 2 : 0);
  });

  it('keeps the raw text of what was refused out of the log and the verdicts', async () => {
    const report = await bench.import(new NdjsonFormat('orders'), [
      bench.file('secret.ndjson', `${orderWith({ orderNumber: '\u0410-SECRET' })}\n`),
    ]);
    expect(
      JSON.stringify([bench.verdicts(report), await bench.facts()], (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)),
    ).not.toContain('SECRET');
  });
});

describe('bytes that are no UTF-8', () => {
  const spoilt = (text: string): Buffer =>
    Buffer.concat(text.split('~').flatMap((part, i) => (i === 0 ? [Buffer.from(part)] : [Buffer.from([0xff]), Buffer.from(part)])));
  it('refuse a line of JSON, whatever field they stand in', async () => {
    const report = await bench.import(new NdjsonFormat('orders'), [
      bench.file('latin.ndjson', spoilt(`${lineWith({ description: 'S~E' })}\n${good}\n`)),
    ]);
    expect(bench.verdicts(report)).toMatchObject([
      { line: 1, verdict: 'rejected', code: 'LINE_NOT_UTF8', field: 'line', message: 'expected text in UTF-8' },
      { line: 2 },
    ]);
  });
  it('refuse a row of CSV', async () => {
    const csv =
      'psp,transactionId,seller,orderNumber,acceptedAt,amount,currency\nPSP-1,T~8,V-IE-1,A-1,2026-01-15T09:30:00.000Z,1.00,EUR\nPSP-1,T-9,V-IE-1,A-1,2026-01-15T09:30:00.000Z,1.00,EUR\n';
    const report = await bench.import(new CsvFormat('payments'), [bench.file('latin.csv', spoilt(csv))]);
    expect(bench.verdicts(report)).toMatchObject([
      { line: 2, verdict: 'rejected', code: 'LINE_NOT_UTF8', message: 'expected text in UTF-8' },
      { line: 3, verdict: 'accepted' },
    ]);
  });
});

describe('a bad payment', () => {
  it.each([
    ['a wrong scale', { amount: '32.350' }, 'AMOUNT_WRONG_SCALE', 'amount'],
    ['cents of yen', { amount: '32.35', currency: 'JPY' }, 'AMOUNT_WRONG_SCALE', 'amount'],
    ['nothing', { amount: '0.00' }, 'AMOUNT_NOT_POSITIVE', 'amount'],
    ['less than nothing', { amount: '-1.00' }, 'AMOUNT_NOT_POSITIVE', 'amount'],
    ['a plus', { amount: '+1.00' }, 'FIELD_MALFORMED', 'amount'],
    [
      'a chargeback of nothing',
      {
        seller: undefined,
        orderNumber: undefined,
        acceptedAt: undefined,
        chargebackReference: 'CB-1',
        chargedBackAt: '2026-02-01T00:00:00.000Z',
        amount: '0.00',
      },
      'AMOUNT_NOT_POSITIVE',
      'amount',
    ],
    ['a small party code', { psp: 'psp-1' }, 'FIELD_MALFORMED', 'psp'],
  ])('of %s is refused', async (_, more, code, field) => {
    const report = await bench.import(new NdjsonFormat('payments'), [bench.file('payments.ndjson', paymentWith(more))]);
    expect(bench.verdicts(report)).toMatchObject([{ line: 1, verdict: 'rejected', code, field }]);
  });
});

describe('a bad fact of a parcel', () => {
  const parcel = { carrier: 'CARRIER-1', consignmentNumber: 'LX000000017CN' };
  const advised = {
    ...parcel,
    orders: [],
    mode: 'post',
    dispatchCountry: 'CN',
    destination: 'FR',
    dispatchedAt: '2026-01-15T09:30:00.000Z',
    packages: 1,
  };
  const lines = [{ taxType: 'B00', rate: '20', taxable: '50.00', amount: '10.00' }];
  const collected = { ...parcel, collectedAt: '2026-01-24T10:00:00.000Z', consumptionCountry: 'FR', currency: 'EUR', lines };
  const failed = { ...parcel, attemptedAt: '2026-01-26T15:00:00.000Z', reason: 'REFUSED' };
  const returned = {
    ...parcel,
    consignmentNumber: 'RX1',
    original: {},
    lines: [{ quantity: 1 }],
    dispatchCountry: 'FR',
    destination: 'CN',
    dispatchedAt: '2026-01-28T09:00:00.000Z',
  };
  it.each([
    ['a collection in yen with cents', { ...collected, currency: 'JPY' }, 'AMOUNT_WRONG_SCALE', 'lines[0].taxable'],
    ['a collection of nothing', { ...collected, lines: [{ ...lines[0], amount: '0.00' }] }, 'AMOUNT_NOT_POSITIVE', 'lines[0].amount'],
    ['a collection at a negative rate', { ...collected, lines: [{ ...lines[0], rate: '-20' }] }, 'AMOUNT_NEGATIVE', 'lines[0].rate'],
    ['a collection without lines', { ...collected, lines: [] }, 'FIELD_MALFORMED', 'lines'],
    ['a collection with another total', { ...collected, total: '9.99' }, 'COLLECTION_TOTAL_DIFFERS', 'total'],
    ['a collection under a vendor’s number', { ...collected, schemeNumber: 'IM3720000015' }, 'SCHEME_NUMBER_MALFORMED', 'schemeNumber'],
    ['a collection in no country', { ...collected, consumptionCountry: 'EL' }, 'COUNTRY_UNKNOWN', 'consumptionCountry'],
    ['a collection in the wrong country', { ...collected, consumptionCountry: 'DE' }, 'COLLECTION_COUNTRY_DIFFERS', 'consumptionCountry'],
    ['a collection on a day that does not exist', { ...collected, collectedAt: '2026-02-30T10:00:00.000Z' }, 'DATE_INVALID', 'collectedAt'],
    ['two facts in one message', { ...collected, ...failed }, 'FIELD_UNKNOWN', 'collectedAt'],
    ['a failure without a reason', { ...failed, reason: undefined }, 'FIELD_MISSING', 'reason'],
    ['a failure of an unknown parcel', { ...failed, consignmentNumber: 'LX9' }, 'CONSIGNMENT_UNKNOWN', 'consignmentNumber'],
    ['a failure before dispatch', { ...failed, attemptedAt: '2026-01-01T00:00:00.000Z' }, 'CONSIGNMENT_TIMES_OUT_OF_ORDER', 'attemptedAt'],
    ['a return of half a unit', { ...returned, lines: [{ quantity: 0.5 }] }, 'FIELD_MALFORMED', 'lines[0].quantity'],
    [
      'a return with a look-alike order number',
      { ...returned, original: { orderNumber: '\u0410-1001' } },
      'REFERENCE_LOOK_ALIKE',
      'original.orderNumber',
    ],
    [
      'a return under the number of a parcel',
      { ...returned, consignmentNumber: 'LX000000017CN' },
      'CONSIGNMENT_ALREADY_ADVISED',
      'consignmentNumber',
    ],
    [
      'a parcel under half a number',
      { ...advised, consignmentNumber: 'LX3', schemeNumber: 'SAXX2021000001' },
      'SCHEME_NUMBER_MALFORMED',
      'schemeNumber',
    ],
  ])('is refused: %s', async (_, message, code, field) => {
    const report = await bench.import(new NdjsonFormat('consignments'), [
      bench.file('parcels.ndjson', `${JSON.stringify(advised)}\n${JSON.stringify(message)}\n`),
    ]);
    expect(bench.verdicts(report)[1]).toMatchObject({ line: 2, verdict: 'rejected', code, field });
  });
});

describe('a CSV file of orders', () => {
  const header =
    'seller,orderNumber,buyerType,transactionType,deliveryTerms,dispatchCountry,destination,orderedAt,currency,sku,quantity,unitPrice';
  const row = (orderNumber: string, sku: string, quantity = '1', price = '2.00', destination = 'DE'): string =>
    `V-IE-1,${orderNumber},consumer,B2C,DDP,CN,${destination},2026-01-14T09:30:00.000Z,EUR,${sku},${quantity},${price}`;
  const verdictsOf = async (...rows: readonly string[]) => {
    const report = await bench.import(new CsvFormat('orders'), [bench.file('orders.csv', rows.join('\n'))]);
    return bench.verdicts(report).map((v) => [v['line'], v['verdict'], ...(v['code'] === undefined ? [] : [v['code'], v['field']])]);
  };

  it('records an order whole or not at all', async () => {
    expect(await verdictsOf(header, row('CSV-1', 'a'), row('CSV-1', 'b', '0'), row('CSV-2', 'a'))).toEqual([
      [2, 'rejected', 'ORDER_INCOMPLETE', 'line'],
      [3, 'rejected', 'FIELD_MALFORMED', 'quantity'],
      [4, 'accepted'],
    ]);
  });

  it('lets a bad number in an order stand for that order alone', async () => {
    expect(await verdictsOf(header, row('CSV-11', 'a'), row('CSV-12', 'a', '01'), row('CSV-13', 'a'))).toEqual([
      [2, 'accepted'],
      [3, 'rejected', 'FIELD_MALFORMED', 'quantity'],
      [4, 'accepted'],
    ]);
  });

  it('refuses rows that contradict each other', async () => {
    expect(await verdictsOf(header, row('CSV-3', 'a'), row('CSV-3', 'b', '1', '2.00', 'FR'))).toEqual([
      [2, 'rejected', 'ORDER_INCOMPLETE', 'line'],
      [3, 'rejected', 'ORDER_ROWS_DIFFER', 'destination'],
    ]);
  });

  it('does not guess whose a row was that cannot be read', async () => {
    expect(await verdictsOf(header, row('CSV-4', 'a'), 'V-IE-1', row('CSV-5', 'a'), row('CSV-6', 'a'))).toEqual([
      [3, 'rejected', 'COLUMN_COUNT', 'line'],
      [2, 'rejected', 'ORDER_INCOMPLETE', 'line'],
      [4, 'rejected', 'ORDER_INCOMPLETE', 'line'],
      [5, 'accepted'],
    ]);
  });

  it('with a column that does not exist is refused', async () => {
    expect(await verdictsOf(`${header},colour`, `${row('CSV-7', 'a')},red`)).toEqual([
      [1, 'rejected', 'COLUMN_UNKNOWN', 'colour'],
      [2, 'rejected', 'COLUMN_UNKNOWN', 'colour'],
    ]);
  });
});
