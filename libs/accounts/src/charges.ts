import { accept, type Decision } from '#event-store';
import { type AccountPeriodEvent } from './account-period.events';
import { refuse } from './accounts.rejections';
import { itemKindOf } from './charges.state';
import { type OpenPeriodState, outside, wrongTarget } from './open-period';
import { settleFrom } from './payments';
import { amountsOf } from './period-amounts';

/** Enters a debt in the accounts. Amounts in minor units, each positive; `postedOn` lies in the period, `acceptedAt` may lie before it, with a `reason`. */
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
}>;

export const postCharge = (command: PostCharge, state: OpenPeriodState): Decision<AccountPeriodEvent> => {
  const { terms } = state;
  const { type: _type, lines, ...rest } = command;
  const fault = wrongTarget(command, terms) ?? outside(command.postedOn, 'postedOn', terms);
  if (fault !== undefined) return fault;
  if (command.holder !== terms.holder) return refuse('ACCOUNT_MISMATCH', `the account is held by ${terms.holder}`, { field: 'holder' });
  if ((command.kind === 'return') !== (terms.kind === 'scheme')) return refuse('CHARGE_KIND_MISMATCH', `a ${terms.kind} account takes no charge of a ${command.kind}`, { field: 'kind' });
  const at = lines.findIndex((line) => line.amount <= 0n);
  if (lines.length === 0 || at >= 0) return refuse('CHARGE_NOT_POSITIVE', 'a charge has positive lines only', { field: `lines[${String(Math.max(at, 0))}].amount` });
  if (state.charges.has(command.charge)) return refuse('CHARGE_ALREADY_POSTED', `${command.reference} is charged already`, { field: 'charge' });
  const text = amountsOf(terms.currency);
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  const charge: AccountPeriodEvent = { type: 'ChargePosted', data: { ...rest, lines: lines.map((line) => ({ ...line, amount: text(line.amount) })), total: text(total) } };
  return accept(charge, ...awaitedCash(command, state));
};

/** Cash that came before its debt was charged and names it settles it at once: the result does not depend on which came first. */
const awaitedCash = ({ reference, lines, dueOn, postedOn }: PostCharge, state: OpenPeriodState): readonly AccountPeriodEvent[] => {
  const kind = itemKindOf(state.terms);
  if (kind === undefined) return [];
  const items = lines.reduce((all, { amount, ...line }) => all.plus({ kind, reference, ...line, open: amount, dueOn }), state.openItems);
  return settleFrom({ ...state, openItems: items }, state.unapplied.naming(reference), postedOn, true);
};
