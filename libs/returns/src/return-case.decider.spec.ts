import { type Decision } from '#event-store';
import {
  returnCaseDecider,
  type RecordMatch,
  type RecordUnmatched,
  type ReportReturn,
  type ReturnCaseCommand,
} from './return-case.decider';
import { type ReturnCaseEvent } from './returns.events';
import { returnCaseId } from './returns.streams';

const report = (more: Partial<ReportReturn['report']> = {}): ReportReturn => ({
  type: 'ReportReturn',
  report: {
    reporter: 'CARRIER-1',
    returnReference: 'RET-1',
    reportedAt: '2026-07-20T10:00:00.000Z',
    ground: 'withdrawn',
    original: { mrn: '26FR00000000000017' },
    lines: [{ quantity: 2 }, { quantity: 1 }],
    ...more,
  },
});
const item = { mrn: '26FR00000000000017', seq: 1 };
const match = (more: Partial<RecordMatch> = {}): RecordMatch => ({
  type: 'RecordMatch',
  units: [{ ...item, quantity: 3 }],
  rule: 'mrn_item',
  ruleVersion: 1,
  matchedOn: '2026-07-21',
  ...more,
});
const unmatched = (more: Partial<RecordUnmatched> = {}): RecordUnmatched => ({
  type: 'RecordUnmatched',
  reason: 'NO_CANDIDATE',
  candidates: [],
  checkedOn: '2026-07-21',
  ...more,
});

const when = (given: readonly ReturnCaseEvent[], command: ReturnCaseCommand): Decision<ReturnCaseEvent> =>
  returnCaseDecider.decide(command, given.reduce(returnCaseDecider.evolve, returnCaseDecider.initial));
/** A story: each command is decided on what the ones before it left. */
const after = (...commands: readonly ReturnCaseCommand[]): readonly ReturnCaseEvent[] =>
  commands.reduce<readonly ReturnCaseEvent[]>((events, command) => {
    const decision = when(events, command);
    if ('rejected' in decision) throw new Error(decision.rejected.code);
    return [...events, ...decision.accepted];
  }, []);
const answer = (decision: Decision<ReturnCaseEvent>): readonly (string | undefined)[] =>
  'rejected' in decision ? [decision.rejected.code, decision.rejected.field] : decision.accepted.map((e) => e.type);

describe('a return case', () => {
  it('is reported once; the same report again is no news, wherever it was read', () => {
    const reported = after(report());
    expect(reported).toMatchObject([{ type: 'ReturnReported', data: { returnCase: returnCaseId('CARRIER-1', 'RET-1') } }]);
    expect(answer(when(reported, report({ source: { sha256: 'a'.repeat(64), line: 4 } })))).toEqual([]);
    expect(answer(when(reported, report({ ground: 'defective' })))).toEqual(['RETURN_ALREADY_REPORTED', 'ground']);
  });

  it('is matched once, with all its units', () => {
    const matched = after(report(), match());
    expect(answer(when(matched, match({ matchedOn: '2026-07-25' })))).toEqual([]);
    expect(answer(when(matched, match({ rule: 'serial' })))).toEqual(['RETURN_ALREADY_MATCHED', 'rule']);
    expect(answer(when(matched, unmatched()))).toEqual(['RETURN_ALREADY_MATCHED', 'reason']);
  });

  it('is looked for again when nothing was found', () => {
    const missing = after(report(), unmatched());
    expect(answer(when(missing, unmatched({ checkedOn: '2026-08-01' })))).toEqual([]);
    expect(answer(when(missing, unmatched({ reason: 'AMBIGUOUS' })))).toEqual(['ReturnUnmatched']);
    expect(answer(when(missing, match()))).toEqual(['ReturnMatched']);
  });

  it('loses its match when the import refuses the units, and can be matched with others', () => {
    const refused = after(report(), match(), unmatched({ reason: 'QUANTITY_EXCEEDED' }));
    expect(answer(when(refused, match({ units: [{ ...item, seq: 2, quantity: 3 }] })))).toEqual(['ReturnMatched']);
  });

  it.each<[string, readonly ReturnCaseCommand[], ReturnCaseCommand, readonly string[]]>([
    ['matching what nobody reported', [], match(), ['RETURN_UNKNOWN']],
    ['a report that names nothing', [], report({ original: { seller: 'V-IE-1' } }), ['RETURN_WITHOUT_ORIGINAL', 'original']],
    ['a moment that does not exist', [], report({ reportedAt: '2026-02-30T10:00:00.000Z' }), ['DAY_INVALID', 'reportedAt']],
    ['fewer units than reported', [report()], match({ units: [{ ...item, quantity: 2 }] }), ['QUANTITY_DIFFERS', 'units']],
    ['more units than reported', [report()], match({ units: [{ ...item, quantity: 4 }] }), ['QUANTITY_DIFFERS', 'units']],
    [
      'the same units twice',
      [report()],
      match({
        units: [
          { ...item, quantity: 2 },
          { ...item, quantity: 1 },
        ],
      }),
      ['UNIT_REPEATED', 'units[1]'],
    ],
    ['units of nowhere', [report()], match({ units: [{ quantity: 3 }] }), ['UNIT_NOT_IDENTIFIED', 'units[0]']],
    ['an MRN without an item', [report()], match({ units: [{ mrn: item.mrn, quantity: 3 }] }), ['UNIT_NOT_IDENTIFIED', 'units[0]']],
    ['a day that does not exist', [report()], match({ matchedOn: '2026-02-30' }), ['DAY_INVALID', 'matchedOn']],
  ])('refuses %s', (_, given, command, expected) => {
    expect(answer(when(after(...given), command)).filter((part) => part !== undefined)).toEqual(expected);
  });
});
