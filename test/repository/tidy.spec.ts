import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
/** Files that git tracks or would track; what is ignored is nobody's concern. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((f) => f !== '');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const sources = files.filter((f) => /^(apps|libs|test|bin)\/.*\.(ts|mjs)$/.test(f));
const thisFile = 'test/repository/tidy.spec.ts';

describe('the repository', () => {
  it('has no source file over 400 lines', () => {
    expect(sources.filter((f) => text(f).split('\n').length > 400)).toEqual([]);
  });

  it('keeps no promise to do something later and no switched-off test', () => {
    const leftover = /\b(TODO|FIXME|XXX)\b|\.only\(|\b(xit|xdescribe)\(|@ts-ignore|--forceExit|passWithNoTests/;
    expect(sources.filter((f) => f !== thisFile && leftover.test(text(f)))).toEqual([]);
  });

  it('names no path of a machine', () => {
    const machinePath = new RegExp(`(^|[^a-zA-Z.])/${['wo', 'rk'].join('')}/|/home/[a-z]`);
    expect(
      files.filter(
        (f) => f !== thisFile && /\.(ts|mjs|js|json|md|yml|py)$/.test(f) && f !== 'package-lock.json' && machinePath.test(text(f)),
      ),
    ).toEqual([]);
  });

  it('enters a lib by its front door only', () => {
    const sideDoor = /from '(?:\.\.\/)+libs\/|from '#[a-z-]+\//;
    expect(sources.filter((f) => sideDoor.test(text(f)))).toEqual([]);
  });

  it('has a front door for every lib, and an import for every front door', () => {
    const libs = [...new Set(files.filter((f) => f.startsWith('libs/')).map((f) => f.split('/')[1] ?? ''))].sort();
    const imports = Object.keys((JSON.parse(text('package.json')) as { imports: Record<string, unknown> }).imports);
    expect(imports.map((i) => i.slice(1)).sort()).toEqual(libs);
    expect(libs.filter((lib) => !files.includes(`libs/${lib}/src/index.ts`))).toEqual([]);
  });
});

describe('the lock file', () => {
  interface Lock {
    readonly packages: Readonly<
      Record<string, { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }>
    >;
  }
  const lock = JSON.parse(text('package-lock.json')) as Lock;
  const packages = Object.entries(lock.packages);

  it('names no download address', () => {
    expect(packages.filter(([, p]) => p.resolved !== undefined).map(([name]) => name)).toEqual([]);
  });

  it('has an entry for every optional dependency, without which a clean install fails', () => {
    const names = new Set(packages.map(([location]) => location.replace(/^.*node_modules\//, '')));
    const missing = packages.flatMap(([owner, p]) =>
      Object.keys(p.optionalDependencies ?? {})
        .filter((n) => !names.has(n))
        .map((n) => `${owner}: ${n}`),
    );
    expect(missing).toEqual([]);
  });
});
