import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runDemo } from '#demo';
import { CommandLine } from '../../apps/cli/src/cli.support';
import { sized } from '../support/size';
import { asText, csvRows, ndjsonRows, nestedOf } from '../support/viewpoint/exported';
import { type Answer, ApiUnderTest } from './api.support';
import { exportedLists, type List } from './exported-lists';

// A list is taken as a file by the route that shows it: the same rows in the same order, whoever asks and whatever is written meanwhile.
jest.setTimeout(120_000);

type Row = Readonly<Record<string, unknown>>;
const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-exported-'));
let api: ApiUnderTest;
let lists: readonly List[];
const workFolders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('tidewaiter-export-'));
const before = new Set(workFolders());
const asOf = 'asOf=2026-12-01T00:00:00.000Z';
const media = { csv: 'text/csv', ndjson: 'application/x-ndjson', parquet: 'application/vnd.apache.parquet' } as const;

beforeAll(async () => {
  await runDemo(
    { orders: [], dispatch: 'CN', currency: 'GBP', seed: 5, noise: '0.4', parcels: sized(30, 120), model: 'all' },
    { dataDirectory: path.join(folder, 'data') },
  );
  api = await ApiUnderTest.start({ directory: path.join(folder, 'data') });
  await api.ledger.catchUp();
  lists = await exportedLists(api, asOf);
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** All that a list shows, page by page. */
const shown = async (who: string, { url, field }: List): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  for (let cursor = ''; ;) {
    const { status, body, text } = await api.get(who, `${url}${cursor}`);
    expect([url, status]).toEqual([url, 200]);
    if (field === undefined) return ndjsonRows(text);
    rows.push(...(body[field] as readonly Row[]));
    if (typeof body['next'] !== 'string') return rows;
    cursor = `${url.includes('?') ? '&' : '?'}cursor=${body['next']}`;
  }
};
const taken = (who: string, url: string, format: keyof typeof media): Promise<Answer> => api.get(who, url, { accept: media[format] });
const files = new Map<string, Promise<Answer>>();
/** The file of a list as the ledger is before anything is written here: several tests look at it. */
const fileOf = ({ url }: List, format: keyof typeof media): Promise<Answer> => {
  const known = files.get(`${format} ${url}`) ?? taken('auditor', url, format);
  files.set(`${format} ${url}`, known);
  return known;
};
interface Manifest {
  readonly dataset: string;
  readonly rows: number;
  readonly asOf?: string;
  readonly knownAt: string;
  readonly filters: Row;
  readonly content: { readonly sha256: string };
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly file: { readonly bytes: number; readonly sha256: string };
}
const manifestOf = ({ headers }: Answer): Manifest =>
  JSON.parse(Buffer.from(headers['x-export-manifest'] ?? '', 'base64url').toString('utf8')) as Manifest;

it('is what the query shows: the same rows in the same order, every field', async () => {
  let rows = 0;
  for (const list of lists) {
    const expected = await shown('auditor', list);
    const answer = await fileOf(list, 'ndjson');
    expect([list.url, answer.status, ndjsonRows(answer.text).map(nestedOf)]).toEqual([list.url, 200, expected]);
    expect([list.url, manifestOf(answer).rows]).toEqual([list.url, expected.length]);
    rows += expected.length;
  }
  expect(rows).toBeGreaterThan(sized(300, 1000));
});

it('has the same content in every format', async () => {
  for (const list of lists.filter((_, i) => i % sized(3, 1) === 0)) {
    const { url } = list;
    const [csv, ndjson, parquet] = [await fileOf(list, 'csv'), await fileOf(list, 'ndjson'), await fileOf(list, 'parquet')];
    expect([url, new Set([csv, ndjson, parquet].map((answer) => manifestOf(answer).content.sha256)).size]).toEqual([url, 1]);
    expect([url, csvRows(csv.text)]).toEqual([
      url,
      ndjsonRows(ndjson.text).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asText(value)]))),
    ]);
    const sha256 = createHash('sha256').update(ndjson.text).digest();
    expect([ndjson.headers['content-digest'], manifestOf(ndjson).file.sha256]).toEqual([
      `sha-256=:${sha256.toString('base64')}:`,
      sha256.toString('hex'),
    ]);
    expect(parquet.text.slice(0, 4)).toBe('PAR1');
  }
});

it('has a column for every field of the rows that there are', async () => {
  const unnamed: unknown[] = [];
  for (const list of lists)
    for (const { more } of ndjsonRows((await fileOf(list, 'ndjson')).text)) if (more !== null) unnamed.push([list.url, more]);
  expect(unnamed).toEqual([]);
});

it('makes a row of each line of an entry, of each account of a trial balance, and of each stage and reason of a bridge', async () => {
  const entries = await shown('auditor', { url: '/v1/journal/entries?book=EU-IE', field: 'entries' });
  const lines = ndjsonRows((await taken('auditor', '/v1/journal/entries?book=EU-IE', 'ndjson')).text).map(nestedOf);
  expect(lines).toEqual(
    entries.flatMap(({ lines: of, revision, ...entry }) =>
      (of as readonly Row[]).map((line, i) => ({ ...entry, revision: Number(revision), line: i + 1, ...line })),
    ),
  );
  expect(lines.length).toBeGreaterThan(sized(40, 100));
  const [sheet] = await shown('auditor', { url: '/v1/journal/trial-balance?book=EU-IE', field: 'balances' });
  const balances = ndjsonRows((await taken('auditor', '/v1/journal/trial-balance?book=EU-IE', 'ndjson')).text);
  expect(
    balances.slice(0, (sheet?.['lines'] as readonly Row[]).length).map(({ account, debit, credit }) => ({ account, debit, credit })),
  ).toEqual((sheet?.['lines'] as readonly Row[]).map(({ account, debit, credit }) => ({ account, debit, credit })));
  const bridges = (await shown('auditor', { url: `/v1/bridge?${asOf}`, field: 'bridges' })) as readonly Readonly<{
    rows: Row;
    byTaxType?: Readonly<Record<string, Row>>;
    steps: readonly Readonly<{ because: Row }>[];
  }>[];
  const figures = bridges.flatMap(({ rows, byTaxType = {}, steps }) => [
    ...Object.values(rows),
    ...Object.values(byTaxType).flatMap((stages) => Object.values(stages)),
    ...steps.flatMap(({ because }) => Object.values(because).map((figure) => (figure as Row)['amount'])),
  ]);
  expect(ndjsonRows((await taken('auditor', `/v1/bridge?${asOf}`, 'ndjson')).text).map(({ amount }) => amount)).toEqual(figures);
});

it('makes a row of each figure of the totals, of each unit of a sample, of each stage and step of a tie-out, and of each cell of statistics', async () => {
  const rowsOf = async (url: string): Promise<readonly Row[]> => {
    const rows = ndjsonRows((await taken('auditor', url, 'ndjson')).text);
    expect([url, rows.filter(({ more }) => more !== null)]).toEqual([url, []]);
    return rows.map(nestedOf);
  };
  const { body: told } = await api.get('auditor', `/v1/reconciliation?${asOf}`);
  const totals = await rowsOf(`/v1/reconciliation?${asOf}`);
  const found = told['breaks'] as Readonly<
    Record<string, Readonly<{ count: number; derived: number; amount: Readonly<Record<string, string>> }>>
  >;
  expect(totals[0]).toEqual({ measure: 'cases', count: told['cases'], rules: told['rules'] });
  expect(totals.filter(({ measure }) => measure === 'breaks')).toEqual(
    Object.entries(found).flatMap(([code, { count, derived, amount }]) => [
      { measure: 'breaks', code, count, derived },
      ...Object.entries(amount).map(([currency, sum]) => ({ measure: 'breaks', code, currency, amount: sum })),
    ]),
  );
  for (const measure of ['items', 'units', 'declaredItems'] as const) {
    const { outside = {}, ...statuses } = told[measure] as Readonly<Record<string, number>> & {
      readonly outside?: Readonly<Record<string, number>>;
    };
    const counts = [...Object.values(statuses), ...Object.values(outside)];
    expect([measure, totals.filter((row) => row['measure'] === measure).map(({ count }) => count)]).toEqual([measure, counts]);
  }
  const money = told['money'] as Readonly<Record<string, unknown>> & { readonly outside: Readonly<Record<string, Row>> };
  const { outside, ...statuses } = money;
  expect(totals.filter(({ measure }) => measure === 'money').map(({ amount }) => amount)).toEqual(
    [...Object.values(statuses), ...Object.values(outside)].flatMap((of) => Object.values(of as Row)),
  );

  const url = '/v1/sample?of=declarations&from=2026-05-01&to=2026-12-31&size=7&seed=one&stratify=currency';
  const { body: drawn } = await api.get('auditor', url);
  const sampled = await rowsOf(url);
  expect(sampled.filter(({ row }) => row === 'unit').map(({ row: _row, ...unit }) => unit)).toEqual(drawn['units']);
  expect(sampled.filter(({ row }) => row === 'stratum').map(({ row: _row, ...stratum }) => stratum)).toEqual(drawn['strata']);
  expect(sampled[0]).toMatchObject({ row: 'population', of: 'declarations', seed: 'one', size: 7, ...(drawn['population'] as Row) });

  const sheets = (await shown('auditor', { url: '/v1/tie-out?authority=EU-IE' })) as readonly Readonly<{
    stages?: readonly Row[];
    steps?: readonly Row[];
  }>[];
  const tied = await rowsOf('/v1/tie-out?authority=EU-IE');
  expect(tied.filter(({ row }) => row === 'stage').map(({ stage, amount }) => [stage, amount])).toEqual(
    sheets.flatMap(({ stages = [] }) => stages.map(({ stage, amount }) => [stage, amount])),
  );
  expect(tied.filter(({ row }) => row === 'step').map(({ from, to, unexplained }) => [from, to, unexplained])).toEqual(
    sheets.flatMap(({ steps = [] }) => steps.map(({ from, to, unexplained }) => [from, to, unexplained])),
  );
  expect(tied.at(-1)).toEqual({ row: 'total', ...sheets.at(-1) });

  const { body: statistics } = await api.get('auditor', `/v1/statistics?by=destination,model&${asOf}`);
  const cells = await rowsOf(`/v1/statistics?by=destination,model&${asOf}`);
  expect(cells.slice(0, -1)).toEqual((statistics['rows'] as readonly Row[]).map((row) => ({ row: 'cell', currency: 'EUR', ...row })));
  expect(cells.at(-1)).toMatchObject({ row: 'total', ...(statistics['total'] as Row), invalidated: statistics['invalidated'] });
  expect(cells.length).toBeGreaterThan(3);
});

it('tells previews where the query does: of the present, all of a list', async () => {
  const previews = ndjsonRows((await taken('auditor', '/v1/obligations?kind=returnToFile', 'ndjson')).text).map(({ preview }) => preview);
  expect(previews.length).toBeGreaterThan(0);
  expect(previews.filter((preview) => preview !== true)).toEqual([]);
  const rows: Row[] = [];
  for (let cursor = ''; ;) {
    const { body } = await api.get('auditor', `/v1/obligations?kind=returnToFile&limit=1${cursor}`);
    rows.push(...(body['obligations'] as readonly Row[]));
    if (typeof body['next'] !== 'string') break;
    cursor = `&cursor=${body['next']}`;
  }
  expect(rows.map(({ preview }) => preview)).toEqual(previews);
});

it('names its question and its moment', async () => {
  const known = await api.ledger.store.head();
  const broken = manifestOf(await taken('auditor', '/v1/cases?status=broken', 'csv'));
  expect(broken).toMatchObject({
    format: 'tidewaiter/export/1',
    dataset: 'cases',
    filters: { status: 'broken' },
    knownAt: known,
    asOf: expect.stringMatching(/T23:59:59\.999Z$/) as string,
  });
  expect(manifestOf(await taken('auditor', '/v1/accounts', 'csv')).asOf).toBeUndefined();
  const period = lists.find(({ field, url }) => field === 'charges' && url.includes('/periods/'))?.url ?? '';
  expect(manifestOf(await taken('auditor', period, 'csv')).filters).toEqual({
    account: period.split('/')[3],
    period: period.split('/')[5],
  });
});

it('is of the moment that is asked about', async () => {
  const cut = '/v1/declarations?asOf=2026-07-01T00:00:00.000Z';
  expect(ndjsonRows((await taken('auditor', cut, 'ndjson')).text).map(nestedOf)).toEqual(
    await shown('auditor', { url: cut, field: 'declarations' }),
  );
  expect((await shown('auditor', { url: cut, field: 'declarations' })).length).toBeLessThan(
    (await shown('auditor', { url: '/v1/declarations', field: 'declarations' })).length,
  );
});

it('gives a vendor its own alone, and nothing of what it may not ask', async () => {
  for (const list of lists.filter(
    ({ url }) =>
      /cases\?|accounts$|receipts$|declarations$|scheme-returns$|statements\?|return-cases|obligations/.test(url) &&
      !url.includes('receipt-cases'),
  )) {
    const own = ndjsonRows((await taken('vendor:V-IE-001', list.url, 'ndjson')).text).map(nestedOf);
    expect([list.url, own]).toEqual([list.url, await shown('vendor:V-IE-001', list)]);
    expect([list.url, ndjsonRows((await taken('vendor:V-XX-999', list.url, 'ndjson')).text)]).toEqual([list.url, []]);
  }
  for (const url of ['/v1/breaks', '/v1/bridge', '/v1/receipt-cases', '/v1/journal/entries', '/v1/distributions?authority=EU-IE'])
    expect([url, (await taken('vendor:V-IE-001', url, 'csv')).body['code']]).toEqual([url, 'ROLE_NOT_ALLOWED']);
  for (const { url } of lists.filter((one) => /lines$|chain\?direction=down$/.test(one.url)))
    expect([url, (await taken('vendor:V-XX-999', url, 'csv')).status]).toEqual([url, 404]);
  const { account } = (await shown('auditor', { url: '/v1/accounts', field: 'accounts' })).find(({ holder }) => holder === 'R-001') ?? {};
  expect((await taken('vendor:V-IE-001', `/v1/accounts/${String(account)}/open-items`, 'csv')).status).toBe(404);
});

it('is the whole list, and a fault is a problem', async () => {
  expect((await taken('auditor', '/v1/accounts?limit=5', 'csv')).body).toMatchObject({ code: 'FIELD_UNKNOWN', field: 'limit' });
  expect((await taken('auditor', '/v1/cases?status=lost', 'csv')).body).toMatchObject({ code: 'FIELD_MALFORMED', field: 'status' });
  expect((await taken('auditor', '/v1/statements', 'parquet')).status).toBe(400);
  expect((await api.get('auditor', '/v1/accounts', { accept: 'application/json, text/csv' })).headers['content-type']).toContain(
    'application/json',
  );
});

it('leaves no folder behind', async () => {
  // Those of other tests come and go meanwhile.
  for (const name of workFolders().filter((one) => !before.has(one))) while (existsSync(path.join(tmpdir(), name))) await sleep(50);
});

describe('the command line', () => {
  const cli = new CommandLine();
  beforeAll(() => {
    cli.env = { TIDEWAITER_DATA: path.join(folder, 'data') };
  });
  afterAll(() => {
    cli.remove();
  });
  /** The dataset and the filters of a list, as the API names them. */
  const argumentsOf = ({ filters, dataset }: Manifest): readonly string[] => [
    '--of',
    dataset,
    ...Object.entries(filters).flatMap(([name, value]) => ['--filter', `${name === 'number' ? 'schemeNumber' : name}=${String(value)}`]),
  ];

  it('writes the same bytes as the API', async () => {
    const questions = [
      ...lists.filter((_, i) => i % sized(6, 1) === 0).map(({ url }) => url),
      '/v1/journal/entries?book=EU-IE',
      '/v1/journal/trial-balance',
      `/v1/bridge?${asOf}`,
      `/v1/bridge?month=2026-06&${asOf}`,
      `/v1/cases?country=FR&collector=V-IE-001&${asOf}`,
      '/v1/cases?status=broken',
      '/v1/distributions?authority=EU-IE&asOf=2026-08-15T00:00:00.000Z',
      `/v1/cases?scheme=IM3720000015&${asOf}`,
      '/v1/journal/entries?account=1100',
      `/v1/reconciliation?${asOf}`,
      '/v1/tie-out?authority=EU-IE',
      '/v1/sample?of=orders&from=2026-05-01&to=2026-12-31&size=5&seed=2&monetaryUnit=true',
      `/v1/statistics?by=hs6,month&least=2&${asOf}`,
      '/v1/manual-entries?how=fourEyes&asOf=2026-08-01T00:00:00.000Z',
      '/v1/declarations?asOf=2026-07-01T00:00:00.000Z',
      '/v1/receipts?status=credited&asOf=2026-08-01T00:00:00.000Z',
    ];
    for (const url of questions.filter((_, i) => i % sized(2, 1) === 0)) {
      const answer = await taken('auditor', url, 'csv');
      const manifest = manifestOf(answer);
      const out = path.join(cli.directory, 'export.csv');
      const ran = await cli.run(
        'export',
        ...argumentsOf(manifest),
        '--format',
        'csv',
        '--out',
        out,
        '--known-at',
        manifest.knownAt,
        ...(manifest.asOf === undefined ? [] : ['--as-of', manifest.asOf]),
      );
      expect([url, ran.code, ran.stderr]).toEqual([url, 0, '']);
      expect([url, readFileSync(out, 'utf8')]).toEqual([url, answer.text]);
      expect((await cli.json('export', '--check', out)).document['manifest']).toMatchObject({
        content: manifest.content,
        rows: manifest.rows,
        knownAt: manifest.knownAt,
      });
    }
  });

  it('writes risk findings and data quality, which it alone lists', async () => {
    for (const [of, columns] of [
      ['risk', 'code'],
      ['data-quality', 'provider'],
    ] as const) {
      const out = path.join(cli.directory, `${of}.ndjson`);
      expect((await cli.run('export', '--of', of, '--format', 'ndjson', '--out', out)).code).toBe(0);
      const { knownAt } = (await cli.json('export', '--check', out)).document['manifest'] as Manifest;
      const { document } = await cli.json(of, '--known-at', knownAt, ...(of === 'risk' ? ['--limit', '100000'] : []));
      const rows = ndjsonRows(readFileSync(out, 'utf8'));
      expect(rows.map(nestedOf)).toEqual(document[of === 'risk' ? 'findings' : 'rows']);
      expect(rows.filter((row) => row['more'] !== null || row[columns] === null)).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it('says what is wrong with an export that is not what was written', async () => {
    const out = cli.file('half.csv', 'account\r\n');
    expect(await cli.json('export', '--check', out)).toMatchObject({
      code: 1,
      document: { findings: [{ code: 'EXPORT_MANIFEST_MISSING' }] },
    });
  });

  it.each([
    [['--format', 'csv'], 'OPTION_MISSING', '--of'],
    [['--of', 'accounts'], 'OPTION_MISSING', '--format'],
    [['--of', 'accounts', '--format', 'csv'], 'OPTION_MISSING', '--out'],
    [['--of', 'accounts', '--format', 'hledger'], 'OPTION_INVALID', '--of'],
    [['--format', 'hledger', '--filter', 'a=b'], 'OPTION_INVALID', '--filter'],
    [['--of', 'accounts', '--format', 'csv', '--out', 'x', '--filter', 'authority'], 'OPTION_INVALID', '--filter'],
    [['--of', 'accounts', '--format', 'csv', '--out', 'x', '--filter', 'colour=red'], 'OPTION_INVALID', '--filter'],
    [['--of', 'cases', '--format', 'csv', '--out', 'x', '--filter', 'status=lost'], 'OPTION_INVALID', '--filter'],
    [['--of', 'cases', '--format', 'csv', '--out', 'x', '--filter', 'code=B20', '--filter', 'code=B21'], 'OPTION_INVALID', '--filter'],
    [['--of', 'cases', '--format', 'csv', '--out', 'x', '--filter', 'from=ordered'], 'OPTION_MISSING', '--filter'],
    [['--of', 'statements', '--format', 'csv', '--out', 'x'], 'OPTION_MISSING', '--filter'],
    [['--of', 'breaks', '--format', 'csv', '--out', 'x', '--filter', 'book=GB'], 'OPTION_INVALID', '--filter'],
  ])('refuses %j with %s', async (argv, code, field) => {
    expect(await cli.json('export', ...argv)).toMatchObject({ code: 2, document: { error: { code, field } } });
  });
});
