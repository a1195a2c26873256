import { findOpenPeriods } from '#accounts';
import { streamName } from '#event-catalogue';
import { type ReadModel } from '#read-model';
import { textOf, unitsOf } from '#reconciliation';
import { cyclePeriodOf, type RuleBook } from '#rules';
import { type Obligation } from './obligation';

/**
 * What running periods of deferment accounts were charged so far: their statements will ask for it. Of the present only, for the period
 * still grows.
 */
export const statementsToCome = async (views: ReadModel, rules: RuleBook, holder?: string): Promise<readonly Obligation[]> =>
  (await findOpenPeriods(views, { kind: 'deferment', ...(holder === undefined ? {} : { holder }) })).flatMap(
    (row): readonly Obligation[] => {
      const charged = unitsOf(row.charged);
      if (charged <= 0n) return [];
      const { account_period: id, account, authority, currency, period } = row;
      const { dueOn } = cyclePeriodOf(rules, row.cycle, row.period_start);
      return [
        {
          id: `statementToCome/${id}`,
          kind: 'statementToCome',
          holder: row.holder,
          authority,
          state: 'upcoming',
          dueOn,
          currency,
          amount: textOf(charged),
          preview: true,
          account,
          period,
          subject: streamName('accountPeriod', id),
        },
      ];
    },
  );
