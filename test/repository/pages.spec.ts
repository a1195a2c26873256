import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chart, postingRules } from '#journal';
import { breakCatalogue } from '#reconciliation';

const root = path.resolve(__dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
/** Rows of the page's tables, cell by cell, whose first cell fits. */
const rows = (file: string, first: RegExp): readonly (readonly string[])[] =>
  text(file)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter(([cell]) => first.test(cell ?? ''));

describe('docs/reconciliation.md', () => {
  it('lists the breaks of the catalogue, in its order', () => {
    const inCode = Object.entries(breakCatalogue).map(([code, b]) => [
      code,
      b.name,
      b.meaning,
      b.severity,
      b.whoActs,
      String(b.ageLimitDays),
    ]);
    expect(rows('docs/reconciliation.md', /^B\d{2}$/)).toEqual(inCode);
  });
});

describe('docs/accounting.md', () => {
  it('lists the chart of accounts', () => {
    const inCode = chart.map(({ number, name, normal, type, keys }) => [number, name, normal, type, keys.join(', ')]);
    expect(rows('docs/accounting.md', /^\d{4}$/)).toEqual(inCode);
  });

  it('lists every template that an event posts by', () => {
    const listed = new Set(rows('docs/accounting.md', /^J\d{2}[abc]?$/).map(([template]) => template));
    const used = Object.values(postingRules).flatMap((rule) => ('templates' in rule ? rule.templates : []));
    expect(used.filter((template) => !listed.has(template))).toEqual([]);
  });
});

describe('a text of the repository', () => {
  const citing = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /\.(?:ts|mjs|py|md)$/.test(file));

  it('cites no page that is not in the repository', () => {
    const missing = citing.flatMap((file) => {
      const pages = [...text(file).matchAll(/(?<![}%\w./-])[\w./-]*\w\.md\b/g)].map(([page]) => page);
      const places = ['', 'docs', path.dirname(file)];
      return pages.filter((page) => !places.some((place) => existsSync(path.join(root, place, page)))).map((page) => `${file}: ${page}`);
    });
    expect(missing).toEqual([]);
  });
});

describe('docs/promises.md', () => {
  const page = text('docs/promises.md');
  const files = [...new Set([...page.matchAll(/`((?:test|libs)\/[^`]+)`/g)].map(([, file]) => file ?? ''))];

  it('names tests that are there', () => {
    expect(files).not.toEqual([]);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('knows every promise that a test names', () => {
    const listed = new Set(rows('docs/promises.md', /^(I|[CDEM]-)\d{2}$/).map(([id]) => id));
    const tests = execFileSync('git', ['ls-files', 'test'], { cwd: root, encoding: 'utf8' })
      .split('\n')
      .filter((file) => file.endsWith('.ts'));
    const named = tests.flatMap((file) => text(file).match(/\b(?:I|[CDEM]-)\d{2}\b/g) ?? []);
    expect([...new Set(named)].filter((id) => !listed.has(id))).toEqual([]);
  });
});
