import { type DeclarationEvent } from '#declarations';
import { type Recorded } from '#event-catalogue';
import { CompactMap } from './compact-map';
import { type Findings } from './finding';
import { type ScannedEvent } from './scanned-event';
import { type LogObserver } from './scan-log';

type Units = readonly { readonly seq: number; readonly quantity: number }[];

/**
 * Law I8 of docs/accounting.md: of an imported item no more units go back, and for no more units is tax given back, than were imported.
 * Memory: 24 bytes an item.
 */
export class UnitLaws implements LogObserver {
  readonly #imported = new CompactMap();
  readonly #returned = new Map<string, number>();
  readonly #refunded = new Map<string, number>();
  readonly #reservations = new Map<string, Units>();

  constructor(private readonly findings: Findings) {}

  observe(event: ScannedEvent): void {
    if (!event.stored.stream.startsWith('declaration-')) return;
    const recorded = event.recorded();
    if (recorded === undefined) return;
    const { stream, type, data } = recorded as Recorded<DeclarationEvent>;
    if (type === 'DeclarationItemsRecorded')
      for (const { seq, quantity } of data.items) this.#imported.set(`${stream}/${String(seq)}`, quantity);
    else if (type === 'QuantityReturned') this.#take(event, this.#returned, data.items);
    else if (type === 'RefundReserved') {
      this.#reservations.set(`${stream} ${data.claim}`, data.quantities);
      this.#take(event, this.#refunded, data.quantities);
    } else if (type === 'RefundReservationReleased') {
      this.#take(
        event,
        this.#refunded,
        (this.#reservations.get(`${stream} ${data.claim}`) ?? []).map(({ seq, quantity }) => ({ seq, quantity: -quantity })),
      );
      this.#reservations.delete(`${stream} ${data.claim}`);
    }
  }

  #take({ stored }: ScannedEvent, taken: Map<string, number>, units: Units): void {
    for (const { seq, quantity } of units) {
      const key = `${stored.stream}/${String(seq)}`;
      const sum = (taken.get(key) ?? 0) + quantity;
      taken.set(key, sum);
      const imported = this.#imported.get(key) ?? 0;
      if (sum > imported) this.findings.addOf('units', stored, `at most ${String(imported)} units of item ${String(seq)}`, String(sum));
    }
  }
}
