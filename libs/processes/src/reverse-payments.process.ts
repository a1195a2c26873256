import {
  type AccountCycles,
  AccountDirectory,
  accountPeriodDecider,
  type AccountPeriodEvent,
  creditedOf,
  directoryCategories,
  type KnownAccount,
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
type Data<Name extends AccountPeriodEvent['type']> = Extract<AccountPeriodEvent, { readonly type: Name }>['data'];
interface ReversalInWait extends Posting {
  readonly receipt: string;
  readonly returned: Returned & { readonly reason: ReversePayment['reason'] };
  readonly at: string;
  /** Minor units of it that the account has not taken back yet. */
  readonly left: bigint;
  /** Minor units of the entry that went back from the account before. */
  readonly before: bigint;
}

/**
 * Accounts, what each payment settled and what is tolerated beside it, and money that was taken back and is still on its way to an account.
 */
class State {
  readonly directory = new AccountDirectory();
  readonly history = new PaymentHistory();
  readonly tolerated = new TolerationHistory();
  readonly waiting = new PostingsInWait<ReversalInWait>();
  /** What went back of a receipt, part by part: the bank may take it in several, and each is another posting. */
  readonly #gone = new Map<string, Readonly<{ parts: number; amount: bigint }>>();
  /** Bank entries of an account that are not credited to it yet: what goes back of them waits for that. */
  readonly uncredited = new Set<string>();
  /** The account that money is on its way to, whose entry still names the one that it had been identified to by mistake. */
  readonly #transferredTo = new Map<string, string>();
  /** The posting that the event folded last began. */
  begun: string | undefined;

  fold(event: Recorded): this {
    this.begun = undefined;
    const known = event as Recorded<ReceiptEvent | AccountPeriodEvent>;
    if (known.type === 'ReceiptReturned') this.#returned(event.stream, known.data, event.metadata.effectiveAt);
    else if (known.type === 'ReceiptIdentified') {
      this.#transferredTo.delete(idOf(event.stream));
      if (known.data.settles === undefined) this.uncredited.add(idOf(event.stream));
    } else {
      this.directory.apply(known);
      this.history.apply(known as AccountPeriodEvent);
      this.tolerated.apply(known as AccountPeriodEvent);
      if (known.type === 'PaymentReceived') this.uncredited.delete(known.data.receipt);
      if (known.type === 'PaymentReversed') this.#reversed(known.data);
      if (known.type === 'PaymentTransferred') this.#transferred(known.data);
    }
    return this;
  }

  /** What was given back by agreement left the account when that was agreed. */
  #returned(stream: string, data: Returned, at: string): void {
    const { account: named, reason, amount, currency } = data;
    if (named === undefined || reason === 'repaid') return;
    const receipt = idOf(stream);
    const account = this.#transferredTo.get(receipt) ?? named;
    const left = parseMoney(amount, currency).minor;
    const { parts, amount: before } = this.#gone.get(receipt) ?? { parts: 0, amount: 0n };
    this.#gone.set(receipt, { parts: parts + 1, amount: before + left });
    this.begun = keyOf(receipt, parts + 1);
    this.waiting.add({ account, id: this.begun, day: data.returnedOn, receipt, returned: { ...data, reason }, at, left, before });
  }

  /** What the bank took back and the account had not given up yet is taken off the account that the rest goes to. */
  #transferred({ account, receipt, toAccount }: Data<'PaymentTransferred'>): void {
    this.#transferredTo.set(receipt, toAccount);
    this.uncredited.add(receipt);
    for (const posting of this.waiting.of(account)) {
      if (posting.receipt !== receipt) continue;
      this.waiting.done(account, posting.id);
      this.waiting.add({ ...posting, account: toAccount });
    }
  }

  /** The account took it back: what went back first waits no more. A part in another currency is taken back whole. */
  #reversed({ account, receipt, amount, currency, reason }: Data<'PaymentReversed'>): void {
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
    switch (known.type) {
      case 'PeriodOpened':
        return effects(cycles, state, known.data.account);
      case 'PaymentReceived': {
        // What went back before the payment was credited, for that waited for its period: asked once, and not at the opening.
        const { account, receipt } = known.data;
        return effects(cycles, state, account, (posting) => posting.receipt === receipt);
      }
      case 'ReceiptReturned':
        return known.data.account === undefined ? [] : effects(cycles, state, known.data.account, ({ id }) => id === state.begun);
      default:
        return [];
    }
  },
});

const keyOf = (receipt: string, part: number): string => (part === 1 ? receipt : `${receipt}/${String(part)}`);

const effects = (
  cycles: AccountCycles,
  state: State,
  account: string,
  wanted: (posting: ReversalInWait) => boolean = () => true,
): readonly Effect[] => {
  const sent = new Map<string, number>();
  const due = state.waiting
    .due(state.directory.get(account))
    .filter(({ posting }) => wanted(posting) && !state.uncredited.has(posting.receipt));
  return due.map(({ posting, account: known, period, postedOn }) => {
    const { receipt, at } = posting;
    const part = (sent.get(receipt) ?? 0) + 1;
    sent.set(receipt, part);
    return effect(
      keyOf(receipt, part),
      { decider: accountPeriodDecider, command: reversing(state, known, posting, postedOn), ...target(cycles, known, period, at) },
      route,
    );
  });
};

const reversing = (
  { history, tolerated }: State,
  { account, currency: kept }: KnownAccount,
  posting: ReversalInWait,
  reversedOn: string,
): ReversePayment => {
  const { receipt, returned } = posting;
  const original = history.originalOf(receipt);
  const toleratedBefore = tolerated.before(account, history.referencesOf(account, receipt));
  const exchanged = original === undefined || original.currency === kept ? undefined : original;
  return {
    type: 'ReversePayment',
    account,
    receipt,
    reason: returned.reason,
    reversedOn,
    ...(exchanged === undefined
      ? { currency: returned.currency, amount: posting.left }
      : { currency: kept, amount: creditedPart(exchanged, kept, posting), original: exchanged, takenBefore: history.takenBack(receipt) }),
    ...(returned.returnReason === undefined ? {} : { returnReason: returned.returnReason }),
    settledBefore: history.settledBefore(account, receipt),
    ...(toleratedBefore.length === 0 ? {} : { toleratedBefore }),
  };
};

/**
 * What was credited for a part of money that came in another currency, by the rate at which it was credited: cut to whole units at both
 * ends, so that parts which follow each other add up to the whole.
 */
const creditedPart = (
  original: NonNullable<ReversePayment['original']>,
  kept: string,
  { left, before, returned: { currency } }: ReversalInWait,
): bigint => {
  const [came, credited] = [parseMoney(original.amount, original.currency).minor, creditedOf(original, kept)];
  if (currency !== original.currency) return 0n;
  return (credited * (before + left)) / came - (credited * before) / came;
};
