import { ApiUnderTest } from './api.support';
import { consignment, declaration } from './messages';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-04-20T09:00:00.000Z' });
  await api.post('officer', '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn: '2026-01-01',
  });
  await api.post('intermediary:C-1', '/v1/consignments', consignment());
  const told = await api.post('intermediary:R-1', '/v1/declarations', declaration());
  if (told.status >= 300) throw new Error(told.text);
  await api.settle();
});
afterAll(() => api.stop());

const ask = (query = '', who = 'auditor') => api.get(who, `/v1/statistics${query}`);

it('tells parcels, items, values and tax of what was declared, by what is asked for', async () => {
  const { status, body } = await ask('?by=destination,mode,model,hs6');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    asOf: '2026-04-20T23:59:59.999Z',
    rows: [
      {
        key: { destination: 'FR', mode: 'post', model: 'vendor', hs6: '392410' },
        parcels: 1,
        items: 1,
        units: 9,
        values: [{ currency: 'EUR', value: '99' }],
        presented: '99.00',
      },
    ],
    suppressed: { rows: 0, least: 0 },
  });
  // 6.5 % of 99.00 is given up; 20 % of 99.00 is in the IOSS return and is not.
  expect((body['rows'] as readonly { readonly taxes: unknown }[])[0]?.taxes).toMatchObject([
    { taxType: 'A00', assessed: '6.44', forgone: '6.44', payable: '0.00' },
    { taxType: 'B00', assessed: '19.80', forgone: '0.00', accountedElsewhere: '19.80', payable: '0.00' },
  ]);
});

it('answers again what it answered, as known at the position that it told, whatever came since', async () => {
  const first = (await ask('?by=destination')).body;
  const told = await api.post(
    'intermediary:R-1',
    '/v1/declarations',
    declaration({ lrn: 'L-2', mrn: '26FR00000000000002', consignmentNumber: 'LX000000002CN' }),
  );
  expect(told.status).toBe(201);
  await api.settle();
  expect((await ask(`?by=destination&knownAt=${String(first['knownAt'])}`)).body).toEqual(first);
  expect((await ask('?by=destination')).body['total']).toMatchObject({ parcels: 2 });
  expect((await ask('?asOf=2026-03-01T00:00:00.000Z')).body['total']).toMatchObject({ parcels: 0 });
});

it('keeps to the days, and holds back rows of few parcels with their number', async () => {
  expect((await ask('?from=2026-03-11')).body['total']).toMatchObject({ parcels: 0 });
  expect((await ask('?by=month&from=2026-03-10&to=2026-03-10')).body['rows']).toMatchObject([{ key: { month: '2026-03' }, parcels: 2 }]);
  expect((await ask('?by=mode&least=3')).body).toMatchObject({ rows: [], suppressed: { rows: 2, least: 3 } });
});

it('is for officers, auditors and operators, and names the field that is wrong', async () => {
  expect([
    (await ask('', 'officer')).status,
    (await ask('', 'operator')).status,
    (await ask('', 'vendor:V-IE-1')).status,
    (await ask('', 'cashier')).status,
  ]).toEqual([200, 200, 403, 403]);
  for (const [query, field] of [
    ['by=colour', 'by'],
    ['by=hs6,hs6', 'by'],
    ['least=few', 'least'],
    ['currency=XYZ1', 'currency'],
    ['from=2026-02-30', 'from'],
    ['knownAt=1', 'knownAt'],
  ] as const)
    expect((await ask(`?${query}`)).body).toMatchObject({ status: 400, field });
});
