import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, type FileMetaData } from 'hyparquet';
import { checkExport } from './check-export';
import { dataset, eachOf, type Row } from './dataset';
import { exportFormats, type ExportFormat } from './formats/format';
import { manifestFileOf, type ExportManifest } from './manifest';
import { writeExport } from './write-export';

const folder = mkdtempSync(path.join(tmpdir(), 'tidewaiter-export-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const everything = dataset('everything', {
  name: 'text',
  'why.found': 'text',
  count: 'integer',
  amount: 'decimal',
  at: 'timestamp',
  on: 'day',
  yes: 'boolean',
  list: 'json',
});
const of = async function* (rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
};
const question = { filters: { code: 'B20' }, asOf: '2026-07-01T23:59:59.999Z', knownAt: '00000000000000000042.00000000000000000042' };
let files = 0;
const write = async (
  rows: readonly Row[],
  format: ExportFormat,
  of_ = everything,
  mostRows = 1_000_000,
): Promise<{ readonly file: string; readonly manifest: ExportManifest }> => {
  const file = path.join(folder, `${String((files += 1))}.${format}`);
  return { file, manifest: await writeExport({ ...question, dataset: of_, format, items: of(rows), file, mostRows }) };
};

/** Without its annotations a decimal is read as the bytes that are stored, not through a double. */
const decimalsAsBytes = (metadata: FileMetaData): FileMetaData => ({
  ...metadata,
  schema: metadata.schema.map(({ converted_type, logical_type, ...element }) => ({
    ...element,
    ...(converted_type === 'DECIMAL'
      ? {}
      : { ...(converted_type === undefined ? {} : { converted_type }), ...(logical_type === undefined ? {} : { logical_type }) }),
  })),
});
const bigEndian = (bytes: Uint8Array): bigint =>
  BigInt.asIntN(
    128,
    bytes.reduce((whole, byte) => (whole << 8n) | BigInt(byte), 0n),
  );
const parquetOf = async (file: string): Promise<{ readonly rows: readonly Row[]; readonly metadata: FileMetaData }> => {
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer);
  const rows = (await parquetReadObjects({ file: buffer, metadata: decimalsAsBytes(metadata), utf8: false })) as readonly Record<
    string,
    unknown
  >[];
  return { metadata, rows };
};
const csvOf = (file: string): readonly Readonly<Record<string, string>>[] =>
  parse(readFileSync(file), { columns: true, record_delimiter: '\r\n' });
const ndjsonOf = (file: string): readonly Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Row);
const unguarded = (text: string): string => (/^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? text.slice(1) : text);

const hostile = [
  '=HYPERLINK("http://evil")',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  "'=1",
  "''-1",
  'a,b',
  'say "no"',
  'two\r\nlines',
  '\u202Egnp.exe',
  'a\u0000b',
  '\uFEFFx',
  ' padded ',
  '',
  "'",
  'Zürich 😀',
  '0012',
  '1e5',
];

describe('an export', () => {
  it('is the same rows in every format, with one hash', async () => {
    const rows = [
      {
        name: 'a',
        why: { found: 'x' },
        count: 3,
        amount: '-12.50',
        at: '2026-07-01T10:00:00.123Z',
        on: '2026-07-01',
        yes: true,
        list: [{ a: 1n }, 'b'],
      },
      { name: 'b', amount: '0', unknown: { deep: 'kept' }, why: { other: 1 } },
    ];
    const written = await Promise.all(exportFormats.map((format) => write(rows, format)));
    expect(new Set(written.map(({ manifest }) => manifest.content.sha256)).size).toBe(1);
    expect(written.map(({ manifest }) => [manifest.rows, manifest.dataset, manifest.asOf, manifest.filters])).toEqual(
      exportFormats.map(() => [2, 'everything', question.asOf, question.filters]),
    );
    const [csv, ndjson, parquet] = written.map(({ file }) => file) as [string, string, string];
    expect(readFileSync(csv, 'utf8').split('\r\n')[0]).toBe('name,why.found,count,amount,at,on,yes,list,more');
    expect(csvOf(csv)).toEqual([
      {
        name: 'a',
        'why.found': 'x',
        count: '3',
        amount: '-12.50',
        at: '2026-07-01T10:00:00.123Z',
        on: '2026-07-01',
        yes: 'true',
        list: '[{"a":"1"},"b"]',
        more: '',
      },
      {
        name: 'b',
        'why.found': '',
        count: '',
        amount: '0',
        at: '',
        on: '',
        yes: '',
        list: '',
        more: '{"unknown":{"deep":"kept"},"why.other":1}',
      },
    ]);
    expect(ndjsonOf(ndjson)).toEqual([
      {
        name: 'a',
        'why.found': 'x',
        count: 3,
        amount: '-12.50',
        at: '2026-07-01T10:00:00.123Z',
        on: '2026-07-01',
        yes: true,
        list: [{ a: '1' }, 'b'],
        more: null,
      },
      {
        name: 'b',
        'why.found': null,
        count: null,
        amount: '0',
        at: null,
        on: null,
        yes: null,
        list: null,
        more: { unknown: { deep: 'kept' }, 'why.other': 1 },
      },
    ]);
    const { rows: read, metadata } = await parquetOf(parquet);
    expect(read.map((row) => ({ ...row, amount: bigEndian(row['amount'] as Uint8Array) }))).toMatchObject([
      {
        name: 'a',
        'why.found': 'x',
        count: 3n,
        amount: -12_500_000_000_000n,
        at: new Date('2026-07-01T10:00:00.123Z'),
        on: new Date('2026-07-01T00:00:00.000Z'),
        yes: true,
        list: '[{"a":"1"},"b"]',
      },
      { name: 'b', amount: 0n, more: '{"unknown":{"deep":"kept"},"why.other":1}' },
    ]);
    const about = JSON.parse(metadata.key_value_metadata?.find(({ key }) => key === 'tidewaiter.export')?.value ?? '{}') as ExportManifest;
    const { file: _file, ...content } = JSON.parse(readFileSync(manifestFileOf(parquet), 'utf8')) as ExportManifest;
    expect(about).toEqual(content);
    expect(metadata.schema.find(({ name }) => name === 'amount')).toMatchObject({
      type: 'FIXED_LEN_BYTE_ARRAY',
      type_length: 16,
      precision: 38,
      scale: 12,
      converted_type: 'DECIMAL',
    });
  });

  it('holds hostile text as it is, and lets no spreadsheet take it for a formula', async () => {
    const rows = hostile.map((name) => ({ name, amount: '-1', list: ['=1'] }));
    const [csv, ndjson, parquet] = (await Promise.all(exportFormats.map((format) => write(rows, format)))).map(({ file }) => file) as [
      string,
      string,
      string,
    ];
    const read = csvOf(csv);
    expect(read.map(({ name = '' }) => unguarded(name).replaceAll('\u2400', '\0'))).toEqual(hostile);
    expect(read.filter(({ name = '' }) => /^[=+\-@\t\r\n＝]/.test(name))).toEqual([]);
    expect(read.every(({ amount }) => amount === '-1')).toBe(true);
    expect(readFileSync(csv).includes(0)).toBe(false);
    expect(ndjsonOf(ndjson).map(({ name }) => name)).toEqual(hostile);
    // The reader takes a byte order mark away, as decoders do.
    expect((await parquetOf(parquet)).rows.map(({ name }) => name)).toEqual(hostile.map((text) => text.replace(/^\uFEFF/, '')));
  });

  it('gives any text and any exact amount back', async () => {
    const digits = (most: number) => fc.stringMatching(new RegExp(`^\\d{1,${String(most)}}$`));
    const amount = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 26n - 1n }), fc.option(digits(12)))
      .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${String(whole)}${fraction === null ? '' : `.${fraction}`}`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            name: fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed() && !/\0|\u2400|^\uFEFF/.test(text)),
            amount,
          }),
          { maxLength: 20 },
        ),
        async (rows) => {
          const [csv, ndjson, parquet] = (await Promise.all(exportFormats.map((format) => write(rows, format)))).map(
            ({ file }) => file,
          ) as [string, string, string];
          expect(csvOf(csv).map((row) => ({ name: unguarded(row['name'] ?? ''), amount: row['amount'] }))).toEqual(rows);
          expect(ndjsonOf(ndjson).map(({ name, amount: exact }) => ({ name, amount: exact }))).toEqual(rows);
          const scaled = (text: string): bigint => {
            const [whole = '', fraction = ''] = text.replace('-', '').split('.');
            return (text.startsWith('-') ? -1n : 1n) * BigInt(whole + fraction.padEnd(12, '0'));
          };
          expect(
            (await parquetOf(parquet)).rows.map((row) => ({ name: row['name'], amount: bigEndian(row['amount'] as Uint8Array) })),
          ).toEqual(rows.map((row) => ({ name: row.name, amount: scaled(row.amount) })));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each(exportFormats)('is whole where nothing is in it: %s', async (format) => {
    const { file, manifest } = await write([], format);
    expect([manifest.rows, await checkExport(file)]).toEqual([0, { manifest, findings: [] }]);
    if (format === 'parquet') expect((await parquetOf(file)).rows).toEqual([]);
  });

  it('writes more rows than it holds, batch by batch', async () => {
    const many = Array.from({ length: 12_345 }, (_, i) => ({ name: `row ${String(i)}`, count: i }));
    const [csv, , parquet] = await Promise.all(exportFormats.map((format) => write(many, format)));
    expect(csvOf(csv?.file ?? '').at(-1)).toMatchObject({ name: 'row 12344', count: '12344' });
    const { rows, metadata } = await parquetOf(parquet?.file ?? '');
    expect([rows.length, rows.at(-1), metadata.row_groups.length]).toEqual([
      12_345,
      expect.objectContaining({ name: 'row 12344', count: 12_344n }),
      3,
    ]);
  });

  it('makes a row of each element of a list', async () => {
    const entries = dataset('entries', { position: 'text', line: 'integer', debit: 'decimal' }, eachOf('lines', 'line'));
    const { file } = await write(
      [
        { position: 'p', lines: [{ debit: '1' }, { debit: '2' }] },
        { position: 'q', lines: [] },
      ],
      'csv',
      entries,
    );
    expect(csvOf(file)).toEqual([
      { position: 'p', line: '1', debit: '1', more: '' },
      { position: 'p', line: '2', debit: '2', more: '' },
    ]);
  });

  it.each([
    ['amount', 12.5],
    ['amount', '1e3'],
    ['amount', '0.1234567890123'],
    ['amount', `1${'0'.repeat(26)}`],
    ['count', '1.5'],
    ['count', 9_223_372_036_854_775_808n],
    ['at', '2026-07-01'],
    ['name', 5],
  ])('refuses what a column cannot hold, and leaves nothing: %s %s', async (column, value) => {
    await expect(write([{ [column]: value }], 'parquet')).rejects.toThrow(`everything.${column}`);
    expect([
      existsSync(path.join(folder, `${String(files)}.parquet`)),
      existsSync(path.join(folder, `${String(files)}.parquet.part`)),
    ]).toEqual([false, false]);
  });

  it('refuses more rows than are allowed, and keeps what was there', async () => {
    const { file } = await write([{ name: 'a' }], 'csv');
    const before = readFileSync(file, 'utf8');
    const again = writeExport({
      ...question,
      dataset: everything,
      format: 'csv',
      items: of([{ name: 'b' }, { name: 'c' }]),
      file,
      mostRows: 1,
    });
    await expect(again).rejects.toThrow('more than 1 rows');
    expect([readFileSync(file, 'utf8'), (await checkExport(file)).findings]).toEqual([before, []]);
  });

  it('is checked against its manifest', async () => {
    const { file } = await write([{ name: 'a' }], 'ndjson');
    const codesOf = async (): Promise<readonly string[]> => (await checkExport(file)).findings.map(({ code }) => code);
    expect(await codesOf()).toEqual([]);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"a"', '"b"'));
    expect(await codesOf()).toEqual(['EXPORT_HASH_DIFFERS']);
    writeFileSync(file, '');
    expect(await codesOf()).toEqual(['EXPORT_SIZE_DIFFERS', 'EXPORT_HASH_DIFFERS']);
    writeFileSync(manifestFileOf(file), '{}');
    expect(await codesOf()).toEqual(['EXPORT_MANIFEST_MALFORMED']);
    rmSync(manifestFileOf(file));
    expect(await codesOf()).toEqual(['EXPORT_MANIFEST_MISSING']);
    rmSync(file);
    expect(await codesOf()).toEqual(['EXPORT_FILE_MISSING']);
  });
});
