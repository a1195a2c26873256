import { type AccountPeriodEvent } from './account-period.events';
import { type DebtName, type OpenItems } from './open-items';
import { type PeriodTerms } from './open-period';
import { amountsOf } from './period-amounts';

type Lapsed = Extract<AccountPeriodEvent, { readonly type: 'DebtContestLapsed' }>;

/**
 * A debt is about to be reduced by `amount`, what is not in dispute of it first. Where that is not enough the rest of it was in dispute and
 * is kept apart no longer: said before the reduction, which then takes from an undisputed debt as any other.
 */
export const lapsedBefore = (
  { account, holder, currency }: PeriodTerms,
  items: OpenItems,
  { kind, reference, taxType, beneficiary }: DebtName,
  amount: bigint,
  lapsedOn: string,
): readonly Lapsed[] => {
  const debt = { kind, reference, taxType, beneficiary };
  const { open = 0n, contested = 0n } = items.get(debt) ?? {};
  const lapsed = amount - (open - contested);
  return lapsed <= 0n || contested === 0n
    ? []
    : [
        {
          type: 'DebtContestLapsed',
          data: { account, holder, debt: { ...debt, amount: amountsOf(currency)(lapsed) }, currency, lapsedOn },
        },
      ];
};
