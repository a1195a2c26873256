import { accept, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { coverOf, prepaid, type Refusal } from './charge-cover';
import { withDebts } from './charges.state';
import { type OpenPeriodState, outside, type PeriodEventData, type Refused, wrongTarget } from './open-period';
import { settleFrom } from './payments';
import { amountsOf } from './period-amounts';

/**
 * Enters a debt in the accounts. Amounts in minor units, each positive; `postedOn` lies in the period, `acceptedAt` may lie before it, with
 * a `reason`. `maturesOn`: the first day on which it is payable at all, until which it is contingent (GACC Announcement 194 of 2018: the
 * guarantee holds it, and goods that come back within 30 days of release end it). `payer`: pseudonym of the person who owes it at a desk.
 */
export type PostCharge = Readonly<{
  type: 'PostCharge';
  account: string;
  holder: string;
  charge: string;
  kind: 'declaration' | 'return';
  subject: string;
  reference: string;
  lines: readonly Readonly<{ taxType: string; beneficiary: string; amount: bigint }>[];
  currency: string;
  acceptedAt: string;
  postedOn: string;
  dueOn: string;
  reason?: string;
  maturesOn?: string;
  payer?: string;
}>;

/**
 * ChargePosted, with the cash that settles it at once where there is some; or ChargeDeclined, after which the same charge may be sent
 * again.
 */
export const postCharge = (command: PostCharge, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const fault = chargeFault(command, state);
  if (fault !== undefined) return fault;
  const { type: _type, lines, ...rest } = command;
  const text = amountsOf(state.terms.currency);
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  const cover = coverOf(state, total, command.postedOn);
  if ('declined' in cover) return accept(chargeDeclined(command, text(total), cover.declined));
  const data: PeriodEventData<'ChargePosted'> = {
    lines: lines.map((line) => ({ ...line, amount: text(line.amount) })),
    total: text(total),
    ...rest,
    ...cover,
  };
  return accept({ type: 'ChargePosted', data }, ...cashFor(command, () => withDebts(state, data), state));
};

const chargeFault = (command: PostCharge, { terms, charges }: OpenPeriodState): Refused | undefined => {
  const fault = wrongTarget(command, terms) ?? outside(command.postedOn, 'postedOn', terms);
  if (fault !== undefined) return fault;
  if (command.holder !== terms.holder) return refuse('ACCOUNT_MISMATCH', `the account is held by ${terms.holder}`, { field: 'holder' });
  if ((command.kind === 'return') !== (terms.kind === 'scheme'))
    return refuse('CHARGE_KIND_MISMATCH', `a ${terms.kind} account takes no charge of a ${command.kind}`, { field: 'kind' });
  const { maturesOn } = command;
  if (maturesOn !== undefined && (!isDay(maturesOn) || maturesOn < command.postedOn || maturesOn > command.dueOn))
    return refuse('PERIOD_RANGE_INVALID', `${maturesOn} is no day from ${command.postedOn} to ${command.dueOn}`, { field: 'maturesOn' });
  const at = command.lines.findIndex((line) => line.amount <= 0n);
  if (command.lines.length === 0 || at >= 0)
    return refuse('CHARGE_NOT_POSITIVE', 'a charge has positive lines only', { field: `lines[${String(Math.max(at, 0))}].amount` });
  return charges.has(command.charge)
    ? refuse('CHARGE_ALREADY_POSTED', `${command.reference} is charged already`, { field: 'charge' })
    : undefined;
};

/** The refusal as a fact: the goods stay where they are, and the same charge may be sent again. */
const chargeDeclined = (
  { account, holder, charge, kind, subject, reference, currency, acceptedAt, postedOn }: PostCharge,
  total: string,
  refusal: Refusal,
): AccountPeriodEvent => ({
  type: 'ChargeDeclined',
  data: { account, holder, charge, kind, subject, reference, total, currency, acceptedAt, declinedOn: postedOn, ...refusal },
});

/**
 * Cash that settles a debt as it is entered. A prepaid account pays from its balance. Elsewhere cash that came before its debt and names it
 * settles it at once: the result does not depend on which came first.
 */
export const cashFor = (
  { reference, postedOn }: Pick<PostCharge, 'reference' | 'postedOn'>,
  owing: () => OpenPeriodState,
  { terms, unapplied }: OpenPeriodState,
): readonly AccountPeriodEvent[] => {
  if (terms.kind === 'cash') return prepaid(owing(), reference, postedOn);
  const waiting = terms.kind === 'deferment' ? [] : unapplied.naming(reference);
  return waiting.length === 0 ? [] : settleFrom(owing(), waiting, postedOn, true);
};
