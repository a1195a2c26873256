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
interface ReversalInWait extends Posting {
  readonly receipt: string;
  readonly returned: Returned & { readonly reason: ReversePayment['reason'] };
  readonly at: string;
}

/**
 * Accounts, what each payment settled and what is tolerated beside it, and money that was taken back and is still on its way to an account.
 */
class State {
  readonly directory = new AccountDirectory();
  readonly history = new PaymentHistory();
  readonly tolerated = new TolerationHistory();
  readonly waiting = new PostingsInWait<ReversalInWait>();

  fold(event: Recorded): this {
    const known = event as Recorded<ReceiptEvent | AccountPeriodEvent>;
    if (known.type === 'ReceiptReturned') this.#returned(event.stream, known.data, event.metadata.effectiveAt);
    else {
      this.directory.apply(known);
      this.history.apply(known as AccountPeriodEvent);
      this.tolerated.apply(known as AccountPeriodEvent);
      if (known.type === 'PaymentReversed') this.waiting.done(known.data.account, known.data.receipt);
    }
    return this;
  }

  /** What was given back by agreement left the account when that was agreed. */
  #returned(stream: string, data: Returned, at: string): void {
    const { account, reason } = data;
    if (account === undefined || reason === 'repaid') return;
    const receipt = idOf(stream);
    this.waiting.add({ account, id: receipt, day: data.returnedOn, receipt, returned: { ...data, reason }, at });
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
    return known.type === 'ReceiptReturned' && known.data.account !== undefined
      ? effects(cycles, state, known.data.account, idOf(event.stream))
      : [];
  },
});

const effects = (
  cycles: AccountCycles,
  { directory, history, tolerated, waiting }: State,
  account: string,
  id?: string,
): readonly Effect[] =>
  waiting.due(directory.get(account), id).map(({ posting: { receipt, returned, at }, account: known, period, postedOn }) => {
    const { amount, currency, reason, returnReason } = returned;
    const original = history.originalOf(receipt);
    const toleratedBefore = tolerated.before(account, history.referencesOf(account, receipt));
    const command: ReversePayment = {
      type: 'ReversePayment',
      account,
      receipt,
      currency,
      reason,
      reversedOn: postedOn,
      amount: parseMoney(amount, currency).minor,
      ...(returnReason === undefined ? {} : { returnReason }),
      settledBefore: history.settledBefore(account, receipt),
      ...(original === undefined ? {} : { original }),
      ...(toleratedBefore.length === 0 ? {} : { toleratedBefore }),
    };
    return effect(receipt, { decider: accountPeriodDecider, command, ...target(cycles, known, period, at) }, route);
  });
