import { unitsOf } from '../exact-units';
import { type DeclarationLeg } from '../legs/leg';
import { type DeclarationFacts, declaredValueOf } from '../parcel/declaration-facts';
import { grossMassOf, sumOfMasses } from '../parcel/masses';
import { type CaseFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { amountCriterion, type Candidate, type Criterion, daysCriterion, exactly, massCriterion, weighed } from './criteria';
import { type PairingRules } from './pairings';
import { undeclaredOf } from './parcel-pairings';
import { type Member, severalTogether, type TogetherAnswer } from './several';
import { massTolerance, toleranceOf } from './tolerance';

/** A parcel under a master document that is not declared by itself. Exact units; absent: not told. */
export interface Grouped {
  readonly subject: string;
  readonly number: string;
  readonly dispatchedAt: string;
  readonly value?: bigint;
  readonly currency?: string;
  readonly pieces?: number;
  /** Kilograms. */
  readonly mass?: bigint;
}

/** All parcels under the document that a declaration names, as one: how they agree with it, and whether none of them can be left out. */
export interface Consolidated extends Candidate {
  readonly members: readonly { readonly subject: string; readonly name: string }[];
  readonly unique: boolean;
}

/** What a parcel says of itself; undefined where it is declared, or was not announced. */
export const groupedOf = (facts: CaseFacts, subject: string): Grouped | undefined => {
  const parcel: ParcelFacts | undefined = facts.parcels.find(({ id }) => id === subject);
  if (parcel?.head === undefined || parcel.declarations.length > 0) return undefined;
  const { number, dispatchedAt, pieces, grossMass, orders } = parcel.head;
  // An order in several parcels does not say what is in one of them.
  const isShared = facts.parcels.some((other) => other !== parcel && other.head?.orders.some((order) => orders.includes(order)) === true);
  const goods = isShared ? undefined : undeclaredOf(parcel, facts);
  return {
    subject,
    number,
    dispatchedAt,
    ...(goods === undefined ? {} : { value: goods.value, currency: goods.currency }),
    ...(pieces === undefined ? {} : { pieces }),
    ...(grossMass === undefined ? {} : { mass: unitsOf(grossMass) }),
  };
};

/** All of them against the declaration, by what both sides tell. Undefined for none. */
export const consolidatedBy = (
  { id, items }: DeclarationFacts,
  { consignment = id, consignmentNumber = '', currency, acceptedOn }: DeclarationLeg,
  parcels: readonly Grouped[],
  pairing: PairingRules,
): Consolidated | undefined => {
  const [last] = parcels.toSorted((a, b) => (a.dispatchedAt > b.dispatchedAt ? -1 : 1));
  if (last === undefined) return undefined;
  const { rules, matching } = pairing;
  const value = valueOf(parcels, currency);
  const pieces = parcels.every((one) => one.pieces !== undefined) ? parcels.reduce((sum, one) => sum + (one.pieces ?? 0), 0) : undefined;
  const [told, declared] = [sumOfMasses(parcels.map(({ mass }) => mass)), grossMassOf(items)];
  const criteria: readonly Criterion[] = [
    ...(value === undefined
      ? []
      : [
          amountCriterion(
            declaredValueOf({ items }),
            value,
            toleranceOf(rules, 'declared-value', currency, { lines: parcels.length }),
            currency,
          ),
        ]),
    ...(pieces === undefined ? [] : [exactly('units', String(items.reduce((sum, { quantity }) => sum + quantity, 0)), String(pieces))]),
    ...(told === undefined || declared === undefined ? [] : [massCriterion(declared, told, massTolerance(declared, rules))]),
    daysCriterion(last.dispatchedAt, acceptedOn, matching.days.declaration),
  ];
  return {
    ...weighed(consignment, `${String(parcels.length)} parcels under ${consignmentNumber}`, criteria, matching),
    members: parcels.map(({ subject, number }) => ({ subject, name: `parcel ${number}` })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    // Values and pieces are above nothing: without any one of them the sum is another.
    unique:
      criteria.every(({ holds }) => holds) &&
      ((value !== undefined && parcels.every((one) => (one.value ?? 0n) > 0n)) || pieces !== undefined),
  };
};

const valueOf = (parcels: readonly Grouped[], currency: string): bigint | undefined =>
  parcels.every((one) => one.value !== undefined && one.currency === currency)
    ? parcels.reduce((sum, { value = 0n }) => sum + value, 0n)
    : undefined;

/** Some of them whose values come to the declared value exactly, and whose masses, where all are told, to its mass: two to four. */
export const someOf = (
  { items }: Pick<DeclarationFacts, 'items'>,
  { currency }: Pick<DeclarationLeg, 'currency'>,
  parcels: readonly Grouped[],
  pairing: PairingRules,
  isWhole: boolean,
): TogetherAnswer => {
  const members = parcels.flatMap((one): readonly Member[] =>
    one.value === undefined || one.currency !== currency ? [] : [{ subject: one.subject, name: `parcel ${one.number}`, amount: one.value }],
  );
  const found = severalTogether(declaredValueOf({ items }), currency, [members], pairing.matching, {
    searched: members.length,
    whole: isWhole,
  });
  const declared = grossMassOf(items);
  const fits = (subjects: readonly string[]): boolean => {
    const told = sumOfMasses(parcels.filter(({ subject }) => subjects.includes(subject)).map(({ mass }) => mass));
    if (declared === undefined || told === undefined) return true;
    return massCriterion(declared, told, massTolerance(declared, pairing.rules)).holds;
  };
  const sets = found.sets.filter((set) => fits(set.members.map(({ subject }) => subject)));
  return { ...found, sets, unique: sets.length === 1 && found.complete };
};
