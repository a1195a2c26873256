import { orderStream } from '#advance-data';
import { declarationStream } from '#declarations';
import { indicatorStories } from '../support/risk/indicator-stories';
import { ApiUnderTest } from './api.support';
import { deferment } from './messages';

// Every indicator on a trade that was written by hand and told through the public interface: what has to be found is found, what stands at
// the boundary or only looks alike is not, and each finding says why in a sentence and on which rows.
jest.setTimeout(240_000);

interface Found {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly sentence: string;
  readonly figure: { readonly value: string; readonly unit: string };
  readonly evidence: readonly { readonly stream: string; readonly position: string }[];
  readonly evidenceCount: number;
}
let api: ApiUnderTest;
const told = indicatorStories();

const imported = async (kind: string, messages: readonly unknown[]): Promise<void> => {
  const started = await api.post('operator', `/v1/imports?kind=${kind}`, messages.map((message) => JSON.stringify(message)).join('\n'), {
    'content-type': 'application/x-ndjson',
  });
  for (;;) {
    const { body } = await api.get('operator', String(started.headers['location']));
    if (body['status'] === 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    else {
      expect([kind, body['status'], body['report']]).toEqual([
        kind,
        'completed',
        expect.objectContaining({ accepted: messages.length, rejected: {} }),
      ]);
      return;
    }
  }
};
const posted = async (who: string, url: string, body: unknown): Promise<void> => {
  const { status, text } = await api.post(who, url, body);
  expect([status, status === 201 ? '' : text]).toEqual([201, '']);
};

beforeAll(async () => {
  api = await ApiUnderTest.start({ now: '2026-06-30T10:00:00.000Z' });
  await posted('operator', '/v1/collectors', {
    collector: 'R-1',
    name: 'A representative',
    roles: ['representative'],
    establishedIn: 'IE',
    registeredOn: '2026-01-01',
  });
  await posted('officer', '/v1/accounts', deferment);
  await imported('orders', told.orders);
  await imported('payments', told.payments);
  await imported('consignments', told.consignments);
  for (const [number, arrivedAt] of told.arrivals)
    await posted('intermediary:C-1', `/v1/consignments/C-1/${number}/arrivals`, { arrivedAt });
  await api.settle();
  await imported('declarations', told.declarations);
  for (const message of told.returns) await posted('operator', '/v1/return-cases', message);
  await api.settle();
});
afterAll(() => api.stop());

const foundBy = async (code: string): Promise<readonly Found[]> => {
  const { status, body } = await api.get('officer', `/v1/risk-findings?code=${code}&limit=500`);
  expect(status).toBe(200);
  return body['findings'] as readonly Found[];
};
const order = (seller: string, number = '1'): string => orderStream(seller, number);
const lodged = (lrn: string): string => declarationStream('EU-FR', 'R-1', lrn);

describe.each<[code: string, subjects: readonly string[], sentences: readonly string[]]>([
  [
    'R01',
    ['R01-72-HOURS', 'R01-FOUND', 'R01-ONE-ARRIVAL'],
    [
      '2 orders of one buyer at R01-72-HOURS within 72 hours, each at most EUR 150.00, together EUR 160.00: worth a look.',
      '3 orders of one buyer at R01-FOUND within 72 hours, each at most EUR 150.00, together EUR 180.00: worth a look.',
      '2 orders of one buyer at R01-ONE-ARRIVAL in parcels that arrived on one day, each at most EUR 150.00, together EUR 160.00: worth a look.',
    ],
  ],
  [
    'R02',
    [order('R02-FOUND')],
    ['order 1 of R02-FOUND went in 2 parcels, each declared at most at EUR 150.00, together at EUR 170.00: worth a look.'],
  ],
  ['R03', ['20 orders'], ['20 orders under one buyer pseudonym at 1 seller within 30 days: worth a look.']],
  [
    'R04',
    ['R04-FOUND'],
    ['order 1 of R04-FOUND: declared at EUR 89.09, paid for with EUR 99.00 without VAT, which is 89.99 %: worth a look.'],
  ],
  [
    'R05',
    [lodged('R05-FOUND-2')],
    ['item 1 is declared at 4.99 EUR/unit, among 41 items of 691110 from CN in 2026-05 with a median of 10: worth a look.'],
  ],
  [
    'R06',
    ['R06-FOUND'],
    [
      '20 declarations of goods of R06-FOUND lie in the last 5 % below EUR 150.00, 9 in the band below and 0 in the band above: worth a look.',
    ],
  ],
  [
    'R07',
    [lodged('R07-FOUND'), 'R07-CODES/MPI'],
    [
      '1 of 1 item of 26FRR07-FOUND described in general words only, like "Gift: assorted spare parts": worth a look.',
      'product R07-CODES/MPI was announced under 2 codes: 392410, 691110: worth a look.',
    ],
  ],
  [
    'R08',
    ['R08-FOUND/BOX'],
    ['product R08-FOUND/BOX is of origin CN in 75.0 % of its lines, and of another one in 1 line: VN: worth a look.'],
  ],
  ['R09', [lodged('R09-FOUND')], ['26FRR09-FOUND is declared as B2B for a business and covers 5 orders of consumers: worth a look.']],
  [
    'R10',
    ['IM3720000101', 'IM3720000103', 'IM3720000105'],
    [
      '10 imports under IM3720000101 in 2026-05, of 10 senders from 1 country of dispatch: worth a look.',
      '5 imports under IM3720000103 in 2026-05, of 1 sender from 5 countries of dispatch: worth a look.',
      '50 imports under IM3720000105 in 2026-05, after 15 in the 3 months before: worth a look.',
    ],
  ],
  [
    'R11',
    ['R11-FOUND'],
    ['1 declaration of goods of R11-FOUND as gift or C2C in 2026-05; the seller announced 5 orders by trade: worth a look.'],
  ],
  [
    'R12',
    ['R12-SELLER', 'SN-TWICE'],
    [
      '5 returns on 20 orders of R12-SELLER in 2026-02, which is 25.0 %; the other sellers had 7.5 %: worth a look.',
      'serial number SN-TWICE is in 2 returns of goods of R12-SERIAL: worth a look.',
    ],
  ],
])('%s', (code, subjects, sentences) => {
  it('finds what has to be found, and neither what stands at its boundary nor what only looks alike', async () => {
    const findings = await foundBy(code);
    // A buyer is a pseudonym and a case has a key: the sentences name whose they are.
    const named = findings.map(
      ({ subject, sentence }) =>
        subjects.find((one) => subject.id === one || (['R01', 'R03', 'R04'].includes(code) && sentence.includes(one))) ?? subject.id,
    );
    expect([...named].sort()).toEqual([...subjects].sort());
    expect(findings.map(({ sentence }) => sentence).sort()).toEqual([...sentences].sort());
  });

  it('rests on rows that are in the log', async () => {
    for (const { evidence, evidenceCount } of await foundBy(code)) {
      expect([evidence.length > 0, evidence.length]).toEqual([true, Math.min(50, evidenceCount)]);
      for (const { stream, position } of evidence) {
        const positions: string[] = [];
        for await (const event of api.ledger.store.read(stream)) positions.push(event.position);
        expect(positions).toContain(position);
      }
    }
  });
});

describe('R13', () => {
  const ofProviders = async (): Promise<readonly Found[]> =>
    (await foundBy('R13')).filter(({ subject, sentence }) => subject.id.startsWith('R13-') && sentence.includes('deliveryCountry'));

  it('finds a field that is missing in more than a tenth of enough messages', async () => {
    expect((await ofProviders()).map(({ sentence }) => sentence)).toEqual([
      'missing deliveryCountry in 15.0 % of what seller R13-FOUND told by order in 2026-05 (3 of 20): worth a look.',
    ]);
  });

  it('rests on the messages', async () => {
    const [one] = await ofProviders();
    expect(one?.evidence.map(({ stream }) => stream).sort()).toEqual(
      [order('R13-FOUND', '1'), order('R13-FOUND', '2'), order('R13-FOUND', '3')].sort(),
    );
  });
});
