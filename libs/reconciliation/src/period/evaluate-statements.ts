import { type ExpectedLeg, type PeriodCase } from '../case';
import { dayAfter, endOfDay } from '../days';
import { breakOf, type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';
import { shortPaymentMatch } from '../matching/agreement';
import { type AccountPeriodState } from '../settlement-book';
import { paymentFaults } from './payment-faults';
import { statementCaseKey } from './period-key';

/** The cases of deferment periods: stated and paid (breaks B54, B55, B58, B59, B62). Scheme accounts are judged by their returns. */
export const evaluateStatements = (context: EvaluationContext): readonly PeriodCase[] =>
  [...context.settlement.periods.values()]
    .filter((period) => period.accountKind === 'deferment')
    .map((period) => statementCase(period, context))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

const statementCase = (period: AccountPeriodState, context: EvaluationContext): PeriodCase => {
  const { statement } = period;
  const today = context.dayAt(period.authority);
  const deadline = dayAfter(period.end, context.rules.deadlines.statement);
  const base = {
    key: statementCaseKey(period.id),
    kind: 'period',
    authority: period.authority,
    holder: period.holder,
    period: period.period,
  } as const;
  if (statement === undefined) {
    if (today <= deadline)
      return { ...base, status: 'inTransit', breaks: [], beneficiaries: [], next: { leg: 'statement', deadline: endOfDay(deadline) } };
    const missing = breakOf(context, 'B62', {
      subject: base.key,
      amount: 0n,
      currency: period.currency,
      since: endOfDay(deadline),
      criterion: `statement of ${period.authority} for ${period.period}`,
      expected: `a statement by ${deadline}`,
      found: 'nothing',
      distance: `late since ${deadline}`,
    });
    return { ...base, status: 'broken', breaks: [missing], beneficiaries: [] };
  }
  const open = context.settlement.openOfStatement(statement);
  const due = context.settlement.dueOf(statement);
  const currency = currencyOf(period, context);
  const debt = {
    subject: base.key,
    account: statement.account,
    kind: 'statement',
    reference: statement.reference,
    dueOn: statement.dueOn,
    due,
    open,
    currency,
  } as const;
  const breaks = paymentFaults(debt, `payment of statement ${statement.reference}`, today, context);
  const status = breaks.length > 0 ? 'broken' : open > 0n ? 'inTransit' : 'matched';
  const next: { readonly next?: ExpectedLeg } =
    status === 'inTransit' ? { next: { leg: 'receipt', deadline: endOfDay(statement.dueOn) } } : {};
  const matches = shortPaymentMatch(context.settlement, debt);
  return { ...base, status, breaks, beneficiaries: sharesOf(period, context), ...(matches.length === 0 ? {} : { matches }), ...next };
};

/** What is open of a statement is so in the euro once its account goes on in it. */
const currencyOf = ({ statement, currency }: AccountPeriodState, { settlement }: EvaluationContext): string =>
  statement === undefined
    ? currency
    : (settlement.debts.redenominationOf(statement.account, 'statement', statement.reference)?.currency ?? currency);

const sharesOf = (period: AccountPeriodState, context: EvaluationContext): PeriodCase['beneficiaries'] => {
  const { statement } = period;
  if (statement === undefined) return [];
  const currency = currencyOf(period, context);
  const declared = new Map<string, bigint>();
  for (const { beneficiary, amount } of statement.totals) declared.set(beneficiary, (declared.get(beneficiary) ?? 0n) + unitsOf(amount));
  return [...declared].map(([beneficiary, stated]) => {
    const { former = 0n, now = 0n } =
      context.settlement.debts.redenominationOf(statement.account, 'statement', statement.reference, beneficiary) ?? {};
    const amount = stated - former + now;
    const settled = context.settlement.debts.settled(statement.account, 'statement', statement.reference, beneficiary);
    const tolerated = context.settlement.debts.tolerated(statement.account, 'statement', statement.reference, beneficiary);
    return {
      beneficiary,
      declared: textOf(amount),
      settled: textOf(settled - tolerated),
      ...(tolerated === 0n ? {} : { tolerated: textOf(tolerated) }),
      open: textOf(amount - settled),
      currency,
    };
  });
};
