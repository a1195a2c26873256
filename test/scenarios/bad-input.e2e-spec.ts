import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApiUnderTest } from './api.support';
import { order, payment } from './messages';

const text = (message: object, from: string, to: string): string => {
  const written = JSON.stringify(message);
  if (!written.includes(from)) throw new RangeError(`the message has no ${from}`);
  return written.replace(from, () => to);
};
const account = (change: object) => ({
  authority: 'GB',
  holder: 'R-1',
  kind: 'deferment',
  currency: 'GBP',
  cycle: 'UK-DUTY',
  openedOn: '2026-01-01',
  ...change,
});
const nobody = '0'.repeat(26);
const sha = '0'.repeat(64);
const debt = { kind: 'statement', reference: 'EU-FR-S00000001', taxType: 'A00', beneficiary: 'EU', amount: '1.00' };
const delegation = (change: object) => ({ delegate: 'R-1', delegation: 'D-1', scope: ['declare'], validFrom: '2026-04-01', ...change });
const guarantee = (change: object) => ({
  authority: 'EU-FR',
  guarantor: 'BANK-1',
  guaranteeReference: 'G-1',
  holder: 'R-1',
  form: 'undertaking',
  amount: '1.00',
  currency: 'EUR',
  validFrom: '2026-01-01',
  shares: [],
  ...change,
});
const returned = (change: object) => ({
  format: 'tidewaiter/return/1',
  reporter: 'V-IE-1',
  returnReference: 'R-1',
  reportedAt: '2026-04-01T00:00:00.000Z',
  ground: 'withdrawn',
  original: {},
  lines: [{ quantity: 1 }],
  ...change,
});
const claim = (change: object) => ({
  format: 'tidewaiter/claim/1',
  authority: 'EU-FR',
  jurisdiction: 'FR',
  claimant: 'V-IE-1',
  claimReference: 'C-1',
  handler: 'H-1',
  basis: 'withdrawn',
  currency: 'EUR',
  claimedOn: '2026-04-01',
  entitlement: { model: 'vendor', payee: 'vendor', payeeParty: 'V-IE-1', buyerRefunded: true },
  counted: { from: 'acceptance', day: '2026-03-01' },
  lines: [{ declaration: nobody, mrn: 'M-1', seq: 1, taxType: 'A00', beneficiary: 'EU', paid: '1.00' }],
  ...change,
});
const exported = (change: object) => ({
  authority: 'EU-FR',
  declarant: 'V-IE-1',
  lrn: 'X-1',
  mrn: 'M-1',
  exporter: 'V-IE-1',
  destination: 'CN',
  acceptedAt: '2026-04-01T00:00:00.000Z',
  acceptedOn: '2026-04-01',
  items: [{ seq: 1, hsCode: '392410', description: 'box', quantity: 1 }],
  ...change,
});
const summary = (change: object) => ({
  authority: 'EU-FR',
  declarant: 'V-IE-1',
  accountHolder: 'V-IE-1',
  direction: 'entry',
  summaryReference: 'S-1',
  from: '2026-03-01',
  to: '2026-04-01',
  submittedOn: '2026-04-02',
  dueOn: '2026-04-11',
  currency: 'EUR',
  ...change,
});
const share = (change: object) => ({
  authority: 'EU-FR',
  beneficiary: 'EU',
  currency: 'EUR',
  distribution: 'D-1',
  from: '2026-03-01',
  to: '2026-04-01',
  ...change,
});
const line = (change: object) => ({ ...order().lines[0], ...change });

/** What came in, where, and what must be said of it: code and field. */
const corpus: readonly (readonly [what: string, url: string, body: unknown, code: string, field: string | undefined])[] = [
  ['broken JSON', '/v1/orders', '{"seller": "V-IE-1",', 'JSON_SYNTAX', 'seller'],
  ['10 kB of [', '/v1/orders', '['.repeat(10_240), 'JSON_TOO_DEEP', undefined],
  ['depth inside a field', '/v1/orders', text(order(), '"IM3720000014"', '['.repeat(40) + ']'.repeat(40)), 'JSON_TOO_DEEP', undefined],
  [
    'a doubled field',
    '/v1/orders',
    text(order(), '"seller":"V-IE-1"', '"seller":"V-IE-1","seller":"V-FR-2"'),
    'JSON_DUPLICATE_KEY',
    'seller',
  ],
  ['__proto__', '/v1/orders', text(order(), '"seller"', '"__proto__":{"admin":true},"seller"'), 'JSON_FORBIDDEN_KEY', undefined],
  [
    'constructor in a line',
    '/v1/orders',
    text(order(), '"sku"', '"constructor":{"prototype":{"admin":true}},"sku"'),
    'JSON_FORBIDDEN_KEY',
    'lines[0]',
  ],
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
  [
    '9007199254740993 units',
    '/v1/orders',
    text(order(), '"quantity":9', '"quantity":9007199254740993'),
    'JSON_NUMBER_OUT_OF_RANGE',
    'lines[0].quantity',
  ],
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
  [
    '30 February of a bank entry',
    '/v1/receipts',
    {
      authority: 'GB',
      bankAccount: 'B-1',
      entryReference: 'E-1',
      amount: '1.00',
      currency: 'GBP',
      bookedOn: '2026-02-30',
      valueOn: '2026-03-02',
    },
    'DATE_INVALID',
    'bookedOn',
  ],
  [
    'a Cyrillic Е in a bank entry',
    '/v1/receipts',
    {
      authority: 'GB',
      bankAccount: 'B-1',
      entryReference: 'Е-9',
      amount: '1.00',
      currency: 'GBP',
      bookedOn: '2026-03-02',
      valueOn: '2026-03-02',
    },
    'REFERENCE_LOOK_ALIKE',
    'entryReference',
  ],
  ['31 June of an account', '/v1/accounts', account({ openedOn: '2026-06-31' }), 'DATE_INVALID', 'openedOn'],
  ['a cycle that no rule knows', '/v1/accounts', account({ cycle: 'WEEKLY' }), 'CYCLE_UNKNOWN', 'cycle'],
  ['a day that no calendar covers', '/v1/accounts', account({ openedOn: '2090-01-01' }), 'CALENDAR_NOT_COVERED', 'openedOn'],
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
  [
    'a scheme number that is none',
    '/v1/collectors/V-IE-1/scheme-numbers',
    { scheme: 'EU-IOSS', schemeNumber: 'IM1', authority: 'EU-IE', validFrom: '2026-01-01' },
    'COLLECTOR_UNKNOWN',
    'collector',
  ],
  ['a delegation of nothing', '/v1/collectors/V-IE-1/delegations', delegation({ scope: [] }), 'FIELD_MALFORMED', 'scope'],
  ['a delegation of another', '/v1/collectors/V-IE-1/delegations', delegation({ collector: 'V-FR-2' }), 'FIELD_UNKNOWN', 'collector'],
  [
    'a delegation for everything',
    '/v1/collectors/V-IE-1/delegations',
    delegation({ scope: ['everything'] }),
    'FIELD_MALFORMED',
    'scope[0]',
  ],
  [
    '30 February of a suspension',
    '/v1/collectors/V-IE-1/suspensions',
    { reason: 'arrears', suspendedFrom: '2026-02-30' },
    'DATE_INVALID',
    'suspendedFrom',
  ],
  [
    'a suspension at an authority that nobody knows',
    '/v1/collectors/V-IE-1/suspensions',
    { authority: 'EU-QQ', reason: 'arrears', suspendedFrom: '2026-02-01' },
    'AUTHORITY_UNKNOWN',
    'authority',
  ],
  ['a delegation at one', '/v1/collectors/V-IE-1/delegations', delegation({ authority: 'FR' }), 'AUTHORITY_UNKNOWN', 'authority'],
  [
    'a status that nobody has',
    '/v1/collectors/V-IE-1/aeo-statuses',
    { authority: 'EU-FR', status: 'AEOX', changedFrom: '2026-02-01' },
    'FIELD_MALFORMED',
    'status',
  ],
  [
    'a sixth party of a debt',
    '/v1/collectors/V-IE-1/responsibilities',
    { authority: 'EU-FR', responsibility: 'king', authorisation: 'A-1', validFrom: '2026-02-01' },
    'FIELD_MALFORMED',
    'responsibility',
  ],
  [
    'a number for an amount in dispute',
    `/v1/accounts/${nobody}/contests`,
    { debt: { ...debt, amount: 1 }, contestedOn: '2026-04-01', document: sha },
    'FIELD_MALFORMED',
    'debt.amount',
  ],
  [
    'a document without its digest',
    `/v1/accounts/${nobody}/remissions`,
    { debt, ground: 'UCC-120', remittedOn: '2026-04-01', document: 'letter' },
    'FIELD_MALFORMED',
    'document',
  ],
  [
    'an approver in the body',
    `/v1/accounts/${nobody}/write-offs`,
    { debt, writtenOffOn: '2026-04-01', document: sha, approvedBy: 'ME' },
    'FIELD_UNKNOWN',
    'approvedBy',
  ],
  [
    'an account that is not there',
    `/v1/accounts/${nobody}/write-offs`,
    { debt, writtenOffOn: '2026-04-01', document: sha },
    'NOT_FOUND',
    undefined,
  ],
  [
    '31 June of a penalty',
    `/v1/accounts/${nobody}/penalties`,
    { penaltyReference: 'P-1', beneficiary: 'FR', amount: '1.00', reason: 'late', rule: 'R', imposedOn: '2026-06-31', dueOn: '2026-07-01' },
    'DATE_INVALID',
    'imposedOn',
  ],
  [
    'money by pigeon',
    `/v1/accounts/${nobody}/payments`,
    {
      means: 'pigeon',
      provider: 'B-1',
      paymentReference: 'P-1',
      amount: '1.00',
      currency: 'EUR',
      bookedOn: '2026-04-01',
      valueOn: '2026-04-01',
      postedOn: '2026-04-01',
    },
    'FIELD_MALFORMED',
    'means',
  ],
  ['shares that are no list', '/v1/guarantees', guarantee({ shares: { account: nobody } }), 'FIELD_MALFORMED', 'shares'],
  [
    'a share of an account that is not there',
    '/v1/guarantees',
    guarantee({ shares: [{ account: nobody, share: '1.00' }] }),
    'FIELD_MALFORMED',
    'shares[0].account',
  ],
  ['a guarantee of nowhere', '/v1/guarantees', guarantee({ authority: 'EU-QQ' }), 'AUTHORITY_UNKNOWN', 'authority'],
  ['a return of another form', '/v1/return-cases', returned({ format: 'tidewaiter/return/2' }), 'FIELD_MALFORMED', 'format'],
  ['a return of nothing known', '/v1/return-cases', returned({}), 'RETURN_WITHOUT_ORIGINAL', 'original'],
  ['no units that go back', '/v1/return-cases', returned({ lines: [{ quantity: 0 }] }), 'FIELD_MALFORMED', 'lines[0].quantity'],
  ['a claim at no authority', '/v1/claims', claim({ authority: 'EU-QQ' }), 'AUTHORITY_UNKNOWN', 'authority'],
  ['a claim by the law of another', '/v1/claims', claim({ jurisdiction: 'DE' }), 'JURISDICTION_DIFFERS', 'jurisdiction'],
  ['bank details in a claim', '/v1/claims', claim({ iban: 'FR1420041010050500013M02606' }), 'FIELD_UNKNOWN', 'iban'],
  ['a claim after its window', '/v1/claims', claim({ claimedOn: '2027-04-01' }), 'CLAIM_OUT_OF_WINDOW', 'claimedOn'],
  ['an export of nowhere', '/v1/exports', exported({ authority: 'EU-QQ' }), 'AUTHORITY_UNKNOWN', 'authority'],
  [
    'an export with an item twice',
    '/v1/exports',
    exported({ items: [...exported({}).items, ...exported({}).items] }),
    'ITEM_NUMBER_REPEATED',
    'items[1].seq',
  ],
  ['a source in an export', '/v1/exports', exported({ source: { sha256: sha, line: 1 } }), 'FIELD_UNKNOWN', 'source'],
  ['a summary of no days', '/v1/summaries', summary({ to: '2026-03-01' }), 'DAY_INVALID', 'to'],
  ['a summary of a declaration that was never lodged', '/v1/summaries', summary({ mrns: ['M-9'] }), 'DECLARATION_UNKNOWN', 'mrns'],
  ['30 February of a share', '/v1/distributions', share({ from: '2026-02-30' }), 'DATE_INVALID', 'from'],
  ['30 February in a claim', '/v1/claims', claim({ counted: { from: 'acceptance', day: '2026-02-30' } }), 'DATE_INVALID', 'counted.day'],
  ['many steps that are no list', '/v1/breaks/bulk', { rows: { break: nobody, step: 'comment', text: 'x' } }, 'FIELD_MALFORMED', 'rows'],
  ['many steps that are none', '/v1/breaks/bulk', { rows: [] }, 'FIELD_MALFORMED', 'rows'],
  ['a share of days to come', '/v1/distributions', share({ to: '2099-01-01' }), 'FIELD_MALFORMED', 'to'],
  ['a share of nothing', '/v1/distributions', share({}), 'NOTHING_TO_DISTRIBUTE', undefined],
  ['a file for no bank', '/v1/refund-payment-files', { authority: 'EU-FR' }, 'FIELD_MISSING', undefined],
  ['a return of no period', '/v1/collection-returns', { schemeNumber: 'SAFR2021000001' }, 'FIELD_MISSING', 'period'],
];

/** Asks as a role that may, so that what is refused is the input. */
const asker = (url: string): string => {
  if (/^\/v1\/(receipts|distributions|refund-payment)/.test(url)) return 'cashier';
  return /^\/v1\/(accounts|collectors|guarantees|breaks)/.test(url) ? 'operator' : 'vendor:V-IE-1';
};

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
      ['/v1/claims?status=lost', 'status'],
      ['/v1/return-cases?status=lost', 'status'],
      ['/v1/guarantees/not-an-id', 'guarantee'],
      ['/v1/collectors/V-IE-1/standing?authority=FR%20', 'authority'],
      ['/v1/summary-gaps?authority=EU-FR&declarant=R-1&accountHolder=R-1&from=2026-03-01&to=2026-04-01&days=1e1', 'days'],
      [`/v1/accounts/${nobody}/interest?kind=statement&reference=S&taxType=A00&beneficiary=EU&rule=R&to=2026-02-30`, 'to'],
    ];
    for (const [url, field] of cases) {
      const { status, body } = await api.get('operator', url);
      expect([url, status, body['field']]).toEqual([url, 400, field]);
    }
    const foreign = await api.get('operator', '/v1/orders/00000000000000000000000000', { 'x-log-position': '12' });
    expect(foreign.body).toMatchObject({ status: 400, field: 'X-Log-Position' });
  });
});
