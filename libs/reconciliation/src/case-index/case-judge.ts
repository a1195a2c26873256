import { bookOf, contextOf, type ReconciliationLaw } from '../reconciliation-question';
import { type Leg } from '../legs/leg';
import { type SettlementBook } from '../settlement-book';
import { askedSettlement } from './asked-settlement';
import { Horizon } from './horizon';
import { type IndexedCase, indexedCase, nothingYet } from './index-row';
import { CaseSummary } from './indexed-case';

/** What the index is to say of a case, and up to which moment it says so by itself; undefined: for ever. */
export interface Judged {
  readonly said: IndexedCase;
  readonly until: string | undefined;
}

/** Evaluates cases at one moment, one after another, and sees what each evaluation asked. */
export const caseJudge = (
  law: ReconciliationLaw,
  asOf: string,
  settlement: SettlementBook,
): ((key: string, legs: readonly Leg[]) => Judged) => {
  const asked = new Set<string>();
  const horizon = new Horizon();
  const context = contextOf(
    { ...law, asOf },
    askedSettlement(settlement, (key) => asked.add(key)),
    { horizon },
  );
  const summary = new CaseSummary(context, bookOf(law.ruleBook));
  return (key, legs) => {
    asked.clear();
    horizon.begin();
    const summed = summary.of(key, legs);
    return { said: summed === undefined ? nothingYet : indexedCase(summed, legs, asked), until: horizon.last };
  };
};
