import { type InterestData, interestName } from './interest';
import { type DebtName, type OpenItems } from './open-items';
import { penaltyName } from './debts';
import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';

/** One text per debt. */
export const debtKey = ({ kind, reference, taxType, beneficiary }: DebtName): string => [kind, taxType, beneficiary, reference].join(' ');

type DebtData = PeriodEventData<'DebtRemitted'>['debt'];

const nameOf = ({ kind, reference, taxType, beneficiary }: DebtData) => ({ kind, reference, taxType, beneficiary });

const lessOf = (items: OpenItems, debt: DebtData, currency: string): Readonly<{ openItems: OpenItems; amount: bigint }> => {
  const amount = minorOf(currency)(debt.amount);
  return { openItems: items.minus(nameOf(debt), amount).items, amount };
};

export const interestCharged = (state: OpenPeriodState, data: InterestData): OpenPeriodState => {
  const { on, interestReference: reference } = data;
  const name = interestName(on);
  const amount = minorOf(data.currency)(data.amount);
  if (data.kind === 'charged')
    return {
      ...state,
      interest: state.interest + amount,
      openItems: state.openItems.plus({ ...name, open: amount, dueOn: data.dueOn }),
      interestCharged: state.interestCharged.with(reference, data),
    };
  const last = state.interestCharged.get(reference);
  const none = last?.to === data.to && last.amount === data.amount;
  return {
    ...state,
    interest: state.interest - amount,
    openItems: state.openItems.minus(name, amount).items,
    interestCharged: none ? state.interestCharged.with(reference, undefined) : state.interestCharged,
  };
};

export const penaltyImposed = (state: OpenPeriodState, data: PeriodEventData<'PenaltyImposed'>): OpenPeriodState => {
  const amount = minorOf(data.currency)(data.amount);
  return {
    ...state,
    penalties: state.penalties + amount,
    openItems: state.openItems.plus({ ...penaltyName(data), open: amount, dueOn: data.dueOn }),
    penaltiesHere: state.penaltiesHere.with(data.penaltyReference, true),
  };
};

export const penaltyReduced = (state: OpenPeriodState, data: PeriodEventData<'PenaltyReduced'>): OpenPeriodState => {
  const amount = minorOf(data.currency)(data.amount);
  return { ...state, penalties: state.penalties - amount, openItems: state.openItems.minus(penaltyName(data), amount).items };
};

export const refundOffset = (state: OpenPeriodState, data: PeriodEventData<'RefundOffset'>): OpenPeriodState => {
  let { openItems, offset } = state;
  for (const { debt } of data.pairs) {
    const after = lessOf(openItems, debt, data.currency);
    openItems = after.openItems;
    offset += after.amount;
  }
  return { ...state, openItems, offset, offsets: state.offsets.with(data.claim, true) };
};

export const contested = (
  state: OpenPeriodState,
  data: PeriodEventData<'DebtContested' | 'DebtContestEnded' | 'DebtContestLapsed'>,
  sign: 1n | -1n,
): OpenPeriodState => {
  const name = nameOf(data.debt);
  const before = state.openItems.get(name)?.contested ?? 0n;
  return { ...state, openItems: state.openItems.withContested(name, before + sign * minorOf(data.currency)(data.debt.amount)) };
};

export const remitted = (state: OpenPeriodState, data: PeriodEventData<'DebtRemitted'>): OpenPeriodState => {
  const { openItems, amount } = lessOf(state.openItems, data.debt, data.currency);
  return { ...state, openItems, remitted: state.remitted + amount };
};

export const writtenOff = (state: OpenPeriodState, data: PeriodEventData<'DebtWrittenOff'>): OpenPeriodState => {
  const { openItems, amount } = lessOf(state.openItems, data.debt, data.currency);
  return { ...state, openItems, writtenOff: state.writtenOff + amount, writtenOffHere: claimed(state, data.debt, amount) };
};

/** What is recovered is a debt again, and the statement counts it as not written off. */
export const recovered = (state: OpenPeriodState, { debt, currency, dueOn }: PeriodEventData<'DebtRecovered'>): OpenPeriodState => {
  const amount = minorOf(currency)(debt.amount);
  return {
    ...state,
    openItems: state.openItems.plus({ ...nameOf(debt), open: amount, dueOn }),
    writtenOff: state.writtenOff - amount,
    writtenOffHere: claimed(state, debt, -amount),
  };
};

const claimed = ({ writtenOffHere }: OpenPeriodState, debt: DebtName, change: bigint): OpenPeriodState['writtenOffHere'] => {
  const key = debtKey(debt);
  return writtenOffHere.with(key, (writtenOffHere.get(key) ?? 0n) + change);
};
