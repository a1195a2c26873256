import { dispatchedUnits, dispatchedValue, type OrderDispatch, type OrderKnown, quotableOrder } from '#advance-data';
import { Exact, formatMoney, round } from '#money';
import { quoteSupply, type RuleBook, type SupplyQuote } from '#rules';
import { addDays, addHours } from './days';
import { Seeded } from './seeded';

/** What went wrong with a parcel's declaration, where the demonstration planted a fault. */
export type Fault = 'missing' | 'late' | 'duplicated' | 'undervalued';
const faults = ['missing', 'late', 'duplicated', 'undervalued'] as const;

/** How the tax of a parcel is collected; no more of the quote than that, for a demo holds its parcels to the end. */
export type Collection =
  | { readonly kind: 'scheme'; readonly regime: 'EU-IOSS' | 'UK-SUPPLY'; readonly statedValue?: { readonly amount: string; readonly currency: string } }
  | { readonly kind: 'border' }
  | { readonly kind: 'none'; readonly reason: string };

const collectionOf = (quote: SupplyQuote): Collection => {
  if (quote.kind === 'outside') return { kind: 'none', reason: quote.reason };
  if (quote.kind === 'refused') return { kind: 'none', reason: quote.code };
  const { regime, threshold } = quote;
  if (regime === 'STANDARD-IMPORT') return { kind: 'border' };
  return { kind: 'scheme', regime, ...(threshold === undefined ? {} : { statedValue: { amount: threshold.value, currency: threshold.currency } }) };
};

/** One order that is no credit: one parcel (rule 4), with what follows from it. */
export interface Parcel {
  readonly order: OrderKnown;
  readonly announcedMonthsLate: number;
  /** The order's own message, where it is announced late. */
  readonly announcement?: OrderDispatch;
  readonly fault?: Fault;
  readonly capturedAt: string;
  readonly dispatchedAt: string;
  readonly arrivedAt: string;
  readonly acceptedAt: string;
  readonly deliveredAt: string;
  /** Legal day of the supply, in the zone of its scheme. */
  readonly suppliedOn: string;
  readonly collection: Collection;
  /** What the buyer paid, where goods are left to send: text in the order's currency. */
  readonly captured?: string;
}

const faultOf = (seed: number, noise: string, orderNumber: string): Fault | undefined => {
  const random = Seeded.of(seed, 'fault', orderNumber);
  const partsPerMillion = Number.parseInt(Exact.parse(noise).times(Exact.ofInteger(1_000_000n)).toCanonicalText(), 10);
  return random.chance(partsPerMillion) ? random.pick(faults) : undefined;
};

const capturedAmount = (order: OrderKnown, quote: SupplyQuote, on: string): string | undefined => {
  const goods = order.lines.filter((line) => line.class === 'goods' && dispatchedUnits(order, line) > 0);
  if (goods.length === 0) return undefined;
  const { header } = order;
  const value = goods.reduce((sum, line) => sum.plus(dispatchedValue(order, line)), Exact.ZERO).plus(Exact.parse(header.freight)).minus(Exact.parse(header.discount));
  const net = round(value, header.currency, 'half-even', on);
  const vat = quote.kind === 'regime' ? quote.vat.minor : 0n;
  const total = { ...net, minor: net.minor + vat };
  return total.minor > 0n ? formatMoney(total) : undefined;
};

/** A parcel after cancellations: payment and dispatch a day after the order, arrival and declaration a week later, delivery two days after. */
export const parcelOf = (order: OrderKnown, announcedMonthsLate: number, by: { readonly rules: RuleBook; readonly seed: number; readonly noise: string }): Parcel => {
  const capturedAt = addHours(order.header.orderedAt, 24);
  const arrivedAt = addDays(capturedAt, 7);
  const fault = faultOf(by.seed, by.noise, order.header.orderNumber);
  const { quotable } = quotableOrder(order, capturedAt, by.rules);
  const quote = quoteSupply(quotable, by.rules);
  const captured = capturedAmount(order, quote, capturedAt.slice(0, 10));
  const acceptedAt = fault === 'late' ? addDays(arrivedAt, 12) : arrivedAt;
  return {
    order,
    announcedMonthsLate,
    ...(fault === undefined ? {} : { fault }),
    capturedAt,
    dispatchedAt: capturedAt,
    arrivedAt,
    acceptedAt,
    deliveredAt: addDays(acceptedAt, 2),
    suppliedOn: quotable.capturedOn,
    collection: collectionOf(quote),
    ...(captured === undefined ? {} : { captured }),
  };
};

/** Regime of an order as the report counts it. */
export const regimeOf = ({ order, collection, captured }: Parcel): string => {
  const sold = order.lines.some((line) => line.class === 'goods');
  if (!sold) return 'withoutGoods';
  if (!order.lines.some((line) => line.class === 'goods' && dispatchedUnits(order, line) > 0)) return 'cancelledWhole';
  if (captured === undefined) return 'withoutGoods';
  if (collection.kind === 'none') return collection.reason;
  if (collection.kind === 'scheme') return collection.regime;
  return order.header.destination === 'GB' ? 'UK-STANDARD' : 'EU-STANDARD';
};
