import { type DeclarationLeg } from '../legs/leg';
import { toleranceOf } from '../matching/tolerance';
import { type LineShare, lineKey } from './allot-units';
import { inDeclaredCurrency } from './check-exchange';
import { type DeclarationFacts, declaredValueOf } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';

/** Value ordered and declared, exact units in the currency of the declaration; `ordered` in the order's own. */
export interface Values {
  readonly currency: string;
  readonly ordered: bigint;
  readonly expected: bigint;
  readonly found: bigint;
  /** How much less was declared; negative: more. */
  readonly distance: bigint;
  readonly tolerance: bigint;
  readonly lines: number;
  readonly number: string;
}

/** Equal currencies leave room for the rounding of lines alone; a conversion for the spread of rates. Undefined where nothing compares. */
export const valuesOf = (
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  findings: Findings,
): Values | undefined => {
  const declared = shares.filter((share) => share.declared);
  const order = declared[0]?.order.head;
  if (order === undefined || declared.some((share) => share.order.head?.currency !== order.currency)) return undefined;
  const { currency, number } = order;
  const ordered = declared.reduce((sum, share) => sum + share.price * BigInt(share.units), 0n);
  const expected = currency === head.currency ? ordered : inDeclaredCurrency(ordered, currency, head, findings);
  if (expected === undefined) return undefined;
  const comparison = currency === head.currency ? 'declared-value' : 'declared-value-converted';
  const lines = declared.length;
  const tolerance = toleranceOf(findings.context.rules, comparison, head.currency, { expected, lines });
  const found = declaredValueOf(declaration);
  return { currency, ordered, expected, found, distance: expected - found, tolerance, lines, number };
};

/**
 * A declaration that names no order lines: as many items as codes at least and as lines at most, and the same units in all. What differs
 * first explains the others, and has the value that goes with them: one thing left out is one break. Gives the break that explains a
 * difference of value, where one does.
 */
export const checkTotals = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  values: Values | undefined,
  findings: Findings,
): 'B22' | 'B26' | undefined => {
  if (shares.length === 0 || declaration.items.length === 0) return undefined;
  const codes = new Set(shares.map((share) => share.line.hsCode?.slice(0, 6) ?? lineKey(share.order.id, share.line.ordinal))).size;
  const items = declaration.items.length;
  const isOtherCount = items < codes || items > shares.length;
  const expected = shares.reduce((sum, share) => sum + share.units, 0);
  const found = declaration.items.reduce((sum, item) => sum + item.quantity, 0);
  const explained = values === undefined ? 0n : valueOfUnits(expected - found, values, shares);
  const base = { subject: declaration.id, currency: head.currency, since: head.acceptedAt };
  if (isOtherCount)
    findings.broken({ parcel }, 'B22', {
      ...base,
      amount: explained,
      criterion: `items under ${head.mrn}`,
      expected: `${String(codes)} to ${String(shares.length)} items`,
      found: String(items),
      distance: `${String(items < codes ? codes - items : items - shares.length)} items`,
    });
  if (expected !== found)
    findings.broken({ parcel }, 'B26', {
      ...base,
      amount: explained,
      criterion: `units under ${head.mrn}`,
      expected: String(expected),
      found: String(found),
      distance: `${String(Math.abs(expected - found))} units`,
      ...findings.rootAmong(['B22'], parcel),
    });
  return explained === 0n ? undefined : isOtherCount ? 'B22' : 'B26';
};

/**
 * By how much values differ because of units that are missing (positive) or too many: all of it, where the dearest units of the order could
 * come to that; else none, for then the goods that are there were declared for less as well.
 */
const valueOfUnits = (missing: number, { distance, tolerance, ordered, expected }: Values, shares: readonly LineShare[]): bigint => {
  if (missing < 0) return distance < 0n ? -distance : 0n;
  const dearest = shares.reduce((most, { price }) => (price > most ? price : most), 0n) * BigInt(missing);
  const most = ordered === 0n ? 0n : (dearest * expected) / ordered;
  return distance > 0n && distance <= most + tolerance ? distance : 0n;
};
