import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CommandLine, onDisk } from '../cli.support';
import { exitCodes } from '../exit';

type Entry = Readonly<{ book: string; effectiveAt: string; position: string; lines: readonly { readonly account: string }[] }>;

describe('questions to a ledger', () => {
  const cli = new CommandLine(onDisk);
  let charge = '';
  beforeAll(async () => {
    expect((await cli.run('demo', '--parcels', '60', '--noise', '0.3')).code).toBe(exitCodes.done);
  }, 60_000);
  afterAll(() => {
    cli.remove();
  });
  const entries = async (...options: readonly string[]): Promise<readonly Entry[]> =>
    (await cli.json('journal', '--limit', '100000', ...options)).document['entries'] as readonly Entry[];

  it('shows the journal by book, account and time', async () => {
    const all = await entries();
    expect(all.length).toBeGreaterThan(100);
    expect(await entries('--book', 'GB')).toEqual(all.filter(({ book }) => book === 'GB'));
    expect(await entries('--account', '1000')).toEqual(all.filter(({ lines }) => lines.some(({ account }) => account === '1000')));
    expect(await entries('--from', '2026-07-01', '--to', '2026-07-31')).toEqual(
      all.filter(({ effectiveAt }) => effectiveAt >= '2026-07-01' && effectiveAt < '2026-08-01'),
    );
    const known = all[10]?.position ?? '';
    expect(await entries('--known-at', known)).toEqual(all.filter(({ position }) => position <= known));
    expect((await cli.run('journal', '--limit', '1')).stdout).toContain('more than 1 entries');
  });

  it('balances at any moment', async () => {
    for (const moment of [[], ['--as-of', '2026-07-15'], ['--known-at', '2020-01-01'], ['--book', 'GB']]) {
      const { code, document } = await cli.json('trial-balance', ...moment);
      expect([code, document['balanced']]).toEqual([exitCodes.done, true]);
    }
    expect((await cli.json('trial-balance', '--known-at', '2020-01-01')).document['trialBalances']).toEqual([]);
    expect((await cli.run('trial-balance', '--book', 'GB')).stdout).toContain('GB GBP');
  });

  it.each(['hledger', 'ledger', 'beancount'])('exports the journal for %s', async (format) => {
    const out = `${cli.directory}/journal`;
    const { document } = await cli.json('export', '--format', format, '--out', out);
    expect(document['entries']).toBe((await entries()).length);
    expect((await cli.run('export', '--format', format)).stdout).toBe(readFileSync(out, 'utf8'));
  });

  it('says what is worth a look, and how good the data is; neither is a fault of the ledger', async () => {
    const { code, document } = await cli.json('risk', '--limit', '100000');
    const findings = document['findings'] as readonly { readonly code: string; readonly sentence: string }[];
    expect([code, findings.every(({ sentence }) => sentence.endsWith(': worth a look.'))]).toEqual([exitCodes.done, true]);
    expect((await cli.json('risk', '--code', 'R13', '--limit', '100000')).document['findings']).toEqual(
      findings.filter((finding) => finding.code === 'R13'),
    );
    expect((await cli.run('risk', '--limit', '1')).stdout).toMatch(/^R\d\d {2}.*: worth a look\.\n/);
    expect((await cli.run('risk', '--subject', 'nobody')).stdout).toBe('Nothing that is worth a look.\n');
    const quality = await cli.run('data-quality');
    expect([quality.code, quality.stdout]).toEqual([exitCodes.done, expect.stringContaining('orderLines')]);
    expect((await cli.json('data-quality', '--month', '2026-13')).document['error']).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--month',
    });
  });

  it('reconciles every item, and lists the cases behind a break', async () => {
    const { code, document } = await cli.json('reconcile');
    expect(code).toBe(exitCodes.foundProblems);
    const breaks = Object.keys(document['breaks'] as object);
    expect(breaks).toContain('B20');
    const missing = await cli.json('cases', '--code', 'B20');
    expect(missing.code).toBe(exitCodes.foundProblems);
    const cases = missing.document['cases'] as readonly { readonly key: string; readonly orders: readonly { readonly number: string }[] }[];
    expect(cases.length).toBeGreaterThan(0);
    const found = await cli.json('cases', '--order', cases[0]?.orders[0]?.number ?? '');
    expect((found.document['cases'] as typeof cases).map(({ key }) => key)).toEqual([cases[0]?.key]);
    expect((await cli.json('cases', '--order', 'NO-SUCH-ORDER')).document['cases']).toEqual([]);
    expect((await cli.json('cases', '--order', 'A', '--mrn', 'B')).document['error']).toMatchObject({
      code: 'OPTION_CONFLICT',
      field: '--mrn',
    });
    const earlier = await cli.json('reconcile', '--as-of', '2026-06-20');
    expect((earlier.document['items'] as { readonly inTransit: number }).inTransit).toBeGreaterThan(0);
    expect((await cli.run('reconcile')).stdout).toContain('bridge EU-');
  });

  it('pages through cases', async () => {
    const first = await cli.json('cases', '--limit', '2');
    const second = await cli.json('cases', '--limit', '2', '--after', String(first.document['next']));
    const keys = [first, second].flatMap(({ document }) =>
      (document['cases'] as readonly { readonly key: string }[]).map(({ key }) => key),
    );
    expect(new Set(keys).size).toBe(4);
  });

  it('explains declarations, charges, statements and returns, and computes them again', async () => {
    const [entry] = (await entries('--account', '1100')).filter(({ lines }) => lines.some((line) => 'charge' in line));
    charge = (entry?.lines.find((line) => 'charge' in line) as unknown as { readonly charge: string }).charge;
    const statement = (await cli.json('explain', 'GB-S00000001')).document['found'];
    expect(statement).toMatchObject([{ kind: 'statement', recomputed: { of: 'statement', equal: true } }]);
    expect((await cli.json('explain', 'IE/IM3720000015/M07.2026')).document['found']).toMatchObject([
      { kind: 'return', recomputed: { of: 'return', equal: true } },
    ]);
    const charged = await cli.json('explain', charge);
    expect(charged.code).toBe(exitCodes.done);
    expect(charged.document['found']).toMatchObject([{ kind: 'charge', subject: { recomputed: { equal: true } } }]);
    const mrn =
      (
        charged.document['found'] as readonly {
          readonly subject: { readonly events: readonly { readonly data: { readonly mrn?: string } }[] };
        }[]
      )[0]?.subject.events[0]?.data.mrn ?? '';
    const { stdout, code } = await cli.run('explain', mrn);
    expect(code).toBe(exitCodes.done);
    expect(stdout).toContain('The assessment computed again is equal.');
    expect((await cli.json('explain', 'NO-SUCH-THING')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: 'id' });
  });

  it('says how the machine and the directory are', async () => {
    const { code, document } = await cli.json('doctor');
    expect([code, document['healthy']]).toEqual([exitCodes.done, true]);
    const found = Object.fromEntries(
      (document['checks'] as readonly { readonly name: string; readonly found: string }[]).map(({ name, found: value }) => [name, value]),
    );
    expect(found).toMatchObject({ 'read models': 'at the head', processes: 'at the head', writer: 'nobody writes' });
  });

  it('draws the bridge of a month, of a country or of both, and lists their cases', async () => {
    type Drawn = readonly Readonly<{ book: string; rows: Readonly<Record<string, string>> }>[];
    const bridges = async (...filter: readonly string[]): Promise<Drawn> =>
      (await cli.json('bridge', ...filter)).document['bridges'] as Drawn;
    const ordered = (drawn: Drawn): number => drawn.reduce((sum, { rows }) => sum + Number(rows['ordered'] ?? 0), 0);
    const whole = await bridges();
    expect(whole).toEqual((await cli.json('reconcile')).document['bridges']);
    const cases = (await cli.json('cases', '--limit', '1000')).document['cases'] as readonly unknown[];
    const months = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08', '2026-09'];
    let [sum, count] = [0, 0];
    for (const month of months) {
      sum += ordered(await bridges('--month', month));
      count += ((await cli.json('cases', '--limit', '1000', '--month', month)).document['cases'] as readonly unknown[]).length;
    }
    expect([sum.toFixed(2), count]).toEqual([ordered(whole).toFixed(2), cases.length]);
    // What is sold to France under the import scheme is returned to the state that gave the number.
    const [french, returned] = await Promise.all([bridges('--country', 'FR'), bridges('--country', 'FR', '--scheme', 'EU-IOSS')]);
    expect(new Set(french.map(({ book }) => book))).toEqual(new Set(['EU-FR', 'EU-IE']));
    expect(returned.find(({ book }) => book === 'EU-IE')).toEqual(french.find(({ book }) => book === 'EU-IE'));
    expect((await cli.run('bridge', '--month', '1999-01')).stdout).toContain('No such case.');
    for (const [option, value] of [
      ['--month', '2026-13'],
      ['--chapter', '6'],
      ['--model', 'nobody'],
      ['--as-of', '9999-12-31'],
      ['--as-of', '1999-12-31T00:00:00.000Z'],
    ] as const)
      expect((await cli.json('bridge', option, value)).document['error']).toMatchObject({ code: 'OPTION_INVALID', field: option });
  }, 60_000);

  it('has nothing left to close', async () => {
    expect((await cli.json('close')).document['statements']).toEqual([]);
    expect((await cli.json('close', '--on', '2099-01-01')).document['error']).toMatchObject({ code: 'OPTION_INVALID', field: '--on' });
  });

  it('answers the same from read models of its own where the directory has none', async () => {
    const [reconciled, balanced] = [await cli.json('reconcile'), await cli.json('trial-balance')];
    for (const name of readdirSync(cli.data).filter((file) => file.startsWith('views'))) rmSync(path.join(cli.data, name));
    expect(await cli.json('reconcile')).toEqual(reconciled);
    expect(await cli.json('trial-balance')).toEqual(balanced);
    expect(readdirSync(cli.data).filter((file) => file.startsWith('views'))).toEqual([]);
  });
});
