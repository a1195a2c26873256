import { lessened, withPair } from './known-payment';
import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { amountsOf, minorOf } from './period-amounts';
import { payersIdentification } from './remittance';
import { type UnappliedCash } from './unapplied-cash';

/**
 * What two bookings of one payment have in common: the payer's identification, the amount and the day. Undefined where the payer gave none.
 */
export const sightingOf = ({
  endToEndId,
  amount,
  currency,
  bookedOn,
  original,
}: Pick<PeriodEventData<'PaymentReceived'>, 'endToEndId' | 'amount' | 'currency' | 'bookedOn' | 'original'>): string | undefined => {
  const given = payersIdentification(endToEndId);
  return given === undefined ? undefined : [bookedOn, original?.currency ?? currency, original?.amount ?? amount, given].join(' ');
};

export const received = (state: OpenPeriodState, data: PeriodEventData<'PaymentReceived'>): OpenPeriodState => {
  const { receipt, remittance, duplicateOf, original } = data;
  const amount = minorOf(data.currency)(data.amount);
  const provisional = data.final === false ? { provisional: true } : {};
  const cash = {
    receipt,
    amount,
    ...(remittance === undefined ? {} : { remittance }),
    ...provisional,
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
  };
  const sighting = duplicateOf === undefined ? sightingOf(data) : undefined;
  // It may have been here before, and gone to another account in between.
  const { openedAgain } = state.payments.get(receipt) ?? {};
  const reopened = openedAgain === undefined ? {} : { openedAgain };
  return {
    ...state,
    received: state.received + amount,
    unapplied: state.unapplied.plus(cash),
    payments: state.payments.with(receipt, {
      received: amount,
      ...(original === undefined ? {} : { original }),
      pairs: undefined,
      ...reopened,
    }),
    onTheirWay: data.final === false ? state.onTheirWay.with(receipt, receipt) : state.onTheirWay,
    sightings: sighting === undefined ? state.sightings : state.sightings.with(sighting, receipt),
  };
};

export const allocated = (state: OpenPeriodState, data: PeriodEventData<'PaymentAllocated'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const known = state.payments.get(data.receipt);
  let { openItems } = state;
  let settled = 0n;
  let pairs = known?.pairs;
  for (const { kind, reference, taxType, beneficiary, contested, ...pair } of data.pairs) {
    const amount = minor(pair.amount);
    const dueOn = openItems.get({ kind, reference, taxType, beneficiary })?.dueOn ?? '';
    const after = openItems.minus({ kind, reference, taxType, beneficiary }, amount);
    openItems = after.items;
    settled += amount;
    pairs = withPair(pairs, {
      kind,
      reference,
      taxType,
      beneficiary,
      dueOn,
      amount,
      secured: after.released,
      ...(contested === undefined ? {} : { contested }),
    });
  }
  return {
    ...state,
    openItems,
    unapplied: state.unapplied.minus(data.receipt, settled),
    payments: state.payments.with(data.receipt, { ...known, pairs }),
    applied: state.applied + settled,
  };
};

export const settledForGood = (state: OpenPeriodState, { receipt }: PeriodEventData<'PaymentSettled'>): OpenPeriodState => {
  const cash = state.unapplied.get(receipt);
  const unapplied = cash === undefined ? state.unapplied : state.unapplied.minus(receipt, cash.amount).plus(withoutMark(cash));
  return { ...state, unapplied, onTheirWay: state.onTheirWay.with(receipt, undefined) };
};

const withoutMark = ({ provisional: _provisional, ...cash }: UnappliedCash): UnappliedCash => cash;

type Reopening = Pick<PeriodEventData<'PaymentReversed'>, 'receipt' | 'currency' | 'reopened'>;
/** What a payment settled is owed again, and it settles that no more; `reopened` is its sum. */
const openAgain = (
  state: OpenPeriodState,
  data: Reopening,
): Pick<OpenPeriodState, 'openItems' | 'payments' | 'reversed'> & { readonly reopened: bigint } => {
  const minor = minorOf(data.currency);
  let { openItems } = state;
  let reopened = 0n;
  const known = state.payments.get(data.receipt);
  let [pairs, openedAgain] = [known?.pairs, known?.openedAgain ?? []];
  for (const { debt, dueOn, secured } of data.reopened) {
    const { contested, amount: text, ...name } = debt;
    const amount = minor(text);
    openItems = openItems.plus({
      ...name,
      open: amount,
      dueOn,
      ...(secured === undefined ? {} : { secured: minor(secured) }),
      ...(contested === true ? { contested: amount } : {}),
    });
    reopened += amount;
    const own = lessened(pairs, name, amount);
    pairs = own.pairs;
    if (own.rest > 0n) openedAgain = [...openedAgain, { debt: name, amount: own.rest }];
  }
  const payments = state.payments.with(data.receipt, { ...known, pairs, ...(openedAgain.length === 0 ? {} : { openedAgain }) });
  return { openItems, payments, reversed: state.reversed + reopened, reopened };
};

/** What was settled is open again; then all of it leaves the account. */
export const takenBack = (state: OpenPeriodState, data: PeriodEventData<'PaymentReversed'>): OpenPeriodState => {
  const minor = minorOf(data.currency);
  const { reopened: _sum, ...again } = openAgain(state, data);
  const left = minor(data.unapplied);
  return {
    ...state,
    ...again,
    unapplied: left === 0n ? state.unapplied : state.unapplied.minus(data.receipt, left),
    onTheirWay: state.onTheirWay.with(data.receipt, undefined),
    returned: state.returned + minor(data.amount),
  };
};

/** What was settled is open again, and the cash of it unapplied: what its remittance said is what turned out to be wrong. */
export const allocationUndone = (state: OpenPeriodState, data: PeriodEventData<'AllocationUndone'>): OpenPeriodState => {
  const { receipt, provisional } = data;
  const { reopened: amount, ...again } = openAgain(state, data);
  const cash = state.unapplied.get(receipt) ?? { receipt, ...(provisional === true ? { provisional } : {}) };
  return { ...state, ...again, unapplied: state.unapplied.plus({ ...cash, amount }) };
};

/** The cash is for another account, and so is what another booking of the same payment would repeat. */
export const transferred = (state: OpenPeriodState, data: PeriodEventData<'PaymentTransferred'>): OpenPeriodState => {
  const { receipt, currency, amount: text, bookedOn, endToEndId } = data;
  const amount = minorOf(currency)(text);
  const known = state.payments.get(receipt);
  const sighting = sightingOf({
    amount: amountsOf(currency)(known?.received ?? amount),
    currency,
    bookedOn,
    ...(endToEndId === undefined ? {} : { endToEndId }),
  });
  const sighted = sighting !== undefined && state.sightings.get(sighting) === receipt;
  return {
    ...state,
    unapplied: state.unapplied.minus(receipt, amount),
    payments: state.payments.with(receipt, { ...known, pairs: undefined, transferred: true }),
    sightings: sighted ? state.sightings.with(sighting, undefined) : state.sightings,
    returned: state.returned + amount,
  };
};

/** Unapplied cash, and payments on their way that settled all of theirs: the next period must know them to see them settled or rejected. */
export const cashLeft = ({ unapplied, onTheirWay }: OpenPeriodState): readonly UnappliedCash[] => [
  ...unapplied.values(),
  ...onTheirWay
    .values()
    .flatMap((receipt): readonly UnappliedCash[] => (unapplied.has(receipt) ? [] : [{ receipt, amount: 0n, provisional: true }])),
];

/** Cash that an earlier period left, or a payment on its way of which nothing is left. */
export const cashTakenOver = (state: OpenPeriodState, cash: UnappliedCash): OpenPeriodState => ({
  ...state,
  unapplied: cash.amount === 0n ? state.unapplied : state.unapplied.plus(cash),
  onTheirWay: cash.provisional === true ? state.onTheirWay.with(cash.receipt, cash.receipt) : state.onTheirWay,
});
