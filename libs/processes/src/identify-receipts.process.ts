import {
  type AccountEvent,
  accountId,
  type AccountKind,
  type AccountPeriodEvent,
  type GuaranteeEvent,
  namesIn,
  receiptDecider,
  type ReceiptEvent,
} from '#accounts';
import { type Recorded, streamName } from '#event-catalogue';
import { effect, type Effect, type Process, type Route } from '#event-store';
import { type CollectionReturnEvent, type SchemeReturnEvent } from '#scheme-returns';

/** Whose account a statement, a return or a single debt is on. */
interface Target {
  readonly account: string;
  readonly holder: string;
  readonly kind: AccountKind;
}
type Entry = Recorded<Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>>;
type Transferred = Recorded<Extract<AccountPeriodEvent, { readonly type: 'PaymentTransferred' }>>;
type Known = AccountPeriodEvent | SchemeReturnEvent | CollectionReturnEvent | GuaranteeEvent;
interface Named {
  readonly key: string;
  readonly target: Target;
}

/** References that the log has shown, by authority, and money that names some that it has not. */
class State {
  readonly accounts = new Map<string, Target & { readonly authority: string }>();
  readonly targets = new Map<string, Target>();
  readonly waiting = new Map<string, Map<string, Entry>>();
  readonly entries = new Map<string, Entry>();
  /** What the event folded last gives a reference to. */
  named: Named | undefined;
}

/**
 * ReceiptRecorded: what the remittance quotes says which account the money is for: a statement, a return, interest, a penalty, the call of
 * a guarantee, or the debt of a desk by its MRN. Money that quotes nothing known, or things of several accounts, or goes out, stays in
 * suspense (B56); what quotes something that is not in the log yet is identified when that appears. PaymentTransferred: it is for the
 * account that its cash went to.
 */
export const identifyReceipts: Process<State> = {
  name: 'identify-receipts',
  categories: ['receipt', 'account', 'accountPeriod', 'guarantee', 'schemeReturn'],
  state: {
    initial: () => new State(),
    fold: (state, event) => {
      if (event.type === 'AccountOpened') opened(state, event as Recorded<AccountEvent>);
      state.named = namedBy(state, event);
      if (state.named !== undefined) state.targets.set(state.named.key, state.named.target);
      if (event.type === 'ReceiptRecorded') wait(state, event as Entry);
      if (event.type === 'ReceiptIdentified') forget(state, event.stream);
      return state;
    },
  },
  react: (event, state) => {
    if (event.type === 'ReceiptRecorded') return identify(state, event as Entry);
    if (event.type === 'PaymentTransferred') return transferred(state, event as Transferred);
    const { named } = state;
    return named === undefined ? [] : [...(state.waiting.get(named.key)?.values() ?? [])].flatMap((entry) => identify(state, entry));
  },
};

const keyOf = (authority: string, reference: string): string => `${authority} ${reference.toUpperCase()}`;
const keysOf = ({ data }: Entry): readonly string[] =>
  data.amount.startsWith('-') ? [] : [...namesIn(data.remittance)].map((name) => keyOf(data.authority, name));

const opened = (state: State, event: Recorded<AccountEvent>): void => {
  if (event.type !== 'AccountOpened') return;
  const { account, authority, holder, kind } = event.data;
  state.accounts.set(account, { account, authority, holder, kind });
};

/** What an event gives a reference to that payments quote. */
const namedBy = (state: State, event: Recorded): Named | undefined => {
  const known = event as Known;
  switch (known.type) {
    case 'PeriodClosed': {
      const { authority, statementReference, account, holder, kind } = known.data;
      return { key: keyOf(authority, statementReference), target: { account, holder, kind } };
    }
    case 'SchemeReturnFiled':
    case 'CollectionReturnFiled': {
      const { authority, returnReference, holder } = known.data;
      return {
        key: keyOf(authority, returnReference),
        target: { account: accountId(authority, holder, 'scheme'), holder, kind: 'scheme' },
      };
    }
    case 'ChargePosted':
      return ofAccount(state, known.data.account, known.data.reference, (kind) => kind === 'consumer' || kind === 'cash');
    case 'InterestCharged':
      return ofAccount(state, known.data.account, known.data.interestReference);
    case 'PenaltyImposed':
      return ofAccount(state, known.data.account, known.data.penaltyReference);
    case 'GuaranteeCalled':
      return ofAccount(state, known.data.account, known.data.callReference);
    default:
      return undefined;
  }
};

const ofAccount = (
  { accounts }: State,
  account: string,
  reference: string,
  takes: (kind: AccountKind) => boolean = () => true,
): Named | undefined => {
  const known = accounts.get(account);
  if (known === undefined || !takes(known.kind)) return undefined;
  const { authority, ...target } = known;
  return { key: keyOf(authority, reference), target };
};

const wait = (state: State, entry: Entry): void => {
  const keys = keysOf(entry);
  if (keys.length > 0) state.entries.set(entry.stream, entry);
  for (const key of keys) state.waiting.set(key, (state.waiting.get(key) ?? new Map<string, Entry>()).set(entry.stream, entry));
};

const forget = (state: State, stream: string): void => {
  const entry = state.entries.get(stream);
  state.entries.delete(stream);
  for (const key of entry === undefined ? [] : keysOf(entry)) {
    const waiting = state.waiting.get(key);
    waiting?.delete(stream);
    if (waiting?.size === 0) state.waiting.delete(key);
  }
};

/** Identified by hand for another account meanwhile: that answer stands. */
const route: Route = ({ rejection }) =>
  rejection.code === 'RECEIPT_ALREADY_IDENTIFIED' || rejection.code === 'RECEIPT_ALREADY_RETURNED' ? 'final' : undefined;

const identify = (state: State, entry: Entry): readonly Effect[] => {
  const targets = keysOf(entry).flatMap((key) => state.targets.get(key) ?? []);
  const [target] = targets;
  if (target === undefined || targets.some(({ account }) => account !== target.account)) return [];
  const { account, holder, kind } = target;
  const { book, effectiveAt } = entry.metadata;
  return [
    effect(
      entry.stream,
      {
        decider: receiptDecider,
        stream: entry.stream,
        command: { type: 'IdentifyReceipt', account, holder, kind, rule: 'remittance-reference' },
        context: { book, effectiveAt },
      },
      route,
    ),
  ];
};

const transferred = ({ accounts }: State, { data, metadata: { book, effectiveAt } }: Transferred): readonly Effect[] => {
  const known = accounts.get(data.toAccount);
  if (known === undefined) throw new RangeError(`cash went to account ${data.toAccount}, which was never opened`);
  const { account, holder, kind } = known;
  const stream = streamName('receipt', data.receipt);
  return [
    effect(
      stream,
      {
        decider: receiptDecider,
        stream,
        command: { type: 'IdentifyReceipt', account, holder, kind, rule: 'transferred', transferredFrom: data.account },
        context: { book, effectiveAt },
      },
      route,
    ),
  ];
};
