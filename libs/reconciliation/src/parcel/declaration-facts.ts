import { unitsOf } from '../exact-units';
import {
  type AssessmentLeg,
  type AuthorityTaxLeg,
  type BackLeg,
  type ChargeChangeLeg,
  type ChargeLeg,
  type DebtMoveLeg,
  type DeclarationItem,
  type DeclarationLeg,
  type DeclinedLeg,
  type HeldLeg,
  type InvalidationLeg,
  type RedenominatedLeg,
  type RefusalLeg,
  type ReservationLeg,
  type UnitsReturnedLeg,
} from '../legs/leg';

/** What is known of one declaration, in its latest version, and of its debt. */
export interface DeclarationFacts {
  readonly id: string;
  head?: DeclarationLeg;
  items: DeclarationItem[];
  /** Earlier versions, in their order. */
  readonly superseded: { readonly head: DeclarationLeg; readonly items: readonly DeclarationItem[] }[];
  /** Additional procedures of its items. */
  procedures: Set<string>;
  assessment?: AssessmentLeg;
  /** Signed change of what is payable by versions after the first, exact units. */
  amended: bigint;
  readonly authorityTax: AuthorityTaxLeg[];
  refusal?: RefusalLeg;
  invalidation?: InvalidationLeg;
  /** Last time that the goods were held, or the account declined the debt. */
  held?: HeldLeg;
  declined?: DeclinedLeg;
  readonly charges: ChargeLeg[];
  readonly changes: ChargeChangeLeg[];
  readonly redenominated: RedenominatedLeg[];
  readonly moves: DebtMoveLeg[];
  /** By claim: what is held of what can be given back. */
  readonly reservations: Map<string, ReservationLeg>;
  readonly returned: UnitsReturnedLeg[];
}

export const newDeclaration = (id: string): DeclarationFacts => ({
  id,
  items: [],
  superseded: [],
  procedures: new Set(),
  amended: 0n,
  authorityTax: [],
  charges: [],
  changes: [],
  redenominated: [],
  moves: [],
  reservations: new Map(),
  returned: [],
});

/** Folds a leg, in the order of the log. */
export const withBackLeg = (declaration: DeclarationFacts, leg: BackLeg): void => {
  switch (leg.kind) {
    case 'declaration':
      if (declaration.head !== undefined) declaration.superseded.push({ head: declaration.head, items: declaration.items });
      declaration.head = leg;
      declaration.items = [];
      declaration.procedures = new Set();
      return;
    case 'declarationItems':
      declaration.items.push(...leg.items);
      for (const procedure of leg.procedures ?? []) declaration.procedures.add(procedure);
      return;
    case 'assessment':
      declaration.assessment = leg;
      if (leg.changed !== undefined) declaration.amended += unitsOf(leg.changed);
      delete declaration.refusal;
      return;
    case 'authorityTax':
      declaration.authorityTax.push(leg);
      return;
    case 'refusal':
      declaration.refusal = leg;
      return;
    case 'invalidation':
      declaration.invalidation = leg;
      return;
    case 'held':
      declaration.held = leg;
      return;
    case 'declined':
      declaration.declined = leg;
      return;
    case 'charge':
      declaration.charges.push(leg);
      return;
    case 'chargeChange':
      declaration.changes.push(leg);
      return;
    case 'redenominated':
      declaration.redenominated.push(leg);
      return;
    case 'debtMove':
      declaration.moves.push(leg);
      return;
    case 'reservation':
      declaration.reservations.set(leg.claim, leg);
      return;
    case 'reservationEnd':
      declaration.reservations.delete(leg.claim);
      return;
    case 'unitsReturned':
      declaration.returned.push(leg);
  }
};

/** What is owed for the declaration now, exact units: nothing once it is invalidated. */
export const payableOf = ({ assessment, invalidation }: DeclarationFacts): bigint =>
  assessment === undefined || invalidation !== undefined ? 0n : unitsOf(assessment.payable);

/** What its account was charged, later changes included, in the currency of the assessment, exact units. */
export const chargedOf = ({ charges, changes, redenominated }: DeclarationFacts): bigint =>
  [...charges, ...changes].reduce((sum, { total }) => sum + unitsOf(total), lessenedBy(redenominated));

/** By how much what was assessed in a former currency is another number in the euro, exact units. */
export const lessenedBy = (redenominated: DeclarationFacts['redenominated'], account?: string): bigint =>
  redenominated.reduce(
    (sum, leg) => (account === undefined || leg.account === account ? sum + unitsOf(leg.former) - unitsOf(leg.now) : sum),
    0n,
  );

/** Value of its items as declared, exact units. */
export const declaredValueOf = ({ items }: { readonly items: readonly { readonly goodsValue: string }[] }): bigint =>
  items.reduce((sum, { goodsValue }) => sum + unitsOf(goodsValue), 0n);

/** What is open of debts that are paid by themselves, exact units: what was paid already and need not be is refundable, not open. */
export const openOf = ({ charges, changes, moves }: DeclarationFacts): bigint => {
  const owed = charges.reduce((sum, { total }) => sum + unitsOf(total), 0n);
  const changed = changes
    .flatMap(({ lines }) => lines)
    .reduce((sum, { amount, reducesOpen }) => sum + (amount.startsWith('-') ? -unitsOf(reducesOpen ?? '0') : unitsOf(amount)), 0n);
  return moves.reduce((sum, { amount }) => sum - unitsOf(amount), owed + changed);
};

/** The last day by which such debts are to be paid. */
export const dueOf = ({ charges, changes }: DeclarationFacts, { dueOn }: ChargeLeg): string =>
  [...charges, ...changes]
    .map((debt) => debt.dueOn)
    .sort()
    .at(-1) ?? dueOn;

/** What was paid of it before a later version or the invalidation took it back, exact units. */
export const refundableOf = ({ changes }: DeclarationFacts): bigint =>
  changes.flatMap(({ lines }) => lines).reduce((sum, { refundable }) => sum + unitsOf(refundable ?? '0'), 0n);
