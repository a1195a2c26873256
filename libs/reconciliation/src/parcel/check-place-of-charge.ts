import { subjectOf } from '../break-subject';
import { textOf, unitsOf } from '../exact-units';
import { type ChargeLeg, type DeclarationLeg } from '../legs/leg';
import { type AccountPeriodState } from '../settlement-book';
import { type BreakCode } from '../break-catalogue';
import { lessenedBy, type DeclarationFacts } from './declaration-facts';
import { type Findings } from './findings';
import { type ParcelFacts } from './parcel-facts';

/** A charge that stands where it should not. */
interface Misplaced {
  readonly code: BreakCode;
  readonly amount: bigint;
}

/**
 * Whether the debt of a declaration stands on the account of its holder at its authority (break B43) and in the period that the day of
 * acceptance falls in, or the next one open where that was closed (break B44; UCC Art. 105). What an account was relieved of by a change
 * stands there no more.
 */
export const checkPlaceOfCharge = (
  parcel: ParcelFacts,
  declaration: DeclarationFacts,
  head: DeclarationLeg,
  findings: Findings,
): readonly Misplaced[] =>
  declaration.charges.flatMap((charge): readonly Misplaced[] => {
    const period = findings.context.settlement.accountPeriod(charge.accountPeriod);
    const changed = declaration.changes.reduce(
      (sum, change) => (change.account === charge.account ? sum + unitsOf(change.total) : sum),
      0n,
    );
    const amount = unitsOf(charge.total) + changed + lessenedBy(declaration.redenominated, charge.account);
    if (period === undefined || amount <= 0n) return [];
    const about = { subject: subjectOf(declaration.id, charge.charge), amount, currency: charge.currency, since: charge.at };
    if (period.holder !== head.accountHolder || period.authority !== head.authority) {
      findings.broken({ parcel }, 'B43', {
        ...about,
        criterion: `account of charge ${charge.reference}`,
        expected: `an account of ${head.accountHolder} at ${head.authority}`,
        found: `one of ${period.holder} at ${period.authority}`,
        distance: textOf(amount),
      });
      return [{ code: 'B43', amount }];
    }
    if (isInItsPeriod(charge, head, period, findings)) return [];
    findings.broken({ parcel }, 'B44', {
      ...about,
      criterion: `accounting period of charge ${charge.reference}`,
      expected: `the period of ${head.acceptedOn}`,
      found: `${period.period}, from ${period.start} until before ${period.end}`,
      distance: 'another period',
    });
    return [{ code: 'B44', amount }];
  });

/** A debt that arose with a later version is entered when it arose. */
const isInItsPeriod = (
  { acceptedAt, postedOn, account }: ChargeLeg,
  head: DeclarationLeg,
  period: AccountPeriodState,
  { context }: Findings,
): boolean => {
  const day = head.acceptedOn;
  if (acceptedAt !== head.acceptedAt || (period.start <= day && day < period.end)) return true;
  if (day >= period.end) return false;
  const own = context.settlement.periodOfDay(account, day);
  return own === undefined || (own.statement !== undefined && own.statement.closedOn <= postedOn);
};
