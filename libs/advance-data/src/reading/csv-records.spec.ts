import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CsvRecord, CsvRecords } from './csv-records';
import { linesOfSource, maxLineLength, type SourceLine, SourceUnreadableError } from './source-lines';

async function* bytes(...chunks: readonly (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}
const linesOf = async (...chunks: readonly (string | Buffer)[]): Promise<readonly SourceLine[]> => {
  const lines: SourceLine[] = [];
  for await (const batch of linesOfSource('test', bytes(...chunks))) lines.push(...batch);
  return lines;
};
const recordsOf = async (...chunks: readonly (string | Buffer)[]): Promise<readonly CsvRecord[]> => {
  const records = new CsvRecords();
  const found = (await linesOf(...chunks)).flatMap((line) => records.push(line));
  return [...found, ...records.end()];
};

describe('the lines of a source', () => {
  it('have no byte order mark and no carriage return, and the last one needs no end', async () => {
    expect(await linesOf('\ufeffone\r\ntw', 'o\n\nfour')).toEqual([
      { number: 1, text: 'one' },
      { number: 2, text: 'two' },
      { number: 3, text: '' },
      { number: 4, text: 'four' },
    ]);
  });

  it('may be cut inside a character', async () => {
    const [text] = [Buffer.from('Größe\n')];
    expect(await linesOf(text.subarray(0, 3), text.subarray(3))).toEqual([{ number: 1, text: 'Größe' }]);
  });

  it('with bytes that are no UTF-8 are named, wherever a chunk ends; the sign of a decoder in good text is a character like any other', async () => {
    const bytes = Buffer.concat([
      Buffer.from('Größe\n'),
      Buffer.from([0x61, 0xff, 0x62, 0x0a]),
      Buffer.from('\ufffd\n'),
      Buffer.from([0xc3]),
    ]);
    const expected = [
      { number: 1, text: 'Größe' },
      { number: 2, text: '', fault: 'LINE_NOT_UTF8' },
      { number: 3, text: '\ufffd' },
      { number: 4, text: '', fault: 'LINE_NOT_UTF8' },
    ];
    for (let cut = 0; cut <= bytes.length; cut += 1) expect(await linesOf(bytes.subarray(0, cut), bytes.subarray(cut))).toEqual(expected);
  });

  it('that are too long are named and skipped', async () => {
    const long = 'x'.repeat(maxLineLength + 1);
    expect(await linesOf('a\n', long, long, '\nb\n')).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: '', fault: 'LINE_TOO_LONG' },
      { number: 3, text: 'b' },
    ]);
  });

  it('of a file that is not there are none, which whoever reads them hears', async () => {
    await expect(linesOfSource(join(tmpdir(), 'tidewaiter-no-such-file')).next()).rejects.toThrow(SourceUnreadableError);
  });

  it('are read from gzip whatever the name, and a damaged file says so', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'tidewaiter-lines-'));
    try {
      const packed = gzipSync('one\ntwo\n');
      writeFileSync(join(directory, 'good.csv'), packed);
      writeFileSync(join(directory, 'cut.csv.gz'), packed.subarray(0, packed.length - 9));
      const lines: SourceLine[] = [];
      for await (const batch of linesOfSource(join(directory, 'good.csv'))) lines.push(...batch);
      expect(lines.map((l) => l.text)).toEqual(['one', 'two']);
      const damaged = async (): Promise<void> => {
        for await (const batch of linesOfSource(join(directory, 'cut.csv.gz'))) lines.push(...batch);
      };
      await expect(damaged()).rejects.toThrow(SourceUnreadableError);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('the records of a CSV source', () => {
  it.each([
    ['plain cells', 'a,b,,c\n', [['a', 'b', '', 'c']]],
    ['quoted commas and quotes', 'a,"b, ""c""",d\n', [['a', 'b, "c"', 'd']]],
    ['an empty quoted cell at the end', 'a,""\n', [['a', '']]],
    ['inches in an open cell', 'BOX 6" x 4",b\n', [['BOX 6" x 4"', 'b']]],
    [
      'a line end inside quotes',
      'a,"b\nc",d\n1,2,3\n',
      [
        ['a', 'b\nc', 'd'],
        ['1', '2', '3'],
      ],
    ],
    [
      'empty lines',
      'a,b\n\n  \nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ])('may have %s', async (_, text, cells) => {
    expect((await recordsOf(text)).map((r) => r.cells)).toEqual(cells);
  });

  it('begin on the physical line that is named', async () => {
    expect((await recordsOf('a,"b\n\nc"\nd\n')).map((r) => r.line)).toEqual([1, 4]);
  });

  it('with a quote that never closes cost that line only', async () => {
    const records = await recordsOf('a,b\n1,"open\n2,c\n3,"d\ne"\n');
    expect(records).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, fault: 'CSV_QUOTE_OPEN' },
      { line: 3, cells: ['2', 'c'] },
      { line: 4, cells: ['3', 'd\ne'] },
    ]);
    expect(await recordsOf(`"open\n${'x,y\n'.repeat(500)}`)).toHaveLength(501);
  });

  it('with text after a closing quote, or too long, are refused', async () => {
    expect(await recordsOf('"a"b,c\n', `${'x'.repeat(maxLineLength + 1)}\n`)).toEqual([
      { line: 1, fault: 'CSV_QUOTE_MISPLACED' },
      { line: 2, fault: 'LINE_TOO_LONG' },
    ]);
  });
});
