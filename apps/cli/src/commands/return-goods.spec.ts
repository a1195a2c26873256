import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, succeed } from '../ledger.support';

const report = (returnReference: string, original: object, quantity: number): string =>
  JSON.stringify({
    format: 'tidewaiter/return/1',
    reporter: 'C-1',
    returnReference,
    reportedAt: '2025-03-18T10:00:00.000Z',
    ground: 'withdrawn',
    original,
    lines: [{ hsCode: '392410', quantity }],
  });

describe('returns-of-goods match', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    await importsOf(cli, 'L-1');
    const reports = [
      report('R-KNOWN', { mrn: '26GB-L-1' }, 1),
      report('R-MANY', { mrn: '26GB-L-1' }, 9),
      report('R-NOWHERE', { mrn: '26GB-L-9' }, 1),
    ];
    await succeed(cli, 'import', '--kind', 'returns', '--format', 'ndjson', cli.file('returns.ndjson', reports.join('\n')));
  });
  afterAll(() => {
    cli.remove();
  });
  const outcome = {
    matched: [{ returnReference: 'R-KNOWN', rule: 'mrn_item', units: [{ mrn: '26GB-L-1', seq: 1, quantity: 1 }] }],
    unmatched: [
      { returnReference: 'R-MANY', reason: 'QUANTITY_EXCEEDED', candidates: [{ mrn: '26GB-L-1' }] },
      { returnReference: 'R-NOWHERE', reason: 'NO_CANDIDATE' },
    ],
  };

  it('says in a dry run what it would find', async () => {
    const before = (await cli.json('verify')).document['content'];
    expect(await cli.json('returns-of-goods', 'match', '--dry-run')).toMatchObject({ code: exitCodes.foundProblems, document: outcome });
    expect((await cli.json('verify')).document['content']).toBe(before);
  });

  it('matches each return once, and tells the nearest goods of the others and what they miss', async () => {
    const { code, stdout } = await cli.run('returns-of-goods', 'match');
    expect(code).toBe(exitCodes.foundProblems);
    expect(stdout).toContain('C-1 R-KNOWN: matched by mrn_item: 1 of 26GB-L-1 item 1');
    expect(stdout).toMatch(/C-1 R-MANY: not matched: QUANTITY_EXCEEDED; nearest 26GB-L-1 item 1 misses \w+: /);
    const again = await cli.json('returns-of-goods', 'match');
    expect(again.document).toMatchObject({ matched: [], unmatched: outcome.unmatched });
    expect((await cli.json('verify')).document['byType']).toMatchObject({ ReturnMatched: 1, ReturnUnmatched: 2, QuantityReturned: 1 });
  });
});
