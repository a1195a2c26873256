import { subjectOf } from '../break-subject';
import { noCurrency } from '../case';
import { absolute, textOf, unitsOf } from '../exact-units';
import { type ConsignmentLeg } from '../legs/leg';
import { massTolerance } from '../matching/tolerance';
import { type Allotment, type LineShare } from './allot-units';
import { type Findings, noUnits } from './findings';
import { grossMassOf, sumOfMasses } from './masses';
import { type CaseFacts, type OrderFacts, type ParcelFacts, takenBackOf } from './parcel-facts';

/** The manifest of a parcel: when it was told, and what it says of the parcel's mass and pieces (breaks B12, B13). */
export const checkManifest = (parcel: ParcelFacts, shares: readonly LineShare[], findings: Findings): void => {
  if (parcel.head === undefined) return;
  checkTold(parcel, parcel.head, findings);
  checkPieces(parcel, parcel.head, shares, findings);
  checkMass(parcel, parcel.head, shares, findings);
};

/**
 * Advance data is there before the goods (WCO Framework of Standards, pillar 1; UCC Art. 127). Late is late for ever, and says nothing of
 * the goods.
 */
const checkTold = ({ id, arrivedAt }: ParcelFacts, { number, receivedAt }: ConsignmentLeg, findings: Findings): void => {
  if (receivedAt === undefined || arrivedAt === undefined || receivedAt <= arrivedAt) return;
  findings.broken(noUnits, 'B12', {
    subject: id,
    amount: 0n,
    currency: noCurrency,
    since: arrivedAt,
    criterion: `announcement of parcel ${number}`,
    expected: `before it arrived, ${arrivedAt}`,
    found: receivedAt,
    distance: `late since ${arrivedAt}`,
  });
};

/** Kilograms of what was declared, where every item says; else of what was ordered, where every line does. */
const massOf = ({ declarations }: ParcelFacts, shares: readonly LineShare[]): readonly [source: string, kilograms: bigint] | undefined => {
  const [first] = declarations;
  const declared = grossMassOf(first?.items ?? []);
  if (declared !== undefined) return [`declared under ${first?.head?.mrn ?? ''}`, declared];
  const ordered = sumOfMasses(
    shares.map(({ line, units }) =>
      line.grossMass === undefined ? undefined : (unitsOf(line.grossMass) * BigInt(units)) / BigInt(line.quantity),
    ),
  );
  return ordered === undefined ? undefined : ['ordered', ordered];
};

const stakeOf = (shares: readonly LineShare[]): { readonly amount: bigint; readonly currency: string } => {
  const currency = shares[0]?.order.head?.currency ?? noCurrency;
  return {
    amount: shares.reduce((sum, share) => (share.order.head?.currency === currency ? sum + share.price * BigInt(share.units) : sum), 0n),
    currency,
  };
};

const checkMass = (
  parcel: ParcelFacts,
  { number, grossMass, at }: ConsignmentLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  const other = grossMass === undefined ? undefined : massOf(parcel, shares);
  if (grossMass === undefined || other === undefined) return;
  const [source, expected] = other;
  const distance = absolute(unitsOf(grossMass) - expected);
  const tolerance = massTolerance(expected, findings.context.rules);
  if (distance <= tolerance) return;
  findings.broken({ parcel }, 'B13', {
    subject: subjectOf(parcel.id, 'mass'),
    ...stakeOf(shares),
    since: parcel.declarations[0]?.head?.acceptedAt ?? at,
    criterion: `mass of parcel ${number}`,
    expected: `${textOf(expected)} kg ${source}`,
    found: `${grossMass} kg on the manifest`,
    distance: `${textOf(distance)} kg`,
    tolerance: `${textOf(tolerance)} kg`,
    // What is left out of the declaration is not in its mass either, and other pieces have another mass.
    ...findings.rootAmong(['B22', 'B26', 'B13'], parcel),
  });
};

/** What is not declared yet may still be in another parcel of the order. */
const checkPieces = (
  parcel: ParcelFacts,
  { number, pieces, at }: ConsignmentLeg,
  shares: readonly LineShare[],
  findings: Findings,
): void => {
  if (pieces === undefined || shares.length === 0 || shares.some(({ declared }) => !declared)) return;
  const expected = shares.reduce((sum, { units }) => sum + units, 0);
  if (pieces === expected) return;
  findings.broken({ parcel }, 'B13', {
    subject: subjectOf(parcel.id, 'pieces'),
    ...stakeOf(shares),
    since: parcel.declarations[0]?.head?.acceptedAt ?? at,
    criterion: `pieces in parcel ${number}`,
    expected: `${String(expected)} units`,
    found: `${String(pieces)} on the manifest`,
    distance: `${String(Math.abs(pieces - expected))} units`,
  });
};

/** Parcels on a manifest that carry an order; one that went back undelivered was sent again, not beside another. */
const deliveriesOf = ({ id }: OrderFacts, { parcels }: CaseFacts): readonly ParcelFacts[] =>
  parcels.filter(
    (parcel) =>
      parcel.head !== undefined &&
      takenBackOf(parcel) === undefined &&
      (parcel.head.orders.includes(id) ||
        parcel.declarations.some(({ items }) => items.some(({ covers }) => covers.some(({ order }) => order === id)))),
  );

/** One order in several parcels (break B14): for information, and where splitting pays a risk indicator says so. It breaks no unit. */
export const checkSplit = (order: OrderFacts, facts: CaseFacts, { shares }: Allotment, findings: Findings): void => {
  const head = order.head;
  if (head?.kind !== 'order' || facts.parcels.length < 2 || findings.outside.has(order)) return;
  const parcels = deliveriesOf(order, facts);
  if (parcels.length < 2) return;
  const numbers = parcels.map((parcel) => parcel.head?.number ?? '');
  findings.broken(noUnits, 'B14', {
    subject: order.id,
    ...stakeOf(shares.filter((share) => share.order === order)),
    since:
      parcels
        .map((parcel) => parcel.head?.dispatchedAt ?? '')
        .sort()
        .at(-1) ?? head.orderedAt,
    criterion: `parcels of order ${head.number}`,
    expected: 'one',
    found: `${String(parcels.length)}: ${numbers.sort().join(', ')}`,
    distance: `${String(parcels.length - 1)} more`,
  });
};
