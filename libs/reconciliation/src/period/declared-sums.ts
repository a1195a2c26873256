import { unitsOf } from '../exact-units';
import { type DeclarationLeg, type DeclarationItem } from '../legs/leg';
import { type DeclarationFacts, declaredValueOf } from '../parcel/declaration-facts';
import { grossMassOf } from '../parcel/masses';

/**
 * What declarations come to, exact units: `declarations` and `kg` by these names, values by currency, and under `massless` how many do not
 * say the mass of every item.
 */
export type DeclaredSums = Map<string, bigint>;
/**
 * By authority, account holder and declarant (joined by line feeds), then by legal day of acceptance, then by the day of the change: '' of
 * the first version, else that of an amendment or invalidation.
 */
export type DeclaredByDay = Map<string, Map<string, Map<string, DeclaredSums>>>;

/** Names of sums that are no currencies. */
export const declaredNames = { count: 'declarations', mass: 'kg', massless: 'massless' } as const;
/** One declaration. */
export const oneDeclaration = unitsOf('1');

interface Version {
  readonly head: DeclarationLeg;
  readonly items: readonly DeclarationItem[];
}

export const holderOf = ({
  authority,
  accountHolder,
  declarant,
}: Pick<DeclarationLeg, 'authority' | 'accountHolder' | 'declarant'>): string => `${authority}\n${accountHolder}\n${declarant}`;

/** What one version of a declaration comes to. */
export const sumsOfVersion = ({ head, items }: Version): DeclaredSums => {
  const mass = grossMassOf(items);
  return new Map([
    [declaredNames.count, oneDeclaration],
    [head.currency, declaredValueOf({ items })],
    mass === undefined ? [declaredNames.massless, oneDeclaration] : [declaredNames.mass, mass],
  ]);
};

/** Adds sums of other declarations, or takes them off. */
export const addSums = (sums: DeclaredSums, others: DeclaredSums, times: 1n | -1n = 1n): void => {
  for (const [name, amount] of others) sums.set(name, (sums.get(name) ?? 0n) + amount * times);
};

const sumsAt = (declared: DeclaredByDay, holder: string, day: string, change: string): DeclaredSums => {
  const days = declared.get(holder) ?? new Map<string, Map<string, DeclaredSums>>();
  declared.set(holder, days);
  const changes = days.get(day) ?? new Map<string, DeclaredSums>();
  days.set(day, changes);
  const sums = changes.get(change) ?? new Map<string, bigint>();
  changes.set(change, sums);
  return sums;
};

/** Adds one sum by its names. */
export const addDeclared = (declared: DeclaredByDay, holder: string, day: string, change: string, name: string, amount: bigint): void => {
  addSums(sumsAt(declared, holder, day, change), new Map([[name, amount]]));
};

/**
 * Adds a declaration under the day on which it was accepted, and what later versions and its invalidation made of it under the days of
 * those: so what was declared in some days can be told as it stood on any later day.
 */
export const declareIn = (declared: DeclaredByDay, { superseded, head, items, invalidation }: DeclarationFacts): void => {
  if (head === undefined) return;
  const versions: readonly Version[] = [...superseded, { head, items }];
  const put = (version: Version, change: string, times: 1n | -1n): void => {
    addSums(sumsAt(declared, holderOf(version.head), version.head.acceptedOn, change), sumsOfVersion(version), times);
  };
  versions.forEach((version, i) => {
    const [before, change] = [versions[i - 1], i === 0 ? '' : (version.head.amendedAt ?? version.head.at).slice(0, 10)];
    if (before !== undefined) put(before, change, -1n);
    put(version, change, 1n);
  });
  if (invalidation !== undefined) put({ head, items }, invalidation.invalidatedOn, -1n);
};

/** What the declarations of a holder that were accepted in [from, to) came to on a day: with the changes of that day, or before them. */
export const declaredOn = (
  declared: DeclaredByDay,
  holder: string,
  { from, to }: { readonly from: string; readonly to: string },
  isBy: (change: string) => boolean,
): DeclaredSums => {
  const sums: DeclaredSums = new Map();
  for (const [day, changes] of declared.get(holder) ?? [])
    if (day >= from && day < to) for (const [change, some] of changes) if (isBy(change)) addSums(sums, some);
  return sums;
};
