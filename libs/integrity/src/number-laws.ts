import { type AccountPeriodEvent, type SeriesEvent } from '#accounts';
import { idOf, type Recorded } from '#event-catalogue';
import { type RefundClaimEvent } from '#returns';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

const numbered = new Set(['NumberAssigned', 'PeriodClosed', 'RefundPaid']);

/**
 * Law I19 of docs/accounting.md: numbers of a series begin at 1 and have no gap, and a document carries the number that was given to it.
 */
export class NumberLaws implements LogObserver {
  readonly #last = new Map<string, number>();
  /** Numbers given to documents that are not there yet. */
  readonly #given = new Map<string, number>();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!numbered.has(event.stored.type)) return;
    const known = event.recorded() as Recorded<SeriesEvent | AccountPeriodEvent | RefundClaimEvent> | undefined;
    if (known?.type === 'NumberAssigned') {
      const { kind, number, subject } = known.data;
      this.#equal(event, (this.#last.get(known.stream) ?? 0) + 1, number);
      this.#last.set(known.stream, number);
      this.#given.set(`${kind} ${subject}`, number);
    } else if (known?.type === 'PeriodClosed') this.#carried(event, `statement ${idOf(known.stream)}`, known.data.statementNumber);
    else if (known?.type === 'RefundPaid') this.#carried(event, `refund ${known.data.claim}`, known.data.number);
  }

  #carried(event: ScannedEvent, document: string, number: number): void {
    this.#equal(event, this.#given.get(document), number);
    this.#given.delete(document);
  }

  #equal({ stored }: ScannedEvent, expected: number | undefined, found: number): void {
    if (expected !== found) this.findings.addOf('number', stored, `number ${String(expected ?? 'that was assigned')}`, String(found));
  }
}
