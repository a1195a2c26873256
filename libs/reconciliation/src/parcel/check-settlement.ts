import { type Period } from '#rules';
import { type BreakCode } from '../break-catalogue';
import { subjectOf } from '../break-subject';
import { type Break, noCurrency } from '../case';
import { dayAfter, endOfDay, firstDayOfPeriod } from '../days';
import { type EvaluationContext } from '../evaluation-context';
import { textOf, unitsOf } from '../exact-units';
import { type ChargeLeg } from '../legs/leg';
import { accountCaseKey, periodCaseKey, statementCaseKey } from '../period/period-key';
import { type StatementFact } from '../legs/settlement-fact';
import { faultsOfOpen, type OpenParts, partsOfCharge, partsOfReturn, partsOfStatement, takenBackOfCharge } from '../open-parts';
import { disputeOf } from '../period/dispute';
import { type AccountPeriodState, type FiledReturn, isPaidByItself } from '../settlement-book';
import { collectionOf } from './collections';
import { chargedOf, type DeclarationFacts, dueOf, openOf } from './declaration-facts';
import { type Findings, type Scope } from './findings';
import { type OrderFacts, type ParcelFacts } from './parcel-facts';

/** A supply or an adjustment, as far as a return must carry it. `subject`: what a break about that is about. */
interface Carried {
  readonly subject: string;
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly period: string;
  readonly country: string;
  readonly position: string;
}

/** The return that carries an order's supply, and its payment: until then in transit. A missed one is a break of the period's own case. */
export const checkReturns = (order: OrderFacts, findings: Findings): void => {
  const { supply, adjustments } = order;
  if (supply !== undefined) carriedBy(order, { ...supply, subject: order.id }, firstDayOfPeriod(supply.period), findings);
  for (const adjustment of adjustments)
    carriedBy(order, { ...adjustment, subject: subjectOf(order.id, 'correction', adjustment.credit) }, undefined, findings);
};

const carriedBy = (order: OrderFacts, fact: Carried, dayOfPeriod: string | undefined, findings: Findings): void => {
  const carrier = findings.context.settlement.carrierOf(fact.schemeNumber, fact.period, fact.position);
  const scope: Scope = { order };
  const { subject } = fact;
  if (carrier === undefined) awaitReturn({ scope, subject }, fact, dayOfPeriod, findings);
  else awaitPayment({ scope, subject }, carrier, fact.country, findings);
};

const awaitPayment = (about: About, carrier: FiledReturn, country: string, findings: Findings): void => {
  const { context } = findings;
  if (context.settlement.openOfReturn(carrier, country) <= 0n) return;
  if (context.isDayBy(carrier.authority, carrier.dueOn)) findings.waiting(about.scope, 'receipt', endOfDay(carrier.dueOn));
  else unpaid(about, rootOfReturn(carrier, country, context), carrier.dueOn, `payment of return ${carrier.reference}`, carrier, findings);
};

const awaitReturn = (about: About, fact: Carried, dayOfPeriod: string | undefined, findings: Findings): void => {
  const { context } = findings;
  const own = context.settlement.returnOf(fact.schemeNumber, fact.period);
  // Known only after its own return: a later return carries it as a correction, at the latest the one of the present period.
  const period =
    own === undefined && dayOfPeriod !== undefined ? periodNamed(fact, dayOfPeriod, context) : context.calendar(fact.scheme, context.today);
  if (period === undefined || context.isBy(endOfDay(period.dueOn)))
    findings.waiting(about.scope, 'return', endOfDay(period?.dueOn ?? context.today));
  else notReturned(about, fact.schemeNumber, period, findings);
};

/** A return that is missed is told of its period; of a number that nobody held then no return is due, and what is wrong is the number. */
const notReturned = (about: About, schemeNumber: string, period: Period, findings: Findings): void => {
  const caseKey = periodCaseKey(schemeNumber, period.id);
  const root =
    findings.context.settlement.granteeIn(schemeNumber, period) === undefined
      ? findings.rootAmong(['B28']).causedBy
      : { caseKey, code: 'B50' as const };
  explainedBy(
    { ...about, subject: subjectOf(about.subject, caseKey) },
    'B50',
    root,
    period.dueOn,
    `return of ${schemeNumber} for ${period.id}`,
    undefined,
    findings,
  );
};

/** The scheme's own clock may already have been at the next day, or still at the one before, when it was `dayOfPeriod` in UTC. */
const periodNamed = ({ scheme, period }: Carried, dayOfPeriod: string, { calendar }: EvaluationContext): Period | undefined =>
  [0, 1, -1].map((days) => calendar(scheme, dayAfter(dayOfPeriod, days))).find((found) => found?.id === period);

/** The return that carries what was collected at the door, and its payment; a parcel that was not delivered after all leaves it. */
export const checkCollections = (parcel: ParcelFacts, findings: Findings): void => {
  const { context } = findings;
  const collected = collectionOf(parcel);
  if (collected === undefined || collected.failedAt !== undefined) return;
  const carrier = context.settlement.collectionCarrierOf(collected.schemeNumber, collected.collectedAt, collected.position);
  if (carrier !== undefined) {
    awaitPayment({ scope: { parcel }, subject: parcel.id }, carrier, collected.country, findings);
    return;
  }
  // The day in UTC may still be one of the month before, whose return is filed.
  const day = collected.collectedAt.slice(0, 10);
  const near = [day, dayAfter(day, 1)]
    .map((one) => context.calendar('EU-SA', one, collected.country))
    .filter((period) => period !== undefined);
  const unfiled = near.find(({ id }) => context.settlement.returnOf(collected.schemeNumber, id) === undefined);
  const period = unfiled ?? context.calendar('EU-SA', context.today, collected.country) ?? near.at(-1);
  if (period === undefined || context.isBy(endOfDay(period.dueOn)))
    findings.waiting({ parcel }, 'return', endOfDay(period?.dueOn ?? context.today));
  else notReturned({ scope: { parcel }, subject: parcel.id }, collected.schemeNumber, period, findings);
};

/** Statement and payment of what a parcel's declarations were charged; where each charge is paid by itself, that. */
export const checkDebts = (parcel: ParcelFacts, findings: Findings): void => {
  const { periods } = findings.context.settlement;
  for (const declaration of [...parcel.declarations, ...parcel.invalidated]) {
    // What was taken back whole waits for nobody's payment.
    for (const [nth, debt] of (chargedOf(declaration) > 0n ? [...declaration.charges, ...declaration.changes] : []).entries()) {
      const period = periods.get(debt.accountPeriod);
      if (period?.accountKind === 'deferment' && unitsOf(debt.total) > 0n)
        checkStated({ scope: { parcel }, subject: subjectOf(declaration.id, String(nth + 1)) }, period, findings);
    }
    const [first] = declaration.charges;
    if (first !== undefined && isPaidByItself(periods.get(first.accountPeriod))) checkPaid(parcel, declaration, first, findings);
  }
};

const checkStated = (about: About, period: AccountPeriodState, findings: Findings): void => {
  const { context } = findings;
  const key = statementCaseKey(period.id);
  if (period.statement === undefined) {
    const deadline = dayAfter(period.end, context.rules.deadlines.statement);
    if (context.isDayBy(period.authority, deadline)) findings.waiting(about.scope, 'statement', endOfDay(deadline));
    else
      explainedBy(
        { ...about, subject: subjectOf(about.subject, key) },
        'B62',
        { caseKey: key, code: 'B62' },
        deadline,
        `statement of ${period.authority} for ${period.period}`,
        undefined,
        findings,
      );
  } else if (context.settlement.openOfStatement(period.statement) > 0n) {
    if (context.isDayBy(period.authority, period.statement.dueOn))
      findings.waiting(about.scope, 'receipt', endOfDay(period.statement.dueOn));
    else
      unpaid(
        about,
        rootOfStatement(key, period.statement, context),
        period.statement.dueOn,
        `payment of statement ${period.statement.reference}`,
        undefined,
        findings,
      );
  }
};

/**
 * A debt at a desk or on a prepaid account: open until it is paid, a break once it is due, and at once where its payment was taken back.
 */
const checkPaid = (parcel: ParcelFacts, declaration: DeclarationFacts, charge: ChargeLeg, findings: Findings): void => {
  if (openOf(declaration) <= 0n) return;
  const { context } = findings;
  const authority = context.settlement.periods.get(charge.accountPeriod)?.authority ?? '';
  const dueOn = dueOf(declaration, charge);
  const { takenBack, unpaid, contested } = partsOfCharge(declaration, charge, context.settlement);
  checkDisputed(parcel, charge, contested, findings);
  const tell = (code: 'B54' | 'B59', amount: bigint, since: string, expected: string): void => {
    findings.broken({ parcel }, code, {
      subject: declaration.id,
      amount,
      currency: charge.currency,
      since,
      criterion: `payment of ${charge.reference}`,
      expected,
      found: `${textOf(amount)} ${charge.currency} open`,
      distance: textOf(amount),
    });
  };
  if (takenBack > 0n) tell('B59', takenBack, takenBackOfCharge(declaration).at(-1)?.at ?? charge.at, 'a payment that stays');
  if (unpaid <= 0n) return;
  if (context.isDayBy(authority, dueOn)) findings.waiting({ parcel }, 'receipt', endOfDay(dueOn));
  else tell('B54', unpaid, endOfDay(dueOn), `paid in full by ${dueOn}`);
};

/** What of a debt is in dispute is told of the parcel that it is about, together no more than is open of it. */
const checkDisputed = (parcel: ParcelFacts, { account, reference }: ChargeLeg, contested: bigint, findings: Findings): void => {
  let left = contested;
  for (const one of findings.context.settlement.debts.disputesOfCharge(account, reference)) {
    const amount = one.amount < left ? one.amount : left;
    if (amount <= 0n) continue;
    left -= amount;
    findings.broken({ parcel }, 'B61', disputeOf(account, one.pair, { ...one, amount }));
  }
};

/** Units that wait, and what a break of theirs is about. */
interface About {
  readonly scope: Scope;
  readonly subject: string;
}

/** A break that explains others, by its case. */
type Root = NonNullable<Break['causedBy']>;

/** Why a return's share is open after its due day: its payment was taken back, it was not paid, or it is in dispute. */
export const rootOfReturn = (filed: FiledReturn, country: string, { settlement }: EvaluationContext): Root => {
  const account = filed.charges.find(({ lines }) => lines.some(({ beneficiary }) => beneficiary === country))?.account;
  return rootOf(partsOfReturn(filed, country, settlement), periodCaseKey(filed.schemeNumber, filed.period), account);
};

/** The same of a statement. */
export const rootOfStatement = (caseKey: string, statement: StatementFact, { settlement }: EvaluationContext): Root =>
  rootOf(partsOfStatement(statement, settlement), caseKey, statement.account);

const rootOf = (parts: OpenParts, caseKey: string, account: string | undefined): Root => {
  const code = faultsOfOpen(parts)[0]?.[0] ?? 'B54';
  return code === 'B61' && account !== undefined ? { caseKey: accountCaseKey(account), code } : { caseKey, code };
};

/** Goods whose tax is open because their return or statement is; money that was taken back is not paid either. */
const unpaid = (about: About, root: Root, dueOn: string, criterion: string, filed: FiledReturn | undefined, findings: Findings): void => {
  explainedBy(
    { ...about, subject: subjectOf(about.subject, root.caseKey) },
    root.code === 'B61' ? 'B61' : 'B54',
    root,
    dueOn,
    criterion,
    filed,
    findings,
  );
};

/** A break whose money is in the case of its root. */
const explainedBy = (
  { scope, subject }: About,
  code: BreakCode,
  causedBy: Root | undefined,
  dueOn: string,
  criterion: string,
  filed: FiledReturn | undefined,
  findings: Findings,
): void => {
  findings.broken(scope, code, {
    subject,
    amount: 0n,
    currency: filed?.currency ?? noCurrency,
    since: endOfDay(dueOn),
    criterion,
    expected: `by ${dueOn}`,
    found: 'nothing, or not in full',
    distance: `late since ${dueOn}`,
    ...(causedBy === undefined ? {} : { causedBy }),
  });
};
