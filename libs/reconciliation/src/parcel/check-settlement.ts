import { type BreakCode } from '../break-catalogue';
import { noCurrency } from '../case';
import { dayAfter, endOfDay, firstDayOfPeriod } from '../days';
import { type EvaluationContext } from '../evaluation-context';
import { unitsOf } from '../exact-units';
import { periodCaseKey, statementCaseKey } from '../period/period-key';
import { type FiledReturn } from '../settlement-book';
import { type Findings, type Scope } from './findings';
import { type OrderFacts, type ParcelFacts } from './parcel-facts';

/** A supply or an adjustment, as far as a return must carry it. */
interface Carried {
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly period: string;
  readonly country: string;
  readonly position: string;
}

/** The return that carries an order's supply, and its payment: until then in transit. A missed one is a break of the period's own case. */
export const checkReturns = (order: OrderFacts, findings: Findings): void => {
  const { supply, adjustments } = order;
  if (supply !== undefined) carriedBy(order, supply, firstDayOfPeriod(supply.period), findings);
  for (const adjustment of adjustments) carriedBy(order, adjustment, undefined, findings);
};

const carriedBy = (order: OrderFacts, fact: Carried, dayOfPeriod: string | undefined, findings: Findings): void => {
  const { context } = findings;
  const carrier = context.settlement.carrierOf(fact.schemeNumber, fact.period, fact.position);
  const scope: Scope = { order };
  if (carrier === undefined) {
    awaitReturn(scope, fact, dayOfPeriod, findings);
    return;
  }
  if (context.settlement.openOfReturn(carrier, fact.country) <= 0n) return;
  if (context.dayAt(carrier.authority) <= carrier.dueOn) findings.waiting(scope, 'receipt', endOfDay(carrier.dueOn));
  else explained(scope, 'B54', periodCaseKey(carrier.schemeNumber, carrier.period), carrier.dueOn, `payment of return ${carrier.reference}`, carrier, findings);
};

const awaitReturn = (scope: Scope, fact: Carried, dayOfPeriod: string | undefined, findings: Findings): void => {
  const { context } = findings;
  const own = context.settlement.returnOf(fact.schemeNumber, fact.period);
  // Known only after its own return: a later return carries it as a correction, at the latest the one of the present period.
  const today = context.asOf.slice(0, 10);
  const dueOn = own === undefined && dayOfPeriod !== undefined ? dueOfPeriod(fact, dayOfPeriod, context) : context.calendar(fact.scheme, today)?.dueOn;
  if (dueOn === undefined || context.asOf <= endOfDay(dueOn)) findings.waiting(scope, 'return', dueOn === undefined ? context.asOf : endOfDay(dueOn));
  else explained(scope, 'B50', periodCaseKey(fact.schemeNumber, fact.period), dueOn, `return of ${fact.schemeNumber} for ${fact.period}`, undefined, findings);
};

/** The scheme's own clock may already have been at the next day, or still at the one before, when it was `dayOfPeriod` in UTC. */
const dueOfPeriod = ({ scheme, period }: Carried, dayOfPeriod: string, { calendar }: EvaluationContext): string | undefined =>
  [0, 1, -1].map((days) => calendar(scheme, dayAfter(dayOfPeriod, days))).find((found) => found?.id === period)?.dueOn;

/** Statement and payment of what a parcel's declarations were charged. */
export const checkStatements = (parcel: ParcelFacts, findings: Findings): void => {
  const { context } = findings;
  for (const declaration of parcel.declarations)
    for (const charge of declaration.charges) {
      const period = context.settlement.periods.get(charge.accountPeriod);
      if (period === undefined) continue;
      const today = context.dayAt(period.authority);
      const key = statementCaseKey(period.id);
      if (period.statement === undefined) {
        const deadline = dayAfter(period.end, context.rules.deadlines.statement);
        if (today <= deadline) findings.waiting({ parcel }, 'statement', endOfDay(deadline));
        else explained({ parcel }, 'B62', key, deadline, `statement of ${period.authority} for ${period.period}`, undefined, findings);
      } else if (context.settlement.openOfStatement(period.statement) > 0n && unitsOf(charge.total) > 0n) {
        if (today <= period.statement.dueOn) findings.waiting({ parcel }, 'receipt', endOfDay(period.statement.dueOn));
        else explained({ parcel }, 'B54', key, period.statement.dueOn, `payment of statement ${period.statement.reference}`, undefined, findings);
      }
    }
};

/** A break whose root and money are in the period's case. */
const explained = (scope: Scope, code: BreakCode, caseKey: string, dueOn: string, criterion: string, filed: FiledReturn | undefined, findings: Findings): void => {
  findings.broken(scope, code, {
    ...{ amount: 0n, currency: filed?.currency ?? noCurrency, since: endOfDay(dueOn), criterion },
    ...{ expected: `by ${dueOn}`, found: 'nothing, or not in full', distance: `late since ${dueOn}`, causedBy: { caseKey, code } },
  });
};
