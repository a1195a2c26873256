import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountEvent, type AccountOpenedData } from './accounts.events';
import { refuse } from './accounts.rejections';
import { accountId } from './accounts.streams';
import { type Refused } from './open-period';
import { amountsOf } from './period-amounts';
import { type RedenominateAccount, redenominateAccount } from './redenomination';
import { isPercent } from './security';

type Data<Name extends AccountEvent['type']> = Extract<AccountEvent, { readonly type: Name }>['data'];
/** What an account is opened with: who holds it, with which authority, in which currency and by which rule of periods (`cycle`). */
export type AccountTerms = Readonly<Omit<AccountOpenedData, 'account'>>;
/** An authority opens an account; its id follows from authority, holder and kind. */
export type OpenAccount = Readonly<{ type: 'OpenAccount' } & AccountTerms>;
/**
 * The holder's status, what is reserved of its charges, or the limit of a period changes; what is absent stays. Percents from 0 to 100;
 * `limit` in minor units.
 */
export type ChangeTerms = Readonly<
  { type: 'ChangeTerms'; limit?: bigint } & Omit<Data<'AccountTermsChanged'>, 'account' | 'holder' | 'limit' | 'currency'>
>;
/** The account takes no charge until it is reinstated; its debts stay. `reason`: a code. */
export type SuspendAccount = Readonly<{ type: 'SuspendAccount'; reason: string; suspendedOn: string }>;
export type ReinstateAccount = Readonly<{ type: 'ReinstateAccount'; reinstatedOn: string }>;
/** The account takes nothing new for ever; what is open stays to be settled. */
export type CloseAccount = Readonly<{ type: 'CloseAccount'; closedOn: string; reason: string }>;
/** What may be asked of an account itself; charges and payments are asked of its open period. */
export type AccountCommand = OpenAccount | ChangeTerms | SuspendAccount | ReinstateAccount | RedenominateAccount | CloseAccount;

/** What of the terms may change while the account is kept. */
type ChangingTerms = Readonly<Pick<Data<'AccountTermsChanged'>, 'aeo' | 'reservePercent' | 'softPercent' | 'limit'>>;
type OpenedAccount = Readonly<{
  status: 'open';
  terms: AccountOpenedData;
  /** The currency that it is kept in now. */
  currency: string;
  changed: ChangingTerms;
  suspended?: string;
  closed?: true;
  /** Parts that are told of a redenomination, the last one of which is missing. */
  redenominating?: number;
}>;
/** An account's stream, folded. */
export type AccountState = Readonly<{ status: 'none' }> | OpenedAccount;

const evolve = (state: AccountState, event: AccountEvent): AccountState => {
  if (event.type === 'AccountOpened') return { status: 'open', terms: event.data, currency: event.data.currency, changed: {} };
  if (state.status === 'none') throw new RangeError(`${event.type} of an account that is not open`);
  const { suspended: _before, ...standing } = state;
  switch (event.type) {
    case 'AccountTermsChanged':
      return { ...state, changed: { ...state.changed, ...changing(event.data) } };
    case 'AccountSuspended':
      return { ...state, suspended: event.data.reason };
    case 'AccountReinstated':
      return standing;
    case 'AccountRedenominated':
      return redenominated(state, event.data);
    case 'AccountClosed':
      return { ...state, closed: true };
  }
};

const redenominated = (
  { redenominating: _before, ...state }: OpenedAccount,
  { part, parts, currency, limit }: Data<'AccountRedenominated'>,
): OpenedAccount => {
  if (part < parts) return { ...state, redenominating: part };
  return { ...state, currency, changed: { ...state.changed, ...(limit === undefined ? {} : { limit: limit.now }) } };
};

const changing = ({ aeo, reservePercent, softPercent, limit }: ChangingTerms): ChangingTerms => ({
  ...(aeo === undefined ? {} : { aeo }),
  ...(reservePercent === undefined ? {} : { reservePercent }),
  ...(softPercent === undefined ? {} : { softPercent }),
  ...(limit === undefined ? {} : { limit }),
});

const decide = (command: AccountCommand, state: AccountState): Decision<AccountEvent> => {
  if (command.type === 'OpenAccount') return open(command, state);
  if (state.status === 'none') return refuse('ACCOUNT_UNKNOWN', 'no such account is open');
  // An account that is closed still has debts, and they are debts in euro.
  if (command.type === 'RedenominateAccount') return redenominate(command, state);
  if (state.closed === true) return refuse('ACCOUNT_CLOSED', 'the account is closed');
  const { account, holder } = state.terms;
  switch (command.type) {
    case 'ChangeTerms':
      return changeTerms(command, state);
    case 'SuspendAccount':
      if (state.suspended !== undefined) return refuse('NOTHING_CHANGED', `the account is suspended: ${state.suspended}`);
      return (
        dayFault(command.suspendedOn, 'suspendedOn', state) ??
        accept({ type: 'AccountSuspended', data: { account, holder, reason: command.reason, suspendedOn: command.suspendedOn } })
      );
    case 'ReinstateAccount':
      if (state.suspended === undefined) return refuse('NOTHING_CHANGED', 'the account is not suspended');
      return (
        dayFault(command.reinstatedOn, 'reinstatedOn', state) ??
        accept({ type: 'AccountReinstated', data: { account, holder, reinstatedOn: command.reinstatedOn } })
      );
    case 'CloseAccount':
      return (
        dayFault(command.closedOn, 'closedOn', state) ??
        accept({ type: 'AccountClosed', data: { account, holder, closedOn: command.closedOn, reason: command.reason } })
      );
  }
};

/** An account that is kept in the euro already is no error: the event that asks may come again. */
const redenominate = (command: RedenominateAccount, { terms, currency, redenominating = 0 }: OpenedAccount): Decision<AccountEvent> =>
  currency === 'EUR' && currency !== terms.currency ? accept() : redenominateAccount(command, { ...terms, currency }, redenominating);

/** Opening the same account again on the same terms changes nothing and is no error: a duplicate message is normal. */
const open = ({ type: _type, ...terms }: OpenAccount, state: AccountState): Decision<AccountEvent> => {
  if (!isDay(terms.openedOn)) return refuse('PERIOD_RANGE_INVALID', `${terms.openedOn} is no day of the calendar`, { field: 'openedOn' });
  const data = { account: accountId(terms.authority, terms.holder, terms.kind), ...terms };
  if (state.status === 'none') return accept({ type: 'AccountOpened', data });
  if (canonicalJson(state.terms) === canonicalJson(data)) return accept();
  return refuse('ACCOUNT_TERMS_DIFFER', `${terms.holder} has a ${terms.kind} account with ${terms.authority} on other terms`);
};

const changeTerms = ({ type: _type, limit, ...rest }: ChangeTerms, state: OpenedAccount): Decision<AccountEvent> => {
  const command = {
    ...rest,
    ...(limit === undefined ? {} : { limit: amountsOf(state.currency)(limit), currency: state.currency }),
  };
  for (const field of ['reservePercent', 'softPercent'] as const) {
    const percent = command[field];
    if (percent !== undefined && !isPercent(percent))
      return refuse('GUARANTEE_INVALID', `${percent} is no percentage from 0 to 100`, { field });
  }
  if (limit !== undefined && limit < 0n) return refuse('GUARANTEE_INVALID', 'a limit is not negative', { field: 'limit' });
  const fault = dayFault(command.changedOn, 'changedOn', state);
  if (fault !== undefined) return fault;
  if (canonicalJson({ ...state.changed, ...changing(command) }) === canonicalJson(state.changed))
    return refuse('NOTHING_CHANGED', 'the account is kept on these terms');
  const { account, holder } = state.terms;
  return accept({ type: 'AccountTermsChanged', data: { account, holder, ...command } });
};

const dayFault = (day: string, field: string, { terms }: OpenedAccount): Refused | undefined =>
  isDay(day) && day >= terms.openedOn
    ? undefined
    : refuse('PERIOD_RANGE_INVALID', `${day} is no day since the account was opened`, { field });

/** Accounts: opened once per authority, holder and kind. */
export const accountDecider: Decider<AccountCommand, AccountState, AccountEvent> = {
  category: 'account',
  initial: { status: 'none' },
  evolve,
  decide,
};
