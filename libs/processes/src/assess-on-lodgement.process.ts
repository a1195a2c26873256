import { type Recorded } from '#event-catalogue';
import { type DeclarationEvent, declarationDecider } from '#declarations';
import { effect, type Effect, type Process } from '#event-store';
import { type RuleBook } from '#rules';
import { knownLaw } from './known-law';

/**
 * A declaration is assessed at once when it is lodged and when a later version is accepted (UCC Art. 101, 173), by the law that the log
 * knew then. What the rules cannot assess becomes AssessmentRefused, so nothing is left without an answer.
 */
export const assessOnLodgement = (initial: RuleBook): Process<RuleBook> => ({
  name: 'assess-on-lodgement',
  categories: ['declaration', 'ruleSet'],
  state: knownLaw(initial),
  react: (event, ruleBook) => {
    const { type } = event as Recorded<DeclarationEvent>;
    return type === 'DeclarationLodged' || type === 'DeclarationAmended' ? [assessment(event, ruleBook)] : [];
  },
});

const assessment = (lodged: Recorded, ruleBook: RuleBook): Effect =>
  effect(
    'assess',
    {
      decider: declarationDecider,
      stream: lodged.stream,
      command: { type: 'Assess', ruleBook },
      context: { book: lodged.metadata.book, effectiveAt: lodged.metadata.effectiveAt },
    },
    // Somebody may have assessed it by hand before the process came by.
    ({ rejection }) =>
      rejection.code === 'DECLARATION_ALREADY_ASSESSED' || rejection.code === 'DECLARATION_INVALIDATED' ? 'final' : undefined,
  );
