import { type Decision } from '#event-store';
import { type HandMatchCommand, handMatchDecider, pairOf } from './hand-match.decider';
import { type HandMatchEvent } from './hand-match.events';

const [order, parcel] = [`order-${'A'.repeat(26)}`, `consignment-${'B'.repeat(26)}`];
const pair = pairOf(order, parcel);
const done = { reason: 'The label says so.', by: 'CLERK-1', on: '2026-06-01' };
const confirm = (more: object = {}): HandMatchCommand => ({ type: 'ConfirmMatch', ...pair, ...done, ...more });
const part = (more: object = {}): HandMatchCommand => ({ type: 'BreakMatch', ...pair, ...done, ...more });
const undo = (undoes: number, more: object = {}): HandMatchCommand => ({ type: 'UndoMatchStep', ...pair, undoes, ...done, ...more });

const when = (given: readonly HandMatchEvent[], command: HandMatchCommand): Decision<HandMatchEvent> =>
  handMatchDecider.decide(command, given.reduce(handMatchDecider.evolve, handMatchDecider.initial));
const after = (...commands: readonly HandMatchCommand[]): readonly HandMatchEvent[] =>
  commands.reduce<readonly HandMatchEvent[]>((events, command) => {
    const decision = when(events, command);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return [...events, ...decision.accepted];
  }, []);
const answer = (decision: Decision<HandMatchEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted.map(({ type }) => type);

describe('a match by hand', () => {
  it('has one name, whichever of the pair is given first', () => {
    expect(pairOf(parcel, order)).toEqual(pair);
    expect(pair).toMatchObject({ one: parcel, other: order });
  });

  it('is confirmed or broken with a reason, and once', () => {
    const suggestion = { rule: 'composite-key', version: 1, score: 100 };
    expect(after(confirm({ suggestion }))).toEqual([{ type: 'MatchConfirmed', data: { ...pair, ...done, suggestion } }]);
    expect(answer(when(after(confirm()), confirm()))).toEqual([]);
    expect(answer(when(after(confirm()), part()))).toEqual(['MatchBroken']);
    expect(answer(when(after(part()), part()))).toEqual([]);
  });

  it('goes back one step at a time to what it was before', () => {
    expect(after(confirm(), part(), undo(1), undo(0)).slice(2)).toMatchObject([
      { type: 'MatchStepUndone', data: { undoes: 1, leaves: 'confirmed' } },
      { data: { undoes: 0, leaves: 'none' } },
    ]);
    expect(answer(when(after(confirm(), part()), undo(0)))).toEqual(['UNDO_NOT_LAST', 'undoes']);
    expect(answer(when(after(confirm(), undo(0)), undo(0)))).toEqual(['UNDO_NOT_LAST', 'undoes']);
  });

  it.each<[string, HandMatchCommand, readonly [string, string]]>([
    ['a thing with itself', confirm(pairOf(order, order)), ['MATCH_SUBJECT_INVALID', 'other']],
    ['a bank entry', confirm(pairOf(order, `receipt-${'B'.repeat(26)}`)), ['MATCH_SUBJECT_INVALID', 'other']],
    ['an id of another pair', confirm({ match: 'C'.repeat(26) }), ['MATCH_ID_DIFFERS', 'match']],
    ['a day that does not exist', confirm({ on: '2026-02-30' }), ['DAY_INVALID', 'on']],
    ['a reason of several lines', part({ reason: 'a\nb' }), ['TEXT_INVALID', 'reason']],
  ])('refuses %s', (_what, command, expected) => {
    expect(answer(when([], command))).toEqual(expected);
  });
  it('refuses a day before the last step', () => {
    expect(answer(when(after(confirm()), part({ on: '2026-05-31' })))).toEqual(['DAY_BEFORE_LAST_STEP', 'on']);
  });
});
