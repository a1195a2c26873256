import { type ReturnMatchedData, type ReturnReportedData, type ReturnUnmatchedData } from '../return-case.state';
import { allotLines } from './allot-lines';
import { type CandidateSource, type OriginalKeys, type ReturnCandidate } from './candidate';
import { type Criterion, daysBetween, differing, nearest, statedKeys } from './criteria';

/** Changed when the same facts would come out differently. */
const ruleVersion = 1;

/** How long before a return its goods may have come, where only article and seller name them. */
const windowDays = 90;

/** The units of a return, or why they are not known; without the day, which is the caller's. */
export type MatchAnswer =
  | Readonly<{ kind: 'matched' } & Omit<ReturnMatchedData, 'matchedOn'>>
  | Readonly<{ kind: 'unmatched' } & Omit<ReturnUnmatchedData, 'checkedOn'>>;

type Pool = Readonly<{ rule: string; candidates: readonly ReturnCandidate[] }>;

/**
 * Finds the goods that go back among those that came. The first key of the chain that leads anywhere decides: cross reference of the return
 * parcel, original parcel, MRN and item, order line; else serial number, else article and seller within a window. A key that is stated and
 * says otherwise is never overruled, and nothing is guessed: of several that fit equally none is taken, unless the return takes them all.
 */
export const matchReturn = (report: ReturnReportedData, source: CandidateSource): MatchAnswer => {
  const direction = report.ground === 'reimported' ? 'export' : 'import';
  const crossed = report.consignmentNumber === undefined ? undefined : source.crossReference(report.consignmentNumber, report.reporter);
  const keys: OriginalKeys = { ...crossed, ...report.original };
  const found = poolOf(report, keys, crossed, source, direction);
  if (found === undefined) return { kind: 'unmatched', reason: 'NO_CANDIDATE', candidates: [] };
  const narrowed = narrow(found, keys, report);
  if ('kind' in narrowed) return narrowed;
  const allotted = allotLines(report.lines, narrowed.candidates);
  if (allotted.kind === 'failed') return { kind: 'unmatched', reason: allotted.reason, candidates: allotted.nearest };
  return { kind: 'matched', units: allotted.units, rule: found.rule, ruleVersion };
};

/** The first key of the chain that leads to goods of the direction. */
const poolOf = (
  report: ReturnReportedData,
  keys: OriginalKeys,
  crossed: OriginalKeys | undefined,
  source: CandidateSource,
  direction: ReturnCandidate['direction'],
): Pool | undefined => {
  const { consignmentNumber, mrn, seller, orderNumber } = keys;
  const chain: readonly (readonly [rule: string, key: keyof OriginalKeys | undefined, look: () => readonly ReturnCandidate[]])[] = [
    ['consignment', 'consignmentNumber', () => (consignmentNumber === undefined ? [] : source.ofParcel(consignmentNumber))],
    ['mrn_item', 'mrn', () => (mrn === undefined ? [] : source.ofDeclaration(mrn))],
    ['order_line', 'orderNumber', () => (seller === undefined || orderNumber === undefined ? [] : source.ofOrder(seller, orderNumber))],
    ['serial', undefined, () => everyLine(report, ({ serial }) => (serial === undefined ? [] : source.ofSerial(serial)))],
    [
      'sku_seller_window',
      undefined,
      () => everyLine(report, ({ sku }) => (sku === undefined || seller === undefined ? [] : source.ofGoods(seller, sku))),
    ],
  ];
  for (const [rule, key, look] of chain) {
    const candidates = look().filter((candidate) => candidate.direction === direction);
    if (candidates.length > 0)
      return {
        rule: key !== undefined && crossed?.[key] !== undefined && report.original[key] === undefined ? 'cross_reference' : rule,
        candidates,
      };
  }
  return undefined;
};

type Line = ReturnReportedData['lines'][number];

/** Candidates of all lines, each once. */
const everyLine = ({ lines }: ReturnReportedData, look: (line: Line) => readonly ReturnCandidate[]): readonly ReturnCandidate[] => [
  ...new Set(lines.flatMap(look)),
];

/** Leaves out what contradicts a stated key; where nothing is left, the nearest say why. */
const narrow = (
  { rule, candidates }: Pool,
  keys: OriginalKeys,
  report: ReturnReportedData,
): Pool | (MatchAnswer & { readonly kind: 'unmatched' }) => {
  const asked: readonly Criterion[] = [
    ...statedKeys(keys),
    ...(rule === 'sku_seller_window' ? [withinWindow(report.reportedAt.slice(0, 10))] : []),
  ];
  const fitting = candidates.filter((candidate) => differing(candidate, asked).length === 0);
  if (fitting.length === 0) return { kind: 'unmatched', reason: 'NO_CANDIDATE', candidates: nearest(candidates, asked) };
  return { rule, candidates: fitting };
};

const withinWindow = (day: string): Criterion => ({
  code: 'window',
  distance: (candidate) => {
    const days = daysBetween(candidate.day, day);
    return days >= 0 && days <= windowDays ? undefined : `${String(days)} days before the return, at most ${String(windowDays)}`;
  },
});
