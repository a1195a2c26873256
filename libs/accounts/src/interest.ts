import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import {
  CalendarNotCoveredError,
  type InterestDue,
  interestOf,
  InterestRateNotCoveredError,
  InterestRuleUnknownError,
  type PrincipalStep,
  type RuleBook,
} from '#rules';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { lapsedBefore } from './contest-lapse';
import { type DebtName } from './open-items';
import { type OpenPeriodState, outside, type PeriodEventData, type Refused, wrongTarget } from './open-period';
import { amountsOf, minorOf } from './period-amounts';

/** An interest charge as it is stored. */
export type InterestData = PeriodEventData<'InterestCharged'>;

/**
 * Charges interest on arrears of one debt up to the day `to`, excluded, or computes it anew: the charge of before is taken back and the
 * whole is charged (UCC Art. 114). `principal`: what was open of the debt, day by day (`principalOf`), minor units. `ruleBook` is reference
 * data; `rule` names the rule of interest in it. `before`: the last charge of interest on this debt, where it lies in an earlier period.
 */
export type ChargeInterest = Readonly<{
  type: 'ChargeInterest';
  account: string;
  currency: string;
  on: InterestData['on'];
  principal: readonly PrincipalStep[];
  to: string;
  ruleBook: RuleBook;
  rule: string;
  chargedOn: string;
  dueOn: string;
  before?: InterestData;
}>;

/** What a payment of the interest on a debt quotes. */
export const interestReference = ({ reference, taxType, beneficiary }: InterestData['on']): string =>
  `INT-${reference}-${taxType}-${beneficiary}`;
/** The open item of the interest on a debt. */
export const interestName = (on: InterestData['on']): DebtName => ({
  kind: 'interest',
  reference: interestReference(on),
  taxType: on.taxType,
  beneficiary: on.beneficiary,
});

const longest = 120;

export const chargeInterest = (command: ChargeInterest, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { on, chargedOn } = command;
  const fault = wrongTarget(command, state.terms) ?? outside(chargedOn, 'chargedOn', state.terms);
  if (fault !== undefined) return fault;
  if (!isDay(command.to) || !isDay(command.dueOn) || !isDay(on.dueOn))
    return refuse('PERIOD_RANGE_INVALID', `${command.to} or ${command.dueOn} is no day of the calendar`, { field: 'to' });
  const due = computed(command);
  if ('rejected' in due) return due;
  const open = state.openItems.get(interestName(on))?.open ?? 0n;
  const before = state.interestCharged.get(interestReference(on)) ?? command.before;
  if (before === undefined && open > 0n)
    return refuse('INTEREST_BEFORE_UNKNOWN', 'interest on this debt is open from an earlier period; its charge has to be given', {
      field: 'before',
    });
  const charged = before === undefined ? 0n : minorOf(command.currency)(before.amount);
  // The same run again, or days that add nothing.
  if (due.amount.minor === charged) return accept();
  if (due.amount.minor < charged - open)
    return refuse('INTEREST_ALREADY_PAID', 'more interest was settled than is due: what is too much is given back as a refund', {
      field: 'on',
      details: { settled: amountsOf(command.currency)(charged - open), due: amountsOf(command.currency)(due.amount.minor) },
    });
  const fresh = due.amount.minor === 0n ? [] : [chargeOf(command, due, state)];
  if (before === undefined) return accept(...fresh);
  const items =
    fresh.length === 0 ? state.openItems : state.openItems.plus({ ...interestName(on), open: due.amount.minor, dueOn: command.dueOn });
  // The new charge comes first: so no reader ever sees less than nothing open.
  return accept<AccountPeriodEvent>(...fresh, ...lapsedBefore(state.terms, items, interestName(on), charged, chargedOn), {
    type: 'InterestCharged',
    data: { ...before, kind: 'reversed', chargedOn },
  });
};

const computed = ({ ruleBook, rule, on, principal, to, currency }: ChargeInterest): InterestDue | Refused => {
  try {
    const due = interestOf(ruleBook, rule, { dueOn: on.dueOn, principal, to });
    if (due.amount.currency !== currency)
      return refuse('CURRENCY_MISMATCH', `rule ${rule} is in ${due.amount.currency}`, { field: 'rule' });
    return due.spans.length > longest
      ? refuse('INTEREST_NOT_COMPUTABLE', `${String(due.spans.length)} stretches of days, at most ${String(longest)} are stored`, {
          field: 'to',
        })
      : due;
  } catch (error) {
    if (
      error instanceof InterestRuleUnknownError ||
      error instanceof InterestRateNotCoveredError ||
      error instanceof CalendarNotCoveredError
    )
      return refuse('INTEREST_NOT_COMPUTABLE', error.message, { field: error instanceof InterestRuleUnknownError ? 'rule' : 'to' });
    throw error;
  }
};

const chargeOf = (
  { account, on, to, ruleBook, rule, currency, chargedOn, dueOn }: ChargeInterest,
  due: InterestDue,
  { terms }: OpenPeriodState,
): Extract<AccountPeriodEvent, { readonly type: 'InterestCharged' }> => {
  const text = amountsOf(currency);
  const rateRow = ruleBook.interestRule(rule, on.dueOn)?.value.rate.timeline ?? rule;
  return {
    type: 'InterestCharged',
    data: {
      account,
      holder: terms.holder,
      interestReference: interestReference(on),
      kind: 'charged',
      on,
      from: due.spans[0]?.from ?? on.dueOn,
      to,
      segments: due.spans.map(({ from, to: until, days, principal, percent }) => ({
        from,
        to: until,
        days,
        principal: text(principal),
        rate: percent,
        rateRow,
      })),
      rule: due.ruleId,
      amount: text(due.amount.minor),
      currency,
      chargedOn,
      dueOn,
    },
  };
};
