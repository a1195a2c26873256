import { accept, type Decision } from '#event-store';
import { changeoverOf, type EuroChangeover, minorInEuro, sharedInEuro } from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { type AdjustCharge, adjustCharge } from './adjustments';
import { type PostCharge, postCharge } from './charges';
import { adjustedItem, windowTotal } from './charges.state';
import { type OpenPeriodState, type PeriodEventData } from './open-period';
import { amountsOf } from './period-amounts';
import { type OffsetRefund, offsetRefund } from './refund-offset';

/** What may still come in the former currency: it was assessed, filed or approved before the euro. */
type Told = PostCharge | AdjustCharge | OffsetRefund;
type Line = Readonly<{ taxType: string; beneficiary: string; amount: bigint }>;
type Redenominated = PeriodEventData<'DebtRedenominated'>;

/** PostCharge, AdjustCharge or OffsetRefund, in euro where the period is kept in it and the amounts are not: told beside what it leads to. */
export const inAccountCurrency = (command: Told, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { terms } = state;
  const changeover =
    command.currency !== terms.currency && terms.currency === 'EUR' ? changeoverOf(command.currency, terms.start) : undefined;
  if (changeover === undefined) return decideAsTold(command, state);
  const lines = linesInEuro(command, state, changeover);
  const decision = decideAsTold({ ...command, currency: 'EUR', lines: lines.filter(({ amount }) => amount !== 0n) }, state);
  if ('rejected' in decision || decision.accepted.length === 0 || decision.accepted[0]?.type === 'ChargeDeclined') return decision;
  return accept({ type: 'DebtRedenominated', data: redenominatedOf(command, lines, changeover, terms.holder) }, ...decision.accepted);
};

const decideAsTold = (command: Told, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  switch (command.type) {
    case 'PostCharge':
      return postCharge(command, state);
    case 'AdjustCharge':
      return adjustCharge(command, state);
    case 'OffsetRefund':
      return offsetRefund(command, state);
  }
};

/** What is owed more, and what less, is each one amount: its lines share it. */
const linesInEuro = (command: Told, state: OpenPeriodState, changeover: EuroChangeover): readonly Line[] => {
  const shares = (sign: 1n | -1n): bigint[] => [
    ...sharedInEuro(
      command.lines.flatMap(({ amount }) => (sign * amount > 0n ? [sign * amount] : [])),
      changeover,
    ),
  ];
  const [more, less] = [shares(1n), shares(-1n)];
  return command.lines.map((line): Line => {
    const amount = line.amount > 0n ? (more.shift() ?? 0n) : -(less.shift() ?? 0n);
    return { ...line, amount: command.type === 'AdjustCharge' && amount < 0n ? withinDebt(command, line, amount, state) : amount };
  });
};

/**
 * A statement was converted as a whole, its charges are one by one: a cent that a decrease has more than the debt is no money of anybody.
 */
const withinDebt = (command: AdjustCharge, line: Line, amount: bigint, state: OpenPeriodState): bigint => {
  const item = adjustedItem(state, command, line);
  const open = item === undefined ? windowTotal(state, line).amount : (state.openItems.get(item)?.open ?? 0n);
  return open > 0n && -amount - open === 1n ? -open : amount;
};

const redenominatedOf = (command: Told, lines: readonly Line[], changeover: EuroChangeover, holder: string): Redenominated => {
  const [former, now] = [amountsOf(changeover.currency), amountsOf('EUR')];
  const whole = command.lines.reduce((sum, { amount }) => sum + amount, 0n);
  const rounding = lines.reduce((sum, { amount }) => sum + amount, 0n) - minorInEuro(whole, changeover);
  return {
    account: command.account,
    holder,
    ...namesOf(command),
    formerCurrency: changeover.currency,
    currency: 'EUR',
    rate: changeover.rate,
    lines: command.lines.map(({ taxType, beneficiary, amount }, i) => ({
      taxType,
      beneficiary,
      former: former(amount),
      now: now(lines[i]?.amount ?? 0n),
    })),
    ...(rounding === 0n ? {} : { rounding: now(rounding) }),
  };
};

const namesOf = (
  command: Told,
): Pick<Redenominated, 'of' | 'kind' | 'charge' | 'subject' | 'reference' | 'claim' | 'refund' | 'redenominatedOn'> => {
  if (command.type === 'OffsetRefund') {
    const { claim, kind, offsetOn } = command;
    return { of: 'refund', claim, ...(kind === undefined ? {} : { refund: kind }), redenominatedOn: offsetOn };
  }
  const { charge, subject, reference } = command;
  const debt = { charge, subject, reference };
  return command.type === 'PostCharge'
    ? { of: 'charge', kind: command.kind, ...debt, redenominatedOn: command.postedOn }
    : { of: 'adjustment', ...debt, redenominatedOn: command.adjustedOn };
};
