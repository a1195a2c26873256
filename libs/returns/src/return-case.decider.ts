import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { differingField } from './differing-field';
import {
  type ReturnCaseState,
  evolveReturnCase,
  type MatchState,
  noReturn,
  type ReturnMatchedData,
  type ReturnReportedData,
  type ReturnUnmatchedData,
} from './return-case.state';
import { type ReturnCaseEvent } from './returns.events';
import { refuseCase, type Refused } from './returns.rejections';
import { returnCaseId } from './returns.streams';

/**
 * Goods are going back: what a carrier, a seller or a recipient's representative says about them. The id follows from reporter and
 * reference.
 */
export type ReportReturn = Readonly<{ type: 'ReportReturn'; report: Omit<ReturnReportedData, 'returnCase'> }>;
/** The units that `matchReturn` found, or somebody by hand (then `rule` says so). All reported units, no other. */
export type RecordMatch = Readonly<{ type: 'RecordMatch' } & ReturnMatchedData>;
/**
 * Nothing was found, or several that fit equally. After a match it takes the match back, and only because the import's own stream refused
 * the units (QUANTITY_EXCEEDED): the limit is decided there.
 */
export type RecordUnmatched = Readonly<{ type: 'RecordUnmatched' } & ReturnUnmatchedData>;
/** What may be asked of a return case's stream. */
export type ReturnCaseCommand = ReportReturn | RecordMatch | RecordUnmatched;

const decide = (command: ReturnCaseCommand, state: ReturnCaseState): Decision<ReturnCaseEvent> => {
  if (command.type === 'ReportReturn') return report(command, state);
  if (state.kind === 'none') return refuseCase('RETURN_UNKNOWN', 'no return is reported under this reference');
  return command.type === 'RecordMatch' ? match(command, state.report, state.result) : unmatched(command, state.result);
};

const reportedFields = ['reporter', 'returnReference', 'reportedAt', 'ground', 'consignmentNumber', 'original', 'lines'] as const;

const report = ({ report: stated }: ReportReturn, state: ReturnCaseState): Decision<ReturnCaseEvent> => {
  if (!isDay(stated.reportedAt.slice(0, 10)))
    return refuseCase('DAY_INVALID', `${stated.reportedAt} is no moment of the calendar`, { field: 'reportedAt' });
  const data = { ...stated, returnCase: returnCaseId(stated.reporter, stated.returnReference) };
  if (state.kind === 'none') {
    if (saysNothing(stated))
      return refuseCase('RETURN_WITHOUT_ORIGINAL', 'neither the original parcel, declaration, order nor the goods are named', {
        field: 'original',
      });
    return accept({ type: 'ReturnReported', data });
  }
  const field = differingField(state.report, data, reportedFields);
  return field === undefined
    ? accept()
    : refuseCase('RETURN_ALREADY_REPORTED', `${stated.returnReference} is reported with another ${field}`, { field });
};

/** Nothing could ever be found for it: no key, and no goods by which to look. */
const saysNothing = ({ original, consignmentNumber, lines }: ReportReturn['report']): boolean => {
  const { consignmentNumber: parcel, mrn, orderNumber } = original;
  return (
    [consignmentNumber, parcel, mrn, orderNumber].every((key) => key === undefined) &&
    lines.every(({ sku, serial }) => sku === undefined && serial === undefined)
  );
};

const match = (
  { type: _, ...data }: RecordMatch,
  reported: ReturnReportedData,
  before: MatchState | undefined,
): Decision<ReturnCaseEvent> => {
  if (before?.kind === 'matched') {
    const field = differingField(before.match, data, ['units', 'rule', 'ruleVersion']);
    return field === undefined ? accept() : refuseCase('RETURN_ALREADY_MATCHED', `the return is matched with another ${field}`, { field });
  }
  return faultOfUnits(data, reported) ?? accept({ type: 'ReturnMatched', data });
};

const faultOfUnits = ({ units, matchedOn }: ReturnMatchedData, { lines }: ReturnReportedData): Refused | undefined => {
  if (!isDay(matchedOn)) return refuseCase('DAY_INVALID', `${matchedOn} is no day of the calendar`, { field: 'matchedOn' });
  const unknown = units.findIndex(
    ({ declaration, mrn, seq, order }) =>
      (mrn === undefined) !== (seq === undefined) || (mrn === undefined && (order === undefined || declaration !== undefined)),
  );
  if (unknown !== -1)
    return refuseCase('UNIT_NOT_IDENTIFIED', 'units are an item of a declaration by MRN and number, or a line of an order', {
      field: `units[${String(unknown)}]`,
    });
  const places = new Set<string>();
  const repeated = units.findIndex(({ quantity: _, ...place }) => places.size === places.add(canonicalJson(place)).size);
  if (repeated !== -1) return refuseCase('UNIT_REPEATED', 'the same units are named before', { field: `units[${String(repeated)}]` });
  const [found, asked] = [totalOf(units), totalOf(lines)];
  return found === asked
    ? undefined
    : refuseCase('QUANTITY_DIFFERS', `${String(asked)} units are reported and ${String(found)} matched`, { field: 'units' });
};

const totalOf = (parts: readonly Readonly<{ quantity: number }>[]): number => parts.reduce((total, { quantity }) => total + quantity, 0);

const unmatched = ({ type: _, ...data }: RecordUnmatched, before: MatchState | undefined): Decision<ReturnCaseEvent> => {
  if (!isDay(data.checkedOn)) return refuseCase('DAY_INVALID', `${data.checkedOn} is no day of the calendar`, { field: 'checkedOn' });
  if (before?.kind === 'matched' && data.reason !== 'QUANTITY_EXCEEDED')
    return refuseCase('RETURN_ALREADY_MATCHED', 'the goods of the return are found', { field: 'reason' });
  // Looked for again with the same answer, on whichever day: no news.
  const same = before?.kind === 'unmatched' && differingField(before.why, data, ['reason', 'candidates']) === undefined;
  return same ? accept() : accept({ type: 'ReturnUnmatched', data });
};

/** Return cases: reported once, matched once; what was not found may be looked for again. */
export const returnCaseDecider: Decider<ReturnCaseCommand, ReturnCaseState, ReturnCaseEvent> = {
  category: 'returnCase',
  initial: noReturn,
  evolve: evolveReturnCase,
  decide,
};
