import { type AccountPeriodEvent } from './account-period.events';
import { pairsOf } from './allocation';
import { byDueDate } from './due-order';
import { exposureOf, type OpenPeriodState, paidKind, type PeriodEventData } from './open-period';
import { amountsOf } from './period-amounts';
import { levelOf, reserveOf } from './security';
import { type UnappliedCash } from './unapplied-cash';

type Declined = PeriodEventData<'ChargeDeclined'>;
/** Why a charge is not taken, with what is missing for it. */
export type Refusal = Readonly<Pick<Declined, 'reason' | 'missing' | 'security' | 'limit'>>;
/**
 * What a charge needs before it is posted: nothing where no guarantee was ever applied (a waiver), else what the guarantee holds for it.
 */
export type Cover = Readonly<{ declined: Refusal }> | Readonly<{ security?: NonNullable<PeriodEventData<'ChargePosted'>['security']> }>;

/**
 * Whether the account takes a debt of `total`: it is not suspended, its guarantee is in force and has room (UCC Art. 89(1), 95, 195(1)), a
 * prepaid account has the money, and what the period is charged with stays within the limit of the account (HMRC, duty deferment: a limit
 * for the calendar month, beside the guarantee). The exposure spans periods: it is what was reserved and not yet released by payment or
 * cancellation.
 */
export const coverOf = (state: OpenPeriodState, total: bigint, postedOn: string): Cover => {
  const { terms, security, suspended, limit } = state;
  if (suspended !== undefined) return { declined: { reason: 'ACCOUNT_SUSPENDED' } };
  const text = amountsOf(terms.currency);
  if (terms.kind === 'cash') {
    const balance = balanceOf(state).reduce((sum, { amount }) => sum + amount, 0n);
    if (balance < total) return { declined: { reason: 'BALANCE_INSUFFICIENT', missing: text(total - balance) } };
  }
  if (limit !== undefined) {
    const charged = state.totals.values().reduce((sum, { amount }) => sum + amount, 0n);
    if (charged + total > limit)
      return {
        declined: {
          reason: 'LIMIT_EXCEEDED',
          missing: text(charged + total - limit),
          limit: { limit: text(limit), charged: text(charged) },
        },
      };
  }
  if (security === undefined) return {};
  const [exposure, reserve] = [exposureOf(state), reserveOf(security, total)];
  const asked = { guarantee: security.guarantee, exposure: text(exposure), share: text(security.share), reserve: text(reserve) };
  if (security.validTo !== undefined && postedOn >= security.validTo) return { declined: { reason: 'GUARANTEE_EXPIRED', security: asked } };
  const after = exposure + reserve;
  if (after > security.share) return { declined: { reason: 'GUARANTEE_EXCEEDED', missing: text(after - security.share), security: asked } };
  return { security: { reserved: text(reserve), exposure: text(after), share: text(security.share), level: levelOf(security, after) } };
};

/**
 * The cash that a prepaid account pays with: final money first, then in the order of receipt ids; what may be a duplicate waits for
 * somebody to decide.
 */
const balanceOf = ({ unapplied }: OpenPeriodState): readonly UnappliedCash[] =>
  unapplied
    .values()
    .filter(({ duplicateOf }) => duplicateOf === undefined)
    .sort((a, b) => Number(a.provisional ?? false) - Number(b.provisional ?? false));

/** Rule `prepaid-balance`: the cash of a prepaid account pays a charge as it is posted, its lines in due order where it is not enough. */
export const prepaid = (state: OpenPeriodState, reference: string, allocatedOn: string): readonly AccountPeriodEvent[] => {
  const { account, holder, currency } = state.terms;
  const text = amountsOf(currency);
  const open = state.openItems
    .named(reference)
    .filter(({ kind }) => kind === 'charge')
    .sort(byDueDate)
    .map((item) => ({ item, left: item.open }));
  let items = state.openItems;
  return balanceOf(state).flatMap(({ receipt, amount, provisional }): readonly AccountPeriodEvent[] => {
    let [left, released] = [amount, 0n];
    const pairs = open.flatMap((debt) => {
      const paid = debt.left < left ? debt.left : left;
      if (paid === 0n) return [];
      left -= paid;
      debt.left -= paid;
      const parts = pairsOf(items.get(debt.item) ?? debt.item, paid);
      const after = items.minus(debt.item, paid);
      items = after.items;
      released += after.released;
      const { kind, reference: named, taxType, beneficiary } = debt.item;
      return parts.map(({ amount: part, contested }) => ({
        kind,
        reference: named,
        taxType,
        beneficiary,
        amount: text(part),
        ...(contested === undefined ? {} : { contested }),
      }));
    });
    if (pairs.length === 0) return [];
    const more = {
      ...(released === 0n ? {} : { released: text(released) }),
      ...(provisional === true ? { provisional } : {}),
      ...paidKind(state.terms),
    };
    return [
      { type: 'PaymentAllocated', data: { account, holder, receipt, currency, pairs, allocatedOn, rule: 'prepaid-balance', ...more } },
    ];
  });
};
