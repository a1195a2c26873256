import { ApiUnderTest } from './api.support';
import { consignment, declaration, order, payment } from './messages';

/** One order of nine boxes; its parcel is announced late and light, and declared under another code. Another order is told twice. */
let api: ApiUnderTest;
const [officer, vendor, carrier, representative] = ['officer', 'vendor:V-IE-1', 'intermediary:C-1', 'intermediary:R-1'] as const;

interface Found {
  readonly code: string;
  readonly subject: string;
  readonly causedBy?: { readonly code: string };
  readonly legalExpiry?: { readonly on: string; readonly right: string; readonly law: string };
  readonly why: { readonly sentence: string };
  readonly work: { readonly daysToLegalExpiry?: number };
}
const breaksOf = async (number: string): Promise<readonly Found[]> => {
  const { cases } = (await api.get(officer, `/v1/cases?term=${number}`)).body as {
    readonly cases: readonly { readonly breaks: readonly Found[] }[];
  };
  return cases.flatMap(({ breaks }) => breaks);
};
const told = async (who: string, path: string, body: unknown): Promise<void> => {
  const { status, text } = await api.post(who, path, body);
  expect([path, status, status < 300 ? '' : text]).toEqual([path, status < 300 ? status : 201, '']);
};

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-03-20T10:00:00.000Z' });
  const [line] = order().lines;
  await told('operator', '/v1/collectors', {
    collector: 'R-1',
    name: 'A representative',
    roles: ['representative'],
    establishedIn: 'IE',
    registeredOn: '2026-01-01',
  });
  await told(officer, '/v1/accounts', {
    authority: 'EU-FR',
    holder: 'R-1',
    kind: 'deferment',
    currency: 'EUR',
    cycle: 'EU-SIXTEENTH',
    openedOn: '2026-03-01',
  });
  await told(vendor, '/v1/orders', order({ lines: [{ ...line, grossMass: '4.5', serial: 'BOX-1' }] }));
  await told(vendor, '/v1/checkout-payments', payment());
  await told(carrier, '/v1/consignments', consignment({ grossMass: '1.2', pieces: 9, receivedAt: '2026-03-11T10:00:00.000Z' }));
  await told(carrier, '/v1/consignments/C-1/LX000000001CN/arrivals', { arrivedAt: '2026-03-10T08:00:00.000Z' });
  const [item] = declaration().items;
  await told(representative, '/v1/declarations', declaration({ items: [{ ...item, hsCode: '392490' }] }));
  await told(
    vendor,
    '/v1/orders',
    order({ orderNumber: 'O-2', orderedAt: '2026-03-01T10:04:00.000Z', lines: [{ ...line, grossMass: '4.5', serial: 'BOX-1' }] }),
  );
  await api.settle();
});
afterAll(() => api.stop());

describe('a parcel that is not declared and announced as it was ordered', () => {
  it('says which code was ordered, and until when the debt can still be notified', async () => {
    const found = (await breaksOf('O-1')).find(({ code }) => code === 'B24');
    expect(found).toMatchObject({
      legalExpiry: { on: '2029-03-10', right: 'notification', law: 'Regulation (EU) 952/2013 Art. 103(1)' },
      work: { daysToLegalExpiry: 1086 },
    });
    expect(found?.why.sentence).toContain('expected 392410 as ordered, found 392490');
  });

  it('says that its manifest was late, and how far its mass is from the order’s', async () => {
    const sentences = (await breaksOf('O-1')).filter(({ code }) => code === 'B12' || code === 'B13').map(({ why }) => why.sentence);
    expect(sentences.sort()).toEqual([
      'announcement of parcel LX000000001CN: expected before it arrived, 2026-03-10T08:00:00.000Z, found 2026-03-11T10:00:00.000Z; late since 2026-03-10T08:00:00.000Z.',
      'mass of parcel LX000000001CN: expected 4.5 kg ordered, found 1.2 kg on the manifest; the difference is 3.3 kg, tolerated 0.45 kg.',
    ]);
  });

  it('is another case than the same order under a second number, which is the duplicate', async () => {
    expect((await breaksOf('O-2')).map(({ code, causedBy }) => [code, causedBy?.code])).toEqual([
      ['B06', undefined],
      ['B01', 'B06'],
    ]);
    expect((await breaksOf('O-1')).map(({ code }) => code)).not.toContain('B06');
  });

  it('is on the worklist by its code', async () => {
    const { breaks } = (await api.get(officer, '/v1/breaks/worklist?code=B06')).body as {
      readonly breaks: readonly { readonly code: string }[];
    };
    expect(breaks.map(({ code }) => code)).toEqual(['B06']);
  });
});
