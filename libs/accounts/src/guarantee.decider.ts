import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type GuaranteeEvent } from './account.events';
import { refuse } from './accounts.rejections';
import { guaranteeId } from './accounts.streams';
import { type FourEyes, samePerson } from './four-eyes';
import { type RequiredGuarantee } from './guarantee-required';
import { evolveGuarantee, type GuaranteeShare, type GuaranteeState, type RegisteredGuarantee } from './guarantee.state';
import { type Refused } from './open-period';
import { amountsOf } from './period-amounts';

type Data<Name extends GuaranteeEvent['type']> = Extract<GuaranteeEvent, { readonly type: Name }>['data'];
/**
 * A guarantor undertakes to pay, or a deposit was made. Minor units; the shares together are at most the amount. Its id follows from
 * authority and reference.
 */
export type RegisterGuarantee = Readonly<
  { type: 'RegisterGuarantee'; amount: bigint; shares: readonly GuaranteeShare[]; required?: RequiredGuarantee } & Omit<
    Data<'GuaranteeRegistered'>,
    'guarantee' | 'amount' | 'shares' | 'required'
  >
>;
/**
 * What changes of a guarantee; what is absent stays. increased and reduced: `amount` with `shares` where those change; shared: `shares`;
 * extended: `validTo`; replaced: `replacedBy`, it keeps no share; cancelled and expired: it covers nothing new from `validTo`, or from the
 * day of the change.
 */
export type ChangeGuarantee = Readonly<{
  type: 'ChangeGuarantee';
  reason: Data<'GuaranteeChanged'>['reason'];
  amount?: bigint;
  shares?: readonly GuaranteeShare[];
  validTo?: string;
  replacedBy?: string;
  changedOn: string;
}>;
/** Asks the guarantor to pay what an account's holder did not pay of a statement: two persons (UCC Art. 94(2), 98). */
export type CallGuarantee = Readonly<
  { type: 'CallGuarantee'; account: string; callReference: string; statement: string; amount: bigint; calledOn: string } & Pick<
    FourEyes,
    'requestedBy' | 'approvedBy'
  >
>;
/** What may be asked of a guarantee. */
export type GuaranteeCommand = RegisterGuarantee | ChangeGuarantee | CallGuarantee;

const decide = (command: GuaranteeCommand, state: GuaranteeState): Decision<GuaranteeEvent> => {
  if (command.type === 'RegisterGuarantee') return register(command, state);
  if (state.status === 'none') return refuse('GUARANTEE_UNKNOWN', 'no such guarantee is registered');
  return command.type === 'ChangeGuarantee' ? change(command, state) : call(command, state);
};

/** Registering the same guarantee again changes nothing and is no error: a duplicate message is normal. */
const register = ({ type: _type, ...told }: RegisterGuarantee, state: GuaranteeState): Decision<GuaranteeEvent> => {
  const { amount, shares, required, ...rest } = told;
  const text = amountsOf(rest.currency);
  const data: Data<'GuaranteeRegistered'> = {
    ...rest,
    guarantee: guaranteeId(rest.authority, rest.guaranteeReference),
    amount: text(amount),
    shares: shares.map((one) => ({ ...one, share: text(one.share) })),
    ...(required === undefined ? {} : { required: { ...required, amount: text(required.amount) } }),
  };
  if (state.status !== 'none')
    return canonicalJson(state.facts) === canonicalJson(data)
      ? accept()
      : refuse('GUARANTEE_ALREADY_REGISTERED', `${rest.guaranteeReference} is registered otherwise`, { field: 'guaranteeReference' });
  if (!isDay(rest.validFrom)) return invalid(`${rest.validFrom} is no day of the calendar`, 'validFrom');
  if (rest.validTo !== undefined && (!isDay(rest.validTo) || rest.validTo <= rest.validFrom))
    return invalid(`${rest.validTo} is no day after ${rest.validFrom}`, 'validTo');
  return amountFault(amount, shares) ?? accept({ type: 'GuaranteeRegistered', data });
};

const amountFault = (amount: bigint, shares: readonly GuaranteeShare[]): Refused | undefined => {
  if (amount < 0n) return invalid('an amount is not negative', 'amount');
  if (shares.some(({ share }) => share < 0n)) return invalid('a share is not negative', 'shares');
  if (new Set(shares.map(({ account }) => account)).size < shares.length) return invalid('each account has one share', 'shares');
  return shares.reduce((sum, { share }) => sum + share, 0n) > amount
    ? refuse('SHARES_EXCEED_GUARANTEE', 'the shares together are more than the guarantee', { field: 'shares' })
    : undefined;
};

const change = (command: ChangeGuarantee, state: RegisteredGuarantee): Decision<GuaranteeEvent> => {
  if (state.ended !== undefined) return refuse('GUARANTEE_ENDED', `the guarantee is ${state.ended}`);
  const { reason, changedOn, replacedBy } = command;
  if (!isDay(changedOn)) return invalid(`${changedOn} is no day of the calendar`, 'changedOn');
  const fault = changeFault(command, state);
  if (fault !== undefined) return fault;
  const ends = reason === 'cancelled' || reason === 'expired' || reason === 'replaced';
  const validTo = command.validTo ?? (ends ? changedOn : state.validTo);
  const amount = command.amount ?? state.amount;
  const shares = reason === 'replaced' ? [] : (command.shares ?? state.shares);
  const { guarantee, authority, holder, currency, form } = state.facts;
  const text = amountsOf(currency);
  return (
    amountFault(amount, shares) ??
    accept({
      type: 'GuaranteeChanged',
      data: {
        guarantee,
        authority,
        holder,
        currency,
        amount: text(amount),
        shares: shares.map((one) => ({ ...one, share: text(one.share) })),
        reason,
        changedOn,
        amountBefore: text(state.amount),
        form,
        ...(validTo === undefined ? {} : { validTo }),
        ...(replacedBy === undefined ? {} : { replacedBy }),
      },
    })
  );
};

/** A change is what its reason says. */
const changeFault = ({ reason, amount, shares, validTo, replacedBy }: ChangeGuarantee, state: RegisteredGuarantee): Refused | undefined => {
  if (validTo !== undefined && !isDay(validTo)) return invalid(`${validTo} is no day of the calendar`, 'validTo');
  if ((replacedBy !== undefined) !== (reason === 'replaced'))
    return invalid('a guarantee is replaced by another, and only then', 'replacedBy');
  const wrongAmount =
    reason === 'increased'
      ? amount === undefined || amount <= state.amount
      : reason === 'reduced'
        ? amount === undefined || amount >= state.amount
        : amount !== undefined;
  if (wrongAmount) return invalid(`the amount of a guarantee that is ${reason}`, 'amount');
  if (reason === 'shared' && shares === undefined) return invalid('the shares are missing', 'shares');
  if (reason === 'extended' && (validTo === undefined || (state.validTo !== undefined && validTo <= state.validTo)))
    return invalid('a day later than before', 'validTo');
  return undefined;
};

/** What was called and what is called is at most what was guaranteed; a guarantee that ended still answers for the debts of its time. */
const call = ({ type: _type, amount, ...command }: CallGuarantee, state: RegisteredGuarantee): Decision<GuaranteeEvent> => {
  const { facts, shares, calls } = state;
  const called = calls.get(command.callReference);
  if (called !== undefined)
    return refuse('GUARANTEE_ALREADY_CALLED', `${command.callReference} was called already`, { field: 'callReference' });
  const fault = samePerson(command);
  if (fault !== undefined) return fault;
  if (!isDay(command.calledOn)) return invalid(`${command.calledOn} is no day of the calendar`, 'calledOn');
  const covered = [...shares, ...facts.shares].find(({ account }) => account === command.account);
  if (covered === undefined) return refuse('ACCOUNT_MISMATCH', 'the guarantee does not stand behind this account', { field: 'account' });
  if (amount <= 0n) return invalid('a call asks for money', 'amount');
  const { guarantee, authority, guarantor, currency } = facts;
  const left = [...calls.values()].reduce((rest, one) => rest - one, state.amount);
  const text = amountsOf(currency);
  if (amount > left) return refuse('GUARANTEE_EXHAUSTED', `${text(left < 0n ? 0n : left)} of the guarantee is left`, { field: 'amount' });
  return accept({
    type: 'GuaranteeCalled',
    data: { guarantee, authority, guarantor, currency, holder: covered.holder, amount: text(amount), ...command },
  });
};

const invalid = (message: string, field: string): Refused => refuse('GUARANTEE_INVALID', message, { field });

/** Guarantees: registered once per authority and reference, changed until they end, called for debts that were not paid. */
export const guaranteeDecider: Decider<GuaranteeCommand, GuaranteeState, GuaranteeEvent> = {
  category: 'guarantee',
  initial: { status: 'none' },
  evolve: evolveGuarantee,
  decide,
};
