import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CsvFormat, NdjsonFormat } from './canonical-formats';
import { ImportBench } from './imports.examples';

const kinds = ['orders', 'payments', 'consignments'] as const;
const example = (kind: string, form: string): string => {
  const page = readFileSync(resolve(__dirname, `../../../../docs/formats/${kind}.md`), 'utf8');
  return new RegExp(`\`\`\`${form}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
};

describe.each(kinds)('the examples of docs/formats/%s.md', (kind) => {
  const bench = new ImportBench();
  afterAll(() => {
    bench.remove();
  });

  it('are accepted in both forms, and both forms are the same messages', async () => {
    const ndjson = await bench.import(new NdjsonFormat(kind), [bench.file('example.ndjson', example(kind, 'ndjson'))]);
    expect(ndjson.rejected).toEqual({});
    expect(ndjson.accepted).toBeGreaterThan(0);
    const facts = (await bench.facts()).length;
    const csv = await bench.import(new CsvFormat(kind), [bench.file('example.csv', example(kind, 'csv'))]);
    expect(csv.rejected).toEqual({});
    expect(csv.replayed).toBe(csv.read);
    expect(await bench.facts()).toHaveLength(facts);
  });
});
