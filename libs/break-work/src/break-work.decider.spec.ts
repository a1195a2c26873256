import { type Decision } from '#event-store';
import { type AboutBreak, type BreakWorkCommand, breakWorkDecider, type DerivedBreak, type WriteOffBreak } from './break-work.decider';
import { type BreakWorkEvent } from './break-work.events';
import { assigneeOf, statusOf } from './break-work.state';
import { breakId } from './break-work.streams';
import { historyOf } from './work-history';
import { needsTwoPersons } from './write-off-rule';

const of: DerivedBreak = {
  code: 'B23',
  subject: `declaration-${'D'.repeat(26)}`,
  caseKey: `order-${'A'.repeat(26)}`,
  amount: '80',
  currency: 'EUR',
  since: '2026-05-09T12:00:00.000Z',
  dueBy: '2026-05-19',
};
const about: Required<AboutBreak> = { break: breakId(of.code, of.subject), of };
const gone: AboutBreak = { break: about.break };
const done = { by: 'CLERK-1', on: '2026-06-01' };

const assign = (to = 'CLERK-2'): BreakWorkCommand => ({ type: 'AssignBreak', ...about, to, ...done });
const comment = (text = 'Asked the seller.', more: Partial<typeof done> = {}): BreakWorkCommand => ({
  type: 'CommentOnBreak',
  ...about,
  text,
  ...done,
  ...more,
});
const attach = (document = 'a'.repeat(64), more: object = {}): BreakWorkCommand => ({
  type: 'AttachToBreak',
  ...about,
  document,
  mediaType: 'application/pdf',
  bytes: 10,
  ...done,
  ...more,
});
const link = (revision = 3): BreakWorkCommand => ({ type: 'LinkBreak', ...about, event: { stream: of.subject, revision }, ...done });
const resolve = (more: object = {}): BreakWorkCommand => ({
  type: 'ResolveBreak',
  ...about,
  resolution: 'explained_fx',
  reason: 'The rate of the day before.',
  ...done,
  ...more,
});
const writeOff = (more: Partial<WriteOffBreak> = {}): WriteOffBreak => ({
  type: 'WriteOffBreak',
  ...about,
  amount: '80',
  currency: 'EUR',
  reason: 'Not worth the letter.',
  requestedBy: 'CLERK-1',
  on: '2026-06-01',
  ...more,
});
const reopen: BreakWorkCommand = { type: 'ReopenBreak', ...about, reason: 'The seller has answered.', ...done };
const undo = (undoes: number): BreakWorkCommand => ({ type: 'UndoBreakWork', ...about, undoes, reason: 'By mistake.', ...done });

const stateOf = (given: readonly BreakWorkEvent[]) => given.reduce(breakWorkDecider.evolve, breakWorkDecider.initial);
const when = (given: readonly BreakWorkEvent[], command: BreakWorkCommand): Decision<BreakWorkEvent> =>
  breakWorkDecider.decide(command, stateOf(given));
/** A story: each command is decided on what the ones before it left. */
const after = (...commands: readonly BreakWorkCommand[]): readonly BreakWorkEvent[] =>
  commands.reduce<readonly BreakWorkEvent[]>((events, command) => {
    const decision = when(events, command);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return [...events, ...decision.accepted];
  }, []);
const answer = (decision: Decision<BreakWorkEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted.map(({ type }) => type);
const standing = (...commands: readonly BreakWorkCommand[]): string => statusOf(stateOf(after(...commands)));

describe('work on a break', () => {
  it('begins with what the break is about, in clear, and with the first step', () => {
    expect(after(assign())).toEqual([
      { type: 'BreakWorkBegun', data: { break: about.break, ...of, on: '2026-06-01' } },
      { type: 'BreakAssigned', data: { to: 'CLERK-2', ...done } },
    ]);
    expect(answer(when(after(assign()), comment()))).toEqual(['BreakCommented']);
  });

  it('goes on when the break is not derived any more: what was said stays, and it can be closed', () => {
    expect(answer(when(after(assign()), { ...comment(), ...gone, of: undefined } as unknown as BreakWorkCommand))).toEqual([
      'BreakCommented',
    ]);
    const { of: _, ...late } = resolve() as Extract<BreakWorkCommand, { type: 'ResolveBreak' }>;
    expect(answer(when(after(assign()), late))).toEqual(['BreakResolved']);
  });

  it('is open until somebody has it, then assigned, then closed, and open or assigned again', () => {
    expect([
      standing(comment()),
      standing(assign()),
      standing(assign(), resolve()),
      standing(assign(), writeOff()),
      standing(assign(), resolve(), reopen),
      standing(writeOff(), reopen),
    ]).toEqual(['open', 'assigned', 'resolved', 'written_off', 'assigned', 'open']);
  });

  it('takes the same assignment, document and link again as no news', () => {
    const worked = after(assign(), attach(), link());
    expect([assign(), attach(), link()].map((command) => answer(when(worked, command)))).toEqual([[], [], []]);
    expect([assign('CLERK-3'), attach('b'.repeat(64)), link(4)].map((command) => answer(when(worked, command)))).toEqual([
      ['BreakAssigned'],
      ['BreakEvidenceAttached'],
      ['BreakLinked'],
    ]);
  });

  it('is taken back a step at a time, the last that counts first, and nothing of it is lost', () => {
    const worked = after(assign(), assign('CLERK-3'), resolve());
    expect(answer(when(worked, undo(2)))).toEqual(['UNDO_NOT_LAST', 'undoes']);
    const once = after(assign(), assign('CLERK-3'), resolve(), undo(3));
    const twice = [...once, ...after(assign()).slice(2)];
    expect([statusOf(stateOf(once)), answer(when(twice, undo(3))), answer(when(twice, undo(4)))]).toEqual([
      'assigned',
      ['UNDO_NOT_LAST', 'undoes'],
      ['UNDO_NOT_LAST', 'undoes'],
    ]);
    const back = after(assign(), assign('CLERK-3'), resolve(), undo(3), undo(2));
    const state = stateOf(back);
    expect(state.kind === 'begun' && assigneeOf(state)).toBe('CLERK-2');
    expect(historyOf(back).map(({ type, undone }) => [type, undone ?? false])).toEqual([
      ['BreakWorkBegun', false],
      ['BreakAssigned', false],
      ['BreakAssigned', true],
      ['BreakResolved', true],
      ['BreakWorkUndone', false],
      ['BreakWorkUndone', false],
    ]);
    expect(standing(assign(), resolve(), reopen, undo(3))).toBe('resolved');
  });

  it.each<[string, readonly BreakWorkCommand[], BreakWorkCommand, readonly (string | undefined)[]]>([
    ['a break that nobody derives or knows', [], { type: 'CommentOnBreak', ...gone, text: 'Hm.', ...done }, ['BREAK_UNKNOWN', 'break']],
    ['an id of something else', [], { ...comment(), break: 'B'.repeat(26) }, ['BREAK_ID_DIFFERS', 'break']],
    ['a day that does not exist', [], comment('Hm.', { on: '2026-02-30' }), ['DAY_INVALID', 'on']],
    ['a day before the last step', [assign()], comment('Hm.', { on: '2026-05-31' }), ['DAY_BEFORE_LAST_STEP', 'on']],
    ['too long a text', [], comment('x'.repeat(2001)), ['TEXT_INVALID', 'text']],
    ['a text of several lines', [], comment('a\nb'), ['TEXT_INVALID', 'text']],
    ['a reason with a control character', [], resolve({ reason: 'a\u0007' }), ['TEXT_INVALID', 'reason']],
    ['a program as evidence', [], attach('a'.repeat(64), { mediaType: 'text/html' }), ['EVIDENCE_MEDIA_TYPE', 'mediaType']],
    ['too large a document', [], attach('a'.repeat(64), { bytes: 20 * 1024 * 1024 + 1 }), ['EVIDENCE_TOO_LARGE', 'document']],
    ['a correction that names no event', [], resolve({ resolution: 'corrected' }), ['CORRECTION_UNNAMED', 'event']],
    ['an explanation that names one', [], resolve({ event: { stream: of.subject, revision: 1 } }), ['CORRECTION_UNNAMED', 'event']],
    ['a write-off of another amount', [], writeOff({ amount: '79' }), ['WRITE_OFF_DIFFERS', 'stake']],
    ['a write-off in another currency', [], writeOff({ currency: 'GBP' }), ['WRITE_OFF_DIFFERS', 'stake']],
    [
      'a write-off of what is not derived any more',
      [assign()],
      { ...writeOff(), of: undefined } as unknown as BreakWorkCommand,
      ['BREAK_NOT_DERIVED', 'break'],
    ],
    ['reopening what is open', [assign()], reopen, ['BREAK_NOT_CLOSED', 'break']],
    ['taking back the beginning', [assign(), undo(1)], undo(0), ['UNDO_NOT_LAST', 'undoes']],
  ])('refuses %s', (_what, given, command, expected) => {
    expect(answer(when(after(...given), command))).toEqual(expected);
  });

  it('lets nothing but comments, reopening and undoing happen to a closed break', () => {
    for (const closing of [resolve(), writeOff()]) {
      const closed = after(closing);
      expect([assign(), attach(), link(), resolve(), writeOff()].map((command) => answer(when(closed, command)))).toEqual(
        Array.from({ length: 5 }, () => ['BREAK_CLOSED', 'break']),
      );
      expect([comment(), reopen, undo(1)].map((command) => answer(when(closed, command)))).toEqual([
        ['BreakCommented'],
        ['BreakReopened'],
        ['BreakWorkUndone'],
      ]);
    }
  });
});

describe('a write-off', () => {
  const large = { ...of, amount: '100.01' };
  const ofLarge = (more: Partial<WriteOffBreak>): BreakWorkCommand => writeOff({ of: large, amount: '100.01', ...more });
  it('up to the limit of the rule takes one person, above it another as well', () => {
    expect(answer(when([], writeOff({ of: { ...of, amount: '100' }, amount: '100' })))).toEqual(['BreakWorkBegun', 'BreakWrittenOff']);
    expect(answer(when([], ofLarge({})))).toEqual(['WRITE_OFF_NEEDS_TWO', 'stake']);
    expect(answer(when([], ofLarge({ approvedBy: 'CLERK-1' })))).toEqual(['SAME_PERSON', 'approvedBy']);
    expect(after(ofLarge({ approvedBy: 'OFFICER-1' })).at(-1)).toEqual({
      type: 'BreakWrittenOff',
      data: {
        amount: '100.01',
        currency: 'EUR',
        reason: 'Not worth the letter.',
        requestedBy: 'CLERK-1',
        approvedBy: 'OFFICER-1',
        rule: 'break-write-off',
        ruleVersion: 1,
        on: '2026-06-01',
      },
    });
  });
  it.each<[string, string | undefined, boolean]>([
    ['100', 'EUR', false],
    ['100.000001', 'EUR', true],
    ['15000', 'JPY', false],
    ['15001', 'JPY', true],
    ['0.01', 'XAF', true],
    ['0', 'XAF', false],
    ['0', undefined, false],
    ['1', undefined, true],
  ])('of %s %s needs two persons: %s', (amount, currency, two) => {
    expect(needsTwoPersons(amount, currency)).toBe(two);
  });
});
