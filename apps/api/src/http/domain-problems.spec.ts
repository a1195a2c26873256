import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { domainProblems } from './domain-problems';

const libs = path.resolve(__dirname, '../../../../libs');
const sources = readdirSync(libs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.rejections.ts'));

/** Codes as they stand in the closed unions of the rejection files. */
const codesIn = (file: string): readonly string[] =>
  [...readFileSync(path.join(libs, file), 'utf8').matchAll(/^\s*(?:export type \w+ = )?\|?\s*'([A-Z][A-Z0-9_]+)';?$/gm)].map(
    ([, code]) => code ?? '',
  );

describe('refusals of the domain', () => {
  it('are found in the rejection files', () => {
    expect(sources.length).toBeGreaterThan(4);
    expect(sources.flatMap(codesIn).length).toBeGreaterThan(50);
  });

  it.each(sources)('%s: every code has its status and title', (file) => {
    expect(codesIn(file).filter((code) => !(code in domainProblems))).toEqual([]);
  });
});
