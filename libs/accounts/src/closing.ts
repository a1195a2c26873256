import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { type AccountPeriodState } from './account-period.state';
import { refuse } from './accounts.rejections';
import { byDueDate } from './allocation';
import { type OpenItem, openItem } from './open-items';
import { exposureOf, type OpenPeriodState, type PeriodEventData, type PeriodTerms } from './open-period';
import { cashLeft } from './payments.state';
import { amountsOf, chunks } from './period-amounts';
import { statementReference } from './remittance';
import { type PeriodSecurity, storedSecurity } from './security';
import { type UnappliedCash } from './unapplied-cash';

/** What a closed period leaves to the next one. `suspended`: why the account takes no charge, where it does not. */
export type CarriedForward = Readonly<{ openItems: readonly OpenItem[]; unapplied: readonly UnappliedCash[]; security?: PeriodSecurity; suspended?: string }>;
/** Begins a period with what the one before left; the first begins empty. */
export type OpenPeriod = Readonly<{ type: 'OpenPeriod'; terms: PeriodTerms; carried: CarriedForward }>;
/** Ends the period at its cut-off with a statement; `dueOn` by the rule of the cycle. */
export type ClosePeriod = Readonly<{ type: 'ClosePeriod'; statementNumber: number; closedOn: string; dueOn: string }>;

export const openPeriod = ({ terms, carried }: OpenPeriod, state: AccountPeriodState): Decision<AccountPeriodEvent> => {
  if (state.status !== 'none') return refuse('PERIOD_ALREADY_OPEN', `period ${terms.period} was opened before`);
  if (!isDay(terms.start) || !isDay(terms.end) || terms.end <= terms.start) return refuse('PERIOD_RANGE_INVALID', `${terms.start} to ${terms.end} is no period`, { field: 'end' });
  const text = amountsOf(terms.currency);
  const opening = carried.openItems.reduce((total, item) => total + item.open, 0n);
  const exposure = carried.openItems.reduce((total, { secured = 0n }) => total + secured, 0n);
  const unapplied = carried.unapplied.reduce((total, cash) => total + cash.amount, 0n);
  const standing = {
    ...(carried.security === undefined ? {} : { security: storedSecurity(carried.security, exposure, terms.currency) }),
    ...(carried.suspended === undefined ? {} : { suspended: carried.suspended }),
  };
  return accept({ type: 'PeriodOpened', data: { ...terms, opening: text(opening), unapplied: text(unapplied), ...standing } }, ...carriedChunks(terms, carried, 'opening'));
};

/**
 * The statement: what the window's charges come to by tax type and beneficiary. On a deferment account they become open items due by the
 * cycle's day; on the others each debt is open with its own due day already.
 */
export const closePeriod = (command: ClosePeriod, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { terms } = state;
  if (!isDay(command.closedOn) || command.closedOn < terms.end) return refuse('PERIOD_RANGE_INVALID', `the period runs until ${terms.end}`, { field: 'closedOn' });
  const reference = statementReference(terms.authority, command.statementNumber);
  const totals = [...state.totals.values()].filter(({ amount }) => amount !== 0n).sort((a, b) => (`${a.taxType}/${a.beneficiary}` < `${b.taxType}/${b.beneficiary}` ? -1 : 1));
  const lines = terms.kind === 'deferment' ? totals.map(({ amount, ...line }) => openItem({ kind: 'statement', reference, ...line, open: amount, dueOn: command.dueOn })) : [];
  const carried = { openItems: [...state.openItems.values(), ...lines], unapplied: cashLeft(state) };
  const closing = closingOf(state);
  if (closing !== carried.openItems.reduce((total, item) => total + item.open, 0n)) throw new RangeError(`${reference}: open items do not add up to the closing balance`);
  const text = amountsOf(terms.currency);
  const { account, authority, holder, kind, currency, cycle, period, start, end } = terms;
  return accept(...carriedChunks(terms, carried, 'closing'), {
    type: 'PeriodClosed',
    data: {
      ...{ account, authority, holder, kind, currency, cycle, period, start, end },
      statementNumber: command.statementNumber,
      statementReference: reference,
      closedOn: command.closedOn,
      dueOn: command.dueOn,
      opening: text(state.opening),
      charged: text(state.charged),
      applied: text(state.applied),
      ...termsNotZero(state, text),
      closing: text(closing),
      unapplied: text(state.unapplied.total),
      ...(state.security === undefined ? {} : { security: storedSecurity(state.security, exposureOf(state), currency) }),
      ...(state.adjustments.size === 0 ? {} : { adjustmentCount: state.adjustments.size }),
      ...(state.declinedCount === 0 ? {} : { declinedCount: state.declinedCount }),
      totals: totals.map(({ taxType, beneficiary, amount }) => ({ taxType, beneficiary, amount: text(amount) })),
      chargeCount: state.charges.size,
      chargeDigest: state.charges.digest(),
    },
  });
};

/** The statement equation: what is owed at the end, from what was owed at the beginning and what happened. */
const closingOf = ({ opening, charged, adjusted, interest, penalties, reversed, applied, offset, remitted, writtenOff }: OpenPeriodState): bigint =>
  opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - writtenOff;

/**
 * The other terms of the two equations, where they are not zero. What was received follows from applied and unapplied cash unless something
 * was taken back: then both are said.
 */
const termsNotZero = (state: OpenPeriodState, text: (minor: bigint) => string): Partial<PeriodEventData<'PeriodClosed'>> => {
  const { adjusted, interest, penalties, reversed, offset, remitted, writtenOff, received, returned } = state;
  const cash = reversed === 0n && returned === 0n ? {} : { received, returned };
  return Object.fromEntries(Object.entries({ adjusted, interest, penalties, reversed, offset, remitted, writtenOff, ...cash }).flatMap(([name, minor]) => (minor === 0n ? [] : [[name, text(minor)]])));
};

/** Open items by due date and cash by receipt, at most 200 and 100 an event. */
const carriedChunks = ({ account, holder, currency }: PeriodTerms, carried: CarriedForward, moment: 'opening' | 'closing'): readonly AccountPeriodEvent[] => {
  const text = amountsOf(currency);
  const items = chunks([...carried.openItems].sort(byDueDate).map(({ open, secured, contested, ...item }) => ({ ...item, open: text(open), ...(secured === undefined ? {} : { secured: text(secured) }), ...(contested === undefined ? {} : { contested: text(contested) }) })), 200);
  const cash = chunks([...carried.unapplied].sort((a, b) => (a.receipt < b.receipt ? -1 : 1)).map((one) => ({ ...one, amount: text(one.amount) })), 100);
  return Array.from({ length: Math.max(items.length, cash.length) }, (_, i): AccountPeriodEvent => ({
    type: 'OpenItemsCarried',
    data: { account, holder, currency, moment, openItems: items[i] ?? [], unapplied: cash[i] ?? [] },
  }));
};
