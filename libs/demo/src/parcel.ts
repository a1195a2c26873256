import { dispatchedUnits, dispatchedValue, type OrderKnown, quotableOrder } from '#advance-data';
import { Exact, formatMoney, round } from '#money';
import { quoteSupply, type RuleBook, type SupplyQuote } from '#rules';
import { addDays, addHours } from './days';
import { type CollectionModel, type ModelChoice, modelOf } from './models/model';
import { Seeded } from './seeded';
import type { Collection, Parcel, ParcelFault } from './told-parcel';

const collectionOf = (quote: SupplyQuote, order: OrderKnown, model: CollectionModel): Collection => {
  if (quote.kind === 'outside') return { kind: 'none', reason: quote.reason };
  if (quote.kind === 'refused') return { kind: 'none', reason: quote.code };
  const { regime, threshold } = quote;
  const border = { kind: 'border', payer: model === 'consumer' ? 'consumer' : 'representative' } as const;
  if (regime === 'STANDARD-IMPORT') return border;
  if (order.header.schemeNumber === undefined) return model === 'intermediary' ? { kind: 'arrangement' } : border;
  return {
    kind: 'scheme',
    regime,
    ...(threshold === undefined ? {} : { statedValue: { amount: threshold.value, currency: threshold.currency } }),
  };
};

/** What of a story's settings a parcel follows from. */
export interface ParcelSettings {
  readonly rules: RuleBook;
  readonly seed: number;
  readonly model: ModelChoice;
}

/** Share of parcels that cannot be delivered. */
const undeliveredPartsPerMillion = 20_000;

/** The goods lines of which something is sent. */
const sentGoods = (order: OrderKnown) => order.lines.filter((line) => line.class === 'goods' && dispatchedUnits(order, line) > 0);

const capturedAmount = (order: OrderKnown, quote: SupplyQuote, collection: Collection, on: string): string | undefined => {
  const goods = sentGoods(order);
  if (goods.length === 0) return undefined;
  const { header } = order;
  const value = goods
    .reduce((sum, line) => sum.plus(dispatchedValue(order, line)), Exact.ZERO)
    .plus(Exact.parse(header.freight))
    .minus(Exact.parse(header.discount));
  const net = round(value, header.currency, 'half-even', on);
  const vat = quote.kind === 'regime' && collection.kind === 'scheme' ? quote.vat.minor : 0n;
  const total = { ...net, minor: net.minor + vat };
  return total.minor > 0n ? formatMoney(total) : undefined;
};

/**
 * A parcel after cancellations: payment and dispatch a day after the order, arrival and declaration a week later, delivery two days after.
 */
export const parcelOf = (order: OrderKnown, announcedMonthsLate: number, by: ParcelSettings, fault?: ParcelFault): Parcel => {
  const capturedAt = addHours(order.header.orderedAt, 24);
  const arrivedAt = addDays(capturedAt, 7);
  const quotable = quotableOrder(order, capturedAt, by.rules);
  const quote = quoteSupply(quotable, by.rules);
  const collection = collectionOf(quote, order, modelOf(by, order.header.orderNumber));
  // What is collected later is not in the price that the buyer paid.
  const captured = capturedAmount(order, quote, collection, capturedAt.slice(0, 10));
  const parcel: Parcel = {
    order,
    announcedMonthsLate,
    ...(fault === undefined ? {} : { fault }),
    capturedAt,
    dispatchedAt: capturedAt,
    arrivedAt,
    acceptedAt: arrivedAt,
    deliveredAt: addDays(arrivedAt, 2),
    suppliedOn: quotable.capturedOn,
    collection,
    undelivered: Seeded.of(by.seed, 'delivery', order.header.orderNumber).chance(undeliveredPartsPerMillion),
    sent: sentGoods(order).length > 0,
    ...(captured === undefined ? {} : { captured }),
  };
  return fault?.parcel === undefined ? parcel : { ...parcel, ...fault.parcel(parcel) };
};

/** Regime of an order as the report counts it. */
export const regimeOf = ({ order, collection, sent }: Parcel): string => {
  if (!order.lines.some((line) => line.class === 'goods' && line.quantity > 0)) return 'withoutGoods';
  if (!sent) return 'cancelledWhole';
  if (collection.kind === 'none') return collection.reason;
  if (collection.kind === 'scheme') return collection.regime;
  if (collection.kind === 'arrangement') return 'EU-SA';
  return order.header.destination === 'GB' ? 'UK-STANDARD' : 'EU-STANDARD';
};
