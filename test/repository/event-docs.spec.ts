import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ledgerCatalogue } from '#runtime';
import { eventDocuments } from '../../apps/cli/src/documents/event-documents';

const folder = path.resolve(__dirname, '../../docs/events');

describe('docs/events', () => {
  it('is what `npm run docs:events` writes', () => {
    const present = Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
    expect(present).toEqual(Object.fromEntries(eventDocuments(ledgerCatalogue).map(({ file, text }) => [file, text])));
  });
});
