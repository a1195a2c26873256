import { noCurrency } from '../case';
import { instantAfter } from '../days';
import { unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { type LineShare } from './allot-units';
import { type CapturedPayment } from './captured-payments';
import { type Findings } from './findings';
import { type OrderFacts } from './parcel-facts';

/** What was captured, in the currency of the first capture. */
export const capturedOf = (payments: readonly CapturedPayment[]): { readonly amount: bigint; readonly currency: string } => {
  const currency = payments[0]?.currency ?? noCurrency;
  return { amount: payments.reduce((sum, payment) => (payment.currency === currency ? sum + unitsOf(payment.amount) : sum), 0n), currency };
};

/**
 * Money that was captured for an order that nobody told (break B02); where its parcel came as well, the parcel without order data is the
 * root.
 */
export const checkPaidFor = (order: OrderFacts, findings: Findings): void => {
  const [first] = order.payments;
  if (order.head !== undefined || first === undefined) return;
  const deadline = instantAfter(first.acceptedAt, findings.context.rules.deadlines.order);
  findings.missing({ order }, 'order', deadline, 'B02', {
    subject: order.id,
    ...capturedOf(order.payments),
    criterion: `order of payment ${first.transaction}`,
    expected: `an order by ${deadline}`,
    ...findings.rootAmong(['B10']),
  });
};

const minute = 60_000;

/**
 * The same order told twice (break B06): of one buyer, seller and destination, with the same lines at the same prices, within minutes,
 * under another number. The later one is the duplicate, unless goods were sent for it: then the buyer bought twice.
 */
export const checkToldOnce = (
  order: OrderFacts,
  head: OrderLeg,
  shares: readonly LineShare[],
  stake: { readonly amount: bigint; readonly currency: string },
  findings: Findings,
): void => {
  if (order.twins.size === 0 || shares.some(({ parcel }) => parcel !== undefined)) return;
  const { minutes } = findings.context.rules.duplicateOrder;
  const originals = [...order.twins.values()].flatMap((twin) =>
    twin.head?.kind === 'order' && isEarlier(twin.head, head) && apart(twin.head, head) <= minutes * minute && isSame(twin, order)
      ? [twin.head]
      : [],
  );
  const original = originals.sort((a, b) => (isEarlier(a, b) ? -1 : 1))[0];
  if (original === undefined) return;
  findings.broken({ order }, 'B06', {
    subject: order.id,
    ...stake,
    since: head.orderedAt,
    criterion: `order ${head.number} beside order ${original.number}`,
    expected: 'other goods, another buyer or a later purchase',
    found: `the same ${String(head.lineCount)} lines of the same buyer`,
    distance: `${String(apart(original, head) / 1000)} seconds`,
    tolerance: `${String(minutes)} minutes`,
  });
};

const isEarlier = (a: OrderLeg, b: OrderLeg): boolean =>
  a.orderedAt < b.orderedAt || (a.orderedAt === b.orderedAt && a.subject < b.subject);
const apart = (a: OrderLeg, b: OrderLeg): number => Math.abs(Date.parse(a.orderedAt) - Date.parse(b.orderedAt));

/** A purchase that was cancelled and made anew is none told twice. */
const isSame = (twin: OrderFacts, order: OrderFacts): boolean =>
  twin.cancelled.size === 0 && order.cancelled.size === 0 && textOf(twin) === textOf(order);
const textOf = ({ lines }: OrderFacts): string =>
  JSON.stringify(
    [...lines]
      .sort((a, b) => a.ordinal - b.ordinal)
      .map(({ lineClass, quantity, unitPrice, hsCode }) => [lineClass, quantity, unitPrice, hsCode]),
  );
