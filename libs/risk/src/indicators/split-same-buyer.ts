import { textOf, unitsOf } from '#reconciliation';
import { amountText, moneyText } from '../exact-figures';
import { type BuyerOrder } from '../facts';
import { counted, type Finding, findingOf } from '../finding';
import { grouped } from '../grouped';
import { isWithin, type Limit, type LimitOf } from '../limits';
import { type RiskRules } from '../risk-rules';

interface Valued {
  readonly order: BuyerOrder;
  readonly value: bigint;
  readonly limit: Limit;
}

/** As tested at checkout; else the goods as announced, where they are in the currency of the limit. No rate is looked up here. */
const valuedOf = (order: BuyerOrder, limitOf: LimitOf): readonly Valued[] => {
  if (order.outside === true) return [];
  const { tested, destination, orderedAt } = order;
  if (tested !== undefined)
    return [{ order, value: unitsOf(tested.value), limit: { amount: tested.limit, currency: tested.currency, inclusive: true } }];
  const limit = destination === undefined ? undefined : limitOf(destination, orderedAt.slice(0, 10));
  return limit === undefined || limit.currency !== order.currency ? [] : [{ order, value: unitsOf(order.goods), limit }];
};

const sumOf = (orders: readonly Valued[]): bigint => orders.reduce((sum, { value }) => sum + value, 0n);
const sortKey = ({ order }: Valued): string => `${order.orderedAt} ${order.stream}`;

/**
 * R01: orders of one buyer at one seller, each within the limit and together above it, in one window or in parcels that arrived on one day.
 */
export const splitSameBuyer = (orders: readonly BuyerOrder[], rules: RiskRules, limitOf: LimitOf): readonly Finding[] => {
  const within = orders.flatMap((order) => valuedOf(order, limitOf)).filter(({ value, limit }) => isWithin(value, limit));
  const byLimit = grouped(within, ({ limit }) => `${textOf(unitsOf(limit.amount))} ${limit.currency}`);
  return [...byLimit.values()].flatMap((own) => {
    const sorted = own.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    const windows = windowsOf(sorted, rules);
    const told = new Set(windows.flat());
    const arrivals = sameArrivals(
      sorted.filter((valued) => !told.has(valued)),
      rules,
    );
    return [
      ...windows.map((found) => findingFor(found, rules, `within ${counted(rules.splitSameBuyer.hours, 'hour')}`)),
      ...arrivals.map((found) => findingFor(found, rules, 'in parcels that arrived on one day', 'arrival')),
    ];
  });
};

const isSplit = (orders: readonly Valued[], rules: RiskRules): boolean => {
  const limit = orders[0]?.limit;
  return limit !== undefined && orders.length >= rules.splitSameBuyer.orders && !isWithin(sumOf(orders), limit);
};

/** Windows that do not overlap, each as full as it can be: every order is looked at twice at most. */
const windowsOf = (sorted: readonly Valued[], rules: RiskRules): readonly (readonly Valued[])[] => {
  const found: (readonly Valued[])[] = [];
  const moments = sorted.map(({ order }) => Date.parse(order.orderedAt));
  const length = rules.splitSameBuyer.hours * 3_600_000;
  let [first, end, sum] = [0, 0, 0n];
  for (; first < sorted.length; first += 1) {
    for (; end < sorted.length && (moments[end] ?? 0) - (moments[first] ?? 0) <= length; end += 1) sum += sorted[end]?.value ?? 0n;
    const limit = sorted[first]?.limit;
    if (limit !== undefined && end - first >= rules.splitSameBuyer.orders && !isWithin(sum, limit)) {
      found.push(sorted.slice(first, end));
      [first, sum] = [end - 1, 0n];
    } else sum -= sorted[first]?.value ?? 0n;
  }
  return found;
};

const sameArrivals = (sorted: readonly Valued[], rules: RiskRules): readonly (readonly Valued[])[] => {
  const days = grouped(
    sorted.filter(({ order }) => (order.arrivedOn ?? []).length > 0),
    ({ order }) => [...(order.arrivedOn ?? [])].sort()[0] ?? '',
  );
  return [...days.values()].filter((found) => isSplit(found, rules));
};

const findingFor = (found: readonly Valued[], rules: RiskRules, when: string, aspect?: string): Finding => {
  const [first, last] = [found[0] as Valued, found[found.length - 1] as Valued];
  const { amount, currency } = first.limit;
  const [sum, limit] = [sumOf(found), unitsOf(amount)];
  return findingOf('R01', rules, {
    subject: { kind: 'buyer', id: `${first.order.buyer} ${first.order.seller}` },
    from: first.order.orderedAt,
    to: last.order.orderedAt,
    figure: { name: 'excess', value: amountText(sum - limit, currency), unit: currency },
    threshold: { name: 'limit of low value', value: amountText(limit, currency), unit: currency },
    measured: [
      { name: 'orders', value: String(found.length), unit: 'orders' },
      { name: 'together', value: amountText(sum, currency), unit: currency },
    ],
    sentence:
      `${counted(found.length, 'order')} of one buyer at ${first.order.seller} ${when}, ` +
      `each at most ${moneyText(limit, currency)}, together ${moneyText(sum, currency)}`,
    evidence: found.map(({ order, value }) => ({
      stream: order.stream,
      position: order.position,
      values: { at: order.orderedAt, order: order.number, value: amountText(value, currency), currency },
    })),
    ...(aspect === undefined ? {} : { aspect }),
  });
};
