import { readFileSync } from 'node:fs';
import { CommandLine, documented } from '../cli.support';
import { exitCodes } from '../exit';

describe('import of returns and claims', () => {
  let cli: CommandLine;
  beforeEach(() => {
    cli = new CommandLine();
  });
  afterEach(() => {
    cli.remove();
  });
  const imported = async (kind: string, content: string) => {
    const { code, document } = await cli.json('import', '--kind', kind, '--format', 'ndjson', cli.file(`${kind}.ndjson`, content));
    const verdicts = readFileSync(String(document['verdictFile']), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);
    return { code, verdicts: verdicts.map(({ reference, verdict, code: why }) => [reference, why ?? verdict].join(' ')) };
  };

  it('takes the documented returns once, and refuses others under their references', async () => {
    const returns = documented('returns', 'ndjson-returns');
    expect(await imported('returns', returns)).toEqual({ code: exitCodes.done, verdicts: ['RET-2026-0001 accepted', 'RMA-77 accepted'] });
    expect(await imported('returns', `${returns}\n`)).toEqual({
      code: exitCodes.done,
      verdicts: ['RET-2026-0001 replayed', 'RMA-77 replayed'],
    });
    expect((await imported('returns', returns.replaceAll('"withdrawn"', '"defective"'))).verdicts).toEqual([
      'RET-2026-0001 RETURN_ALREADY_REPORTED',
      'RMA-77 replayed',
    ]);
  });

  it('takes the documented claim once, and refuses one that comes too late', async () => {
    const claims = documented('returns', 'ndjson-claims');
    expect(await imported('claims', claims)).toEqual({ code: exitCodes.done, verdicts: ['CL-2026-0001 accepted'] });
    expect((await imported('claims', `${claims}\n`)).verdicts).toEqual(['CL-2026-0001 replayed']);
    expect(await imported('claims', claims.replace('CL-2026-0001', 'CL-2026-0002').replace('2026-07-20', '2026-12-20'))).toEqual({
      code: exitCodes.foundProblems,
      verdicts: ['CL-2026-0002 CLAIM_OUT_OF_WINDOW'],
    });
  });

  it('reads them from one form only', async () => {
    const file = cli.file('returns.csv', 'reporter');
    expect((await cli.run('import', '--kind', 'returns', '--format', 'csv', file)).stderr.split('\n')[0]).toContain(
      'OPTION_CONFLICT: --format: returns are read from ndjson only',
    );
  });
});
