import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { type DebtPart, penaltyName } from './debts';
import { debtKey } from './debts.state';
import { interestName } from './interest';
import { type DebtName } from './open-items';
import { type OpenPeriodState, outside, wrongTarget } from './open-period';
import { settledPart } from './payments';
import { amountsOf, minorOf } from './period-amounts';

/**
 * Money of a receipt is for a debt that was written off (minor units): so much of it is owed again, as of its own due day, and is paid by
 * it in the same append. `writtenOffBefore`: what of the debt was written off in earlier periods and not recovered in them, as the log
 * tells it (`writtenOffOf`); what this period wrote off is known here.
 */
export type RecoverDebt = Readonly<{
  type: 'RecoverDebt';
  account: string;
  currency: string;
  receipt: string;
  debt: DebtPart;
  dueOn: string;
  recoveredOn: string;
  writtenOffBefore: bigint;
}>;

/** What of a debt is written off and not recovered, minor units, by the events of its account. */
export const writtenOffOf = (events: Iterable<AccountPeriodEvent>, debt: DebtName): bigint => {
  let sum = 0n;
  for (const event of events)
    if ((event.type === 'DebtWrittenOff' || event.type === 'DebtRecovered') && debtKey(event.data.debt) === debtKey(debt)) {
      const amount = minorOf(event.data.currency)(event.data.debt.amount);
      sum += event.type === 'DebtWrittenOff' ? amount : -amount;
    }
  return sum;
};

/**
 * What an account recorded of a debt that was written off, over its periods: when it was due, and what of it earlier periods wrote off and
 * did not recover. Derived state, changed in place, one event of the account after another.
 */
export class WrittenOffDebt {
  /** The day on which the debt was due, where the account knows it. */
  dueOn: string | undefined;
  /** `writtenOffOf` the closed periods, minor units. */
  before = 0n;
  #here: AccountPeriodEvent[] = [];

  constructor(private readonly debt: DebtName) {}

  apply(event: AccountPeriodEvent): void {
    this.dueOn = dueDayIn(event, this.debt) ?? this.dueOn;
    if (event.type === 'PeriodClosed') {
      this.before += writtenOffOf(this.#here, this.debt);
      this.#here = [];
    } else if (event.type === 'DebtWrittenOff' || event.type === 'DebtRecovered') this.#here.push(event);
  }
}

/** The day on which a debt is due, where an event says it. */
const dueDayIn = (event: AccountPeriodEvent, debt: DebtName): string | undefined => {
  const isIt = (other: DebtName): boolean => debtKey(other) === debtKey(debt);
  switch (event.type) {
    case 'OpenItemsCarried':
      return event.data.openItems.find(isIt)?.dueOn;
    case 'ChargePosted':
      return debt.kind !== 'statement' && event.data.reference === debt.reference ? event.data.dueOn : undefined;
    case 'InterestCharged':
      return isIt(interestName(event.data.on)) ? event.data.dueOn : undefined;
    case 'PenaltyImposed':
      return isIt(penaltyName(event.data)) ? event.data.dueOn : undefined;
    default:
      return undefined;
  }
};

export const recoverDebt = (command: RecoverDebt, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { account, currency, receipt, debt, dueOn, recoveredOn, writtenOffBefore } = command;
  const fault = wrongTarget(command, state.terms) ?? outside(recoveredOn, 'recoveredOn', state.terms);
  if (fault !== undefined) return fault;
  if (!isDay(dueOn)) return refuse('PERIOD_RANGE_INVALID', `${dueOn} is no day of the calendar`, { field: 'dueOn' });
  const text = amountsOf(currency);
  const { amount, ...name } = debt;
  const claim = writtenOffBefore + (state.writtenOffHere.get(debtKey(name)) ?? 0n);
  if (amount <= 0n || amount > claim)
    return refuse('DEBT_NOT_OPEN', `${text(claim)} of ${name.reference} is written off and still owed`, { field: 'debt.amount' });
  const cash = state.unapplied.get(receipt);
  if (cash === undefined || amount > cash.amount)
    return refuse('UNAPPLIED_EXCEEDED', `${text(cash?.amount ?? 0n)} of this receipt is unapplied`, { field: 'debt.amount' });
  if (cash.provisional === true) return refuse('PAYMENT_NOT_FINAL', 'money on its way may go back', { field: 'receipt' });
  const item = { ...name, open: amount, dueOn };
  return accept(
    {
      type: 'DebtRecovered',
      data: { account, holder: state.terms.holder, debt: { ...name, amount: text(amount) }, currency, dueOn, receipt, recoveredOn },
    },
    settledPart(state.terms, state.openItems.plus(item), cash, { item, amount }, recoveredOn),
  );
};
