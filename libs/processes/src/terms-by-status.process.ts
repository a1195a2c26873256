import { accountDecider, accountStream, type AccountEvent, euGuaranteeRule, guaranteeFormulas } from '#accounts';
import { type CollectorEvent } from '#collectors';
import { type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { answering } from './answering';

type Changed = Recorded<Extract<CollectorEvent, { readonly type: 'AeoStatusChanged' }>>;

/** Deferment accounts by authority and holder. */
type Accounts = Set<string>;
const keyOf = (authority: string, holder: string): string => `${authority} ${holder}`;

/**
 * AeoStatusChanged: what a guarantee must hold of each debt follows the holder's status (UCC Art. 95(3)), on its deferment account with the
 * authority that changed it. What was reserved before stays reserved.
 */
export const termsByStatus: Process<Accounts> = {
  name: 'terms-by-status',
  categories: ['collector', 'account'],
  state: {
    initial: () => new Set(),
    fold: (accounts, source) => {
      const event = source as Recorded<AccountEvent>;
      return event.type === 'AccountOpened' && event.data.kind === 'deferment'
        ? accounts.add(keyOf(event.data.authority, event.data.holder))
        : accounts;
    },
  },
  react: (source, accounts) => {
    const event = source as Recorded<CollectorEvent>;
    return event.type === 'AeoStatusChanged' && accounts.has(keyOf(event.data.authority, event.data.collector)) ? [changing(event)] : [];
  },
};

const changing = ({ data: { authority, collector, status, changedFrom }, metadata }: Changed): Effect => {
  const { percent } = guaranteeFormulas[euGuaranteeRule({ aeo: status, meetsCriteriaInPart: false })];
  return effect(
    'terms',
    {
      decider: accountDecider,
      stream: accountStream(authority, collector, 'deferment'),
      command: { type: 'ChangeTerms', aeo: status, reservePercent: percent, changedOn: changedFrom, reason: `status ${status}` },
      context: { book: authority, effectiveAt: metadata.effectiveAt },
    },
    answering(['ACCOUNT_CLOSED'], ['NOTHING_CHANGED']),
  );
};
