import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadDemoIfEmpty } from './load-demo';

describe('the demonstration of a new data directory', () => {
  let directory: string;
  const loaded: string[] = [];
  const load = async (into: string): Promise<void> => {
    loaded.push(into);
    writeFileSync(path.join(into, 'events.db'), '');
  };
  beforeEach(() => {
    directory = path.join(mkdtempSync(path.join(tmpdir(), 'tidewaiter-demonstration-')), 'data');
    loaded.length = 0;
  });
  afterEach(() => {
    rmSync(path.dirname(directory), { recursive: true });
  });

  it('is loaded once', async () => {
    await loadDemoIfEmpty(directory, true, load);
    await loadDemoIfEmpty(directory, true, load);
    expect([loaded, readdirSync(directory)]).toEqual([[directory], ['events.db']]);
  });

  it('goes on at the next start where it was broken off', async () => {
    const breakOff = async (into: string): Promise<void> => {
      await load(into);
      throw new Error('stopped');
    };
    await expect(loadDemoIfEmpty(directory, true, breakOff)).rejects.toThrow('stopped');
    await loadDemoIfEmpty(directory, true, load);
    await loadDemoIfEmpty(directory, true, load);
    expect([loaded.length, readdirSync(directory)]).toEqual([2, ['events.db']]);
  });

  it('is not loaded where nobody wants it', async () => {
    await loadDemoIfEmpty(directory, false, load);
    expect([loaded, existsSync(directory)]).toEqual([[], false]);
  });
});
