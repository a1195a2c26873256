import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { CommandLine, documented, words } from '../cli.support';
import { exitCodes } from '../exit';
import { britishImport, importsOf } from '../ledger.support';

const receipt = {
  authority: 'GB',
  bankAccount: 'BANK-GB',
  entryReference: 'E-1',
  amount: '12.50',
  currency: 'GBP',
  bookedOn: '2026-03-16',
  valueOn: '2026-03-15',
  remittance: 'GB-S00000001',
};
const retail = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850,Germany
536365,71053,WHITE METAL LANTERN,x,2010-12-01 08:26:00,3.39,17850,Germany
C536379,85123A,WHITE HANGING HEART T-LIGHT HOLDER,-2,2010-12-01 20:00:00,2.55,17850,Germany
`;

describe('import', () => {
  let cli: CommandLine;
  beforeEach(() => {
    cli = new CommandLine();
  });
  afterEach(() => {
    cli.remove();
  });
  const counts = async (...argv: readonly string[]): Promise<readonly unknown[]> => {
    const { code, document } = await cli.json('import', ...argv);
    return [code, document['read'], document['accepted'], document['replayed'], document['rejected']];
  };

  it.each(['orders', 'payments', 'consignments'])('takes %s in both forms as the same messages', async (kind) => {
    const ndjson = cli.file('messages.ndjson', documented(kind, 'ndjson'));
    const [, lines] = await counts('--kind', kind, '--format', 'ndjson', ndjson);
    expect(lines).toBeGreaterThan(0);
    expect(await counts('--kind', kind, '--format', 'ndjson', ndjson)).toEqual([exitCodes.done, lines, lines, lines, {}]);
    const csv = cli.file('messages.csv.gz', gzipSync(documented(kind, 'csv')));
    const [code, read, accepted, replayed] = await counts('--kind', kind, '--format', 'csv', csv);
    expect([code, accepted, replayed]).toEqual([exitCodes.done, read, read]);
  });

  it('finds no difference between the documented orders and the payments of them', async () => {
    await cli.run('import', '--kind', 'orders', '--format', 'ndjson', cli.file('orders.ndjson', documented('orders', 'ndjson')));
    await cli.run('import', '--kind', 'payments', '--format', 'ndjson', cli.file('payments.ndjson', documented('payments', 'ndjson')));
    // A-1001 is 27.03 EUR without VAT, and 19 % in Germany.
    expect((await cli.json('cases', '--code', 'B03')).document['cases']).toEqual([]);
    expect((await cli.json('cases', '--order', 'A-1001')).document['cases']).toHaveLength(1);
  });

  it.each(['cash', 'consumer'])('takes declarations of a holder whose account is a %s account', async (kind) => {
    cli.now = '2025-03-20T08:00:00.000Z';
    await cli.run(
      ...words('accounts open --authority GB --holder R-1 --kind'),
      kind,
      ...words('--currency GBP --cycle UK-AT-ONCE --opened-on 2025-03-10'),
    );
    expect(
      (await counts('--kind', 'declarations', '--format', 'ndjson', cli.file('declarations.ndjson', britishImport('L-1')))).at(-1),
    ).toEqual({});
    expect((await cli.json('accounts', 'list')).document['accounts']).toMatchObject([{ kind, holder: 'R-1' }]);
    expect((await cli.json('verify')).document['byType']).toMatchObject(kind === 'cash' ? { ChargeDeclined: 1 } : { ChargePosted: 1 });
  });

  it('takes later versions of declarations, each once, and only of what was declared', async () => {
    await importsOf(cli, 'L-1');
    const change = {
      format: 'tidewaiter/amendment/1',
      amendedAt: '2025-03-15T09:00:00.000Z',
      reason: 'value_corrected',
      requestedBy: 'R-1',
      freight: '10.00',
    };
    const file = cli.file('amendments.ndjson', [britishImport('L-1', change), britishImport('L-9', change)].join('\n'));
    expect((await counts('--kind', 'declarations', '--format', 'ndjson', '--dry-run', file)).at(-1)).toEqual({});
    expect((await counts('--kind', 'declarations', '--format', 'ndjson', file)).at(-1)).toEqual({ DECLARATION_UNKNOWN: 1 });
    await counts('--kind', 'declarations', '--format', 'ndjson', cli.file('again.ndjson', britishImport('L-1', change)));
    expect((await cli.json('verify')).document['byType']).toMatchObject({
      DeclarationLodged: 1,
      DeclarationAmended: 1,
      DutyAssessed: 2,
      ChargeAdjusted: 1,
    });
  });

  it('takes declarations and assesses them', async () => {
    const declaration = JSON.stringify(JSON.parse(documented('declarations', 'json')));
    const file = cli.file('declarations.ndjson', `${declaration}\n{"format":"tidewaiter/declaration/2"}\n[[[[\n`);
    expect((await counts('--kind', 'declarations', '--format', 'ndjson', '--dry-run', file)).at(-1)).toEqual({
      ACCOUNT_UNKNOWN: 1,
      FIELD_MISSING: 1,
      JSON_SYNTAX: 1,
    });
    expect((await counts('--kind', 'declarations', '--format', 'ndjson', file)).at(-1)).toEqual({
      ACCOUNT_UNKNOWN: 1,
      FIELD_MISSING: 1,
      JSON_SYNTAX: 1,
    });
    await cli.run(
      ...words(
        'accounts open --authority EU-FR --holder CARRIER-1 --kind deferment --currency EUR --cycle EU-SIXTEENTH --opened-on 2026-01-01',
      ),
    );
    const [code, read, accepted, , rejected] = await counts('--kind', 'declarations', '--format', 'ndjson', file);
    expect([code, read, accepted, rejected]).toEqual([exitCodes.foundProblems, 3, 1, { FIELD_MISSING: 1, JSON_SYNTAX: 1 }]);
    const { document } = await cli.json('explain', '26FR00000000000017');
    expect(document['found']).toMatchObject([{ kind: 'declaration', recomputed: { equal: true } }]);
  });

  it('takes bank entries, and says what is wrong with a line by field and code', async () => {
    const lines = [
      receipt,
      receipt,
      { ...receipt, amount: '12.51' },
      { ...receipt, authority: 'FR' },
      { ...receipt, amount: '1.5' },
      { ...receipt, currency: 'XXY' },
      { ...receipt, bookedOn: '2026-02-30' },
      { ...receipt, entryReference: '\u0415-1' },
      { ...receipt, bankAccount: 'B\u0410NK-GB' },
      { ...receipt, endToEndId: '\uff11' },
      { ...receipt, source: { line: 1, sha256: '0'.repeat(64) } },
      [],
    ];
    const { code, document } = await cli.json(
      'import',
      '--kind',
      'receipts',
      '--format',
      'ndjson',
      cli.file('bank.ndjson', lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
    );
    expect(code).toBe(exitCodes.foundProblems);
    const verdicts = readFileSync(String(document['verdictFile']), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
    expect(verdicts.map(({ verdict, code: why, field }) => [verdict, why, field])).toEqual([
      ['accepted', undefined, undefined],
      ['replayed', undefined, undefined],
      ['rejected', 'RECEIPT_ALREADY_RECORDED', 'entryReference'],
      ['rejected', 'AUTHORITY_UNKNOWN', 'authority'],
      ['rejected', 'AMOUNT_WRONG_SCALE', 'amount'],
      ['rejected', 'CURRENCY_UNKNOWN', 'currency'],
      ['rejected', 'DATE_INVALID', 'bookedOn'],
      ['rejected', 'REFERENCE_LOOK_ALIKE', 'entryReference'],
      ['rejected', 'FIELD_MALFORMED', 'bankAccount'],
      ['rejected', 'REFERENCE_LOOK_ALIKE', 'endToEndId'],
      ['rejected', 'FIELD_UNKNOWN', 'source'],
      ['rejected', 'FIELD_MALFORMED', 'receipt'],
    ]);
  });

  it('takes order files in the Online Retail layout and links their credits', async () => {
    const file = cli.file('orders.csv', retail);
    const options = [
      ...words('import --kind orders --format online-retail --seller V-IE-001 --rebase 2026-03-02 --ioss-number IM3720000015'),
      file,
    ];
    const first = await cli.json(...options);
    expect([first.code, first.document['read'], first.document['accepted']]).toEqual([exitCodes.foundProblems, 3, 2]);
    expect(first.document['credits']).toMatchObject({ linked: 1, cancellations: 1, refused: {} });
    const again = await cli.json(...options);
    expect(again.document['replayed']).toBe(2);
    expect((await cli.json('verify')).document['events']).toBe((first.document['read'] as number) + 4);
  });

  it.each([
    ['--ioss-number', 'IM12'],
    ['--uk-vat-number', 'GB12'],
    ['--uk-vat-number', 'IM3720000015'],
  ])('refuses a number that no scheme gives: %s %s', async (option, value) => {
    const shop = ['import', '--kind', 'orders', '--format', 'online-retail', '--seller', 'V-IE-001'];
    const { code, document } = await cli.json(...shop, option, value, cli.file('orders.csv', retail));
    expect([code, document['error']]).toMatchObject([exitCodes.couldNotRun, { code: 'OPTION_INVALID', field: option }]);
  });

  it('names a file that it cannot read as it was given', async () => {
    const damaged = cli.file('orders.ndjson.gz', gzipSync(documented('orders', 'ndjson')).subarray(0, 40));
    for (const file of [damaged, cli.directory]) {
      const { code, document } = await cli.json('import', '--kind', 'orders', '--format', 'ndjson', file);
      expect([code, document['error']]).toMatchObject([exitCodes.couldNotRun, { code: 'FILE_UNUSABLE', field: file }]);
    }
  });

  it('judges everything and writes nothing in a dry run', async () => {
    const file = cli.file('orders.ndjson', `${documented('orders', 'ndjson')}{}\n`);
    const { code, document } = await cli.json('import', '--kind', 'orders', '--format', 'ndjson', '--dry-run', file);
    expect([code, document['dryRun'], document['accepted'], document['rejected']]).toEqual([
      exitCodes.foundProblems,
      true,
      2,
      { FIELD_MISSING: 1 },
    ]);
    expect(existsSync(cli.data)).toBe(false);
    expect((await cli.run('import', '--kind', 'orders', '--format', 'ndjson', '--dry-run', file)).stdout).toContain('nothing was written');
  });
});
