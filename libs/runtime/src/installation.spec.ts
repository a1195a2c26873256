import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigurationError, openInstallation, planInstallation, readInstallation } from './installation';

let directory = '';
beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(tmpdir(), 'tidewaiter-installation-')), 'data');
});
afterEach(() => {
  rmSync(path.dirname(directory), { recursive: true });
});

it('is planned without writing anything', () => {
  expect(planInstallation(directory).isNew).toBe(true);
  expect(existsSync(directory)).toBe(false);
  expect(() => readInstallation(directory)).toThrow(ConfigurationError);
});

it('is one for all programs that begin at the same time', () => {
  const plans = [planInstallation(directory), planInstallation(directory), planInstallation(directory)];
  const opened = plans.map(({ open }) => open());
  expect(new Set(opened.map(({ id }) => id))).toEqual(new Set([plans[0]?.id]));
  expect(readInstallation(directory)).toEqual(opened[0]);
  expect(readdirSync(directory)).toEqual(['installation.json']);
});

it('stays what it is, and follows from a seed where one is given', () => {
  const first = openInstallation(directory, { seed: '1' });
  expect(openInstallation(directory, { seed: '2' })).toEqual(first);
  expect(planInstallation(path.join(directory, 'elsewhere'), { seed: '1' }).id).toBe(first.id);
});

it('names a file that is damaged', () => {
  openInstallation(directory);
  writeFileSync(path.join(directory, 'installation.json'), '{}');
  expect(() => planInstallation(directory)).toThrow(path.join(directory, 'installation.json'));
});
