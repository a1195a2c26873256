import { type ShortPaymentSet, type ToleranceName } from '#rules';
import { type ReconciliationLaw, rulesAt } from '../reconciliation-question';
import { type ReconciliationRules, type Tolerance } from '../reconciliation-rules';
import { defaultMatchingRules, type MatchingRules } from './matching-rules';

/** A comparison with what it tolerates, as it is told to people. */
export interface ToldTolerance extends Tolerance {
  readonly comparison: ToleranceName;
  /** Of that currency alone; absent: of all that have none of their own. */
  readonly currency?: string;
}

/** What cases are judged by and candidates are weighed by: tolerances, days, weights, with their versions. */
export interface ToldRules {
  /** `reconciliation@1`. */
  readonly rules: string;
  /** The usual ones first. */
  readonly tolerances: readonly ToldTolerance[];
  /** Days after which the next leg is missed. */
  readonly deadlines: ReconciliationRules['deadlines'];
  readonly duplicateOrder: ReconciliationRules['duplicateOrder'];
  readonly matching: MatchingRules;
  /** What authorities tolerate in payments of statements and returns; who is not named tolerates nothing. */
  readonly payments: readonly (ShortPaymentSet & { readonly authority: string })[];
}

/** What holds at a moment. */
export const rulesInForce = (law: ReconciliationLaw, asOf: string, matching: MatchingRules = defaultMatchingRules): ToldRules => {
  const rules = rulesAt(law, asOf);
  return {
    rules: `${rules.id}@${String(rules.version)}`,
    tolerances: [
      ...entriesOf(rules.tolerances).map(([comparison, tolerance]) => ({ comparison, ...tolerance })),
      ...Object.entries(rules.ofCurrency).flatMap(([currency, own]) =>
        entriesOf(own).map(([comparison, tolerance]) => ({ comparison, currency, ...tolerance })),
      ),
    ],
    deadlines: rules.deadlines,
    duplicateOrder: rules.duplicateOrder,
    matching,
    payments: law.ruleBook.shortPayments(asOf.slice(0, 10)),
  };
};

// The keys of the records are names of comparisons: that is how they are declared.
const entriesOf = (of: Readonly<Partial<Record<ToleranceName, Tolerance>>>): readonly (readonly [ToleranceName, Tolerance])[] =>
  Object.entries(of) as [ToleranceName, Tolerance][];
