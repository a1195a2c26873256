import { statementGaps } from '#accounts';
import { subjectOf } from '../break-subject';
import { type PeriodCase } from '../case';
import { endOfDay } from '../days';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { absolute, textOf, unitsOf } from '../exact-units';
import { bankAccountCaseKey } from './period-key';

/** The cases of bank accounts whose statements do not follow on each other (break B60): one is missing, or one is told wrongly. */
export const evaluateBankAccounts = (context: EvaluationContext): readonly PeriodCase[] => {
  const authorities = new Map(context.settlement.bankStatements.map(({ bankAccount, authority }) => [bankAccount, authority]));
  const cases = new Map<string, PeriodCase & { readonly breaks: PeriodCase['breaks'][number][] }>();
  for (const { bankAccount, currency, after, closing, before, opening, closedOn } of statementGaps(context.settlement.bankStatements)) {
    const authority = authorities.get(bankAccount) ?? '-';
    const known = cases.get(bankAccount) ?? {
      key: bankAccountCaseKey(authority, bankAccount),
      kind: 'period',
      authority,
      holder: bankAccount,
      period: 'all',
      status: 'broken',
      breaks: [],
      beneficiaries: [],
    };
    const distance = absolute(unitsOf(opening) - unitsOf(closing));
    known.breaks.push(
      breakOf(context, 'B60', {
        subject: subjectOf(known.key, before),
        amount: distance,
        currency,
        since: endOfDay(closedOn),
        criterion: `statement ${before} of ${bankAccount} after ${after}`,
        expected: `an opening of ${closing} ${currency}`,
        found: `${opening} ${currency}`,
        distance: textOf(distance),
      }),
    );
    cases.set(bankAccount, known);
  }
  return [...cases.values()];
};
