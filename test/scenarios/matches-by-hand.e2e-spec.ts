import { type Answer, ApiUnderTest } from './api.support';
import { order, payment } from './messages';

// A payment that names an order which nobody knows: what may be meant, and what somebody makes of it. Each test goes on where the one
// before ended.
let api: ApiUnderTest;
let [named, known, match, before] = ['', '', '', ''];
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
});
afterAll(() => api.stop());

const told = ({ status, body }: Answer): readonly unknown[] => [status, body['code'], body['field']];
const candidates = (who: string, query = ''): Promise<Answer> => api.get(who, `/v1/cases/${named}/candidates${query}`);
const codesOf = async (query = ''): Promise<readonly string[]> =>
  ((await api.get('officer', `/v1/cases/${known}${query}`)).body['breaks'] as readonly { code: string }[]).map(({ code }) => code);
const say = (body: object, who = 'officer'): Promise<Answer> =>
  api.post(who, '/v1/matches', { step: 'confirm', one: named, other: known, reason: 'A zero was written as a letter.', ...body });

it('shows the order that may be meant, with the criterion that fails and how far it is', async () => {
  known = `order-${String((await api.post('vendor:V-IE-1', '/v1/orders', order({ orderNumber: 'O-10', schemeNumber: undefined }))).body['id'])}`;
  before = String(
    (await api.post('vendor:V-IE-1', '/v1/checkout-payments', payment({ orderNumber: 'O-1O', amount: '119.22' }))).headers[
      'x-log-position'
    ],
  );
  await api.settle();
  const { cases } = (await api.get('officer', '/v1/cases')).body as { cases: readonly { key: string }[] };
  named = cases.map(({ key }) => key).find((key) => key !== known) ?? '';
  expect((await candidates('officer')).body).toMatchObject({
    missing: [
      {
        leg: 'order',
        of: named,
        candidates: [
          {
            subject: known,
            name: 'order O-10',
            rule: 'composite-key@3',
            failing: {
              criterion: 'amount',
              distance: '0.42',
              tolerance: '0.01',
              sentence: 'order O-10: amount differs by 0.42, tolerance 0.01; expected 118.8 EUR, found 119.22 EUR.',
            },
          },
        ],
      },
    ],
  });
  const answer = await api.post(
    'vendor:V-IE-1',
    '/v1/checkout-payments',
    payment({ transactionId: 'T-of-ann', orderNumber: 'NOBODY-KNOWS', amount: '3.00', buyerId: '17850' }),
  );
  expect(answer.status).toBe(201);
  const capture = (await api.get('vendor:V-IE-1', `/v1/checkout-payments/${String(answer.body['id'])}`)).body;
  expect(JSON.stringify(capture)).toMatch(/"buyer":"[0-9a-f]{64}"/);
  expect(JSON.stringify(capture)).not.toContain('17850');
  expect(told(await api.post('vendor:V-IE-1', '/v1/checkout-payments', payment({ transactionId: 'T-x', buyer: 'a'.repeat(64) })))).toEqual([
    400,
    'FIELD_UNKNOWN',
    'buyer',
  ]);
  expect(told(await candidates('vendor:V-IE-1'))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await api.get('officer', `/v1/cases/order-${'0'.repeat(26)}/candidates`))[0]).toBe(404);
  expect(await codesOf()).toEqual(['B01']);
});

it('is joined by a person of the authority, with a reason, and by nobody else', async () => {
  expect(told(await say({}, 'vendor:V-IE-1'))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await say({ reason: '' }))[2]).toBe('reason');
  expect(told(await say({ other: `order-${'0'.repeat(26)}` }))).toEqual([422, 'MATCH_SUBJECT_UNKNOWN', 'other']);
  expect(told(await say({ other: named }))).toEqual([422, 'MATCH_SUBJECT_INVALID', 'other']);
  expect(told(await say({ step: 'break' }))).toEqual([422, 'MATCH_NOT_JOINED', 'other']);
  const confirmed = await say({ suggestion: { rule: 'composite-key', version: 1, score: 52 } });
  expect(told(confirmed)[0]).toBe(201);
  match = String(confirmed.body['id']);
  await api.settle();
  expect(await codesOf()).not.toContain('B01');
  expect((await api.get('officer', `/v1/cases/${known}`)).body['matches']).toContainEqual(
    expect.objectContaining({ rule: 'by-hand@1', score: 52 }),
  );
  expect(await codesOf(`?knownAt=${before}`)).toEqual(['B01']);
});

it('is taken back in one step, and leaves what was said on record', async () => {
  expect(told(await api.post('operator', `/v1/matches/${match}/undo`, { undoes: 5, reason: 'By mistake.' }))).toEqual([
    409,
    'UNDO_NOT_LAST',
    'undoes',
  ]);
  expect(told(await api.post('operator', `/v1/matches/${match}/undo`, { undoes: 0, reason: 'By mistake.' }))[0]).toBe(201);
  await api.settle();
  expect(await codesOf()).toEqual(['B01']);
  expect((await api.get('auditor', `/v1/matches/${match}`)).body['facts']).toMatchObject([
    { type: 'MatchConfirmed', data: { by: 'LOCAL-OFFICER' } },
    { type: 'MatchStepUndone', data: { leaves: 'none' } },
  ]);
  expect(told(await api.post('operator', `/v1/matches/${'0'.repeat(26)}/undo`, { undoes: 0, reason: 'No.' }))[0]).toBe(404);
});
