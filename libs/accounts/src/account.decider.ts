import { canonicalJson } from '#event-catalogue';
import { accept, type Decider, type Decision } from '#event-store';
import { isDay } from '#money';
import { type AccountEvent, type AccountOpenedData } from './accounts.events';
import { refuse } from './accounts.rejections';
import { accountId } from './accounts.streams';

/** What an account is opened with: who holds it, with which authority, in which currency and by which rule of periods (`cycle`). */
export type AccountTerms = Readonly<Omit<AccountOpenedData, 'account'>>;
/** An authority opens an account; its id follows from authority, holder and kind. */
export type OpenAccount = Readonly<{ type: 'OpenAccount' } & AccountTerms>;

/** An account's stream, folded. */
export type AccountState = Readonly<{ status: 'none' }> | Readonly<{ status: 'open'; terms: AccountOpenedData }>;

const evolve = (state: AccountState, event: AccountEvent): AccountState => (event.type === 'AccountOpened' ? { status: 'open', terms: event.data } : state);

/** Opening the same account again on the same terms changes nothing and is no error: a duplicate message is normal. */
const decide = ({ type: _type, ...terms }: OpenAccount, state: AccountState): Decision<AccountEvent> => {
  if (!isDay(terms.openedOn)) return refuse('PERIOD_RANGE_INVALID', `${terms.openedOn} is no day of the calendar`, { field: 'openedOn' });
  const data = { account: accountId(terms.authority, terms.holder, terms.kind), ...terms };
  if (state.status === 'none') return accept({ type: 'AccountOpened', data });
  if (canonicalJson(state.terms) === canonicalJson(data)) return accept();
  return refuse('ACCOUNT_TERMS_DIFFER', `${terms.holder} has a ${terms.kind} account with ${terms.authority} on other terms`);
};

/** Accounts: opened once per authority, holder and kind. */
export const accountDecider: Decider<OpenAccount, AccountState, AccountEvent> = { category: 'account', initial: { status: 'none' }, evolve, decide };
