import { orderDecider, type OrderEvent } from '#advance-data';
import { categoryOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { evolveRuleBook, type RuleBook, type RulesEvent } from '#rules';

/** What of an order the log has shown so far. */
type Seen = 'order' | 'payment' | 'both';

/** The law as known, and the orders by stream. The map is this fold's own and grows in place: it is rebuilt from event 0, never shared. */
export interface AttributionState {
  readonly rules: RuleBook;
  readonly seen: Map<string, Seen>;
  /** Stream that the latest event completed, if it did. */
  readonly completed?: string;
}

/**
 * A supply is attributed at the event that completes the pair of order and captured payment, whichever comes last, so that the command is the
 * same one however far the process had come before. `initial` is the rule book before any event; rules published later are folded in.
 */
export const attributeSupply = (initial: RuleBook): Process<AttributionState> => ({
  name: 'attribute-supply',
  categories: ['order', 'ruleSet'],
  state: { initial: () => ({ rules: initial, seen: new Map() }), fold },
  react: (event, { completed, rules }) => (completed === event.stream ? [attribution(event, rules)] : []),
});

const fold = ({ rules, seen }: AttributionState, event: Recorded): AttributionState => {
  if (categoryOf(event.stream) === 'ruleSet') return { rules: evolveRuleBook(rules, event as Recorded & RulesEvent), seen };
  const { type } = event as Recorded & OrderEvent;
  if (type !== 'OrderRecorded' && type !== 'OrderPaymentConfirmed') return { rules, seen };
  const before = seen.get(event.stream);
  const news: Seen = type === 'OrderRecorded' ? 'order' : 'payment';
  if (before === news || before === 'both') return { rules, seen };
  seen.set(event.stream, before === undefined ? news : 'both');
  return before === undefined ? { rules, seen } : { rules, seen, completed: event.stream };
};

const attribution = (event: Recorded, rules: RuleBook): Effect =>
  effect(
    'attribute',
    { decider: orderDecider, stream: event.stream, command: { type: 'AttributeSupply', rules }, context: { book: event.metadata.book, effectiveAt: event.metadata.effectiveAt } },
    // A rate or rule that is missing is published first and the supply attributed by hand; one order must not stop all others.
    ({ rejection }) => (rejection.code === 'SUPPLY_NOT_QUOTABLE' ? 'final' : undefined),
  );
