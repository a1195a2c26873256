import { type DebtName } from './open-items';
import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';
import { paidTogether, type ToleratedDebt, withTolerated } from './tolerated-debts';

type Told = PeriodEventData<'ShortPaymentTolerated' | 'ToleratedRestReopened'>;

/** The debts of an event, with their amounts. */
export const restsOf = ({ rests, currency, books }: Told): readonly ToleratedDebt[] =>
  rests.map(({ debt: { kind, reference, taxType, beneficiary, amount }, dueOn }) => ({
    kind,
    reference,
    taxType,
    beneficiary,
    amount: minorOf(currency)(amount),
    dueOn,
    books,
  }));

const nameOf = ({ kind, reference, taxType, beneficiary }: DebtName): DebtName => ({ kind, reference, taxType, beneficiary });

const remembered = (here: OpenPeriodState['toleratedHere'], debts: readonly ToleratedDebt[]): OpenPeriodState['toleratedHere'] =>
  debts.reduce((known, debt) => {
    const key = paidTogether(debt);
    const after = withTolerated(known.get(key) ?? [], [debt]);
    return known.with(key, after.length === 0 ? undefined : after);
  }, here);

export const restTolerated = (state: OpenPeriodState, data: PeriodEventData<'ShortPaymentTolerated'>): OpenPeriodState => {
  const debts = restsOf(data);
  const openItems = debts.reduce((items, debt) => items.minus(nameOf(debt), debt.amount).items, state.openItems);
  return {
    ...state,
    openItems,
    tolerated: state.tolerated + minorOf(data.currency)(data.total),
    toleratedHere: remembered(state.toleratedHere, debts),
  };
};

export const reopenedAgain = (state: OpenPeriodState, data: PeriodEventData<'ToleratedRestReopened'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const debts = restsOf(data);
  const openItems = debts.reduce((items, { amount, dueOn, ...debt }, i) => {
    const secured = data.rests[i]?.secured;
    return items.plus({ ...nameOf(debt), open: amount, dueOn, ...(secured === undefined ? {} : { secured: minor(secured) }) });
  }, state.openItems);
  return {
    ...state,
    openItems,
    tolerated: state.tolerated - minor(data.total),
    toleratedHere: remembered(
      state.toleratedHere,
      debts.map((debt) => ({ ...debt, amount: -debt.amount })),
    ),
  };
};
