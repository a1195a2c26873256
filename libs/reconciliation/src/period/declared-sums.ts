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

/** Is told one sum of what was declared, by its names. */
export type DeclaredSink = (holder: string, day: string, change: string, name: string, amount: bigint) => void;

/** Tells what one version of a declaration comes to. */
const tellVersion = ({ head, items }: Version, change: string, times: 1n | -1n, tell: DeclaredSink): void => {
  const [holder, mass] = [holderOf(head), grossMassOf(items)];
  tell(holder, head.acceptedOn, change, declaredNames.count, oneDeclaration * times);
  tell(holder, head.acceptedOn, change, head.currency, declaredValueOf({ items }) * times);
  tell(holder, head.acceptedOn, change, mass === undefined ? declaredNames.massless : declaredNames.mass, (mass ?? oneDeclaration) * times);
};

const addSums = (sums: DeclaredSums, others: DeclaredSums): void => {
  for (const [name, amount] of others) sums.set(name, (sums.get(name) ?? 0n) + amount);
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
  const sums = sumsAt(declared, holder, day, change);
  sums.set(name, (sums.get(name) ?? 0n) + amount);
};

/**
 * Tells a declaration under the day on which it was accepted, and what later versions and its invalidation made of it under the days of
 * those: so what was declared in some days can be told as it stood on any later day.
 */
export const tellDeclared = ({ superseded, head, items, invalidation }: DeclarationFacts, tell: DeclaredSink): void => {
  if (head === undefined) return;
  const last: Version = { head, items };
  let before: Version | undefined;
  for (const version of [...superseded, last]) {
    const change = before === undefined ? '' : (version.head.amendedAt ?? version.head.at).slice(0, 10);
    if (before !== undefined) tellVersion(before, change, -1n, tell);
    tellVersion(version, change, 1n, tell);
    before = version;
  }
  if (invalidation !== undefined) tellVersion(last, invalidation.invalidatedOn, -1n, tell);
};

/** Adds a declaration. */
export const declareIn = (declared: DeclaredByDay, declaration: DeclarationFacts): void => {
  tellDeclared(declaration, (holder, day, change, name, amount) => {
    addDeclared(declared, holder, day, change, name, amount);
  });
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
