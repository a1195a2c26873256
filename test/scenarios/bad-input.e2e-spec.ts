import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiUnderTest } from './api.support';
import { order, payment } from './messages';

const text = (message: object, from: string, to: string): string => {
  const written = JSON.stringify(message);
  if (!written.includes(from)) throw new RangeError(`the message has no ${from}`);
  return written.replace(from, () => to);
};
const account = (change: object) => ({ authority: 'GB', holder: 'R-1', kind: 'deferment', currency: 'GBP', cycle: 'UK-DUTY', openedOn: '2026-01-01', ...change });
const line = (change: object) => ({ ...order().lines[0], ...change });

/** What came in, where, and what must be said of it: code and field. */
const corpus: readonly (readonly [what: string, url: string, body: unknown, code: string, field: string | undefined])[] = [
  ['broken JSON', '/v1/orders', '{"seller": "V-IE-1",', 'JSON_SYNTAX', 'seller'],
  ['10 kB of [', '/v1/orders', '['.repeat(10_240), 'JSON_TOO_DEEP', undefined],
  ['depth inside a field', '/v1/orders', text(order(), '"IM3720000014"', '['.repeat(40) + ']'.repeat(40)), 'JSON_TOO_DEEP', undefined],
  ['a doubled field', '/v1/orders', text(order(), '"seller":"V-IE-1"', '"seller":"V-IE-1","seller":"V-FR-2"'), 'JSON_DUPLICATE_KEY', 'seller'],
  ['__proto__', '/v1/orders', text(order(), '"seller"', '"__proto__":{"admin":true},"seller"'), 'JSON_FORBIDDEN_KEY', undefined],
  ['constructor in a line', '/v1/orders', text(order(), '"sku"', '"constructor":{"prototype":{"admin":true}},"sku"'), 'JSON_FORBIDDEN_KEY', 'lines[0]'],
  ['an array for the object', '/v1/orders', [order()], 'BODY_NOT_OBJECT', undefined],
  ['a text', '/v1/orders', '"order"', 'BODY_NOT_OBJECT', undefined],
  ['an unknown field', '/v1/orders', order({ role: 'operator' }), 'FIELD_UNKNOWN', 'role'],
  ['an unknown field of a line', '/v1/orders', order({ lines: [line({ price: '1' })] }), 'FIELD_UNKNOWN', 'lines[0].price'],
  ['a field only the ledger fills in', '/v1/checkout-payments', payment({ importRun: '0'.repeat(26) }), 'FIELD_UNKNOWN', 'importRun'],
  ['a missing field', '/v1/orders', order({ seller: undefined }), 'FIELD_MISSING', 'seller'],
  ['a missing field of a line', '/v1/orders', order({ lines: [line({ sku: undefined })] }), 'FIELD_MISSING', 'lines[0].sku'],
  ['an object for a list', '/v1/orders', order({ lines: { 0: line({}) } }), 'FIELD_MALFORMED', 'lines'],
  ['no lines', '/v1/orders', order({ lines: [] }), 'FIELD_MALFORMED', 'lines'],
  ['an amount as a number', '/v1/checkout-payments', payment({ amount: 118.8 }), 'FIELD_MALFORMED', 'amount'],
  ['an amount with an exponent', '/v1/checkout-payments', payment({ amount: '1e9000000' }), 'FIELD_MALFORMED', 'amount'],
  ['1e9000000 as a number', '/v1/checkout-payments', text(payment(), '"118.80"', '1e9000000'), 'JSON_NUMBER_OUT_OF_RANGE', 'amount'],
  ['9007199254740993 units', '/v1/orders', text(order(), '"quantity":9', '"quantity":9007199254740993'), 'JSON_NUMBER_OUT_OF_RANGE', 'lines[0].quantity'],
  ['half a unit', '/v1/orders', order({ lines: [line({ quantity: 0.5 })] }), 'FIELD_MALFORMED', 'lines[0].quantity'],
  ['a plus sign', '/v1/checkout-payments', payment({ amount: '+118.80' }), 'FIELD_MALFORMED', 'amount'],
  ['negative zero', '/v1/checkout-payments', payment({ amount: '-0.00' }), 'FIELD_MALFORMED', 'amount'],
  ['a leading zero', '/v1/checkout-payments', payment({ amount: '0118.80' }), 'FIELD_MALFORMED', 'amount'],
  ['full-width digits', '/v1/checkout-payments', payment({ amount: '１１８.80' }), 'FIELD_MALFORMED', 'amount'],
  ['a wrong scale', '/v1/checkout-payments', payment({ amount: '118.8' }), 'FIELD_MALFORMED', 'amount'],
  ['a scale that the yen has not', '/v1/checkout-payments', payment({ amount: '118.80', currency: 'JPY' }), 'FIELD_MALFORMED', 'amount'],
  ['nothing paid', '/v1/checkout-payments', payment({ amount: '0.00' }), 'AMOUNT_NOT_POSITIVE', 'amount'],
  ['a small currency', '/v1/checkout-payments', payment({ currency: 'eur' }), 'FIELD_MALFORMED', 'currency'],
  ['an unknown currency', '/v1/checkout-payments', payment({ currency: 'XXQ' }), 'FIELD_MALFORMED', 'currency'],
  ['a currency that is gone', '/v1/orders', order({ currency: 'HRK' }), 'CURRENCY_UNKNOWN', 'currency'],
  ['a country that does not exist', '/v1/orders', order({ destination: 'QQ' }), 'COUNTRY_UNKNOWN', 'destination'],
  ['30 February', '/v1/checkout-payments', payment({ acceptedAt: '2026-02-30T10:00:00.000Z' }), 'DATE_INVALID', 'acceptedAt'],
  ['30 February of a bank entry', '/v1/receipts', { authority: 'GB', bankAccount: 'B-1', entryReference: 'E-1', amount: '1.00', currency: 'GBP', bookedOn: '2026-02-30', valueOn: '2026-03-02' }, 'DATE_INVALID', 'bookedOn'],
  ['a Cyrillic Е in a bank entry', '/v1/receipts', { authority: 'GB', bankAccount: 'B-1', entryReference: 'Е-9', amount: '1.00', currency: 'GBP', bookedOn: '2026-03-02', valueOn: '2026-03-02' }, 'REFERENCE_LOOK_ALIKE', 'entryReference'],
  ['31 June of an account', '/v1/accounts', account({ openedOn: '2026-06-31' }), 'DATE_INVALID', 'openedOn'],
  ['a cycle that no rule knows', '/v1/accounts', account({ cycle: 'WEEKLY' }), 'CYCLE_UNKNOWN', 'cycle'],
  ['a day that no calendar covers', '/v1/accounts', account({ openedOn: '1999-01-01' }), 'CALENDAR_NOT_COVERED', 'openedOn'],
  ['another century', '/v1/orders', order({ orderedAt: '1899-01-01T00:00:00.000Z' }), 'DATE_OUT_OF_RANGE', 'orderedAt'],
  ['a week date', '/v1/orders', order({ orderedAt: '2026-W01-1' }), 'FIELD_MALFORMED', 'orderedAt'],
  ['an offset', '/v1/orders', order({ orderedAt: '2026-03-01T10:00:00.000+14:30' }), 'FIELD_MALFORMED', 'orderedAt'],
  ['a short IOSS number', '/v1/orders', order({ schemeNumber: 'IM123' }), 'SCHEME_NUMBER_MALFORMED', 'schemeNumber'],
  ['a Cyrillic А', '/v1/orders', order({ orderNumber: 'АB-1' }), 'REFERENCE_MIXED_SCRIPTS', 'orderNumber'],
  ['letters that look like Latin ones', '/v1/orders', order({ orderNumber: 'АВС' }), 'REFERENCE_LOOK_ALIKE', 'orderNumber'],
  ['full-width letters', '/v1/orders', order({ orderNumber: 'Ｏ-1' }), 'REFERENCE_LOOK_ALIKE', 'orderNumber'],
  ['a zero-width space', '/v1/orders', order({ orderNumber: 'O\u200b-1' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['right-to-left override', '/v1/orders', order({ orderNumber: 'O\u202e1' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['NFD', '/v1/orders', order({ orderNumber: 'e\u0301' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['a NUL', '/v1/orders', order({ orderNumber: 'O\u00001' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['a line feed', '/v1/orders', order({ orderNumber: 'O\n1' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['an outer space', '/v1/orders', order({ orderNumber: ' O-1' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['a lone surrogate', '/v1/orders', text(order(), '"O-1"', '"O\\ud800"'), 'JSON_NOT_WELL_FORMED', 'orderNumber'],
  ['a reference of 201 bytes', '/v1/orders', order({ orderNumber: 'é'.repeat(101) }), 'FIELD_MALFORMED', 'orderNumber'],
  ['an empty reference', '/v1/orders', order({ orderNumber: '' }), 'FIELD_MALFORMED', 'orderNumber'],
  ['a stream name for a party', '/v1/orders', order({ seller: '$all' }), 'FIELD_MALFORMED', 'seller'],
  ['a path for a party', '/v1/orders', order({ seller: '../etc' }), 'FIELD_MALFORMED', 'seller'],
  ['a commodity code of seven digits', '/v1/orders', order({ lines: [line({ hsCode: '6912002' })] }), 'FIELD_MALFORMED', 'lines[0].hsCode'],
  ['an unknown authority', '/v1/accounts', account({ authority: 'EU-QQ' }), 'AUTHORITY_UNKNOWN', 'authority'],
  ['a book with a dash too many', '/v1/accounts', account({ authority: 'GB-x' }), 'FIELD_MALFORMED', 'authority'],
  ['a scheme number that is none', '/v1/collectors/V-IE-1/scheme-numbers', { scheme: 'EU-IOSS', schemeNumber: 'IM1', authority: 'EU-IE', validFrom: '2026-01-01' }, 'COLLECTOR_UNKNOWN', 'collector'],
];

/** Asks as a role that may, so that what is refused is the input. */
const asker = (url: string): string => (url === '/v1/receipts' ? 'cashier' : url.startsWith('/v1/accounts') || url.startsWith('/v1/collectors') ? 'operator' : 'vendor:V-IE-1');

describe('bad input', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await ApiUnderTest.start();
  });
  afterAll(() => api.stop());
  afterEach(() => {
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(corpus)('%s at %s', async (_what, url, body, code, field) => {
    const answer = await api.post(asker(url), url, body);
    expect(answer.body).toMatchObject({ code, ...(field === undefined ? {} : { field }) });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const golden = JSON.parse(readFileSync(path.resolve(__dirname, `../golden/errors/${code}.json`), 'utf8')) as Record<string, unknown>;
    expect(answer.body).toMatchObject({ type: golden['type'], title: golden['title'], status: golden['status'] });
    expect(await api.events()).toBe(0);
  });

  it('in the address names the parameter', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['/v1/orders/not-an-id', 'order'],
      ['/v1/collectors/%24all', 'collector'],
      ['/v1/journal/trial-balance?asOf=yesterday', 'asOf'],
      ['/v1/journal/entries?limit=501', 'limit'],
      ['/v1/journal/entries?limit=0', 'limit'],
      ['/v1/journal/entries?limit=1e2', 'limit'],
      ['/v1/journal/entries?book=GB&book=FR', 'book'],
      ['/v1/journal/entries?sort=amount', 'sort'],
      ['/v1/journal/entries?cursor=WzEsIngiXQ', 'cursor'],
    ];
    for (const [url, field] of cases) {
      const { status, body } = await api.get('operator', url);
      expect([url, status, body['field']]).toEqual([url, 400, field]);
    }
    const foreign = await api.get('operator', '/v1/orders/00000000000000000000000000', { 'x-log-position': '12' });
    expect(foreign.body).toMatchObject({ status: 400, field: 'X-Log-Position' });
  });
});
