import { type ReadModel } from '#read-model';
import { type Viewpoint } from '../case';
import { unitsOf } from '../exact-units';
import { type ChargeChangeLeg, type ChargeLeg } from '../legs/leg';

/** A debt that is paid by itself, as its account was charged with it. `declaration` is a stream. */
export interface ChargeAsked {
  readonly account: string;
  readonly reference: string;
  readonly declaration: string;
}
/** What of a charge was owed, and what of it is open, exact units; undefined where nothing was charged yet. */
export interface ChargeStanding {
  readonly owed: bigint;
  readonly open: bigint;
}

const endOfLog = '~';
const chunk = 128;
const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

interface LegRow {
  readonly subject: string;
  readonly kind: 'charge' | 'chargeChange';
  readonly body: string;
}
interface MoveRow {
  readonly reference: string;
  readonly account: string;
  readonly amount: string;
}

/** How debts stood that are paid by themselves (on a desk or a prepaid account), in the order in which they are asked for. */
export const standingOfCharges = async (views: ReadModel, { asOf, knownAt = endOfLog }: Viewpoint, charges: readonly ChargeAsked[]): Promise<readonly (ChargeStanding | undefined)[]> => {
  const known = new Map<string, { owed: bigint; open: bigint }>();
  const keyOf = (account: string, reference: string): string => `${account}\n${reference}`;
  for (let i = 0; i < charges.length; i += chunk) {
    const some = charges.slice(i, i + chunk);
    const subjects = [...new Set(some.map(({ declaration }) => declaration))];
    const legs = await views.all<LegRow>(`SELECT subject, kind, CAST(body AS TEXT) AS body FROM case_leg WHERE subject IN (${marks(subjects.length)}) AND kind IN ('charge', 'chargeChange') AND position <= ? AND at <= ?`, [...subjects, knownAt, asOf]);
    for (const { kind, body } of legs) {
      const leg = JSON.parse(body) as ChargeLeg | ChargeChangeLeg;
      const standing = known.get(keyOf(leg.account, leg.reference)) ?? { owed: 0n, open: 0n };
      const [owed, open] = kind === 'charge' ? [unitsOf(leg.total), unitsOf(leg.total)] : changeOf(leg as ChargeChangeLeg);
      known.set(keyOf(leg.account, leg.reference), { owed: standing.owed + owed, open: standing.open + open });
    }
    const references = [...new Set(some.map(({ reference }) => reference))];
    const moves = await views.all<MoveRow>(`SELECT reference, account, amount FROM case_debt_move WHERE reference IN (${marks(references.length)}) AND position <= ? AND at <= ?`, [...references, knownAt, asOf]);
    for (const { account, reference, amount } of moves) {
      const standing = known.get(keyOf(account, reference));
      if (standing !== undefined) standing.open -= unitsOf(amount);
    }
  }
  return charges.map(({ account, reference }) => known.get(keyOf(account, reference)));
};

/** A later version changes what is owed by its total, and what is open by an increase, or by the part of a decrease that was not paid yet. */
const changeOf = ({ total, lines }: ChargeChangeLeg): readonly [owed: bigint, open: bigint] => [
  unitsOf(total),
  lines.reduce((sum, { amount, reducesOpen }) => sum + (amount.startsWith('-') ? -unitsOf(reducesOpen ?? '0') : unitsOf(amount)), 0n),
];
