import { type AccountCycles, directoryCategories } from '#accounts';
import { type Process } from '#event-store';
import { DeclarationDebts } from './declaration-debts';

/**
 * DutyAssessed with something payable: a charge on the account of the account holder with that authority, in the period of the day of
 * acceptance (UCC Art. 105, 110). Without an account, and until its period opens, the charge waits and stays assessed-not-charged (B40); a
 * declined one is sent again when the account has room. What a later version or an invalidation changes adjusts the charge in the period
 * that is open then.
 */
export const chargeOnAssessment = (cycles: AccountCycles): Process<DeclarationDebts> => ({
  name: 'charge-on-assessment',
  categories: ['declaration', ...directoryCategories],
  state: { initial: () => new DeclarationDebts(), fold: (debts, event) => debts.fold(event) },
  react: (_event, debts) => debts.effects(cycles),
});
