import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sha256Hex } from '#event-catalogue';
import { DocumentFolder } from './document-folder';

const directory = mkdtempSync(path.join(os.tmpdir(), 'tidewaiter-documents-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});
const folder = new DocumentFolder(directory);
const letter = sha256Hex('a letter');

it('answers a document as it came', async () => {
  writeFileSync(path.join(directory, letter), 'a letter');
  const answer = await folder.answer(letter, 'text/plain');
  expect(answer.getHeaders()).toEqual({ type: 'text/plain', disposition: `attachment; filename="${letter}"`, length: 8 });
  expect(await text(answer.getStream())).toBe('a letter');
});

it('has nothing where the log knows a document by its hash alone', async () => {
  await expect(folder.answer('b'.repeat(64), 'text/plain')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('does not say that nothing is there where the folder cannot be read', async () => {
  const inside = new DocumentFolder(path.join(directory, letter));
  await expect(inside.answer('b'.repeat(64), 'text/plain')).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it('does not answer a document that has become another', async () => {
  writeFileSync(path.join(directory, letter), 'a lettre');
  await expect(folder.answer(letter, 'text/plain')).rejects.toMatchObject({ code: 'DOCUMENT_DAMAGED' });
});
