import { cyclesOf } from '#accounts';
import type { Ledger } from '#runtime';
import { addDays, dayAfter, dayOf, monthOf } from '../days';
import { mrnOfParcel } from '../messages';
import { authorityOf, parties } from '../parties';
import { isZeroShare } from '../settings';
import type { Trade, TradeDocument } from '../trade';
import { neverPlanted } from './never-planted';
import { OfficeFaults } from './office';
import { daysOfArrivals, OfficePlan } from './office-plan';
import { ParcelPlan, type PlanSettings } from './parcel-plan';
import { Truth } from './truth';
import type { Parcel, ParcelFault, PaymentFault } from '../told-parcel';
import type { ReturnedParcel } from '../models/returned-parcel';

const debtKey = (authority: string, reference: string): string => `${authority} ${reference}`;
/** From the order to the last acceptance of a declaration that is not in time. */
const daysToAcceptance = 20;
/** Faults of parcels for one of each kind that is about no parcel. */
const parcelsForOne = 500;

/** The faults of a story, as it is told: which parcel has which, what goes wrong in the back office, and what was planted so far. */
export class PlantedFaults {
  readonly office: OfficeFaults;
  readonly #plan: OfficePlan;
  readonly #parcels: ParcelPlan | undefined;
  readonly #truth: Truth;
  readonly #desk = new Map<string, PaymentFault>();

  constructor(dataDirectory: string, trade: Trade, settings: PlanSettings) {
    const { request, rules, legalNow } = settings;
    this.#truth = new Truth(dataDirectory);
    const cycles = cyclesOf(rules);
    if (isZeroShare(request.noise)) {
      this.#plan = new OfficePlan([], new Set(), { rules, cycles, legalNow, lastAcceptance: legalNow });
      this.office = new OfficeFaults(this.#plan, this.#truth, cycles, 0);
      return;
    }
    const parcels = new ParcelPlan(trade.documents(), settings);
    this.#parcels = parcels;
    this.#plan = new OfficePlan(parcels.takeOrdinary(), parcels.refundedAt, {
      rules,
      cycles,
      legalNow,
      lastAcceptance: dayOf(addDays(parcels.lastOrder, daysToAcceptance)),
    });
    this.office = new OfficeFaults(this.#plan, this.#truth, cycles, Math.max(1, Math.floor(parcels.budget / parcelsForOne)));
    for (const { fault, reason } of parcels.missing) this.#truth.leaveOut({ notPlanted: fault.name, code: fault.code, reason });
    for (const one of [...this.#plan.notPlanted, ...neverPlanted]) this.#truth.leaveOut(one);
    for (const one of this.#plan.known) this.#truth.plant(one);
  }

  /** The fault of an order; undefined where it has none. */
  faultOf(document: TradeDocument): ParcelFault | undefined {
    const { command } = document.dispatch;
    if (command.type !== 'RecordOrder' || this.#plan.restsOn(command.order.orderNumber)) return undefined;
    const fault = this.#parcels?.faultOf(document);
    // What is refunded would be set off against what a fault left open.
    return fault?.back !== undefined && this.#plan.withoutRefunds.has(authorityOf(command.order.destination ?? '')) ? undefined : fault;
  }

  /** Whether customs is asked to give back the tax of goods that came back. */
  isRefunded({ authority, declarant, paidBy }: ReturnedParcel): boolean {
    return paidBy === 'consumer' || declarant !== parties.representative.collector || !this.#plan.withoutRefunds.has(authority);
  }

  /** The parcel, with its way as long as it takes. */
  underWay(parcel: Parcel): Parcel {
    const { delayed } = this.#plan;
    const { order, collection, suppliedOn, dispatchedAt } = parcel;
    if (
      delayed === undefined ||
      collection.kind !== 'scheme' ||
      order.header.destination !== delayed.country ||
      monthOf(suppliedOn) !== delayed.period
    )
      return parcel;
    // Those that left later arrive later.
    const days = Math.trunc((Number(dayOf(dispatchedAt).slice(8)) * daysOfArrivals) / 32);
    const arrivedAt = `${dayAfter(delayed.arriveFrom, days)}${dispatchedAt.slice(10)}`;
    return { ...parcel, arrivedAt, acceptedAt: arrivedAt, deliveredAt: addDays(arrivedAt, 2) };
  }

  /** A parcel is told, with its fault where it has one. */
  told(parcel: Parcel, firstDay: string): void {
    const { fault } = parcel;
    if (fault === undefined) return;
    const { orderNumber, orderedAt, destination = '' } = parcel.order.header;
    const heals = fault.heals === undefined ? {} : { heals: fault.heals };
    this.#truth.plant({
      fault: `${fault.code}/${orderNumber}`,
      name: fault.name,
      code: fault.code,
      ...fault.expected(parcel, firstDay),
      of: { order: orderNumber },
      plantedAt: orderedAt,
      ...heals,
    });
    if (fault.payment !== undefined) this.#desk.set(debtKey(authorityOf(destination), mrnOfParcel(parcel)), fault.payment);
  }

  /** How a debt at a desk is paid, where it is not as it should be. */
  atDesk({ authority, reference }: { readonly authority: string; readonly reference: string }): PaymentFault | undefined {
    return this.#desk.get(debtKey(authority, reference));
  }

  /** The story is told: the truth about it is complete. Gives how many faults were planted under each code. */
  async finish(ledger: Ledger): Promise<Readonly<Record<string, number>>> {
    await this.office.finish(ledger);
    this.#truth.finish();
    return Object.fromEntries([...this.#truth.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
