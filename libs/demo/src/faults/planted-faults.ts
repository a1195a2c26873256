import { isZeroShare } from '../settings';
import type { Trade, TradeDocument } from '../trade';
import type { Parcel } from '../parcel';
import { authorityOf } from '../parties';
import { mrnOfParcel } from '../messages';
import { ParcelPlan, type PlanSettings } from './parcel-plan';
import type { ParcelFault, PaymentFault } from './parcel-fault';
import { Truth } from './truth';

const debtKey = (authority: string, reference: string): string => `${authority} ${reference}`;

/** The faults of a story, as it is told: which parcel has which, and what was planted so far. */
export class PlantedFaults {
  readonly #parcels: ParcelPlan | undefined;
  readonly #truth: Truth;
  readonly #desk = new Map<string, PaymentFault>();

  constructor(dataDirectory: string, trade: Trade, settings: PlanSettings) {
    this.#truth = new Truth(dataDirectory);
    if (isZeroShare(settings.request.noise)) return;
    this.#parcels = new ParcelPlan(trade.documents(), settings);
    for (const { fault, reason } of this.#parcels.missing) this.#truth.leaveOut({ notPlanted: fault.name, code: fault.code, reason });
  }

  /** The fault of an order; undefined where it has none. */
  faultOf(document: TradeDocument): ParcelFault | undefined {
    return this.#parcels?.faultOf(document);
  }

  /** A parcel is told, with its fault where it has one. */
  told(parcel: Parcel): void {
    const { fault } = parcel;
    if (fault === undefined) return;
    const { orderNumber, orderedAt, destination = '' } = parcel.order.header;
    const heals = fault.heals === undefined ? {} : { heals: fault.heals };
    this.#truth.plant({ fault: `${fault.code}/${orderNumber}`, name: fault.name, code: fault.code, ...fault.expected(parcel), of: { order: orderNumber }, plantedAt: orderedAt, ...heals });
    if (fault.payment !== undefined) this.#desk.set(debtKey(authorityOf(destination), mrnOfParcel(parcel)), fault.payment);
  }

  /** How a debt at a desk is paid, where it is not as it should be. */
  atDesk({ authority, reference }: { readonly authority: string; readonly reference: string }): PaymentFault | undefined {
    return this.#desk.get(debtKey(authority, reference));
  }

  /** The story is told: the truth about it is complete. Gives how many faults were planted under each code. */
  finish(): Readonly<Record<string, number>> {
    this.#truth.finish();
    return Object.fromEntries([...this.#truth.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
