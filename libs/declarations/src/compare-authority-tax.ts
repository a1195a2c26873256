import { Exact, formatMoney, parseMoney, scaleOf } from '#money';
import { type AssessedLine, type AuthorityTaxRecordedData } from './assessment.events';

type AuthorityLine = AuthorityTaxRecordedData['lines'][number];
/** Figures of a tax that both sides state. */
type Figure = 'payable' | 'secured' | 'assessed';

/**
 * Where the authority's tax of an item is not ours. `difference` is theirs less ours, `distance` its size in minor units. `rounding`: the
 * same base and rate, cut off by the authority and rounded by us; `missing_here`, `missing_there`: one side has no such line.
 */
export type TaxDifference = Readonly<{
  seq: number;
  taxType: string;
  figure: Figure;
  ours: string;
  theirs: string;
  difference: string;
  distance: bigint;
  reason: 'amount' | 'rounding' | 'missing_here' | 'missing_there';
}>;
/** Both sides of one version. `difference` is of what is payable in all: theirs less ours. */
export type TaxComparison = Readonly<{
  currency: string;
  differences: readonly TaxDifference[];
  ours: string;
  theirs: string;
  difference: string;
}>;

interface Side {
  payable: bigint;
  secured: bigint;
  assessed: bigint;
}
type Both = { readonly seq: number; readonly taxType: string; ours?: Side; theirs?: Side; readonly lines: AuthorityLine[] };

/**
 * The authority's tax lines beside ours, per item and tax type (break B42). What an authority deducts as relief counts as assessed, as with
 * us; one that shows relief as an assessment of zero is believed. @throws RangeError where the currencies differ: they are of one authority
 */
export const compareAuthorityTax = (
  ours: Readonly<{ currency: string; acceptedOn: string; lines: readonly AssessedLine[] }>,
  theirs: Pick<AuthorityTaxRecordedData, 'currency' | 'lines'>,
): TaxComparison => {
  const { currency, acceptedOn } = ours;
  if (theirs.currency !== currency) throw new RangeError(`amounts in ${currency} and ${theirs.currency} do not compare`);
  const text = (minor: bigint): string => formatMoney({ minor, currency }, acceptedOn);
  const pairs = pairsOf(ours, theirs.lines);
  const differences = pairs.flatMap((both) => differenceOf(both, currency, acceptedOn, text));
  const [mine, other] = [sumOf(pairs, 'ours'), sumOf(pairs, 'theirs')];
  return { currency, differences, ours: text(mine), theirs: text(other), difference: text(other - mine) };
};

const sumOf = (pairs: readonly Both[], side: 'ours' | 'theirs'): bigint =>
  pairs.reduce((sum, both) => sum + (both[side]?.payable ?? 0n), 0n);

const pairsOf = (
  { currency, acceptedOn, lines }: Readonly<{ currency: string; acceptedOn: string; lines: readonly AssessedLine[] }>,
  theirs: readonly AuthorityLine[],
): readonly Both[] => {
  const pairs = new Map<string, Both>();
  const pair = (seq: number, taxType: string): Both => {
    const key = `${String(seq)} ${taxType}`;
    const known = pairs.get(key) ?? { seq, taxType, lines: [] };
    pairs.set(key, known);
    return known;
  };
  for (const line of lines) {
    const both = pair(line.seq, line.taxType);
    const minor = (amount: string): bigint => parseMoney(amount, currency, acceptedOn).minor;
    both.ours = plus(both.ours, minor(line.payable), minor(line.secured), minor(line.assessed));
  }
  const scale = scaleOf(currency, acceptedOn);
  for (const line of theirs) {
    const both = pair(line.seq, line.taxType);
    both.lines.push(line);
    const minor = (amount: string | undefined): bigint => (amount === undefined ? 0n : Exact.parse(amount).toMinor(scale, 'down'));
    // A line without base and rate that is not to be paid is a security: nothing was computed for it.
    const security = line.base === undefined && line.quantity === undefined && line.rate === undefined && minor(line.payable) === 0n;
    both.theirs = plus(both.theirs, minor(line.payable), security ? minor(line.assessed) : 0n, minor(line.assessed) + minor(line.deducted));
  }
  return [...pairs.values()].sort((a, b) => a.seq - b.seq || (a.taxType < b.taxType ? -1 : 1));
};

const plus = (side: Side = { payable: 0n, secured: 0n, assessed: 0n }, payable: bigint, secured: bigint, assessed: bigint): Side => ({
  payable: side.payable + payable,
  secured: side.secured + secured,
  assessed: side.assessed + assessed,
});

/** The first figure that differs, what is payable before all: one tax is one difference. */
const differenceOf = (
  { seq, taxType, ours, theirs, lines }: Both,
  currency: string,
  on: string,
  text: (minor: bigint) => string,
): readonly TaxDifference[] => {
  const none: Side = { payable: 0n, secured: 0n, assessed: 0n };
  const [mine, other] = [ours ?? none, theirs ?? none];
  const reliefShownAsZero = other.assessed === 0n && mine.payable === 0n && mine.secured === 0n;
  const figures: readonly Figure[] = reliefShownAsZero ? ['payable', 'secured'] : ['payable', 'secured', 'assessed'];
  const figure = figures.find((each) => mine[each] !== other[each]);
  if (figure === undefined) return [];
  const difference = other[figure] - mine[figure];
  const reason =
    theirs === undefined
      ? 'missing_there'
      : ours === undefined
        ? 'missing_here'
        : isRounding(lines, mine[figure], other[figure], scaleOf(currency, on))
          ? 'rounding'
          : 'amount';
  return [
    {
      seq,
      taxType,
      figure,
      ours: text(mine[figure]),
      theirs: text(other[figure]),
      difference: text(difference),
      distance: difference < 0n ? -difference : difference,
      reason,
    },
  ];
};

/** British customs cut off what is below a penny; most rounding rules do not (UCC Art. 101(2) leaves it open). */
const isRounding = (lines: readonly AuthorityLine[], mine: bigint, other: bigint, scale: number): boolean => {
  const [line, second] = lines;
  const exact = line === undefined || second !== undefined ? undefined : exactTaxOf(line);
  if (exact === undefined || exact.toMinor(scale, 'down') !== other) return false;
  return (['half-up', 'half-even', 'up'] as const).some((mode) => exact.toMinor(scale, mode) === mine);
};

/** What an authority's line comes to before rounding: base x rate, less what is deducted. Undefined for specific and stated amounts. */
export const exactTaxOf = ({ base, rate, deducted }: Pick<AuthorityLine, 'base' | 'rate' | 'deducted'>): Exact | undefined =>
  base === undefined || rate === undefined
    ? undefined
    : Exact.parse(base)
        .percent(Exact.parse(rate))
        .minus(Exact.parse(deducted ?? '0'));
