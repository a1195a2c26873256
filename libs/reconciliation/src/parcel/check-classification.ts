import { subjectOf } from '../break-subject';
import { unitsOf } from '../exact-units';
import { type DeclarationItem, type DeclarationLeg, type OrderLine } from '../legs/leg';
import { type LineShare, lineKey } from './allot-units';
import { type DeclarationFacts } from './declaration-facts';
import { type Findings, type Scope } from './findings';
import { type ParcelFacts } from './parcel-facts';

/** Declarations of low value state six digits (H7), so six decide. */
const subheading = (code: string): string => code.slice(0, 6);

/** What an item may be compared with of its order lines. */
interface Criterion {
  readonly code: 'B24' | 'B25';
  readonly name: string;
  readonly ofItem: (item: DeclarationItem) => string | undefined;
  readonly ofLine: (line: OrderLine) => string | undefined;
}
const criteria: readonly Criterion[] = [
  {
    code: 'B24',
    name: 'commodity code',
    ofItem: ({ hsCode }) => subheading(hsCode),
    ofLine: ({ hsCode }) => (hsCode === undefined ? undefined : subheading(hsCode)),
  },
  { code: 'B25', name: 'origin', ofItem: ({ origin }) => origin, ofLine: ({ origin }) => origin },
];

/** Commodity code and origin of what was declared against what was ordered (breaks B24, B25); a side that does not say is not compared. */
export const checkClassification = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  for (const item of declaration.items) {
    const answering = item.covers.length === 0 ? (isForeign(declaration) ? shares : []) : coveredBy(item, shares);
    for (const criterion of criteria) {
      const declared = criterion.ofItem(item);
      if (declared === undefined) continue;
      const differing = answering.filter(({ line }) => (criterion.ofLine(line) ?? declared) !== declared);
      // An item that names no lines agrees where any line does.
      if (differing.length === 0 || (item.covers.length === 0 && differing.length < answering.length)) continue;
      differ({ parcel, declaration, head, item }, criterion, declared, differing, findings);
    }
  }
};

/** A declaration whose items name no order lines. */
export const isForeign = ({ items }: DeclarationFacts): boolean => items.every(({ covers }) => covers.length === 0);

const coveredBy = ({ covers }: DeclarationItem, shares: readonly LineShare[]): readonly LineShare[] => {
  if (covers.length < 4) return shares.filter(({ order, line }) => covers.some((c) => c.ordinal === line.ordinal && c.order === order.id));
  const keys = new Set(covers.map(({ order, ordinal }) => lineKey(order, ordinal)));
  return shares.filter(({ order, line }) => keys.has(lineKey(order.id, line.ordinal)));
};

interface Declared {
  readonly parcel: ParcelFacts;
  readonly declaration: DeclarationFacts;
  readonly head: DeclarationLeg;
  readonly item: DeclarationItem;
}

const differ = (
  { parcel, declaration, head, item }: Declared,
  { code, name, ofLine }: Criterion,
  declared: string,
  differing: readonly LineShare[],
  findings: Findings,
): void => {
  const scope: Scope = { parcel, lines: new Set(differing.map(({ order, line }) => lineKey(order.id, line.ordinal))) };
  const expected = [...new Set(differing.flatMap(({ line }) => ofLine(line) ?? []))].sort();
  findings.broken(scope, code, {
    subject: subjectOf(declaration.id, String(item.seq)),
    amount: unitsOf(item.goodsValue),
    currency: head.currency,
    since: head.acceptedAt,
    criterion: `${name} of item ${String(item.seq)} under ${head.mrn}`,
    expected: `${expected.join(' or ')} as ordered`,
    found: declared,
    distance: `${String(differing.length)} lines`,
    // Items beyond the order are no other goods under a wrong code.
    ...(item.covers.length === 0 ? findings.rootAmong(['B22'], parcel) : {}),
  });
};
