import { periodOf, type RuleBook } from '#rules';
import { type BookOfCountry } from './bridge/bridge-entries';
import { type Viewpoint } from './case';
import { type EvaluationContext, evaluationContext } from './evaluation-context';
import { type Horizon } from './case-index/horizon';
import { lawOf } from './law';
import {
  defaultReconciliationRules,
  type ReconciliationRules,
  type SchemeCalendar,
  withPublished,
  type ZoneOfAuthority,
} from './reconciliation-rules';
import { type SettlementBook } from './settlement-book';

/** The law that cases are judged by. */
export interface ReconciliationLaw {
  readonly ruleBook: RuleBook;
  /** Zone of an authority's legal days; UTC where it is not given. */
  readonly zoneOf?: ZoneOfAuthority;
  /** Instead of what the law says. */
  readonly rules?: ReconciliationRules;
}

/** The tolerances and deadlines that hold at a moment: the set published for its day (UTC), the product's own where there is none. */
export const rulesAt = ({ ruleBook, rules }: ReconciliationLaw, asOf: string): ReconciliationRules => {
  const published = ruleBook.tolerances(asOf.slice(0, 10));
  return rules ?? (published === undefined ? defaultReconciliationRules : withPublished(defaultReconciliationRules, published));
};

/** A question to the cases: from where it is asked, and the law it is judged by. */
export interface ReconciliationQuestion extends Viewpoint, ReconciliationLaw {}

/** The context of a question; `horizon` is told how long each answer stands. */
export const contextOf = (
  question: Pick<ReconciliationQuestion, 'asOf'> & ReconciliationLaw,
  settlement: SettlementBook,
  more: { readonly detail?: boolean; readonly horizon?: Horizon } = {},
): EvaluationContext => {
  const calendar: SchemeCalendar = (scheme, day, state) => periodOf(question.ruleBook, scheme, day, state);
  return evaluationContext({
    asOf: question.asOf,
    rules: rulesAt(question, question.asOf),
    settlement,
    calendar,
    law: lawOf(question.ruleBook),
    zoneOf: question.zoneOf ?? (() => 'utc'),
    ...more,
  });
};

/** Each Member State keeps a book of its own; elsewhere the territory is the book. */
export const bookOf =
  (ruleBook: RuleBook): BookOfCountry =>
  (country) => {
    const territory = ruleBook.jurisdiction(country)?.value.territory;
    return territory === 'EU' ? `EU-${country}` : territory;
  };
