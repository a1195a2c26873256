import { textOf, unitsOf } from '#reconciliation';
import { CommandLine, words } from '../cli.support';
import { exitCodes } from '../exit';
import { sized } from '../../../../test/support/size';

type Row = Readonly<Record<string, unknown>>;
const first = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was found');
  return row;
};

/** Questions of vendors, officers and auditors to a demonstration of all models with planted faults. */
describe('enquiries', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    expect((await cli.run('demo', '--model', 'all', '--parcels', sized('30', '300'), '--noise', '0.2')).code).toBe(exitCodes.done);
  }, 120_000);
  afterAll(() => {
    cli.remove();
  });
  const rows = async (field: string, ...argv: readonly string[]): Promise<readonly Row[]> =>
    (await cli.json(...argv)).document[field] as readonly Row[];
  const lines = async (...argv: readonly string[]): Promise<readonly Row[]> =>
    (await cli.run(...argv)).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);

  it('find things by what people call them', async () => {
    const { hits } = (await cli.json('search', 'IM37')).document as { readonly hits: readonly Row[] };
    const number = first(hits.filter(({ kind }) => kind === 'schemeNumber'));
    expect(first(await rows('hits', 'search', String(number['written']).toLowerCase()))).toMatchObject({
      kind: 'schemeNumber',
      match: 'exact',
    });
    const statements = await rows('hits', 'search', 'GB-S0', '--limit', '1000');
    const { document } = await cli.json('search', 'GB-S0', '--limit', '1');
    expect((await rows('hits', 'search', 'GB-S0', '--limit', '1', '--after', String(document['next'])))[0]).toEqual(statements[1]);
    expect((await cli.json('search', '/')).document['error']).toMatchObject({ code: 'OPTION_INVALID', field: 'text' });
    expect((await cli.run('search', 'NO SUCH THING')).stdout).toBe('Nothing is called so.\n');
  });

  it('tell what is owed, and agree with the breaks about what is late', async () => {
    const sumOf = (found: readonly Row[], field: string): Readonly<Record<string, string>> => {
      const sums = new Map<string, bigint>();
      // What is in dispute is a break of its own.
      for (const row of found)
        sums.set(
          String(row['currency']),
          (sums.get(String(row['currency'])) ?? 0n) +
            unitsOf(String(row[field])) -
            unitsOf(typeof row['disputed'] === 'string' ? row['disputed'] : '0'),
        );
      return Object.fromEntries(
        [...sums]
          .filter(([, sum]) => sum !== 0n)
          .sort()
          .map(([currency, sum]) => [currency, textOf(sum)]),
      );
    };
    const lateOn = async (day: string): Promise<Readonly<Record<string, string>>> => {
      const late = (await rows('obligations', 'obligations', '--as-of', day, '--state', 'overdue', '--limit', '100000')).filter(
        ({ kind }) => kind !== 'returnToFile' && kind !== 'documentToBring',
      );
      const breaks = [
        ...(await rows('breaks', 'breaks', 'list', '--as-of', day, '--code', 'B54', '--limit', '100000')),
        ...(await rows('breaks', 'breaks', 'list', '--as-of', day, '--code', 'B59', '--limit', '100000')),
      ];
      expect([day, sumOf(late, 'open')]).toEqual([
        day,
        sumOf(
          breaks.filter(({ causedBy }) => causedBy === undefined),
          'amount',
        ),
      ]);
      return sumOf(late, 'open');
    };
    const sums = [];
    for (const day of ['2026-07-20', '2026-08-10', '2026-09-20']) sums.push(...Object.values(await lateOn(day)));
    expect(sums.length).toBeGreaterThan(0);
  });

  it('tell what will be owed, page by page', async () => {
    const obligations = await rows('obligations', 'obligations', '--as-of', '2026-08-10', '--limit', '100000');
    expect(new Set(obligations.map(({ kind }) => kind))).toContain('returnToPay');
    const [page, one] = [await cli.json('obligations', '--as-of', '2026-08-10', '--limit', '1'), obligations[1]];
    expect(
      await rows('obligations', 'obligations', '--as-of', '2026-08-10', '--limit', '1', '--after', String(page.document['next'])),
    ).toEqual([one]);
    expect((await cli.run('obligations', '--as-of', '2026-08-10', '--kind', 'returnToPay')).stdout).toContain('to pay in');
  });

  it('go along the chain from a return or statement to order lines, and back', async () => {
    const filed = first((await rows('hits', 'search', 'IE/IM3')).filter(({ kind }) => kind === 'return'));
    const down = await rows('steps', 'trace', String(filed['written']), '--limit', '20');
    expect(down.map(({ kind }) => kind)).toContain('orderLine');
    const order = first(down.filter(({ kind }) => kind === 'order'));
    expect((await rows('steps', 'trace', String(order['subject']), '--direction', 'up')).map(({ reference }) => reference)).toContain(
      filed['written'],
    );
    expect((await cli.run('trace', String(filed['written']), '--limit', '3')).stdout).toContain('... more than 3 steps');
    expect((await cli.json('trace', 'NO-SUCH-THING')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'subject' });
  });

  it('tie every statement to its lines', async () => {
    const statements = (await rows('hits', 'search', 'GB-S0', '--limit', '1000')).map(({ written }) => String(written));
    expect(statements.length).toBeGreaterThan(3);
    for (const reference of sized(statements.slice(-3), statements)) {
      const found = await lines('statement', 'lines', reference);
      expect([reference, found.at(-1)]).toEqual([reference, expect.objectContaining({ kind: 'total', addsUp: true })]);
    }
    expect((await cli.json('statement', 'lines', 'NO-S1')).document['error']).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tie out every return and statement, exactly', async () => {
    const { code, document } = await cli.json('tie-out');
    const sheets = document['sheets'] as readonly {
      readonly kind: string;
      readonly reference: string;
      readonly steps: readonly { readonly from: string; readonly unexplained: string }[];
    }[];
    expect(new Set(sheets.map(({ kind }) => kind))).toEqual(new Set(['return', 'statement']));
    expect(
      sheets.flatMap(({ reference, steps }) =>
        steps.flatMap(({ from, unexplained }) => (unexplained === '0' ? [] : [`${reference} ${from} ${unexplained}`])),
      ),
    ).toEqual([]);
    expect([code, document['ties']]).toEqual([exitCodes.done, true]);
  });

  it('show a scheme number, a dossier, the records of its supplies, and the return behind them', async () => {
    const number = String(first(await rows('hits', 'search', 'IM37', '--kind', 'schemeNumber'))['written']);
    const { document: page } = await cli.json('scheme-number', number);
    const period = first((page['periods'] as readonly Row[]).filter((one) => one['return'] === 'filed'));
    expect(
      (await lines('returns', 'lines', '--scheme', 'EU-IOSS', '--number', number, '--period', String(period['period']))).at(-1),
    ).toMatchObject({ kind: 'total', addsUp: true });
    const records = await lines('records', '--number', number, '--from', '2020-01-01', '--to', '2030-12-31');
    const { code, document } = await cli.json('dossier', String(first(records)['order']));
    expect([exitCodes.done, exitCodes.foundProblems]).toContain(code);
    expect((document['parts'] as readonly Row[]).map(({ kind }) => kind)).toContain('order');
    expect(
      (await cli.run('records', '--number', number, '--from', '2020-01-01', '--to', '2030-12-31', '--format', 'csv')).stdout.split('\r\n')
        .length,
    ).toBeGreaterThan(records.length);
    expect((await cli.run('scheme-number', number)).stdout).toContain('unexplained');
    expect(
      (await cli.json('records', '--number', 'GB999999973', '--from', '2020-01-01', '--to', '2030-12-31')).document['error'],
    ).toMatchObject({ code: 'OPTION_INVALID', field: '--number' });
  });

  it('draw the same sample from the same seed', async () => {
    const argv = words('sample --of entries --from 2020-01-01 --to 2030-12-31 --size 10 --seed S --monetary-unit');
    const { document } = await cli.json(...argv);
    expect((await cli.json(...argv)).document).toEqual(document);
    expect((document['units'] as readonly { readonly points: number }[]).reduce((sum, { points }) => sum + points, 0)).toBe(10);
    expect((await cli.run(...argv)).stdout).toMatch(/^Monetary-unit sampling/);
  });

  it('count breaks as the list does', async () => {
    const groups = (await cli.json('breaks', 'summary', '--by', 'code')).document['groups'] as readonly {
      readonly key: string;
      readonly count: number;
    }[];
    const listed = await rows('breaks', 'breaks', 'list', '--limit', '100000');
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(listed.length);
    for (const by of ['age', 'owner', 'amount', 'whoActs'])
      expect([
        by,
        ((await cli.json('breaks', 'summary', '--by', by)).document['groups'] as typeof groups).reduce((sum, { count }) => sum + count, 0),
      ]).toEqual([by, listed.length]);
  });

  it('answer as of a moment and as known at a position', async () => {
    const sample = ['sample', '--of', 'orders', '--from', '2020-01-01', '--to', '2030-12-31', '--size', '3', '--seed', 'S'];
    const counted = async (...argv: readonly string[]): Promise<number> =>
      ((await cli.json(...sample, ...argv)).document['population'] as { readonly count: number }).count;
    const { document: now } = await cli.json(...sample);
    const beginning = String(BigInt(String(now['position']).slice(0, 20)) / 20n);
    expect([
      (await counted('--as-of', '2026-06-01')) < (await counted()),
      (await counted('--known-at', beginning)) < (await counted()),
    ]).toEqual([true, true]);

    const { document: sheets } = await cli.json('tie-out', '--as-of', '2026-08-25');
    expect([sheets['ties'], (sheets['sheets'] as readonly Row[]).length < (await rows('sheets', 'tie-out')).length]).toEqual([true, true]);

    const number = String(first(await rows('hits', 'search', 'IM37', '--kind', 'schemeNumber'))['written']);
    const named = ['--scheme', 'EU-IOSS', '--number', number, '--period', '2026-06'];
    const preview = async (...argv: readonly string[]): Promise<Row> => (await cli.json('returns', 'preview', ...named, ...argv)).document;
    const [early, late] = [await preview('--as-of', '2026-06-15'), await preview()];
    expect([early['filed'], late['filed']]).toEqual([false, true]);
    expect((early['figures'] as { readonly supplies: number }).supplies).toBeLessThan(
      (late['figures'] as { readonly supplies: number }).supplies,
    );
    // Before the return is filed its lines are those of the preview.
    expect((await lines('returns', 'lines', ...named, '--as-of', '2026-06-15')).at(-1)).toMatchObject({
      kind: 'total',
      supplies: (early['figures'] as Row)['supplies'],
      addsUp: true,
    });

    const records = ['records', '--number', number, '--from', '2020-01-01', '--to', '2030-12-31'];
    const all = await lines(...records);
    expect((await lines(...records, '--as-of', '2026-06-15')).length).toBeLessThan(all.length);
    const order = String(first(all)['order']);
    expect((await cli.run('explain', order)).code).toBe(exitCodes.done);
    expect((await cli.json('explain', order, '--as-of', '2026-01-01')).document['error']).toMatchObject({ code: 'NOT_FOUND' });
    const filed = first((await rows('hits', 'search', 'IE/IM3')).filter(({ kind }) => kind === 'return'));
    expect((await cli.json('explain', String(filed['written']))).document).toMatchObject({ found: [{ recomputed: { equal: true } }] });
    expect((await cli.json('explain', String(filed['written']), '--as-of', '2026-06-15')).document['error']).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await cli.json('trace', String(filed['written']), '--as-of', '2026-06-15')).document['error']).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it.each(['journal', 'manual-entries'])('take the end of a list under either name, and not under both: %s', async (list) => {
    const [to, asOf] = [
      await rows('entries', list, '--to', '2026-07-01', '--limit', '1000'),
      await rows('entries', list, '--as-of', '2026-07-01', '--limit', '1000'),
    ];
    expect(asOf).toEqual(to);
    expect(asOf.length).toBeLessThan((await rows('entries', list, '--limit', '100000')).length);
    expect((await cli.json(list, '--to', '2026-07-01', '--as-of', '2026-07-01')).document['error']).toMatchObject({
      code: 'OPTION_CONFLICT',
      field: '--as-of',
    });
  });

  it.each([
    ['cases'],
    ['obligations'],
    ['tie-out'],
    ['manual-entries'],
    ['risk'],
    ['export', '--of', 'accounts', '--format', 'csv', '--out', 'never.csv'],
  ])('refuse a position that is to come: %s', async (...argv) => {
    expect(await cli.json(...argv, '--known-at', '99999999999999')).toMatchObject({
      code: 2,
      document: { error: { code: 'OPTION_INVALID', field: '--known-at' } },
    });
  });

  it('list what people decided', async () => {
    const { code, document } = await cli.json('manual-entries', '--limit', '5');
    expect([code, Array.isArray(document['entries'])]).toEqual([exitCodes.done, true]);
    // In the names of the API and of exports, not in those of columns.
    for (const entry of document['entries'] as readonly object[]) {
      expect(entry).toHaveProperty('recordedAt');
      expect(Object.keys(entry).join(' ')).not.toContain('_');
    }
  });
});
