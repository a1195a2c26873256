import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { minorOf } from './period-amounts';

export const received = (state: OpenPeriodState, data: PeriodEventData<'PaymentReceived'>): OpenPeriodState => {
  const { receipt, remittance } = data;
  const amount = minorOf(data.currency)(data.amount);
  const cash = { receipt, amount, ...(remittance === undefined ? {} : { remittance }), ...(data.final === false ? { provisional: true } : {}) };
  return { ...state, received: state.received + amount, unapplied: state.unapplied.plus(cash), receipts: state.receipts.with(receipt, true) };
};

export const allocated = (state: OpenPeriodState, data: PeriodEventData<'PaymentAllocated'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  let { openItems } = state;
  let settled = 0n;
  for (const pair of data.pairs) {
    const amount = minor(pair.amount);
    settled += amount;
    openItems = openItems.minus(pair, amount).items;
  }
  return { ...state, openItems, unapplied: state.unapplied.minus(data.receipt, settled), applied: state.applied + settled };
};
