import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf } from '../ledger.support';

type Listed = Readonly<{ id: string; code: string; amount: string; currency: string; caseKey: string; subject: string; work: Readonly<{ status: string; assignee?: string; age: string }> }>;

/** Two imports that nobody has order data for: a break each, of 300.00 pounds. */
describe('breaks', () => {
  const cli = new CommandLine();
  let first: Listed | undefined;
  beforeAll(async () => {
    await importsOf(cli, 'L-1', 'L-2');
    cli.now = '2025-05-20T08:00:00.000Z';
    [first] = await list('--code', 'B10');
  });
  afterAll(() => {
    cli.remove();
  });
  const list = async (...options: readonly string[]): Promise<readonly Listed[]> => (await cli.json('breaks', 'list', ...options)).document['breaks'] as readonly Listed[];
  const id = (): string => first?.id ?? '';
  const step = async (...argv: readonly string[]) => {
    const { code, document } = await cli.json('breaks', ...argv);
    return [code, document['recorded'] ?? (document['error'] as { code: string }).code];
  };

  it('are listed with the work on them, page by page', async () => {
    const all = await list('--code', 'B10');
    expect(all.map(({ amount, currency, work }) => [amount, currency, work.status, work.age])).toEqual([['300', 'GBP', 'open', '61-90'], ['300', 'GBP', 'open', '61-90']]);
    const { document } = await cli.json('breaks', 'list', '--code', 'B10', '--limit', '1');
    expect((await list('--code', 'B10', '--after', String(document['next']))).map(({ id: one }) => one)).toEqual([all[1]?.id]);
    expect((await cli.run('breaks', 'list', '--code', 'B10', '--limit', '1')).stdout).toMatch(/B10.*300.*GBP.*open.*\n\.\.\. more: --after/);
    expect((await list('--minimum', '301', '--currency', 'GBP')).map(({ code }) => code)).not.toContain('B10');
    expect(await cli.json('breaks', 'list', '--minimum', '5')).toMatchObject({ code: exitCodes.couldNotRun, document: { error: { code: 'OPTION_MISSING' } } });
  });

  it('are worked on: given to somebody, closed, opened again and taken back', async () => {
    const verified = async () => (await cli.json('verify')).document['content'];
    const before = await verified();
    await list();
    expect(await verified()).toBe(before);
    expect(await step('assign', id(), '--to', 'CLERK-2', '--by', 'CLERK-1')).toEqual([exitCodes.done, ['BreakWorkBegun', 'BreakAssigned']]);
    expect(await step('assign', id(), '--to', 'CLERK-2', '--by', 'CLERK-1')).toEqual([exitCodes.done, []]);
    expect(await step('comment', id(), '--text', 'Asked the carrier.', '--case', first?.subject ?? '')).toEqual([exitCodes.done, ['BreakCommented']]);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.')).toEqual([exitCodes.couldNotRun, 'CORRECTION_UNNAMED']);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.', '--event', `${first?.subject ?? ''}@99`)).toEqual([exitCodes.couldNotRun, 'EVENT_UNKNOWN']);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.', '--event', `${first?.subject ?? ''}@0`)).toEqual([exitCodes.done, ['BreakResolved']]);
    expect(await step('assign', id(), '--to', 'CLERK-3')).toEqual([exitCodes.couldNotRun, 'BREAK_CLOSED']);
    expect(await step('reopen', id(), '--reason', 'Not that one.')).toEqual([exitCodes.done, ['BreakReopened']]);
    expect(await step('undo', id(), '--step', '3', '--reason', 'By mistake.')).toEqual([exitCodes.couldNotRun, 'UNDO_NOT_LAST']);
    expect(await step('undo', id(), '--step', '4', '--reason', 'By mistake.')).toEqual([exitCodes.done, ['BreakWorkUndone']]);
    expect((await list('--status', 'resolved')).map(({ id: one, work }) => [one, work.assignee])).toEqual([[id(), 'CLERK-2']]);
  });

  it('are shown with all that was done', async () => {
    const { document } = await cli.json('breaks', 'show', id());
    expect(document).toMatchObject({ id: id(), status: 'resolved', derived: { code: 'B10', work: { status: 'resolved' } }, lastKnown: { code: 'B10' } });
    const { stdout } = await cli.run('breaks', 'show', id());
    expect(stdout).toMatch(/resolved\n[\s\S]*BreakAssigned +CLERK-1[\s\S]*Asked the carrier[\s\S]*BreakReopened.*undone/);
    expect((await cli.json('breaks', 'show', '0'.repeat(26))).document).toMatchObject({ error: { code: 'BREAK_UNKNOWN' } });
    expect((await cli.json('breaks', 'show', id(), '--known-at', '2025-03-20')).document['status']).toBe('open');
  });

  it('above the limit are not written off by one person', async () => {
    const [, second] = await list('--code', 'B10');
    const writeOff = (...amount: readonly string[]) => step('write-off', second?.id ?? '', '--reason', 'Little.', ...amount);
    expect(await writeOff('--amount', '1', '--currency', 'GBP')).toEqual([exitCodes.couldNotRun, 'WRITE_OFF_DIFFERS']);
    expect(await writeOff('--amount', '300', '--currency', 'GBP')).toEqual([exitCodes.couldNotRun, 'WRITE_OFF_NEEDS_TWO']);
  });
});
