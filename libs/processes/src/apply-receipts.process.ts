import { type AccountCycles, AccountDirectory, accountPeriodDecider, type AccountPeriodEvent, accountPeriodStream, directoryCategories, type ReceiptEvent } from '#accounts';
import { idOf, type Recorded } from '#event-catalogue';
import { effect, type Effect, type Process, type Route } from '#event-store';
import { parseMoney } from '#money';
import { momentIn, type Posting, PostingsInWait } from './postings-in-wait';

type Entry = Recorded<Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>>;
interface PaymentInWait extends Posting {
  readonly entry: Entry;
}

/** Accounts, bank entries that are not identified yet, and payments on their way. */
class State {
  readonly directory = new AccountDirectory();
  readonly entries = new Map<string, Entry>();
  readonly waiting = new PostingsInWait<PaymentInWait>();
}

/**
 * ReceiptIdentified: the money is credited to the account's open period and settles what it can there (J09, J10 of docs/accounting.md), with the booking day
 * as its accounting moment; where that day's period is closed already, the next one begins with it.
 */
export const applyReceipts = (cycles: AccountCycles): Process<State> => ({
  name: 'apply-receipts',
  categories: ['receipt', ...directoryCategories],
  state: { initial: () => new State(), fold },
  react: (event, state) => {
    const known = event as ReceiptEvent | AccountPeriodEvent;
    if (known.type === 'PeriodOpened') return effects(cycles, state, known.data.account);
    return known.type === 'ReceiptIdentified' ? effects(cycles, state, known.data.account, idOf(event.stream)) : [];
  },
});

const fold = (state: State, event: Recorded): State => {
  const known = event as ReceiptEvent | AccountPeriodEvent;
  if (known.type === 'ReceiptRecorded') state.entries.set(event.stream, event as Entry);
  else if (known.type === 'ReceiptIdentified') identified(state, event.stream, known.data.account);
  else if (known.type === 'PaymentReceived') state.waiting.done(known.data.account, known.data.receipt);
  else state.directory.apply(event);
  return state;
};

const identified = (state: State, stream: string, account: string): void => {
  const entry = state.entries.get(stream);
  state.entries.delete(stream);
  if (entry !== undefined) state.waiting.add({ account, id: idOf(stream), day: entry.data.bookedOn, entry });
};

/** A closed period leaves the payment to the next one; the others leave it in suspense, visibly (B56). */
const answers: ReadonlySet<string> = new Set(['PERIOD_CLOSED', 'RECEIPT_ALREADY_CREDITED', 'CURRENCY_MISMATCH', 'PAYMENT_NOT_POSITIVE']);
const route: Route = ({ rejection }) => (answers.has(rejection.code) ? 'final' : undefined);

const effects = (cycles: AccountCycles, state: State, account: string, receipt?: string): readonly Effect[] =>
  state.waiting.due(state.directory.get(account), receipt).map(({ posting: { entry, id }, account: known, period, postedOn }) => {
    const { amount, currency, bookedOn, valueOn, remittance } = entry.data;
    return effect(id, {
      decider: accountPeriodDecider,
      stream: accountPeriodStream(known.authority, account, period.period),
      command: {
        type: 'ReceivePayment',
        ...{ account, receipt: id, currency, bookedOn, valueOn, postedOn },
        amount: parseMoney(amount, currency).minor,
        ...(remittance === undefined ? {} : { remittance }),
      },
      context: { book: known.authority, effectiveAt: momentIn(entry.metadata.effectiveAt, cycles.startOf(known.cycle, period.start)) },
    }, route);
  });
