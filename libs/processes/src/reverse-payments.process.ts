import {
  type AccountCycles,
  AccountDirectory,
  accountPeriodDecider,
  type AccountPeriodEvent,
  directoryCategories,
  PaymentHistory,
  type ReceiptEvent,
  type ReversePayment,
  TolerationHistory,
} from '#accounts';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { parseMoney } from '#money';
import { answering } from './answering';
import { target } from './charges-in-wait';
import { type Posting, PostingsInWait } from './postings-in-wait';

type Returned = Extract<ReceiptEvent, { readonly type: 'ReceiptReturned' }>['data'];
type Reversed = Extract<AccountPeriodEvent, { readonly type: 'PaymentReversed' }>['data'];
interface ReversalInWait extends Posting {
  readonly receipt: string;
  readonly returned: Returned & { readonly reason: ReversePayment['reason'] };
  readonly at: string;
  /** Minor units of it that the account has not taken back yet. */
  readonly left: bigint;
}

/**
 * Accounts, what each payment settled and what is tolerated beside it, and money that was taken back and is still on its way to an account.
 */
class State {
  readonly directory = new AccountDirectory();
  readonly history = new PaymentHistory();
  readonly tolerated = new TolerationHistory();
  readonly waiting = new PostingsInWait<ReversalInWait>();
  /** How often money of a receipt went back: the bank may take it in parts, and each part is another posting. */
  readonly #parts = new Map<string, number>();
  /** The posting that the event folded last began. */
  begun: string | undefined;

  fold(event: Recorded): this {
    this.begun = undefined;
    const known = event as Recorded<ReceiptEvent | AccountPeriodEvent>;
    if (known.type === 'ReceiptReturned') this.#returned(event.stream, known.data, event.metadata.effectiveAt);
    else {
      this.directory.apply(known);
      this.history.apply(known as AccountPeriodEvent);
      this.tolerated.apply(known as AccountPeriodEvent);
      if (known.type === 'PaymentReversed') this.#reversed(known.data);
    }
    return this;
  }

  /** What was given back by agreement left the account when that was agreed. */
  #returned(stream: string, data: Returned, at: string): void {
    const { account, reason, amount, currency } = data;
    if (account === undefined || reason === 'repaid') return;
    const receipt = idOf(stream);
    const part = (this.#parts.get(receipt) ?? 0) + 1;
    this.#parts.set(receipt, part);
    this.begun = part === 1 ? receipt : `${receipt}/${String(part)}`;
    const left = parseMoney(amount, currency).minor;
    this.waiting.add({ account, id: this.begun, day: data.returnedOn, receipt, returned: { ...data, reason }, at, left });
  }

  /** The account took it back: what went back first waits no more. Money in another currency is taken back by a person, as a whole. */
  #reversed({ account, receipt, amount, currency, reason }: Reversed): void {
    if (reason === 'repaid') return;
    let taken = parseMoney(amount, currency).minor;
    for (const posting of this.waiting.of(account)) {
      if (posting.receipt !== receipt || taken === 0n) continue;
      const left = posting.returned.currency === currency && posting.left > taken ? posting.left - taken : 0n;
      taken = posting.returned.currency === currency ? taken - (posting.left - left) : 0n;
      if (left > 0n) this.waiting.add({ ...posting, left });
      else this.waiting.done(account, posting.id);
    }
  }
}

/** A closed period leaves it to the next one; what cannot be taken back stays in suspense and is told (B59). */
const route = answering(
  ['PERIOD_CLOSED', 'CURRENCY_MISMATCH'],
  ['REVERSAL_AMOUNT_DIFFERS', 'PAYMENT_NOT_FINAL', 'PAYMENT_ALREADY_FINAL', 'PAYMENT_UNKNOWN'],
);

/**
 * ReceiptReturned: what the payment settled is open again in the account's open period, as of its own due days, and the cash leaves the
 * account (J15 of docs/accounting.md).
 */
export const reversePayments = (cycles: AccountCycles): Process<State> => ({
  name: 'reverse-payments',
  categories: ['receipt', ...directoryCategories],
  state: { initial: () => new State(), fold: (state, event) => state.fold(event) },
  react: (event, state) => {
    const known = event as Recorded<ReceiptEvent | AccountPeriodEvent>;
    if (known.type === 'PeriodOpened') return effects(cycles, state, known.data.account);
    return known.type === 'ReceiptReturned' && known.data.account !== undefined && state.begun !== undefined
      ? effects(cycles, state, known.data.account, state.begun)
      : [];
  },
});

const effects = (cycles: AccountCycles, state: State, account: string, id?: string): readonly Effect[] => {
  const sent = new Map<string, number>();
  return state.waiting.due(state.directory.get(account), id).map(({ posting, account: known, period, postedOn }) => {
    const { receipt, at } = posting;
    const part = (sent.get(receipt) ?? 0) + 1;
    sent.set(receipt, part);
    return effect(
      part === 1 ? receipt : `${receipt}/${String(part)}`,
      { decider: accountPeriodDecider, command: reversing(state, account, posting, postedOn), ...target(cycles, known, period, at) },
      route,
    );
  });
};

const reversing = (
  { history, tolerated }: State,
  account: string,
  { receipt, left, returned: { currency, reason, returnReason } }: ReversalInWait,
  reversedOn: string,
): ReversePayment => {
  const original = history.originalOf(receipt);
  const toleratedBefore = tolerated.before(account, history.referencesOf(account, receipt));
  return {
    type: 'ReversePayment',
    account,
    receipt,
    currency,
    reason,
    reversedOn,
    amount: left,
    ...(returnReason === undefined ? {} : { returnReason }),
    settledBefore: history.settledBefore(account, receipt),
    ...(original === undefined ? {} : { original }),
    ...(toleratedBefore.length === 0 ? {} : { toleratedBefore }),
  };
};
