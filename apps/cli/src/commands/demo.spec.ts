import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { sized } from '../../../../test/support/size';

type Document = Readonly<Record<string, unknown>>;
const withoutSeconds = ({ seconds: _seconds, ...report }: Document): Document => report;

describe('demo', () => {
  const cli = new CommandLine();
  afterAll(() => {
    cli.remove();
  });
  const demo = ['demo', '--parcels', '40', '--noise', '0'] as const;
  let first: Document;

  it('tells the whole story as one document', async () => {
    const { code, document, stderr } = await cli.json(...demo);
    first = document;
    expect([code, stderr]).toEqual([exitCodes.done, '']);
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining([
        'lines',
        'sums',
        'orders',
        'credits',
        'declarations',
        'assessed',
        'returns',
        'statements',
        'receipts',
        'open',
        'reconciliation',
        'trialBalance',
        'rates',
        'log',
        'seconds',
      ]),
    );
  }, 60_000);

  it('adds nothing and tells the same when it is run again', async () => {
    const { code, document } = await cli.json(...demo);
    expect(code).toBe(exitCodes.done);
    expect(withoutSeconds(document)).toEqual(withoutSeconds(first));
  }, 60_000);

  it('tells people the same', async () => {
    const { code, stdout } = await cli.run(...demo);
    expect(code).toBe(exitCodes.done);
    expect(stdout).toContain(String((first['log'] as Document)['content']));
  }, 60_000);

  it.each([
    ['--seed', '2'],
    ['--noise', '0.5'],
    ['--parcels', '41'],
    ['--dispatch', 'VN'],
    ['--currency', 'EUR'],
    ['--rebase', '2026-01-01'],
  ])('refuses another %s on the same directory', async (option, value) => {
    const { code, document } = await cli.json(...demo, option, value);
    expect(code).toBe(exitCodes.couldNotRun);
    expect(document['error']).toMatchObject({ code: 'DEMO_SETTINGS_DIFFER', field: option });
  });

  it('finds every fault that it planted, and nothing else', async () => {
    const faulty = new CommandLine();
    const { code, document } = await faulty.json(
      'demo',
      '--parcels',
      sized('80', '400'),
      '--noise',
      '0.25',
      '--model',
      'all',
      '--check-truth',
    );
    const truth = document['truth'] as Document;
    expect([code, truth['recall'], truth['precision']]).toEqual([exitCodes.done, '1.0000', '1.0000']);
    expect([truth['misses'], truth['strangers'], truth['otherAmounts'], truth['unexplained']]).toEqual([[], [], [], []]);
    expect(truth['planted']).toBeGreaterThan(sized(10, 60));
    faulty.remove();
  }, 180_000);

  it('knows no truth about a shop’s own files', async () => {
    expect((await cli.json('demo', '--orders', cli.file('shop.csv', ''), '--check-truth')).document['error']).toMatchObject({
      code: 'OPTION_CONFLICT',
      field: '--check-truth',
    });
  });

  it('refuses a ledger that is no demonstration', async () => {
    const other = new CommandLine();
    await other.run('import', '--kind', 'orders', '--format', 'ndjson', other.file('none.ndjson', ''));
    expect((await other.json(...demo)).document['error']).toMatchObject({ code: 'DEMO_REFUSED', field: '--data' });
    other.remove();
  });
});
