import type { InputFault } from '#event-catalogue';
import { isCurrency } from '#money';
import { CalendarNotCoveredError, dateFault, type RuleBook, zoneOfAuthority } from '#rules';
import { type AccountTerms } from './account.decider';
import { cyclesOf } from './account-cycles';

/**
 * Why an account may not be opened on these terms: no period could ever be opened under them, and what follows from an account must not
 * meet that first.
 */
export const accountTermsFault = (
  rules: RuleBook,
  { authority, cycle, currency, openedOn }: Pick<AccountTerms, 'authority' | 'cycle' | 'currency' | 'openedOn'>,
): InputFault | undefined => {
  if (zoneOfAuthority(rules, authority) === undefined)
    return { code: 'AUTHORITY_UNKNOWN', field: 'authority', message: 'expected an authority that the rules know, like GB or EU-IE' };
  const fault = dateFault(openedOn, 'openedOn');
  if (fault !== undefined) return fault;
  if (rules.cycle(cycle) === undefined)
    return { code: 'CYCLE_UNKNOWN', field: 'cycle', message: `expected a cycle that the rules know: ${rules.cycleIds().join(', ')}` };
  if (!isCurrency(currency, openedOn))
    return { code: 'CURRENCY_UNKNOWN', field: 'currency', message: `expected an ISO 4217 currency of ${openedOn}` };
  try {
    cyclesOf(rules).periodOf(cycle, openedOn);
    return undefined;
  } catch (error) {
    if (error instanceof CalendarNotCoveredError) return { code: 'CALENDAR_NOT_COVERED', field: 'openedOn', message: error.message };
    throw error;
  }
};
