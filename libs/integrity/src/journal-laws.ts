import { BalanceSheet, mayPost, post, type Entry, type EntryLine } from '#journal';
import { type BalanceOf } from '#journal';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

const keys = ['book', 'currency', 'account'] as const;

/**
 * Laws I1 and I2 of docs/accounting.md without any read model: every entry balances per currency, and so does every book and currency after
 * each event. Keeps the trial balance that follows from the log alone, to be compared with that of the journal's tables.
 */
export class JournalLaws implements LogObserver {
  readonly #sheet = new BalanceSheet(keys);
  /** Debits minus credits by book and currency, where they differ. */
  readonly #off = new Map<string, bigint>();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    for (const { book, lines } of this.#entriesOf(event)) for (const line of lines) this.#add(book, line);
    for (const [at, by] of this.#off)
      this.findings.addOf('balance', event.stored, `debits equal credits in ${at}`, `${String(by)} minor units apart`);
  }

  /** Totals by book, currency and account, in that order. */
  trialBalance(): readonly BalanceOf<(typeof keys)[number]>[] {
    return this.#sheet.rows();
  }

  #entriesOf(event: ScannedEvent): readonly Entry[] {
    const recorded = event.recorded();
    try {
      return recorded === undefined || !mayPost(recorded.type) ? [] : post(recorded);
    } catch (error) {
      this.findings.addOf('posting', event.stored, 'an entry that balances', error instanceof Error ? error.message : String(error));
      return [];
    }
  }

  #add(book: string, line: EntryLine): void {
    this.#sheet.add(line, book);
    const at = `${book} ${line.currency}`;
    const off = (this.#off.get(at) ?? 0n) + line.debit - line.credit;
    if (off === 0n) this.#off.delete(at);
    else this.#off.set(at, off);
  }
}
