import { closeDuePeriods, cyclesOf, directoryReader, receiptDecider, receiptStream, type AccountDirectory, type AccountPeriodEvent } from '#accounts';
import { commandIdOfMessage } from '#event-catalogue';
import { logStart, type Position } from '#event-store';
import { signOf } from '#money';
import type { SchemeReturnEvent } from '#scheme-returns';
import type { Ledger } from '#runtime';
import { firstDay, monthOf, monthsBetween, noon } from './days';
import { announceLate, type Telling } from './front';
import { actor } from './messages';
import { monthlyReturns } from './monthly-returns';
import type { Parcel } from './parcel';
import type { Horizon } from './settings';
import { runCommands } from './stage';

/** A statement or a return with money to pay. */
interface Due {
  readonly authority: string;
  readonly reference: string;
  readonly amount: string;
  readonly currency: string;
  readonly dueOn: string;
}

const dueOf = (event: AccountPeriodEvent | SchemeReturnEvent): Due | undefined => {
  // A scheme account's returns are paid one by one, each with its own reference.
  if (event.type === 'PeriodClosed' && event.data.kind === 'deferment') {
    const { authority, statementReference: reference, charged: amount, currency, dueOn } = event.data;
    return signOf(amount) > 0 ? { authority, reference, amount, currency, dueOn } : undefined;
  }
  if (event.type !== 'SchemeReturnFiled') return undefined;
  const { authority, returnReference: reference, payable: amount, currency, dueOn } = event.data;
  return signOf(amount) > 0 ? { authority, reference, amount, currency, dueOn } : undefined;
};

/** What falls due, read from the log as it grows: a story taken up again finds what it had issued before. */
class Dues {
  readonly #dues = new Map<string, Due>();
  #after: Position = logStart;

  constructor(private readonly ledger: Ledger) {}

  /** In order of authority and reference. */
  async inMonth(month: string): Promise<readonly Due[]> {
    const { store, catalogue } = this.ledger;
    for await (const { events, through } of store.readAll({ after: this.#after, categories: ['accountPeriod', 'schemeReturn'] })) {
      for (const stored of events) {
        const due = dueOf(catalogue.decode(stored) as AccountPeriodEvent | SchemeReturnEvent);
        if (due !== undefined) this.#dues.set(`${due.authority} ${due.reference}`, due);
      }
      this.#after = through;
    }
    return [...this.#dues].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, due]) => (monthOf(due.dueOn) === month ? [due] : []));
  }
}

/** The bank entry that pays a due item on its due day, quoting it. */
const payment = ({ authority, reference, amount, currency, dueOn }: Due) => {
  const bankAccount = `BANK-${authority}`;
  const entryReference = `E-${reference}`;
  return {
    decider: receiptDecider,
    stream: receiptStream(authority, bankAccount, entryReference),
    command: { type: 'RecordReceipt' as const, authority, bankAccount, entryReference, amount, currency, bookedOn: dueOn, valueOn: dueOn, remittance: reference },
    context: {
      commandId: commandIdOfMessage({ book: authority, issuer: bankAccount, kind: 'receipt', reference: entryReference, version: 'demo-1' }),
      actor,
      book: authority,
      effectiveAt: noon(dueOn),
    },
  };
};

const closeBooks = async ({ ledger }: Telling, today: string, directory: () => Promise<AccountDirectory>): Promise<void> => {
  const settled = async (): Promise<AccountDirectory> => {
    await ledger.settle();
    return directory();
  };
  await closeDuePeriods({ runner: ledger.runner, cycles: cyclesOf(ledger.rules.current()), today, actor, settled });
};

/**
 * The back office month by month: books of the month before are closed, orders announced late arrive, returns are filed for what has ended,
 * and what falls due in the month is paid on its day.
 */
export const settleMonths = async (story: Telling, late: readonly Parcel[], horizon: Horizon): Promise<void> => {
  const { ledger, stages } = story;
  const directory = directoryReader(ledger.store, ledger.catalogue);
  const dues = new Dues(ledger);
  for (const month of monthsBetween(horizon.firstMonth, horizon.lastMonth)) {
    await stages.run('statements', () => closeBooks(story, firstDay(month), directory));
    await stages.run('late orders', () => announceLate(story, late, (parcel) => isAnnounced(parcel, month)));
    await stages.run('returns', () => monthlyReturns(story, month, horizon.firstMonth));
    await stages.run('receipts', async () => {
      await runCommands(ledger, stages, 'receipts', (await dues.inMonth(month)).map(payment));
      await ledger.settle();
    });
  }
};

/** An order announced n months late arrives in the n-th month after its payment. */
const isAnnounced = ({ capturedAt, announcedMonthsLate }: Parcel, month: string): boolean => monthsBetween(monthOf(capturedAt), month).length - 1 === announcedMonthsLate;
