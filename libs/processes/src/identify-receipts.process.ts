import { accountId, type AccountKind, type AccountPeriodEvent, receiptDecider, type ReceiptEvent, referencesIn } from '#accounts';
import { type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process, type Route } from '#event-store';
import { type SchemeReturnEvent } from '#scheme-returns';

/** Whose account a statement or a return is on. */
interface Target {
  readonly account: string;
  readonly holder: string;
  readonly kind: AccountKind;
  readonly currency: string;
}
type Entry = Recorded<Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>>;

/** References that the log has shown, by authority, and money that names some that it has not. */
class State {
  readonly targets = new Map<string, Target>();
  readonly waiting = new Map<string, Map<string, Entry>>();
  readonly entries = new Map<string, Entry>();
}

/**
 * ReceiptRecorded: the statement or return that the remittance quotes says which account the money is for. Money that quotes nothing known,
 * or things of several accounts, or comes in another currency, or goes out, stays in suspense (B56); what quotes a statement or return that
 * is not in the log yet is identified when that appears.
 */
export const identifyReceipts: Process<State> = {
  name: 'identify-receipts',
  categories: ['receipt', 'accountPeriod', 'schemeReturn'],
  state: {
    initial: () => new State(),
    fold: (state, event) => {
      const named = referenceIn(event);
      if (named !== undefined) state.targets.set(named.key, named.target);
      if (event.type === 'ReceiptRecorded') wait(state, event as Entry);
      if (event.type === 'ReceiptIdentified') forget(state, event.stream);
      return state;
    },
  },
  react: (event, state) => {
    if (event.type === 'ReceiptRecorded') return identify(state, event as Entry);
    const named = referenceIn(event);
    return named === undefined ? [] : [...(state.waiting.get(named.key)?.values() ?? [])].flatMap((entry) => identify(state, entry));
  },
};

const keyOf = (authority: string, reference: string): string => `${authority} ${reference.toUpperCase()}`;
const keysOf = ({ data }: Entry): readonly string[] => (data.amount.startsWith('-') ? [] : [...referencesIn(data.remittance)].map((reference) => keyOf(data.authority, reference)));

const referenceIn = (event: Recorded): { readonly key: string; readonly target: Target } | undefined => {
  const known = event as AccountPeriodEvent | SchemeReturnEvent;
  if (known.type === 'PeriodClosed') {
    const { authority, statementReference, account, holder, kind, currency } = known.data;
    return { key: keyOf(authority, statementReference), target: { account, holder, kind, currency } };
  }
  if (known.type !== 'SchemeReturnFiled') return undefined;
  const { authority, returnReference, holder, currency } = known.data;
  return { key: keyOf(authority, returnReference), target: { account: accountId(authority, holder, 'scheme'), holder, kind: 'scheme', currency } };
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
const route: Route = ({ rejection }) => (rejection.code === 'RECEIPT_ALREADY_IDENTIFIED' ? 'final' : undefined);

const identify = (state: State, entry: Entry): readonly Effect[] => {
  const targets = keysOf(entry).flatMap((key) => state.targets.get(key) ?? []);
  const [target] = targets;
  if (target === undefined || target.currency !== entry.data.currency || targets.some(({ account }) => account !== target.account)) return [];
  const { account, holder, kind } = target;
  const { book, effectiveAt } = entry.metadata;
  return [
    effect(entry.stream, {
      decider: receiptDecider,
      stream: entry.stream,
      command: { type: 'IdentifyReceipt', account, holder, kind, rule: 'remittance-reference' },
      context: { book, effectiveAt },
    }, route),
  ];
};
