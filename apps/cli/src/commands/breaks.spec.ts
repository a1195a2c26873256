import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandLine } from '../cli.support';
import { exitCodes } from '../exit';
import { importsOf } from '../ledger.support';

type Listed = Readonly<{
  id: string;
  code: string;
  amount: string;
  currency: string;
  caseKey: string;
  subject: string;
  work: Readonly<{ status: string; assignee?: string; age: string }>;
}>;

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
  const list = async (...options: readonly string[]): Promise<readonly Listed[]> =>
    (await cli.json('breaks', 'list', ...options)).document['breaks'] as readonly Listed[];
  const id = (): string => first?.id ?? '';
  const step = async (...argv: readonly string[]) => {
    const { code, document } = await cli.json('breaks', ...argv);
    return [code, document['recorded'] ?? (document['error'] as { code: string }).code];
  };

  it('are listed with the work on them, page by page', async () => {
    const all = await list('--code', 'B10');
    expect(all.map(({ amount, currency, work }) => [amount, currency, work.status, work.age])).toEqual([
      ['300', 'GBP', 'open', '61-90'],
      ['300', 'GBP', 'open', '61-90'],
    ]);
    const { document } = await cli.json('breaks', 'list', '--code', 'B10', '--limit', '1');
    expect((await list('--code', 'B10', '--after', String(document['next']))).map(({ id: one }) => one)).toEqual([all[1]?.id]);
    expect((await cli.run('breaks', 'list', '--code', 'B10', '--limit', '1')).stdout).toMatch(
      /B10.*300.*GBP.*open.*\n\.\.\. more: --after/,
    );
    expect((await list('--minimum', '301', '--currency', 'GBP')).map(({ code }) => code)).not.toContain('B10');
    expect(await cli.json('breaks', 'list', '--minimum', '5')).toMatchObject({
      code: exitCodes.couldNotRun,
      document: { error: { code: 'OPTION_MISSING' } },
    });
  });

  it('are worked on: given to somebody, closed, opened again and taken back', async () => {
    const verified = async () => (await cli.json('verify')).document['content'];
    const before = await verified();
    await list();
    expect(await verified()).toBe(before);
    expect(await step('assign', id(), '--to', 'CLERK-2', '--by', 'CLERK-1')).toEqual([exitCodes.done, ['BreakWorkBegun', 'BreakAssigned']]);
    expect(await step('assign', id(), '--to', 'CLERK-2', '--by', 'CLERK-1')).toEqual([exitCodes.done, []]);
    expect(await step('comment', id(), '--text', 'Asked the carrier.', '--case', first?.subject ?? '')).toEqual([
      exitCodes.done,
      ['BreakCommented'],
    ]);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.')).toEqual([
      exitCodes.couldNotRun,
      'CORRECTION_UNNAMED',
    ]);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.', '--event', `${first?.subject ?? ''}@99`)).toEqual([
      exitCodes.couldNotRun,
      'EVENT_UNKNOWN',
    ]);
    expect(await step('resolve', id(), '--resolution', 'corrected', '--reason', 'Seen.', '--event', `${first?.subject ?? ''}@0`)).toEqual([
      exitCodes.done,
      ['BreakResolved'],
    ]);
    expect(await step('assign', id(), '--to', 'CLERK-3')).toEqual([exitCodes.couldNotRun, 'BREAK_CLOSED']);
    expect(await step('reopen', id(), '--reason', 'Not that one.')).toEqual([exitCodes.done, ['BreakReopened']]);
    expect(await step('undo', id(), '--step', '3', '--reason', 'By mistake.')).toEqual([exitCodes.couldNotRun, 'UNDO_NOT_LAST']);
    expect(await step('undo', id(), '--step', '4', '--reason', 'By mistake.')).toEqual([exitCodes.done, ['BreakWorkUndone']]);
    expect((await list('--status', 'resolved')).map(({ id: one, work }) => [one, work.assignee])).toEqual([[id(), 'CLERK-2']]);
  });

  it('are shown with all that was done', async () => {
    const { document } = await cli.json('breaks', 'show', id());
    expect(document).toMatchObject({
      id: id(),
      status: 'resolved',
      derived: { code: 'B10', work: { status: 'resolved' } },
      lastKnown: { code: 'B10' },
    });
    const { stdout } = await cli.run('breaks', 'show', id());
    expect(stdout).toMatch(/resolved\n[\s\S]*BreakAssigned +CLERK-1[\s\S]*Asked the carrier[\s\S]*BreakReopened.*undone/);
    expect((await cli.json('breaks', 'show', '0'.repeat(26))).document).toMatchObject({ error: { code: 'BREAK_UNKNOWN' } });
    expect((await cli.json('breaks', 'show', id(), '--known-at', '2025-03-20')).document['status']).toBe('open');
  });

  it('have documents, kept beside the log, and name events of it', async () => {
    const [, second] = await list('--code', 'B10');
    const file = path.join(cli.data, '..', `${path.basename(cli.data)}-proof.txt`);
    writeFileSync(file, 'The carrier says so.');
    const attach = (...more: readonly string[]) => step('attach', second?.id ?? '', '--file', file, ...more);
    expect(await attach('--media-type', 'application/zip')).toEqual([exitCodes.couldNotRun, 'EVIDENCE_MEDIA_TYPE']);
    expect(await attach('--media-type', 'text/plain', '--reason', 'A letter.', '--by', 'CLERK-1')).toEqual([
      exitCodes.done,
      ['BreakWorkBegun', 'BreakEvidenceAttached'],
    ]);
    expect(await attach('--media-type', 'text/plain')).toEqual([exitCodes.done, []]);
    const { document } = await cli.json('breaks', 'show', second?.id ?? '');
    const entry = (document['history'] as readonly { type: string; data: Record<string, unknown> }[]).find(
      ({ type }) => type === 'BreakEvidenceAttached',
    );
    expect(entry?.data).toMatchObject({ mediaType: 'text/plain', bytes: 20, reason: 'A letter.', by: 'CLERK-1' });
    expect(readFileSync(path.join(cli.data, 'sources', String(entry?.data['document'])), 'utf8')).toBe('The carrier says so.');
    expect(await step('link', second?.id ?? '', '--event', `${second?.subject ?? ''}@99`)).toEqual([
      exitCodes.couldNotRun,
      'EVENT_UNKNOWN',
    ]);
    expect(await step('link', second?.id ?? '', '--event', `${second?.subject ?? ''}@0`, '--reason', 'The manifest.')).toEqual([
      exitCodes.done,
      ['BreakLinked'],
    ]);
    expect(await step('attach', second?.id ?? '', '--file', `${file}.absent`, '--media-type', 'text/plain')).toEqual([
      exitCodes.couldNotRun,
      'FILE_UNREADABLE',
    ]);
    rmSync(file);
  });

  it('are worked on many at a time, each with its verdict', async () => {
    const [, second] = await list('--code', 'B10');
    const file = path.join(cli.data, '..', `${path.basename(cli.data)}-rows.ndjson`);
    const rows = (...given: readonly object[]): void => {
      writeFileSync(file, given.map((row) => JSON.stringify(row)).join('\n'));
    };
    const verdicts = async () => {
      const { code, document } = await cli.json('breaks', 'bulk', file, '--by', 'CLERK-4');
      return [
        code,
        ((document['verdicts'] ?? []) as readonly { recorded?: readonly string[]; code?: string }[]).map(
          ({ recorded, code: refusal }) => recorded ?? refusal,
        ),
      ];
    };
    const about = { break: second?.id ?? '' };
    rows(
      { ...about, step: 'assign', to: 'CLERK-5', reason: 'Holidays.' },
      { ...about, step: 'comment' },
      { break: id(), step: 'assign', to: 'CLERK-5' },
      { ...about, step: 'assign', to: 'CLERK-6' },
      { ...about, step: 'assign', to: 'CLERK-5', reason: 'Holidays.' },
    );
    expect(await verdicts()).toEqual([
      exitCodes.foundProblems,
      [['BreakAssigned'], 'FIELD_MISSING', 'BREAK_CLOSED', ['BreakAssigned'], ['BreakAssigned']],
    ]);
    const last = Number(
      ((await cli.json('breaks', 'show', about.break)).document['history'] as readonly { revision: number }[]).at(-1)?.revision,
    );
    rows(...[0, 1, 2].map((back) => ({ ...about, step: 'undo', undoes: last - back, reason: 'By mistake.' })));
    expect(await verdicts()).toEqual([exitCodes.done, [['BreakWorkUndone'], ['BreakWorkUndone'], ['BreakWorkUndone']]]);
    expect((await list('--code', 'B10')).find(({ id: one }) => one === about.break)?.work).toEqual(
      expect.not.objectContaining({ assignee: expect.anything() as unknown }),
    );
    writeFileSync(
      file,
      [
        { ...about, step: 'writeOff' },
        { ...about, step: 'comment', text: 'One.' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n{"break":\n'),
    );
    const mixed = await cli.json('breaks', 'bulk', file);
    expect(mixed.code).toBe(exitCodes.foundProblems);
    expect(mixed.document['verdicts']).toMatchObject([
      { row: 1, ...about, status: 'refused', code: 'FIELD_MALFORMED', field: 'step' },
      { row: 2, status: 'refused', code: 'JSON_SYNTAX' },
      { row: 3, ...about, status: 'accepted', recorded: ['BreakCommented'] },
    ]);
    writeFileSync(file, `${JSON.stringify({ ...about, step: 'comment', text: 'One.' })}\n`.repeat(501));
    expect((await cli.json('breaks', 'bulk', file)).document['error']).toMatchObject({ code: 'ROWS_OUT_OF_RANGE' });
    rmSync(file);
  });

  it('above the limit are written off by two persons, not by one', async () => {
    const [, second] = await list('--code', 'B10');
    const writeOff = (...amount: readonly string[]) =>
      step('write-off', second?.id ?? '', '--reason', 'Little.', '--by', 'CLERK-1', ...amount);
    expect(await writeOff('--amount', '1', '--currency', 'GBP')).toEqual([exitCodes.couldNotRun, 'WRITE_OFF_DIFFERS']);
    expect(await writeOff('--amount', '300', '--currency', 'GBP')).toEqual([exitCodes.couldNotRun, 'WRITE_OFF_NEEDS_TWO']);
    expect(await writeOff('--amount', '300', '--currency', 'GBP', '--approved-by', 'CLERK-1')).toEqual([
      exitCodes.couldNotRun,
      'SAME_PERSON',
    ]);
    expect(await writeOff('--amount', '300', '--currency', 'GBP', '--approved-by', 'OFFICER-1')).toEqual([
      exitCodes.done,
      ['BreakWrittenOff'],
    ]);
    expect((await list('--status', 'written_off')).map(({ id: one }) => one)).toEqual([second?.id]);
    expect(JSON.stringify((await cli.json('breaks', 'show', second?.id ?? '')).document)).toMatch(
      /"approvedBy":"OFFICER-1".*"requestedBy":"CLERK-1"/,
    );
  });
});
