import { orderDecider, type OrderEvent } from '#advance-data';
import { type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { type RuleBook } from '#rules';
import { knownLaw } from './known-law';

/**
 * An order that comes after its payment is attributed when it comes; any other by the payment itself (`confirmOrderPayment`). What stands
 * in an order's stream before the order can only be payments.
 */
export const attributeSupply = (initial: RuleBook): Process<RuleBook> => ({
  name: 'attribute-supply',
  categories: ['order', 'ruleSet'],
  state: knownLaw(initial),
  react: (source, rules) => {
    const event = source as Recorded<OrderEvent>;
    return event.type === 'OrderRecorded' && event.revision > 0n ? [attribution(event, rules)] : [];
  },
});

const attribution = (event: Recorded, rules: RuleBook): Effect =>
  effect(
    'attribute',
    {
      decider: orderDecider,
      stream: event.stream,
      command: { type: 'AttributeSupply', rules },
      context: { book: event.metadata.book, effectiveAt: event.metadata.effectiveAt },
    },
    // A rate or rule that is missing is published first and the supply attributed by hand; one order must not stop all others.
    ({ rejection }) => (rejection.code === 'SUPPLY_NOT_QUOTABLE' ? 'declined' : undefined),
  );
