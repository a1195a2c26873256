import { noLimit, questionMarks, type ReadModel, shortPosition } from '#read-model';
import { type Viewpoint } from '../case';
import { unitsOf } from '../exact-units';
import { type ChargeChangeLeg } from '../legs/leg';
import { legsOfSubjects } from './leg-reader';

/** A debt that is paid by itself, as its account was charged with it. `declaration` is a stream. */
export interface ChargeAsked {
  readonly account: string;
  readonly reference: string;
  readonly declaration: string;
}
/** What of a charge was owed, what payments brought to it, and what of it is open, exact units. */
export interface ChargeStanding {
  readonly owed: bigint;
  readonly paid: bigint;
  readonly open: bigint;
}

const chunk = 128;

interface MoveRow {
  readonly reference: string;
  readonly account: string;
  readonly how: string;
  readonly amount: string;
}

/**
 * How debts stood that are paid by themselves (on a desk or a prepaid account), in the order in which they are asked for; undefined where
 * nothing was charged yet.
 */
export const standingOfCharges = async (
  views: ReadModel,
  viewpoint: Viewpoint,
  charges: readonly ChargeAsked[],
): Promise<readonly (ChargeStanding | undefined)[]> => {
  const known = new Map<string, { owed: bigint; paid: bigint; open: bigint }>();
  const keyOf = (account: string, reference: string): string => `${account}\n${reference}`;
  const legs = await legsOfSubjects(
    views,
    charges.map(({ declaration }) => declaration),
    ['charge', 'chargeChange'],
    viewpoint,
  );
  for (const leg of [...legs.values()].flat()) {
    const key = keyOf(leg.account, leg.reference);
    const standing = known.get(key) ?? { owed: 0n, paid: 0n, open: 0n };
    const [owed, open] = leg.kind === 'charge' ? [unitsOf(leg.total), unitsOf(leg.total)] : changeOf(leg);
    known.set(key, { ...standing, owed: standing.owed + owed, open: standing.open + open });
  }
  for (const { account, reference, how, amount } of await movesOf(views, viewpoint, [
    ...new Set(charges.map(({ reference }) => reference)),
  ])) {
    const standing = known.get(keyOf(account, reference));
    if (standing === undefined) continue;
    standing.open -= unitsOf(amount);
    if (how === 'applied' || how === 'reopened') standing.paid += unitsOf(amount);
  }
  return charges.map(({ account, reference }) => known.get(keyOf(account, reference)));
};

const movesOf = async (
  views: ReadModel,
  { asOf, knownAt = noLimit }: Viewpoint,
  references: readonly string[],
): Promise<readonly MoveRow[]> => {
  const moves: MoveRow[] = [];
  for (let i = 0; i < references.length; i += chunk) {
    const some = references.slice(i, i + chunk);
    moves.push(
      ...(await views.all<MoveRow>(
        `SELECT reference, account, how, amount FROM case_debt_move WHERE reference IN (${questionMarks(some.length)}) AND position <= ? AND at <= ?`,
        [...some, shortPosition(knownAt), asOf],
      )),
    );
  }
  return moves;
};

/**
 * A later version changes what is owed by its total, and what is open by an increase, or by the part of a decrease that was not paid yet.
 */
const changeOf = ({ total, lines }: ChargeChangeLeg): readonly [owed: bigint, open: bigint] => [
  unitsOf(total),
  lines.reduce((sum, { amount, reducesOpen }) => sum + (amount.startsWith('-') ? -unitsOf(reducesOpen ?? '0') : unitsOf(amount)), 0n),
];
