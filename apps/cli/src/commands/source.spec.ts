import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf } from '../ledger.support';

describe('a message as it came', () => {
  const cli = new CommandLine();
  beforeAll(() => importsOf(cli, 'L-1', 'L-2'));
  afterAll(() => {
    cli.remove();
  });

  it('is found from what was recorded, whole or by its line', async () => {
    const { document } = await cli.json('dossier', '26GB-L-2');
    const [told] = (document['documents'] as readonly { readonly sha256: string; readonly what: string; readonly line?: number }[]).filter(
      ({ what }) => what === 'source file',
    );
    const [sourceFile, line] = [told?.sha256 ?? '', String(told?.line)];
    const message = await cli.json('source', sourceFile, '--line', line);
    expect([message.code, line]).toEqual([exitCodes.done, '2']);
    expect(JSON.parse(String(message.document['text']))).toMatchObject({ lrn: 'L-2' });
    const out = path.join(cli.data, '..', `${path.basename(cli.data)}-message`);
    expect((await cli.json('source', sourceFile, '--out', out)).code).toBe(exitCodes.done);
    expect(readFileSync(out)).toEqual(readFileSync(path.join(cli.data, 'sources', sourceFile)));
    rmSync(out);
    expect((await cli.json('source', sourceFile, '--line', '3')).document['error']).toMatchObject({ code: 'NOT_FOUND', field: '--line' });
    expect((await cli.json('source', '0'.repeat(64))).document['error']).toMatchObject({ code: 'NOT_FOUND' });
    expect((await cli.json('source', 'nothing')).document['error']).toMatchObject({ code: 'OPTION_INVALID' });
  });

  it('is told to be damaged where its bytes are not those of its name', async () => {
    const [name = ''] = readdirSync(path.join(cli.data, 'sources'));
    const file = path.join(cli.data, 'sources', name);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(1));
    for (const asked of [[], ['--line', '1'], ['--out', `${file}.out`]])
      expect(await cli.json('source', name, ...asked)).toMatchObject({
        code: exitCodes.couldNotRun,
        document: { error: { code: 'DOCUMENT_DAMAGED', field: 'sha256' } },
      });
    expect(readdirSync(path.join(cli.data, 'sources'))).toEqual([name]);
    writeFileSync(file, whole);
    expect((await cli.json('source', name)).code).toBe(exitCodes.done);
  });
});
