import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256Hex } from '#event-catalogue';
import { DocumentFolder } from './document-folder';

describe('documents beside the log', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'tidewaiter-documents-'));
  const folder = new DocumentFolder(directory);
  const name = sha256Hex('a document');
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('are answered as they were kept', async () => {
    writeFileSync(path.join(directory, name), 'a document');
    const answer = await folder.download(name, 'text/plain');
    expect(answer.options).toMatchObject({ type: 'text/plain', length: 10 });
    expect((await answer.getStream().toArray()).join('')).toBe('a document');
  });

  it('are not answered where they have become others, or are gone', async () => {
    writeFileSync(path.join(directory, name), 'a dokument');
    await expect(folder.download(name, 'text/plain')).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
    rmSync(path.join(directory, name));
    await expect(folder.download(name, 'text/plain')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
