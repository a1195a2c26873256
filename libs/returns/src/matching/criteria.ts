import { type ReturnReportedData, type ReturnUnmatchedData } from '../return-case.state';
import { type OriginalKeys, type ReturnCandidate } from './candidate';

/**
 * Something that a return states of its goods. `distance` says how a candidate differs; undefined where it agrees or where nothing is known
 * of it.
 */
export interface Criterion {
  readonly code: string;
  readonly distance: (candidate: ReturnCandidate) => string | undefined;
  /** True where the candidate says the same, not only nothing else. */
  readonly agrees?: (candidate: ReturnCandidate) => boolean;
}

const stated = (code: string, value: string | undefined, of: (candidate: ReturnCandidate) => string | undefined): readonly Criterion[] =>
  value === undefined ? [] : [criterion(code, value, (candidate) => of(candidate) === value, of)];

const criterion = (
  code: string,
  value: string,
  agrees: (candidate: ReturnCandidate) => boolean,
  of: (candidate: ReturnCandidate) => string | undefined,
): Criterion => ({
  code,
  agrees,
  distance: (candidate) => {
    const recorded = of(candidate);
    return recorded === undefined || agrees(candidate) ? undefined : `stated ${value}, recorded ${recorded}`;
  },
});

/** The way the goods came, as stated. */
export const statedKeys = ({ carrier, consignmentNumber, mrn, seller, orderNumber }: OriginalKeys): readonly Criterion[] => [
  ...stated('consignmentNumber', consignmentNumber, (c) => c.consignmentNumber),
  ...stated('carrier', carrier, (c) => c.carrier),
  ...stated('mrn', mrn, (c) => c.mrn),
  ...stated('orderNumber', orderNumber, (c) => c.order?.orderNumber),
  ...stated('seller', seller, (c) => c.order?.seller ?? c.seller),
];

/** The goods themselves, as a line states them. Commodity codes agree in the six digits that all declarations have. */
export const statedGoods = ({ ordinal, sku, serial, hsCode }: ReturnReportedData['lines'][number]): readonly Criterion[] => [
  ...(serial === undefined
    ? []
    : [
        criterion(
          'serial',
          serial,
          (c) => c.serials.includes(serial),
          (c) => (c.serials.length === 0 ? undefined : `${String(c.serials.length)} others`),
        ),
      ]),
  ...stated('ordinal', ordinal === undefined ? undefined : String(ordinal), (c) =>
    c.order === undefined ? undefined : String(c.order.ordinal),
  ),
  ...stated('sku', sku, (c) => c.sku),
  ...stated('hsCode', hsCode?.slice(0, 6), (c) => c.hsCode?.slice(0, 6)),
];

/** The criteria that a candidate does not meet, in their order, with how far it is from them. */
export const differing = (
  candidate: ReturnCandidate,
  criteria: readonly Criterion[],
): readonly Readonly<{ criterion: string; distance: string }>[] =>
  criteria.flatMap(({ code, distance }) => {
    const far = distance(candidate);
    return far === undefined ? [] : [{ criterion: code, distance: far }];
  });

type Nearest = ReturnUnmatchedData['candidates'];
const mostNamed = 20;

/** The candidates that miss the fewest criteria, each with the first that it misses. */
export const nearest = (candidates: readonly ReturnCandidate[], criteria: readonly Criterion[]): Nearest => {
  const missing = candidates
    .map((candidate) => ({ candidate, misses: differing(candidate, criteria) }))
    .filter(({ misses }) => misses.length > 0);
  missing.sort((a, b) => a.misses.length - b.misses.length || byPlace(a.candidate, b.candidate));
  return named(missing.map(({ candidate, misses: [first] }) => [candidate, first?.criterion ?? '', first?.distance ?? '']));
};

/** Candidates as ReturnUnmatched names them: the first twenty. */
export const named = (rows: readonly (readonly [candidate: ReturnCandidate, criterion: string, distance: string])[]): Nearest =>
  rows.slice(0, mostNamed).map(([{ mrn, seq }, code, distance]) => ({
    ...(mrn === undefined ? {} : { mrn }),
    ...(seq === undefined ? {} : { seq }),
    criterion: code,
    distance: distance.slice(0, 500),
  }));

/** An order of candidates that does not depend on how they were found. */
export const byPlace = (a: ReturnCandidate, b: ReturnCandidate): number => {
  const [left, right] = [placeOf(a), placeOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Names a candidate: two candidates of one place are the same units. */
export const placeOf = ({ mrn, seq, order }: ReturnCandidate): string =>
  JSON.stringify([mrn ?? '', padded(seq ?? 0), order?.seller ?? '', order?.orderNumber ?? '', padded(order?.ordinal ?? 0)]);

const padded = (number: number): string => String(number).padStart(16, '0');

/** Whole days from one day to another; negative where it lies before. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / 86_400_000;
