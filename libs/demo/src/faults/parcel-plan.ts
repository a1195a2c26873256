import { Exact } from '#money';
import type { RuleBook } from '#rules';
import { foreseen } from '../foreseen';
import { underModel } from '../models/model';
import { parcelOf } from '../parcel';
import { authorityOf } from '../parties';
import { Seeded } from '../seeded';
import type { DemoRequest } from '../settings';
import type { TradeDocument } from '../trade';
import { isOrdinary, isPaidBy } from './fitting';
import { parcelFaults } from './parcel-faults';
import type { Parcel, ParcelFault } from '../told-parcel';

/** What faults are drawn from. */
export interface PlanSettings {
  readonly request: DemoRequest;
  readonly rules: RuleBook;
  readonly legalNow: string;
}

/** A parcel that nothing is wrong with, unless something is planted; undefined for any other document. */
const ordinaryParcel = (document: TradeDocument, { request, rules }: PlanSettings): Parcel | undefined => {
  const { dispatch, announcedMonthsLate, cancellations, returns, goodsBack = [] } = document;
  if (dispatch.command.type !== 'RecordOrder' || announcedMonthsLate > 0 || cancellations.length + returns.length + goodsBack.length > 0)
    return undefined;
  const order = foreseen(dispatch);
  if (order === undefined) return undefined;
  const parcel = parcelOf(order, 0, { rules, seed: request.seed, model: request.model });
  return isOrdinary(parcel) ? parcel : undefined;
};

interface Ranked {
  readonly rank: number;
  readonly document: TradeDocument;
}

/** Orders of the lowest ranks of which one may be appointed to a fault. */
const mostCandidates = 4000;

const numberOf = ({ dispatch: { command } }: TradeDocument): string => (command.type === 'RecordOrder' ? command.order.orderNumber : '');
const drawOf = (seed: number, orderNumber: string): Seeded => Seeded.of(seed, 'fault', orderNumber);
const ranks = 1 << 24;

/** The orders of the lowest ranks, in order of rank, and how many there are in all. Memory stays that of the candidates. */
const candidatesOf = (
  documents: Iterable<TradeDocument>,
  seed: number,
): { readonly candidates: readonly Ranked[]; readonly orders: number; readonly lastOrder: string } => {
  let kept: Ranked[] = [];
  let orders = 0;
  let lastOrder = '';
  const cut = (): void => {
    kept = kept.sort((a, b) => a.rank - b.rank || (numberOf(a.document) < numberOf(b.document) ? -1 : 1)).slice(0, mostCandidates);
  };
  for (const document of documents) {
    if (document.dispatch.command.type !== 'RecordOrder') continue;
    orders += 1;
    if (document.dispatch.context.effectiveAt > lastOrder) lastOrder = document.dispatch.context.effectiveAt;
    kept.push({ rank: drawOf(seed, numberOf(document)).below(ranks), document });
    if (kept.length === 2 * mostCandidates) cut();
  }
  cut();
  return { candidates: kept, orders, lastOrder };
};

/**
 * Which parcel has which fault. Of each kind that the trade has a place for one order is appointed; all others draw by seed and order
 * number. The same settings give the same plan, and nothing of the trade is held but the appointments.
 */
export class ParcelPlan {
  readonly #appointed = new Map<string, ParcelFault>();
  readonly #partsPerMillion: number;
  /** Kinds that no parcel has, and why. */
  readonly missing: { readonly fault: ParcelFault; readonly reason: string }[] = [];
  #ordinary: readonly Parcel[];
  /** Authorities at which an appointed fault has the representative refunded. */
  readonly refundedAt = new Set<string>();
  /** How many parcels may have a fault. */
  readonly budget: number;
  /** Moment of the last order. */
  readonly lastOrder: string;

  constructor(
    documents: Iterable<TradeDocument>,
    private readonly settings: PlanSettings,
  ) {
    const { seed, noise } = settings.request;
    const { candidates, orders, lastOrder } = candidatesOf(documents, seed);
    const share = Number.parseInt(Exact.parse(noise).times(Exact.ofInteger(1_000_000n)).toCanonicalText(), 10);
    this.lastOrder = lastOrder;
    this.budget = Math.floor((share * orders) / 1_000_000);
    this.#ordinary = this.#appoint(candidates, this.budget);
    this.#partsPerMillion = orders === 0 ? 0 : Math.floor((Math.max(0, this.budget - this.#appointed.size) * 1_000_000) / orders);
  }

  /** Some parcels without a fault; they are handed over, for the plan is held as long as the story is told. */
  takeOrdinary(): readonly Parcel[] {
    const parcels = this.#ordinary;
    this.#ordinary = [];
    return parcels;
  }

  /** The fault of an order, as the model tells it; undefined where it has none. */
  faultOf(document: TradeDocument): ParcelFault | undefined {
    const orderNumber = numberOf(document);
    const appointed = this.#appointed.get(orderNumber);
    if (appointed !== undefined) return appointed;
    const { request, legalNow, rules } = this.settings;
    const random = drawOf(request.seed, orderNumber);
    random.below(ranks);
    if (!random.chance(this.#partsPerMillion)) return undefined;
    const parcel = ordinaryParcel(document, this.settings);
    const [first, ...others] =
      parcel === undefined ? [] : parcelFaults.filter(({ once, fits }) => once !== true && fits({ parcel, legalNow, rules }));
    return first === undefined ? undefined : random.pick([first, ...others]);
  }

  /** The scarcest kinds choose first. Gives the ordinary parcels that were looked at and not appointed. */
  #appoint(candidates: readonly Ranked[], budget: number): readonly Parcel[] {
    const { request, legalNow, rules } = this.settings;
    const wanted = shuffled(parcelFaults, Seeded.of(request.seed, 'faults'));
    const fitting = new Map(wanted.map((fault) => [fault, [] as Parcel[]]));
    const parcels: Parcel[] = [];
    for (const { document } of candidates) {
      const parcel = ordinaryParcel(underModel(document, request), this.settings);
      if (parcel === undefined) continue;
      parcels.push(parcel);
      for (const [fault, places] of fitting)
        if (places.length <= wanted.length && fault.fits({ parcel, legalNow, rules })) places.push(parcel);
    }
    const taken = new Set<Parcel>();
    const within = wanted.slice(0, budget).sort((a, b) => (fitting.get(a)?.length ?? 0) - (fitting.get(b)?.length ?? 0));
    for (const fault of within) {
      const place = fitting.get(fault)?.find((parcel) => !taken.has(parcel));
      if (place === undefined) {
        this.missing.push({ fault, reason: 'no parcel of this trade is of a kind that it can happen to' });
        continue;
      }
      taken.add(place);
      this.#appointed.set(place.order.header.orderNumber, fault);
      if (fault.back !== undefined && isPaidBy('representative', place))
        this.refundedAt.add(authorityOf(place.order.header.destination ?? ''));
    }
    for (const fault of wanted.slice(budget))
      this.missing.push({ fault, reason: `the share of faults leaves room for ${String(budget)} parcels` });
    return parcels.filter((parcel) => !taken.has(parcel));
  }
}

const shuffled = <T>(items: readonly T[], random: Seeded): readonly T[] => {
  const left = [...items];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(random.below(left.length), 1));
  return drawn;
};
