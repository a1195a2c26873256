import { ApiUnderTest, type Answer } from './api.support';
import { order, payment } from './messages';

/** One order that nobody paid, of a few euros, and one of another seller that nobody paid either, of many. */
let api: ApiUnderTest;
let small: string;
let large: string;
let orders: readonly string[];
const vendor = 'vendor:V-IE-1';

const worklist = async (who: string, query = ''): Promise<readonly Record<string, unknown>[]> =>
  (await api.get(who, `/v1/breaks/worklist${query}`)).body['breaks'] as readonly Record<string, unknown>[];
const show = (who: string, id: string, query = ''): Promise<Answer> => api.get(who, `/v1/breaks/${id}${query}`);
const post = async (
  who: string,
  id: string,
  step: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const answer = await api.post(who, `/v1/breaks/${id}/${step}`, body, headers);
  await api.settle();
  return answer;
};
const standing = (answer: Answer): unknown => (answer.body['work'] as Record<string, unknown>)['status'];

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-09-01T10:00:00.000Z' });
  const [line] = order().lines;
  const told = [
    await api.post(vendor, '/v1/orders', order({ orderNumber: 'SMALL' })),
    await api.post(
      'vendor:V-FR-2',
      '/v1/orders',
      order({ seller: 'V-FR-2', orderNumber: 'LARGE', lines: [{ ...line, quantity: 1, unitPrice: '400.00' }] }),
    ),
  ];
  expect(told.map(({ status, body }) => [status, body['code']])).toEqual([
    [201, undefined],
    [201, undefined],
  ]);
  orders = told.map(({ body }) => `order-${String(body['id'])}`);
  await api.settle();
  const unpaid = await worklist('officer', '?code=B01');
  const idOf = (subject: string | undefined) => String(unpaid.find((found) => found['subject'] === subject)?.['id']);
  [small, large] = [idOf(orders[0]), idOf(orders[1])];
});
afterAll(() => api.stop());

describe('a break', () => {
  it('is on the worklist of the authority, and of the vendor whose case it is', async () => {
    expect(
      (await worklist('officer', '?code=B01')).map(({ id, caseKey, work }) => [id, caseKey, (work as { status: string }).status]).sort(),
    ).toEqual(
      [
        [small, orders[0], 'open'],
        [large, orders[1], 'open'],
      ].sort(),
    );
    expect((await worklist(vendor)).map(({ id }) => id)).toEqual([small]);
    expect([
      (await show(vendor, small)).status,
      (await show(vendor, large)).status,
      (await show('officer', '0'.repeat(26))).status,
    ]).toEqual([200, 404, 404]);
  });

  it('is given to somebody, talked about with its vendor, and the vendor reads its own words only', async () => {
    expect((await post('officer', small, 'assignments', { to: 'CLERK-7', reason: 'She knows the seller.' })).body).toMatchObject({
      id: small,
      revision: '1',
      events: [{ type: 'BreakWorkBegun' }, { type: 'BreakAssigned' }],
    });
    expect((await post(vendor, small, 'comments', { text: 'Paid by bank transfer.' })).status).toBe(201);
    const seen = await show('auditor', small);
    expect(seen.headers['etag']).toBe('"2"');
    expect(seen.body).toMatchObject({
      id: small,
      derived: {
        code: 'B01',
        work: { status: 'assigned', assignee: 'CLERK-7', lastComment: { by: 'V-IE-1', text: 'Paid by bank transfer.' } },
      },
      lastKnown: { code: 'B01', subject: orders[0] },
    });
    const own = await show(vendor, small);
    expect(own.text).toContain('Paid by bank transfer.');
    expect(own.text).not.toMatch(/CLERK-7|knows the seller/);
    expect((await worklist('officer', '?assignee=CLERK-7')).map(({ id }) => id)).toEqual([small]);
    expect((await api.get('officer', `/v1/cases/${String(orders[0])}`)).body['breaks']).toMatchObject([
      { id: small, work: { status: 'assigned' } },
    ]);
    expect((await api.get('officer', '/v1/breaks')).text).toContain('"assignee":"CLERK-7"');
  });

  it('is counted in summaries, by whatever tells breaks apart, and a vendor counts its own', async () => {
    const summary = async (who: string, by: string, more = '') =>
      (await api.get(who, `/v1/breaks/summary?by=${by}&code=B01${more}`)).body['groups'] as readonly Record<string, unknown>[];
    expect(await summary('officer', 'code')).toEqual([
      { key: 'B01', count: 2, derived: 0, overdue: 2, oldest: '2026-03-06T10:00:00.000Z', amount: { EUR: '499' } },
    ]);
    expect((await summary('officer', 'owner')).map(({ key, amount }) => [key, amount])).toEqual([
      ['V-FR-2', { EUR: '400' }],
      ['V-IE-1', { EUR: '99' }],
    ]);
    expect((await summary('officer', 'assignee')).map(({ key, count }) => [key, count])).toEqual([
      ['-', 1],
      ['CLERK-7', 1],
    ]);
    expect((await summary('officer', 'amount')).map(({ key }) => key)).toEqual(['EUR 10-100', 'EUR 100-1000']);
    expect((await summary('officer', 'age')).map(({ key, count }) => [key, count])).toEqual([['91-365', 2]]);
    expect((await summary('officer', 'whoActs', '&status=assigned')).map(({ key, count }) => [key, count])).toEqual([['vendor', 1]]);
    expect((await summary(vendor, 'code')).map(({ count, amount }) => [count, amount])).toEqual([[1, { EUR: '99' }]]);
    expect([
      (await api.get(vendor, '/v1/breaks/summary?by=assignee')).status,
      (await api.get('officer', '/v1/breaks/summary')).status,
    ]).toEqual([403, 400]);
  });

  it('takes a document of the vendor who has to act, which the authority can open', async () => {
    const answer = await api.post(vendor, `/v1/breaks/${small}/evidence`, 'the bank says so', { 'content-type': 'text/plain' });
    await api.settle();
    expect(answer.status).toBe(201);
    const [document] = ((await show('officer', small)).body['history'] as readonly { type: string; data: { document: string } }[]).flatMap(
      ({ type, data }) => (type === 'BreakEvidenceAttached' ? [data.document] : []),
    );
    expect((await api.get('officer', `/v1/breaks/${small}/evidence/${String(document)}`)).text).toBe('the bank says so');
    expect((await api.get('officer', `/v1/breaks/${small}/evidence/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await api.post(vendor, `/v1/breaks/${large}/evidence`, 'x', { 'content-type': 'text/plain' })).status).toBe(404);
  });

  it('is linked to events of this log, and to no others', async () => {
    expect((await post('officer', small, 'links', { event: { stream: orders[0], revision: 0 } })).status).toBe(201);
    expect((await post('officer', small, 'links', { event: { stream: orders[0], revision: 99 } })).body).toMatchObject({
      code: 'EVENT_UNKNOWN',
      status: 422,
      field: 'event',
    });
    expect((await post('officer', small, 'links', { event: { stream: 'nothing', revision: 0 } })).body['code']).toBe('EVENT_UNKNOWN');
  });

  it('is resolved, and stays a break that says so; nothing but words, reopening and undoing happens to it then', async () => {
    const before = (await api.get('officer', '/v1/reconciliation')).body['breaks'];
    expect((await post('operator', small, 'resolutions', { resolution: 'corrected', reason: 'Seen on the account.' })).body['code']).toBe(
      'CORRECTION_UNNAMED',
    );
    expect((await post('operator', small, 'resolutions', { resolution: 'explained_timing', reason: 'Seen on the account.' })).status).toBe(
      201,
    );
    expect((await api.get('officer', '/v1/reconciliation')).body['breaks']).toEqual(before);
    expect((await worklist('officer', '?status=resolved')).map(({ id }) => id)).toEqual([small]);
    expect((await post('officer', small, 'assignments', { to: 'CLERK-8' })).body).toMatchObject({ code: 'BREAK_CLOSED', status: 409 });
    expect(standing(await show(vendor, small))).toBe('resolved');
    expect((await post('officer', small, 'reopenings', { reason: 'It was another order.' })).status).toBe(201);
    expect(standing(await show('officer', small))).toBe('assigned');
  });

  it('gets back what was done last, one step at a time', async () => {
    const { revision } = (await show('officer', small)).body;
    expect((await post('officer', small, 'undo', { undoes: Number(revision) - 1, reason: 'By mistake.' })).body).toMatchObject({
      code: 'UNDO_NOT_LAST',
      status: 409,
    });
    expect((await post('officer', small, 'undo', { undoes: Number(revision), reason: 'By mistake.' })).status).toBe(201);
    expect(standing(await show('officer', small))).toBe('resolved');
    expect((await post('officer', small, 'undo', { undoes: Number(revision) - 1, reason: 'By mistake.' })).status).toBe(201);
    expect(standing(await show('officer', small))).toBe('assigned');
  });

  it('is written once whatever is sent again, and not by whoever saw an older state', async () => {
    const headers = { 'idempotency-key': 'once', 'if-match': `"${String((await show('officer', small)).body['revision'])}"` };
    const first = await post('officer', small, 'comments', { text: 'Once.' }, headers);
    const again = await post('officer', small, 'comments', { text: 'Once.' }, headers);
    expect([first.status, again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 201, 'true', first.body]);
    expect((await post('officer', small, 'comments', { text: 'Twice.' }, { 'idempotency-key': 'once' })).body['code']).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    const before = await api.events();
    for (const [id, step] of [
      [large, 'comments'],
      [small, 'reopenings'],
    ] as const)
      expect(
        (await post('officer', id, step, step === 'comments' ? { text: 'Once.' } : { reason: 'Once.' }, { 'idempotency-key': 'once' }))
          .body,
      ).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await api.events()).toBe(before);
    expect((await post('officer', small, 'comments', { text: 'Late.' }, { 'if-match': headers['if-match'] })).status).toBe(412);
    expect((await post('officer', small, 'comments', { text: 'Early.', on: '2026-09-02' })).body).toMatchObject({
      code: 'FIELD_MALFORMED',
      field: 'on',
    });
    for (const text of ['a\u0001', 'Agreed: \u202e00.001\u202c EUR', 'Agreed: 1\u200b00 EUR'])
      expect((await post('officer', small, 'comments', { text })).body).toMatchObject({
        status: 400,
        code: 'FIELD_MALFORMED',
        field: 'text',
      });
    expect((await post('officer', small, 'assignments', { to: 'CLERK-7', reason: '\u2066Because\u2069' })).body).toMatchObject({
      status: 400,
      code: 'FIELD_MALFORMED',
      field: 'reason',
    });
  });
});

describe('a write-off', () => {
  it('of little takes one person, who says what the break comes to', async () => {
    const { amount, currency } = (await show('officer', small)).body['derived'] as { amount: string; currency: string };
    expect((await post('officer', small, 'write-offs', { stake: { amount: '0.01', currency }, reason: 'Little.' })).body).toMatchObject({
      code: 'WRITE_OFF_DIFFERS',
      details: { amount },
    });
    expect((await post('officer', small, 'write-offs', { stake: { amount, currency }, reason: 'Little.' })).status).toBe(201);
    expect((await show('officer', small)).body['work']).toMatchObject({
      status: 'written_off',
      closed: { amount, requestedBy: 'LOCAL-OFFICER' },
    });
  });

  it('of more takes an officer who agrees to what another asked', async () => {
    const { amount, currency } = (await show('officer', large)).body['derived'] as { amount: string; currency: string };
    const body = { stake: { amount, currency }, reason: 'The seller has ceased to trade.' };
    expect((await post('operator', large, 'write-offs', { ...body, stake: { amount: '399', currency } })).body['code']).toBe(
      'WRITE_OFF_DIFFERS',
    );
    const asked = await post('operator', large, 'write-offs', body);
    expect(asked.status).toBe(202);
    const ticket = { 'request-ticket': String(asked.body['ticket']) };
    expect((await post('operator', large, 'write-offs', body, ticket)).body['code']).toBe('ROLE_NOT_ALLOWED');
    expect((await post('officer', large, 'write-offs', { ...body, reason: 'Another.' }, ticket)).body['code']).toBe('TICKET_INVALID');
    expect((await post('officer', large, 'write-offs', body, ticket)).status).toBe(201);
    expect((await show('officer', large)).body['work']).toMatchObject({
      closed: { requestedBy: 'LOCAL-OPERATOR', approvedBy: 'LOCAL-OFFICER', rule: 'break-write-off', ruleVersion: 1 },
    });
  });

  it('by one person alone is none', async () => {
    await post('officer', large, 'reopenings', { reason: 'Again.' });
    const { amount, currency } = (await show('officer', large)).body['derived'] as { amount: string; currency: string };
    const body = { stake: { amount, currency }, reason: 'Alone.' };
    const asked = await post('officer', large, 'write-offs', body);
    expect((await post('officer', large, 'write-offs', body, { 'request-ticket': String(asked.body['ticket']) })).body['code']).toBe(
      'SAME_PERSON',
    );
  });
});

describe('many steps at once', () => {
  it('have one verdict each, and the same again is the same', async () => {
    const rows = [
      { break: large, step: 'assign', to: 'CLERK-9', case: orders[1] },
      { break: large, step: 'comment' },
      { break: '0'.repeat(26), step: 'comment', text: 'Hm.' },
      { break: small, step: 'assign', to: 'CLERK-9' },
      { break: large, step: 'resolve', resolution: 'superseded', reason: 'Another order took its place.' },
    ];
    const send = async () =>
      (await api.post('officer', '/v1/breaks/bulk', { rows }, { 'idempotency-key': 'bulk' })).text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const first = await send();
    expect(first.map(({ row, status, code }) => [row, status, code])).toEqual([
      [1, 'accepted', undefined],
      [2, 'refused', 'FIELD_MISSING'],
      [3, 'refused', 'NOT_FOUND'],
      [4, 'refused', 'BREAK_CLOSED'],
      [5, 'accepted', undefined],
    ]);
    await api.settle();
    expect((await send()).map(({ status, replayed }) => [status, replayed])).toEqual([
      ['accepted', true],
      ['refused', undefined],
      ['refused', undefined],
      ['refused', undefined],
      ['accepted', true],
    ]);
    expect((await api.post('officer', '/v1/breaks/bulk', { rows: Array.from({ length: 501 }, () => rows[0]) })).status).toBe(400);
    const lost = await api.post('officer', '/v1/breaks/bulk', {
      rows: [{ break: small, step: 'assign', to: 'CLERK-1', text: 'Call the vendor.' }],
    });
    expect(JSON.parse(lost.text)).toMatchObject({ row: 1, status: 'refused', code: 'FIELD_UNKNOWN', field: 'text' });
  });

  it('has a verdict for a row that is none, and does the others', async () => {
    const answer = await api.post('officer', '/v1/breaks/bulk', {
      rows: [
        { break: 'no id', step: 'comment', text: 'Hm.' },
        { break: large, step: 'shout', text: 'Hm.' },
        { break: large, step: 'comment', text: 'Hm.', on: '2026-02-30' },
        { break: large, step: 'link', event: { stream: large } },
        'comment',
        null,
        { break: large, step: 'reopen', reason: 'There is more to be said.', shout: true },
        { break: large, step: 'comment', text: 'Seen.' },
      ],
    });
    expect(answer.status).toBe(200);
    const verdicts = answer.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(verdicts.map(({ row, break: named, status, code, field }) => [row, named, status, code, field])).toEqual([
      [1, undefined, 'refused', 'FIELD_MALFORMED', 'break'],
      [2, large, 'refused', 'FIELD_MALFORMED', 'step'],
      [3, large, 'refused', 'DATE_INVALID', 'on'],
      [4, large, 'refused', 'FIELD_MISSING', 'event.revision'],
      [5, undefined, 'refused', 'FIELD_MALFORMED', undefined],
      [6, undefined, 'refused', 'FIELD_MALFORMED', undefined],
      [7, large, 'refused', 'FIELD_UNKNOWN', 'shout'],
      [8, large, 'accepted', undefined, undefined],
    ]);
    expect(verdicts[1]).toMatchObject({ detail: expect.stringContaining('assign') as unknown, title: expect.any(String) as unknown });
  });

  it('lists pages that belong together, and says what it does not take', async () => {
    const first = await api.get('officer', '/v1/breaks/worklist?code=B01&limit=1');
    const second = await api.get('officer', `/v1/breaks/worklist?code=B01&limit=1&cursor=${String(first.body['next'])}`);
    const ids = [first, second].flatMap(({ body }) => (body['breaks'] as readonly { id: string }[]).map(({ id }) => id));
    expect([...ids].sort()).toEqual([small, large].sort());
    expect(second.body['next']).toBeUndefined();
    expect((await api.get('officer', '/v1/breaks/worklist?minimumAmount=5')).body).toMatchObject({
      code: 'FIELD_MISSING',
      field: 'currency',
    });
    expect((await worklist('officer', '?minimumAmount=100&currency=EUR')).map(({ id }) => id)).toEqual([large]);
  });
});

it('keeps the work when the missing fact arrives and the break is gone', async () => {
  expect(
    (await api.post(vendor, '/v1/checkout-payments', payment({ orderNumber: 'SMALL', amount: '30.00', transactionId: 'T-SMALL' }))).status,
  ).toBe(201);
  await api.settle();
  const gone = await show('officer', small);
  expect(gone.body).toMatchObject({ lastKnown: { code: 'B01' }, work: { status: 'written_off' } });
  expect(gone.body['derived']).toBeUndefined();
  expect((await worklist('officer', '?code=B01')).map(({ id }) => id)).toEqual([large]);
  expect((await post('officer', small, 'comments', { text: 'Paid after all.' })).status).toBe(201);
  expect((await post('officer', small, 'reopenings', { reason: 'Paid.' })).status).toBe(201);
  expect((await post('officer', small, 'write-offs', { stake: { amount: '30', currency: 'EUR' }, reason: 'No.' })).body).toMatchObject({
    code: 'BREAK_NOT_DERIVED',
    status: 422,
  });
});
