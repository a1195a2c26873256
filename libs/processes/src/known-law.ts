import { categoryOf, type Recorded } from '#event-catalogue';
import { type Process } from '#event-store';
import { evolveRuleBook, type RuleBook, type RulesEvent } from '#rules';

/**
 * State of a process that decides by the law: what the log knew of it at each event. `initial` is the book before any event; rules published
 * later are folded in, so the process reads the category `ruleSet` beside its own.
 */
export const knownLaw = (initial: RuleBook): NonNullable<Process<RuleBook>['state']> => ({
  initial: () => initial,
  fold: (rules, event) => (categoryOf(event.stream) === 'ruleSet' ? evolveRuleBook(rules, event as Recorded<RulesEvent>) : rules),
});
