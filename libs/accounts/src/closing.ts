import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { type AccountPeriodState } from './account-period.state';
import { refuse } from './accounts.rejections';
import { type CarriedForward, carriedEvents, carriedEventsAtOnce, carriedInParts } from './carry-forward';
import { takenOver } from './closing.state';
import { openItem } from './open-items';
import { exposureOf, type OpenPeriodState, type PeriodEventData, type PeriodTerms, type WindowTotal } from './open-period';
import { cashLeft } from './payments.state';
import { amountsOf } from './period-amounts';
import { statementReference } from './remittance';
import { storedSecurity } from './security';

/** The first parts of what a period begins with, where that is more than one append can hold; they come before OpenPeriod. */
export type CarryForward = Readonly<{ type: 'CarryForward'; terms: PeriodTerms; carried: CarriedForward }>;
/** Begins a period with what the one before left; the first begins empty. */
export type OpenPeriod = Readonly<{ type: 'OpenPeriod'; terms: PeriodTerms; carried: CarriedForward }>;
/**
 * Ends the period at its cut-off with a statement; `dueOn` by the rule of the cycle. Where more is left than one append can hold, the
 * answer has no statement yet: the period takes nothing any more, and the same is asked again, as another command, until it has.
 */
export type ClosePeriod = Readonly<{ type: 'ClosePeriod'; statementNumber: number; closedOn: string; dueOn: string }>;

/** The commands that begin a period with what the one before left, in their order: nearly always the one that opens it. */
export const openingCommands = (terms: PeriodTerms, carried: CarriedForward): readonly (CarryForward | OpenPeriod)[] => {
  const parts = carriedInParts(terms, carried);
  return parts.map((part, i) => ({ type: i === parts.length - 1 ? 'OpenPeriod' : 'CarryForward', terms, carried: part }));
};

export const carryForward = ({ terms, carried }: CarryForward, state: AccountPeriodState): Decision<AccountPeriodEvent> =>
  state.status === 'none' || state.status === 'opening'
    ? accept(...carriedEvents(terms, carried, 'opening'))
    : refuse('PERIOD_ALREADY_OPEN', `period ${terms.period} was opened before`);

export const openPeriod = ({ terms, carried }: OpenPeriod, state: AccountPeriodState): Decision<AccountPeriodEvent> => {
  if (state.status !== 'none' && state.status !== 'opening')
    return refuse('PERIOD_ALREADY_OPEN', `period ${terms.period} was opened before`);
  if (!isDay(terms.start) || !isDay(terms.end) || terms.end <= terms.start)
    return refuse('PERIOD_RANGE_INVALID', `${terms.start} to ${terms.end} is no period`, { field: 'end' });
  const before = state.status === 'none' ? { open: 0n, secured: 0n, cash: 0n } : sumsOf(takenOver(state.carried, terms.currency));
  const { open, secured, cash } = sumsOf(carried);
  const text = amountsOf(terms.currency);
  const standing = {
    ...(carried.security === undefined ? {} : { security: storedSecurity(carried.security, before.secured + secured, terms.currency) }),
    ...(carried.suspended === undefined ? {} : { suspended: carried.suspended }),
    ...(carried.limit === undefined ? {} : { limit: text(carried.limit) }),
  };
  return accept(
    { type: 'PeriodOpened', data: { ...terms, opening: text(before.open + open), unapplied: text(before.cash + cash), ...standing } },
    ...carriedEvents(terms, carried, 'opening'),
  );
};

const sumsOf = ({ openItems, unapplied }: CarriedForward): Readonly<{ open: bigint; secured: bigint; cash: bigint }> => ({
  open: openItems.reduce((sum, item) => sum + item.open, 0n),
  secured: openItems.reduce((sum, item) => sum + (item.secured ?? 0n), 0n),
  cash: unapplied.reduce((sum, { amount }) => sum + amount, 0n),
});

/**
 * The statement: what the window's charges come to by tax type and beneficiary. On a deferment account they become open items due by the
 * cycle's day; on the others each debt is open with its own due day already.
 */
export const closePeriod = (command: ClosePeriod, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { terms } = state;
  if (!isDay(command.closedOn) || command.closedOn < terms.end)
    return refuse('PERIOD_RANGE_INVALID', `the period runs until ${terms.end}`, { field: 'closedOn' });
  const reference = statementReference(terms.authority, command.statementNumber);
  const totals = [...state.totals.values()]
    .filter(({ amount }) => amount !== 0n)
    .sort((a, b) => (`${a.taxType}/${a.beneficiary}` < `${b.taxType}/${b.beneficiary}` ? -1 : 1));
  const lines =
    terms.kind === 'deferment'
      ? totals.map(({ amount, ...line }) => openItem({ kind: 'statement', reference, ...line, open: amount, dueOn: command.dueOn }))
      : [];
  const carried = { openItems: [...state.openItems.values(), ...lines], unapplied: cashLeft(state) };
  const closing = closingOf(state);
  if (closing !== carried.openItems.reduce((total, item) => total + item.open, 0n))
    throw new RangeError(`${reference}: open items do not add up to the closing balance`);
  const left = carriedEvents(terms, carried, 'closing').slice(state.handedOn);
  if (left.length > carriedEventsAtOnce) return accept(...left.slice(0, carriedEventsAtOnce));
  return accept(...left, { type: 'PeriodClosed', data: statementOf(command, state, { reference, closing, totals }) });
};

type Statement = Readonly<{ reference: string; closing: bigint; totals: readonly WindowTotal[] }>;
const statementOf = (
  command: ClosePeriod,
  state: OpenPeriodState,
  { reference, closing, totals }: Statement,
): PeriodEventData<'PeriodClosed'> => {
  const text = amountsOf(state.terms.currency);
  const { account, authority, holder, kind, currency, cycle, period, start, end } = state.terms;
  return {
    account,
    authority,
    holder,
    kind,
    currency,
    cycle,
    period,
    start,
    end,
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
  };
};

/** The statement equation: what is owed at the end, from what was owed at the beginning and what happened. */
const closingOf = ({
  opening,
  charged,
  adjusted,
  interest,
  penalties,
  reversed,
  applied,
  offset,
  remitted,
  writtenOff,
  tolerated,
}: OpenPeriodState): bigint =>
  opening + charged + adjusted + interest + penalties + reversed - applied - offset - remitted - writtenOff - tolerated;

/**
 * The other terms of the two equations, where they are not zero. What was received follows from applied and unapplied cash unless something
 * was taken back: then both are said.
 */
const termsNotZero = (state: OpenPeriodState, text: (minor: bigint) => string): Partial<PeriodEventData<'PeriodClosed'>> => {
  const { adjusted, interest, penalties, reversed, offset, remitted, writtenOff, tolerated, received, returned } = state;
  const cash = reversed === 0n && returned === 0n ? {} : { received, returned };
  return Object.fromEntries(
    Object.entries({ adjusted, interest, penalties, reversed, offset, remitted, writtenOff, tolerated, ...cash }).flatMap(
      ([name, minor]) => (minor === 0n ? [] : [[name, text(minor)]]),
    ),
  );
};
