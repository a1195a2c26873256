import {
  type AccountCycles,
  AccountDirectory,
  accountPeriodDecider,
  type AccountPeriodEvent,
  directoryCategories,
  type KnownAccount,
  namesIn,
  type ReceiptEvent,
  type ReceivePayment,
  type SettlePayment,
  sightingOf,
} from '#accounts';
import { categoryOf, idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process } from '#event-store';
import { formatMoney, moneyOf, parseMoney } from '#money';
import { changeoverOf, evolveRuleBook, fixedRate, type RuleBook, type RulesEvent } from '#rules';
import { answering } from './answering';
import { target } from './charges-in-wait';
import { type Posting, PostingsInWait } from './postings-in-wait';
import { type Filed, ReturnsInParts } from './returns-in-parts';

type Entry = Recorded<Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>>;
type Identified = Extract<ReceiptEvent, { readonly type: 'ReceiptIdentified' }>['data'];
type Returned = Extract<ReceiptEvent, { readonly type: 'ReceiptReturned' }>['data'];
type Transferred = Extract<AccountPeriodEvent, { readonly type: 'PaymentTransferred' }>['data'];
interface PaymentInWait extends Posting {
  readonly money: Pick<Entry['data'], 'currency' | 'bookedOn' | 'valueOn' | 'remittance' | 'endToEndId'>;
  /** The moment that it counts from, unless its period begins later. */
  readonly at: string;
  /** Minor units of the entry that are for the account: what went back before anybody knew whose money it is never gets there. */
  readonly amount: bigint;
  /** The payment on its way that the entry makes final. */
  readonly settles?: string;
}

/**
 * Accounts, exchange rates and tolerances, bank entries that are not identified yet, payments on their way, and returns that are not
 * charged whole.
 */
class State {
  readonly directory = new AccountDirectory();
  readonly entries = new Map<string, Entry>();
  /** What of an entry went back out of suspense, minor units, by its stream. */
  readonly wentBack = new Map<string, bigint>();
  readonly waiting = new PostingsInWait<PaymentInWait>();
  /** Money that left the account it had been identified to by mistake, by its receipt. */
  readonly transferred = new Map<string, Readonly<{ data: Transferred; at: string }>>();
  /** Payments that carry the payer's own identification, by account and what a second booking of the same has in common. */
  readonly sightings = new Map<string, string>();
  readonly returns = new ReturnsInParts();

  constructor(public rules: RuleBook) {}
}

/**
 * ReceiptIdentified: the money is credited to the account's open period and settles what it can there (J09, J10 of docs/accounting.md), or
 * makes a payment final that was on its way (J14b), with the booking day as its accounting moment; where that day's period is closed
 * already, the next one begins with it. Money in another currency comes with the rates of its booking day, and what is short with what was
 * tolerated on it (J12). What comes from an account that it had been identified to by mistake is credited from the day of the transfer on.
 */
export const applyReceipts = (cycles: AccountCycles, initial: RuleBook): Process<State> => ({
  name: 'apply-receipts',
  categories: ['receipt', 'ruleSet', 'schemeReturn', ...directoryCategories],
  state: { initial: () => new State(initial), fold },
  react: (event, state) => {
    const known = event as ReceiptEvent | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return effects(cycles, state, known.data.account);
    return known.type === 'ReceiptIdentified' ? effects(cycles, state, known.data.account, idOf(event.stream)) : [];
  },
});

const fold = (state: State, event: Recorded): State => {
  if (categoryOf(event.stream) === 'ruleSet') {
    state.rules = evolveRuleBook(state.rules, event as Recorded<RulesEvent>);
    return state;
  }
  const known = event as ReceiptEvent | AccountPeriodEvent | Filed;
  state.returns.apply(known as AccountPeriodEvent | Filed);
  if (known.type === 'ReceiptRecorded') state.entries.set(event.stream, event as Entry);
  else if (known.type === 'ReceiptReturned') returned(state, event.stream, known.data);
  else if (known.type === 'ReceiptIdentified') identified(state, event.stream, known.data);
  else if (known.type === 'PaymentReceived') credited(state, known.data);
  else if (known.type === 'PaymentTransferred') transferred(state, known.data, event.metadata.effectiveAt);
  else if (known.type === 'PaymentSettled') state.waiting.done(known.data.account, known.data.bankEntry ?? known.data.receipt);
  else state.directory.apply(event);
  return state;
};

/** The first booking of a payment is the one that others repeat, whatever period it was credited in. */
const credited = ({ waiting, sightings }: State, data: Extract<AccountPeriodEvent, { readonly type: 'PaymentReceived' }>['data']): void => {
  waiting.done(data.account, data.receipt);
  const sighting = data.duplicateOf === undefined ? sightingOf(data) : undefined;
  if (sighting !== undefined) sightings.set(`${data.account} ${sighting}`, data.receipt);
};

/** What goes back from an account is taken off that account (`reverse-payments`). */
const returned = (state: State, stream: string, { account, amount, currency }: Returned): void => {
  if (account === undefined) state.wentBack.set(stream, (state.wentBack.get(stream) ?? 0n) + parseMoney(amount, currency).minor);
};

/** Another booking of the same payment repeats nothing on the account that it left. */
const transferred = (state: State, data: Transferred, at: string): void => {
  state.transferred.set(data.receipt, { data, at });
  for (const [key, receipt] of state.sightings)
    if (receipt === data.receipt && key.startsWith(`${data.account} `)) state.sightings.delete(key);
};

const identified = (state: State, stream: string, { account, settles }: Identified): void => {
  const id = idOf(stream);
  const transfer = state.transferred.get(id);
  if (transfer?.data.toAccount === account) {
    const { data: money, at } = transfer;
    state.transferred.delete(id);
    state.waiting.add({ account, id, day: money.transferredOn, money, at, amount: parseMoney(money.amount, money.currency).minor });
    return;
  }
  const entry = state.entries.get(stream);
  const wentBack = state.wentBack.get(stream) ?? 0n;
  state.entries.delete(stream);
  state.wentBack.delete(stream);
  if (entry === undefined) return;
  const { bookedOn: day, currency } = entry.data;
  const amount = parseMoney(entry.data.amount, currency).minor - wentBack;
  const at = entry.metadata.effectiveAt;
  state.waiting.add({ account, id, day, money: entry.data, at, amount, ...(settles === undefined ? {} : { settles }) });
};

/** A closed period leaves the payment to the next one; the others leave it in suspense, visibly (B56). */
const route = answering(
  ['PERIOD_CLOSED', 'RECEIPT_ALREADY_CREDITED', 'PAYMENT_NOT_POSITIVE', 'PAYMENT_ALREADY_FINAL'],
  ['CURRENCY_MISMATCH', 'PAYMENT_UNKNOWN', 'SETTLED_AMOUNT_DIFFERS'],
);

const effects = (
  cycles: AccountCycles,
  { directory, rules, waiting, sightings, returns }: State,
  account: string,
  receipt?: string,
): readonly Effect[] =>
  waiting.due(directory.get(account), receipt).map(({ posting, account: known, period, postedOn }) => {
    const command =
      posting.settles === undefined
        ? crediting(posting, known, { rules, sightings, returns }, postedOn)
        : settling(posting, posting.settles, postedOn);
    return effect(posting.id, { decider: accountPeriodDecider, command, ...target(cycles, known, period, posting.at) }, route);
  });

const settling = ({ account, id, amount, money }: PaymentInWait, receipt: string, settledOn: string): SettlePayment => ({
  type: 'SettlePayment',
  account,
  receipt,
  bankEntry: id,
  currency: money.currency,
  settledOn,
  amount,
});

const crediting = (
  { account, id, amount, money }: PaymentInWait,
  known: KnownAccount,
  { rules, sightings, returns }: Pick<State, 'rules' | 'sightings' | 'returns'>,
  postedOn: string,
): ReceivePayment => {
  const { currency, bookedOn, valueOn, remittance, endToEndId } = money;
  const conversion = currency === known.currency ? undefined : rules.conversion(currency, known.currency, 'dayElseEarlier', bookedOn);
  // Money of before the euro, which the account takes after: no market rate answers for it any more.
  const changeover = known.currency === 'EUR' ? changeoverOf(currency, postedOn) : undefined;
  const rows =
    changeover !== undefined ? [fixedRate(changeover)] : conversion === undefined || 'kind' in conversion ? undefined : conversion.rows;
  const sighting = sightingOf({
    bookedOn,
    currency,
    amount: formatMoney(moneyOf(amount, currency)),
    ...(endToEndId === undefined ? {} : { endToEndId }),
  });
  const sightedBefore = sighting === undefined ? undefined : sightings.get(`${account} ${sighting}`);
  // Nobody can say that a return is paid short before all its states are charged.
  const shortPayment = returns.hasAny(namesIn(remittance)) ? undefined : rules.shortPayment(known.authority, known.currency, bookedOn);
  return {
    type: 'ReceivePayment',
    account,
    receipt: id,
    currency,
    bookedOn,
    valueOn,
    postedOn,
    amount,
    ...(remittance === undefined ? {} : { remittance }),
    ...(endToEndId === undefined ? {} : { endToEndId }),
    ...(rows === undefined ? {} : { exchangeRows: rows }),
    ...(sightedBefore === undefined ? {} : { sightedBefore }),
    ...(shortPayment === undefined ? {} : { shortPayment }),
  };
};
