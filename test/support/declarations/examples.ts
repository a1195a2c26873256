import { readFileSync } from 'node:fs';
import path from 'node:path';
import { declarationOf, type DeclarationReading, type LodgeDeclaration } from '#declarations';
import { shippedRuleBook } from '#rules';

const page = readFileSync(path.join(__dirname, '../../../docs/formats/declarations.md'), 'utf8');
const documents = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map((found) => found[1] ?? '');

/** The examples of docs/formats/declarations.md as their readers copy them. */
export const h7Text = documents[0] ?? '';
export const h1Text = documents[1] ?? '';

export const reading: DeclarationReading = { rules: shippedRuleBook() };

const example = (text: string): LodgeDeclaration => {
  const read = declarationOf(JSON.parse(text) as unknown, reading);
  if (read.kind === 'refused') throw new Error(`${read.fault.field}: ${read.fault.message}`);
  return read.command;
};
export const lodgeH7 = example(h7Text);
export const lodgeH1 = example(h1Text);
