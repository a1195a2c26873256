import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf, marchPaid, succeed } from '../ledger.support';

interface Debt {
  readonly reference: string;
  readonly taxType: string;
  readonly outcome: string;
  readonly amount?: string;
  readonly before?: string;
}

describe('interest', () => {
  const cli = new CommandLine();
  beforeAll(async () => {
    await importsOf(cli, 'L-1', 'L-2');
    cli.now = '2025-05-15T08:00:00.000Z';
    await succeed(cli, 'close');
  });
  afterAll(() => {
    cli.remove();
  });
  const debts = async (...options: readonly string[]): Promise<readonly Debt[]> =>
    (await succeed(cli, 'interest', ...options))['debts'] as readonly Debt[];
  const content = async (): Promise<unknown> => (await cli.json('verify')).document['content'];

  it('computes in a dry run what is owed for each tax of an overdue statement, and writes nothing', async () => {
    const before = await content();
    const dry = await debts('--dry-run');
    expect(dry.map(({ reference, outcome }) => [reference, outcome])).toEqual([
      ['GB-S00000001', 'charged'],
      ['GB-S00000001', 'charged'],
    ]);
    expect(await content()).toBe(before);
  });

  it('charges it once, and more of it by taking the first charge back', async () => {
    const dry = await debts('--dry-run');
    expect(await debts()).toEqual(dry);
    expect(await debts()).toEqual([]);
    cli.now = '2025-05-25T08:00:00.000Z';
    const more = await debts();
    expect(more.map(({ outcome, before }) => [outcome, before])).toEqual(dry.map(({ amount }) => ['computed anew', amount]));
    expect((await cli.run('interest')).stdout).toContain('2 debts bear none, or the same as before.');
  });

  it('comes to less when the money turns out to have come earlier', async () => {
    const day = cli.now;
    await marchPaid(cli, '100.00', '2025-05-01');
    cli.now = day;
    const less = await debts();
    expect(less.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['computed anew']));
    for (const { amount = '0', before = '0' } of less) expect(Number(amount)).toBeLessThan(Number(before));
    expect(await debts()).toEqual([]);
    expect((await cli.json('verify')).code).toBe(exitCodes.done);
    expect((await cli.json('interest', '--until', '2099-01-01')).document['error']).toMatchObject({
      code: 'OPTION_INVALID',
      field: '--until',
    });
  });
});
