import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openInstallation, readInstallation, writeFirst } from './installation';

describe('the installation of a data directory', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-installation-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is made once and found again', () => {
    const made = openInstallation(directory);
    expect(openInstallation(directory)).toEqual(made);
    expect(readdirSync(directory)).toEqual(['installation.json']);
  });

  it('is that of the program which was first, where another had already looked and found none', () => {
    const first = openInstallation(directory);
    // What the second program would have made.
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'tidewaiter-installation-'));
    const second = openInstallation(elsewhere);
    writeFirst(path.join(directory, 'installation.json'), JSON.stringify({ format: 1, id: second.id, buyerKey: Buffer.from(second.buyerKey).toString('hex') }));
    rmSync(elsewhere, { recursive: true });
    expect(readInstallation(directory)).toEqual(first);
    expect(readdirSync(directory)).toEqual(['installation.json']);
  });
});
