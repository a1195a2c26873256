import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDemo } from '#demo';
import { CommandLine } from '../../apps/cli/src/cli.support';
import { sized } from '../support/size';
import { csvRows, ndjsonRows, nestedOf } from '../support/viewpoint/exported';
import { eventsOf, retell } from '../support/viewpoint/retold-log';
import { ApiUnderTest } from './api.support';

// What is worth a look is asked of facts that are built when somebody asks: the same answers as at the command line, at any moment, page by
// page.
jest.setTimeout(120_000);

type Row = Readonly<Record<string, unknown>>;
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-risk-routes-'));
const told = path.join(folder, 'told');
const cli = new CommandLine();
let api: ApiUnderTest;
const asOf = '2026-12-01T00:00:00.000Z';

beforeAll(async () => {
  await runDemo(
    { orders: [], dispatch: 'CN', currency: 'GBP', seed: 5, noise: '0.4', parcels: sized(70, 120), model: 'all' },
    { dataDirectory: told },
  );
  cli.env = { TIDEWAITER_DATA: told };
  api = await ApiUnderTest.start({ directory: path.join(folder, 'retold') });
});
afterAll(async () => {
  await api.stop();
  cli.remove();
  rmSync(folder, { recursive: true, force: true });
});

const all = async (who: string, url: string, field: string): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await api.get(who, `${url}${cursor}`);
    expect([url, status]).toEqual([url, 200]);
    rows.push(...(body[field] as readonly Row[]));
    if (typeof body['next'] !== 'string') return rows;
    cursor = `${url.includes('?') ? '&' : '?'}cursor=${body['next']}`;
  }
};

it('answers as it did at an earlier position, and has the same pages while the log grows', async () => {
  const events = await eventsOf(told);
  const half = await retell(api.ledger.store, events.slice(0, Math.floor(events.length * 0.6)));
  await api.ledger.rules.refresh();
  await api.ledger.catchUp();
  const questions = [`/v1/risk-findings?asOf=${asOf}&limit=3`, `/v1/data-quality?asOf=${asOf}&limit=2`];
  const then = await Promise.all(questions.map((url) => api.get('auditor', url)));
  expect(then.map(({ status, body }) => [status, body['knownAt']])).toEqual([
    [200, half],
    [200, half],
  ]);
  await retell(api.ledger.store, events.slice(Math.floor(events.length * 0.6)));
  await api.ledger.rules.refresh();
  await api.ledger.catchUp();
  for (const [i, url] of questions.entries()) {
    const again = await api.get('auditor', `${url}&knownAt=${half}`);
    expect({ ...again.body, next: undefined }).toEqual({ ...then[i]?.body, next: undefined });
    expect((await api.get('auditor', url)).text).not.toBe(then[i]?.text);
    const second = await api.get('auditor', `${url}&cursor=${String(then[i]?.body['next'])}`);
    const secondAgain = await api.get('auditor', `${url}&knownAt=${half}&cursor=${String(again.body['next'])}`);
    expect({ ...second.body, next: undefined }).toEqual({ ...secondAgain.body, next: undefined });
    expect(second.body['knownAt']).toBe(half);
  }
});

it('finds what the command line finds', async () => {
  const { document } = await cli.json('risk', '--as-of', asOf, '--limit', '100000');
  const placeless = (rows: unknown): unknown =>
    JSON.parse(JSON.stringify(rows, (key, value: unknown) => (key === 'position' || key === 'knownAt' ? undefined : value)));
  const found = await all('officer', `/v1/risk-findings?asOf=${asOf}&limit=7`, 'findings');
  expect(placeless(found)).toEqual(placeless(document['findings']));
  expect(found.length).toBeGreaterThan(sized(5, 10));
  const [{ code, subject } = { code: '', subject: {} }] = found;
  expect(await all('officer', `/v1/risk-findings?asOf=${asOf}&code=${String(code)}`, 'findings')).toEqual(
    found.filter((one) => one['code'] === code),
  );
  const { id } = subject as { readonly id: string };
  expect(await all('officer', `/v1/risk-findings?asOf=${asOf}&subject=${encodeURIComponent(id)}`, 'findings')).toEqual(
    found.filter((one) => (one['subject'] as { readonly id: string }).id === id),
  );
  const quality = await cli.json('data-quality', '--as-of', asOf);
  expect(await all('auditor', `/v1/data-quality?asOf=${asOf}&limit=3`, 'rows')).toEqual(quality.document['rows']);
});

it('is taken as a file, exactly as shown', async () => {
  for (const [url, field] of [
    [`/v1/risk-findings?asOf=${asOf}`, 'findings'],
    [`/v1/data-quality?asOf=${asOf}`, 'rows'],
  ] as const) {
    const shown = await all('auditor', url, field);
    const ndjson = await api.get('auditor', url, { accept: 'application/x-ndjson' });
    expect(ndjsonRows(ndjson.text).map(nestedOf)).toEqual(shown);
    expect(csvRows((await api.get('auditor', url, { accept: 'text/csv' })).text).length).toBe(shown.length);
  }
});

it('shows a party the quality of its own data, and findings to the authority alone', async () => {
  const everything = await all('auditor', `/v1/data-quality?asOf=${asOf}`, 'rows');
  for (const [who, party] of [
    ['vendor:V-IE-001', 'V-IE-001'],
    ['intermediary:C-001', 'C-001'],
  ] as const) {
    const own = await all(who, `/v1/data-quality?asOf=${asOf}`, 'rows');
    expect([who, own]).toEqual([who, everything.filter(({ provider }) => provider === party)]);
    expect(own.length).toBeGreaterThan(0);
    expect((await api.get(who, `/v1/data-quality?provider=${party === 'C-001' ? 'V-IE-001' : 'C-001'}`)).body['rows']).toEqual([]);
    expect((await api.get(who, '/v1/risk-findings')).body['code']).toBe('ROLE_NOT_ALLOWED');
  }
  expect(await all('vendor:V-XX-999', '/v1/data-quality', 'rows')).toEqual([]);
});

it.each([
  ['/v1/risk-findings?code=R99', 'code'],
  ['/v1/risk-findings?asOf=yesterday', 'asOf'],
  ['/v1/risk-findings?knownAt=5', 'knownAt'],
  ['/v1/risk-findings?limit=501', 'limit'],
  ['/v1/data-quality?month=2026-13', 'month'],
  ['/v1/data-quality?knownAt=99999999999999999999.99999999999999999999', 'knownAt'],
])('refuses %s, naming the field', async (url, field) => {
  const { status, body } = await api.get('auditor', url);
  expect([status, body['field']]).toEqual([400, field]);
});
