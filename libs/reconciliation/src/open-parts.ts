import { unitsOf } from './exact-units';
import { type ChargeLeg } from './legs/leg';
import { type StatementFact } from './legs/settlement-fact';
import { type DeclarationFacts, openOf } from './parcel/declaration-facts';
import { type FiledReturn, type SettlementBook } from './settlement-book';

/** What is open of a debt, by why it is open; exact units. */
export interface OpenParts {
  /** Settled once, by a payment that was taken back (B59). */
  readonly takenBack: bigint;
  /** Neither that nor in dispute: a break once its day has passed (B54). */
  readonly unpaid: bigint;
  /** In dispute (B61). */
  readonly contested: bigint;
}

/** Each cent that is open is so for one reason: that it is in dispute goes before that its payment was taken back. */
export const partsOfOpen = (open: bigint, disputed: bigint, reversed: bigint): OpenParts => {
  const contested = least(open, disputed);
  const takenBack = least(open - contested, reversed);
  return { takenBack, unpaid: open <= 0n ? 0n : open - contested - takenBack, contested };
};

const least = (left: bigint, wanted: bigint): bigint => (left <= 0n || wanted <= 0n ? 0n : wanted < left ? wanted : left);

/** A beneficiary's share of a return. */
export const partsOfReturn = (filed: FiledReturn, country: string, settlement: SettlementBook): OpenParts =>
  partsOfOpen(
    settlement.openOfReturn(filed, country),
    settlement.contestedOfReturn(filed, country),
    settlement.reversalOfReturn(filed, country)?.amount ?? 0n,
  );

export const partsOfStatement = (statement: StatementFact, settlement: SettlementBook): OpenParts => {
  const { account, reference } = statement;
  return partsOfOpen(
    settlement.openOfStatement(statement),
    settlement.debts.contestedOf(account, 'statement', reference),
    settlement.debts.reversalOf(account, 'statement', reference)?.amount ?? 0n,
  );
};

/** A debt that is paid by itself, of the parcel that it is about. */
export const partsOfCharge = (declaration: DeclarationFacts, { account, reference }: ChargeLeg, { debts }: SettlementBook): OpenParts =>
  partsOfOpen(
    openOf(declaration),
    debts.disputesOfCharge(account, reference).reduce((sum, { amount }) => sum + amount, 0n),
    takenBackOfCharge(declaration).reduce((sum, { amount }) => sum - unitsOf(amount), 0n),
  );

/** What opened such a debt again. */
export const takenBackOfCharge = ({ moves }: DeclarationFacts): DeclarationFacts['moves'] => moves.filter(({ how }) => how === 'reopened');

const codes = [
  ['takenBack', 'B59'],
  ['unpaid', 'B54'],
  ['contested', 'B61'],
] as const;

/** The breaks behind what is open, the one that explains what follows from it first. */
export const faultsOfOpen = (parts: OpenParts): readonly (readonly ['B54' | 'B59' | 'B61', bigint])[] =>
  codes.flatMap(([part, code]) => (parts[part] > 0n ? [[code, parts[part]] as const] : []));
