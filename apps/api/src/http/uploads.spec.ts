import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Uploads } from './uploads';

describe('bodies that a killed server left half taken', () => {
  let directory: string;
  const leave = (folder: string, name: string, ageHours: number): void => {
    mkdirSync(path.join(directory, folder), { recursive: true });
    const file = path.join(directory, folder, name);
    writeFileSync(file, 'half');
    const at = Date.now() / 1000 - ageHours * 3600;
    utimesSync(file, at, at);
  };
  const left = (): readonly string[] => ['incoming', 'sources'].flatMap((folder) => readdirSync(path.join(directory, folder))).sort();
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-uploads-'));
    leave('incoming', 'of-now', 0);
    leave('incoming', 'of-before', 30);
    leave('sources', '.incoming-1-1', 30);
    leave('sources', '.incoming-1-2', 0);
    leave('sources', 'a'.repeat(64), 30);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are removed by the next server', async () => {
    await new Uploads(directory, false).onModuleInit();
    expect(left()).toEqual(['a'.repeat(64)]);
  });

  it('are left alone for a day where another server may be taking them', async () => {
    await new Uploads(directory, true).onModuleInit();
    expect(left()).toEqual(['.incoming-1-2', 'a'.repeat(64), 'of-now']);
  });

  it('are nothing to a server that begins', async () => {
    rmSync(directory, { recursive: true });
    mkdirSync(directory);
    await expect(new Uploads(directory, false).onModuleInit()).resolves.toBeUndefined();
  });
});
