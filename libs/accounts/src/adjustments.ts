import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { cashFor } from './charges';
import { adjusted, adjustedItem, adjustmentKey, windowTotal } from './charges.state';
import { lapsedBefore } from './contest-lapse';
import { exposureOf, type OpenPeriodState, outside, type PeriodEventData, type Refused, wrongTarget } from './open-period';
import { amountsOf } from './period-amounts';
import { overLimitOf } from './security';
import { reopenedFor } from './short-payments';
import { reopenedAgain } from './short-payments.state';
import { type ToleratedDebt } from './tolerated-debts';

type Adjusted = PeriodEventData<'ChargeAdjusted'>;
/**
 * What a later version changes of a charge, in the open period, whatever period the charge is in. Signed amounts in minor units, none zero.
 * `original`: the period of the charge and, once that is closed, its statement. `dueOn`: the day on which an increase is due.
 */
export type AdjustCharge = Readonly<{
  type: 'AdjustCharge';
  account: string;
  charge: string;
  subject: string;
  reference: string;
  version: number;
  reason: Adjusted['reason'];
  lines: readonly Readonly<{ taxType: string; beneficiary: string; amount: bigint }>[];
  currency: string;
  adjustedOn: string;
  dueOn: string;
  original: Adjusted['original'];
  /** What was tolerated in earlier periods of the debts that are adjusted, and is not owed again. */
  toleratedBefore?: readonly ToleratedDebt[];
}>;

/**
 * An increase is a debt of this period: the law makes it one, so neither guarantee nor balance refuses it, and an exposure above the share
 * says so (B46). A decrease reduces what is open of the charge’s own statement, return or single debt; what was paid of it is refundable.
 */
export const adjustCharge = (command: AdjustCharge, known: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const fault = adjustmentFault(command, known);
  if (fault !== undefined) return fault;
  const { type: _type, lines: changes, toleratedBefore = [], ...rest } = command;
  const [reopened, state] = untolerated(command, toleratedBefore, known);
  const text = amountsOf(state.terms.currency);
  const total = changes.reduce((sum, line) => sum + line.amount, 0n);
  const base = { holder: state.terms.holder, total: text(total), ...rest };
  const lines: Adjusted['lines'][number][] = [];
  const lapsed: AccountPeriodEvent[] = [];
  for (const { taxType, beneficiary, amount } of changes) {
    const line = { taxType, beneficiary, amount: text(amount) };
    if (amount > 0n) lines.push(line);
    else {
      const sofar = adjusted(state, { ...base, lines });
      const item = adjustedItem(sofar, command, line);
      const open = item === undefined ? windowTotal(sofar, line).amount : (sofar.openItems.get(item)?.open ?? 0n);
      const reduces = open < -amount ? open : -amount;
      if (item === undefined && reduces < -amount)
        return refuse('ADJUSTMENT_EXCEEDS_DEBT', `the period has less than ${text(-amount)} of ${taxType}`, {
          field: `lines[${String(lines.length)}].amount`,
        });
      if (item !== undefined) lapsed.push(...lapsedBefore(state.terms, sofar.openItems, item, reduces, command.adjustedOn));
      lines.push({
        ...line,
        ...(reduces === 0n ? {} : { reducesOpen: text(reduces) }),
        ...(reduces === -amount ? {} : { refundable: text(-amount - reduces) }),
      });
    }
  }
  const after = adjusted(state, { ...base, lines });
  const exposure = exposureOf(after);
  const [held, over] = [exposure - exposureOf(state), overLimitOf(state.security, exposure)];
  const data: Adjusted = {
    ...base,
    lines,
    ...(held === 0n ? {} : { reserved: text(held) }),
    ...(held <= 0n || over === undefined ? {} : { overLimit: text(over) }),
  };
  return accept(
    ...reopened,
    ...lapsed,
    { type: 'ChargeAdjusted', data },
    ...(changes.some(({ amount }) => amount > 0n)
      ? cashFor({ reference: command.reference, postedOn: command.adjustedOn }, () => after, state)
      : []),
  );
};

/** The tolerated part of what is taken off is a debt again before it is reduced. */
const untolerated = (
  command: AdjustCharge,
  toleratedBefore: readonly ToleratedDebt[],
  state: OpenPeriodState,
): readonly [readonly AccountPeriodEvent[], OpenPeriodState] => {
  const events: AccountPeriodEvent[] = [];
  let sofar = state;
  for (const { taxType, beneficiary, amount } of command.lines) {
    const item = amount < 0n ? adjustedItem(state, command, { taxType, beneficiary }) : undefined;
    if (item === undefined) continue;
    for (const event of reopenedFor(item, -amount - (sofar.openItems.get(item)?.open ?? 0n), toleratedBefore, sofar, command.adjustedOn)) {
      events.push(event);
      sofar = reopenedAgain(sofar, event.data);
    }
  }
  return [events, sofar];
};

const adjustmentFault = (command: AdjustCharge, { terms, charges, adjustments }: OpenPeriodState): Refused | undefined => {
  const { lines, original, reference, version } = command;
  const fault = wrongTarget(command, terms) ?? outside(command.adjustedOn, 'adjustedOn', terms);
  if (fault !== undefined) return fault;
  const at = lines.findIndex((line) => line.amount === 0n);
  if (lines.length === 0 || at >= 0)
    return refuse('ADJUSTMENT_EMPTY', 'an adjustment has lines that change something', {
      field: `lines[${String(Math.max(at, 0))}].amount`,
    });
  if (adjustments.has(adjustmentKey(command)))
    return refuse('CHARGE_ALREADY_ADJUSTED', `${reference} is adjusted to version ${String(version)} already`, { field: 'version' });
  if (original.period === terms.period) {
    if (original.statement !== undefined)
      return refuse('ADJUSTMENT_ORIGINAL_UNKNOWN', 'the open period has no statement yet', { field: 'original.statement' });
    return charges.has(command.charge)
      ? undefined
      : refuse('ADJUSTMENT_ORIGINAL_UNKNOWN', `${reference} is not charged in ${terms.period}`, { field: 'charge' });
  }
  if (terms.kind !== 'deferment' || original.statement !== undefined || lines.every((line) => line.amount > 0n)) return undefined;
  return refuse('ADJUSTMENT_ORIGINAL_UNKNOWN', 'what is reduced is in the statement of an earlier period, which has to be named', {
    field: 'original.statement',
  });
};
