import { createHash } from 'node:crypto';
import { type Answer, ApiUnderTest } from './api.support';
import { consignment, declaration, deferment, order, payment } from './messages';

// Documents that an authority asks of a party, from the question to what the answer changes. Each test goes on where the one before ended.
let api: ApiUnderTest;
const now = '2026-04-20T09:00:00.000Z';
const ids: Record<string, string> = {};
beforeAll(async () => {
  api = await ApiUnderTest.start({ now });
});
afterAll(() => api.stop());

const told = ({ status, body }: Answer): readonly unknown[] => [status, body['code'], body['field']];
const write = async (who: string, url: string, body: unknown): Promise<string> => {
  const answer = await api.post(who, url, body);
  expect([url, ...told(answer)]).toEqual([url, 201, undefined, undefined]);
  return String(answer.body['id']);
};
const pdf = '%PDF-1.7 captured 150.00 EUR';
const document = createHash('sha256').update(pdf).digest('hex');
const proof = {
  transaction: { psp: 'P-1', transactionId: 'T-1' },
  amount: '150.00',
  currency: 'EUR',
  capturedAt: '2026-03-02T10:00:00.000Z',
  document,
};
const breaksOf = async (asOf: string): Promise<readonly string[]> => {
  const { cases } = (await api.get('officer', `/v1/cases?asOf=${asOf}`)).body as {
    cases: readonly { breaks: readonly { code: string; amount: string; causedBy?: object }[] }[];
  };
  return cases
    .flatMap(({ breaks }) => breaks.map(({ code, amount, causedBy }) => `${code} ${amount}${causedBy === undefined ? '' : ' derived'}`))
    .filter((one) => /B03|B04|B23/.test(one));
};
const url = (path = ''): string => `/v1/evidence-requests/${String(ids['request'])}${path}`;
const upload = (who: string, content: string, type = 'application/pdf'): Promise<Answer> =>
  api.post(who, url('/documents'), content, { 'content-type': type });

it('is asked by an officer of the provider who captured the payment', async () => {
  await write('officer', '/v1/accounts', deferment);
  await write('operator', '/v1/collectors', {
    collector: 'V-IE-1',
    name: 'A seller',
    establishedIn: 'IE',
    roles: ['vendor'],
    registeredOn: '2026-01-01',
  });
  await write('operator', '/v1/collectors/V-IE-1/scheme-numbers', {
    scheme: 'EU-IOSS',
    schemeNumber: 'IM3720000014',
    authority: 'EU-IE',
    validFrom: '2026-01-01',
  });
  await api.settle();
  ids['order'] = await write('vendor:V-IE-1', '/v1/orders', order());
  await write('vendor:V-IE-1', '/v1/checkout-payments', payment());
  await write('intermediary:C-1', '/v1/consignments', consignment());
  await write('intermediary:R-1', '/v1/declarations', declaration());
  const request = {
    authority: 'EU-FR',
    requestReference: 'REQ-1',
    kind: 'proofOfPayment',
    subject: `order-${ids['order']}`,
    party: 'P-1',
    transaction: proof.transaction,
    on: '2026-04-05',
    reason: 'Low for these goods.',
  };
  expect(told(await api.post('vendor:V-IE-1', '/v1/evidence-requests', request))[1]).toBe('ROLE_NOT_ALLOWED');
  expect(told(await api.post('officer', '/v1/evidence-requests', { ...request, on: '2026-04-21' }))).toEqual([
    400,
    'FIELD_MALFORMED',
    'on',
  ]);
  expect(told(await api.post('officer', '/v1/evidence-requests', { ...request, subject: 'receipt-1' }))).toEqual([
    422,
    'EVIDENCE_SUBJECT_INVALID',
    'subject',
  ]);
  ids['request'] = await write('officer', '/v1/evidence-requests', request);
  expect(await write('officer', '/v1/evidence-requests', request)).toBe(ids['request']);
  expect(told(await api.post('officer', '/v1/evidence-requests', { ...request, party: 'P-2' }))).toEqual([
    409,
    'EVIDENCE_REQUEST_DIFFERS',
    'requestReference',
  ]);
  await api.settle();
});

it('is missed ten days later, and is the break of who was asked', async () => {
  expect(await breaksOf('2026-04-15T12:00:00.000Z')).toEqual([]);
  expect(await breaksOf('2026-04-16T12:00:00.000Z')).toEqual(['B04 99']);
  const list = (who: string, query = '') =>
    api
      .get(who, `/v1/evidence-requests${query}`)
      .then(({ body }) =>
        (body['requests'] as readonly { status: string; asked: { party: string } }[]).map(
          ({ status, asked }) => `${asked.party} ${status}`,
        ),
      );
  expect(await list('intermediary:P-1')).toEqual(['P-1 overdue']);
  expect(await list('officer', '?status=overdue&kind=proofOfPayment')).toEqual(['P-1 overdue']);
  expect(await list('officer', '?asOf=2026-04-10T00:00:00.000Z')).toEqual(['P-1 open']);
  expect(await list('officer', '?asOf=2026-04-01T00:00:00.000Z')).toEqual([]);
  const owed = async (who: string, query = '') =>
    (
      (await api.get(who, `/v1/obligations?kind=documentToBring${query}`)).body['obligations'] as readonly {
        state: string;
        reference: string;
        document: string;
        dueOn: string;
      }[]
    ).map(({ state, reference, document: asked, dueOn }) => `${reference} ${asked} by ${dueOn} ${state}`);
  expect(await owed('intermediary:P-1')).toEqual(['REQ-1 proofOfPayment by 2026-04-15 overdue']);
  expect([await owed('intermediary:P-1', '&asOf=2026-04-10T00:00:00.000Z'), await owed('vendor:V-IE-1')]).toEqual([
    ['REQ-1 proofOfPayment by 2026-04-15 due'],
    [],
  ]);
  expect([await list('intermediary:P-2'), await list('vendor:V-IE-1'), await list('intermediary:P-2', '?party=P-1')]).toEqual([[], [], []]);
});

it('is nobody else’s business: not to read, not to answer', async () => {
  for (const who of ['intermediary:P-2', 'vendor:V-IE-1']) {
    const answers = await Promise.all([
      api.get(who, url()),
      upload(who, pdf),
      api.post(who, url('/proofs'), proof),
      api.post(who, url('/refusals'), { reason: 'notHeld' }),
      api.get(who, url(`/documents/${document}`)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  }
  expect(told(await api.post('officer', url('/proofs'), proof))[1]).toBe('ROLE_NOT_ALLOWED');
});

it('is answered with a document and the figures that it shows', async () => {
  expect(told(await api.post('intermediary:P-1', url('/proofs'), proof))).toEqual([422, 'PROOF_DOCUMENT_MISSING', 'document']);
  expect(told(await upload('intermediary:P-1', '{}', 'application/javascript'))[1]).toBe('CONTENT_TYPE_UNSUPPORTED');
  expect((await upload('intermediary:P-1', pdf)).status).toBe(201);
  expect(told(await api.post('intermediary:P-1', url('/proofs'), { ...proof, amount: '150.001' }))).toEqual([
    400,
    'FIELD_MALFORMED',
    'amount',
  ]);
  await write('intermediary:P-1', url('/proofs'), proof);
  await api.settle();
  const { facts } = (await api.get('officer', url())).body as { facts: readonly { type: string; data: unknown }[] };
  expect(facts).toMatchObject([
    { type: 'EvidenceRequested' },
    { type: 'EvidenceProvided', data: { document, bytes: pdf.length, mediaType: 'application/pdf', retainUntil: '2036-12-31' } },
    { type: 'TransactionPaymentProven', data: { amount: '150.00' } },
  ]);
  expect((await api.get('intermediary:P-1', url(`/documents/${document}`))).text).toBe(pdf);
  expect((await api.get('auditor', url(`/documents/${'0'.repeat(64)}`))).status).toBe(404);
});

it('compares what was paid with the order, and what was declared follows from it', async () => {
  expect(await breaksOf('2026-04-20T12:00:00.000Z')).toEqual(['B03 31.2', 'B23 0 derived']);
  expect(await breaksOf('2026-04-16T12:00:00.000Z')).toEqual(['B04 99']);
});

it('is one kind of document among others, which may be declined or asked for no more', async () => {
  const invoice = {
    authority: 'EU-FR',
    requestReference: 'REQ-2',
    kind: 'commercialInvoice',
    subject: `order-${String(ids['order'])}`,
    party: 'V-IE-1',
    dueOn: '2026-05-01',
    retentionYears: 6,
  };
  ids['request'] = await write('officer', '/v1/evidence-requests', invoice);
  expect(told(await api.post('vendor:V-IE-1', url('/proofs'), proof))).toEqual([422, 'PROOF_NOT_REQUESTED', 'request']);
  await write('vendor:V-IE-1', url('/refusals'), { reason: 'heldByOther', remark: 'The marketplace holds it.' });
  await write('officer', url('/withdrawals'), { reason: 'Asked of the marketplace.' });
  expect(told(await upload('vendor:V-IE-1', 'late', 'text/plain'))).toEqual([409, 'EVIDENCE_REQUEST_WITHDRAWN', 'request']);
  await api.settle();
  expect((await api.get('vendor:V-IE-1', '/v1/evidence-requests')).body).toMatchObject({
    requests: [{ status: 'withdrawn', asked: { retentionYears: 6 } }],
  });
});
