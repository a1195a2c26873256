import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDemo } from '#demo';
import { CommandLine, words } from '../../apps/cli/src/cli.support';
import { sized } from '../support/size';
import { type Answer, ApiUnderTest } from './api.support';

// What other rules would have brought, asked over HTTP: a job with its progress, then what the command line answers.
jest.setTimeout(120_000);

type Document = Readonly<Record<string, unknown>>;
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-simulations-'));
const directory = path.join(folder, 'ledger');
const cli = new CommandLine();
let api: ApiUnderTest;
beforeAll(async () => {
  await runDemo(
    { orders: [], dispatch: 'CN', currency: 'GBP', seed: 5, noise: '0.2', parcels: sized(30, 60), model: 'all' },
    { dataDirectory: directory },
  );
  cli.env = { TIDEWAITER_DATA: directory };
  api = await ApiUnderTest.start({ directory });
});
afterAll(async () => {
  await api.stop();
  cli.remove();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (body: unknown, who = 'officer'): Promise<Answer> => api.post(who, '/v1/simulations', body, { 'idempotency-key': '' });
/** The job, once it is not running any more. */
const done = async (started: Answer): Promise<Document> => {
  expect([started.status, started.body['code']]).toEqual([202, undefined]);
  for (;;) {
    const { status, body } = await api.get('auditor', String(started.headers['location']));
    expect(status).toBe(200);
    if (body['status'] !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const noRelief = { thresholds: [{ of: 'EU', amount: '0' }] };

describe('a simulation over HTTP', () => {
  it('answers what the command line answers, of the moment and position that it tells', async () => {
    const question = {
      scenario: { ...noRelief, vatRates: [{ country: 'FR', category: 'reduced', rate: '7' }] },
      from: '2026-01-01',
      to: '2026-12-31',
      pilot: { by: 'share', value: '0.5', seed: 'x' },
    };
    const job = await done(await ask(question));
    const { asked, result } = job as { readonly asked: { readonly asOf: string; readonly knownAt: string }; readonly result: Document };
    expect(job).toMatchObject({
      status: 'completed',
      asked: { from: '2026-01-01', to: '2026-12-31', pilot: { by: 'share', value: '0.5', seed: 'x' } },
    });
    const { document } = await cli.json(
      ...words('simulate --threshold EU=0 --vat FR:reduced=7 --from 2026-01-01 --to 2026-12-31 --cohort share=0.5 --seed x --as-of'),
      asked.asOf,
      '--known-at',
      asked.knownAt,
    );
    expect({ ...asked, ...result }).toMatchObject(document);
    const groups = [result['cohort'], result['rest']] as readonly {
      readonly declarations: { readonly count: number; readonly items: number };
    }[];
    expect(groups.every(({ declarations }) => declarations.count > 0)).toBe(true);
    expect((job['progress'] as Document)['items']).toBe(groups.reduce((sum, { declarations }) => sum + declarations.items, 0));
  });

  it('is one job for one question, and records nothing', async () => {
    const before = await api.events();
    const [first, again] = [await ask({ scenario: noRelief }), await ask({ scenario: noRelief }, 'auditor')];
    const other = await ask({ scenario: noRelief, to: '2026-03-31' });
    expect([again.headers['location'], other.headers['location'] === first.headers['location']]).toEqual([
      first.headers['location'],
      false,
    ]);
    await done(first);
    await done(other);
    // What came of it is read where reads are recorded.
    const { body } = await ask({ scenario: noRelief });
    expect([body['status'], 'result' in body]).toEqual(['completed', false]);
    expect(await api.events()).toBe(before);
  });

  it('answers as known at an earlier position', async () => {
    const { body } = await ask({ scenario: {} });
    const all = (await done(await ask({ scenario: {} })))['result'] as Document;
    const early = await done(await ask({ scenario: {}, knownAt: '00000000000000000001.00000000000000000001' }));
    expect((body['asked'] as Document)['knownAt']).toBe(await api.ledger.store.head());
    const count = (result: unknown): number =>
      (result as { readonly cohort: { readonly declarations: { readonly count: number } } }).cohort.declarations.count;
    expect([count(early['result']), count(all) > 0]).toEqual([0, true]);
  });

  it('takes costs of one’s own', async () => {
    const cost = {
      id: 'MINE',
      territory: 'EU',
      side: 'collection',
      driver: 'declaration',
      amount: '1.25',
      currency: 'EUR',
      source: 'own accounts',
      dated: '2026-01-01',
    };
    expect((await done(await ask({ scenario: {}, costs: [cost] })))['result']).toMatchObject({ costs: [{ id: 'MINE', amount: '1.25' }] });
  });

  it('is for those who may see everybody’s trade', async () => {
    for (const who of ['vendor:V-IE-001', 'intermediary:C-001', 'cashier'])
      expect((await ask({ scenario: {} }, who)).body['code']).toBe('ROLE_NOT_ALLOWED');
    const { headers } = await ask({ scenario: {} }, 'operator');
    expect((await api.get('vendor:V-IE-001', String(headers['location']))).body['code']).toBe('ROLE_NOT_ALLOWED');
    for (const id of ['0'.repeat(32), '..%2F..%2Finstallation'])
      expect([id, (await api.get('officer', `/v1/simulations/${id}`)).status]).toEqual([id, 404]);
  });

  it.each<[unknown, number, string, string]>([
    [{}, 400, 'FIELD_MISSING', 'scenario'],
    [{ scenario: { thresholds: [{ of: 'EU', amount: '-1' }] } }, 400, 'FIELD_MALFORMED', 'scenario.thresholds[0].amount'],
    [{ scenario: { thresholds: [{ of: 'FR', amount: '0' }] } }, 422, 'SCENARIO_INVALID', 'scenario.thresholds'],
    [{ scenario: { flat: [{ territory: 'EU', rule: '3%' }] } }, 422, 'SCENARIO_INVALID', 'scenario.flat'],
    [
      { scenario: { measures: [{ jurisdiction: 'EU', taxType: 'A00', codePrefix: '61', origin: '*', expression: 'much' }] } },
      422,
      'SCENARIO_INVALID',
      'scenario.measures',
    ],
    [{ scenario: { vatRates: [{ country: 'US', category: 'standard', rate: '5' }] } }, 422, 'SCENARIO_INVALID', 'scenario.vatRates'],
    [
      { scenario: { vatRates: [{ country: 'FR', category: 'middling', rate: '5' }] } },
      400,
      'FIELD_MALFORMED',
      'scenario.vatRates[0].category',
    ],
    [{ scenario: { collector: 'nobody' } }, 400, 'FIELD_MALFORMED', 'scenario.collector'],
    [{ scenario: { tables: [] } }, 400, 'FIELD_UNKNOWN', 'scenario.tables'],
    [{ scenario: {}, pilot: { by: 'colour', value: 'red' } }, 400, 'FIELD_MALFORMED', 'pilot.by'],
    [{ scenario: {}, pilot: { by: 'share', value: '2' } }, 400, 'FIELD_MALFORMED', 'pilot.value'],
    [{ scenario: {}, pilot: { by: 'vendor', value: 'V-1', seed: 'x' } }, 400, 'FIELD_MALFORMED', 'pilot.seed'],
    [{ scenario: {}, from: '2026-02-01', to: '2026-01-01' }, 400, 'FIELD_MALFORMED', 'to'],
    [{ scenario: {}, to: '2026-02-30' }, 400, 'DATE_INVALID', 'to'],
    [{ scenario: {}, knownAt: '99999999999999999999.99999999999999999999' }, 400, 'FIELD_MALFORMED', 'knownAt'],
    [{ scenario: {}, costs: [{ id: 'MINE' }] }, 400, 'FIELD_MISSING', 'costs[0].amount'],
  ])('refuses %j, naming the field', async (body, status, code, field) => {
    const answer = await ask(body);
    expect([answer.status, answer.body['code'], answer.body['field']]).toEqual([status, code, field]);
  });

  it('says how much it takes at once', async () => {
    const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}-01`);
    const asked = await Promise.all(months.map((from) => ask({ scenario: noRelief, from })));
    const busy = asked.filter(({ status }) => status !== 202);
    expect(busy.length).toBeGreaterThan(0);
    for (const { status, body, headers } of busy)
      expect([status, body['code'], headers['retry-after']]).toEqual([503, 'SIMULATIONS_BUSY', '1']);
    for (const one of asked) if (one.status === 202) expect((await done(one))['status']).toBe('completed');
  });

  it('ends when its server stops and begins again when it is asked again; what is done is still there', async () => {
    const finished = await ask({ scenario: noRelief });
    await done(finished);
    const question = { scenario: { flat: [{ territory: 'EU', rule: '2.00 EUR/consignment' }] } };
    const url = String((await ask(question)).headers['location']);
    await api.stop(true);
    api = await ApiUnderTest.start({ directory });
    expect((await api.get('officer', url)).body['status']).toBe('aborted');
    expect((await api.get('officer', String(finished.headers['location']))).body).toMatchObject({
      status: 'completed',
      result: { scenario: noRelief },
    });
    const again = await ask(question);
    expect([again.headers['location'], (await done(again))['status']]).toEqual([url, 'completed']);
  });
});
