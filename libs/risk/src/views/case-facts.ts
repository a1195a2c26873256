import { paymentStream } from '#advance-data';
import { evidenceRequestStream } from '#evidence-requests';
import { type CapturedPayment, capturedPayments, type CaseLegs, type Leg, textOf, unitsOf } from '#reconciliation';
import { converted } from '../exact-figures';
import { type Evidence } from '../finding';
import { grouped } from '../grouped';
import { type OrderInParcels } from '../indicators/split-one-order';
import { type PaidAndDeclared } from '../indicators/under-invoice-payment';
import { type Limit, type LimitOf } from '../limits';

type LegOf<K extends Leg['kind']> = Extract<Leg, { kind: K }>;
type Items = LegOf<'declarationItems'>['items'];
interface Version {
  readonly head: LegOf<'declaration'>;
  readonly items: Items;
}

const legsOf = <K extends Leg['kind']>(legs: readonly Leg[], kind: K): readonly LegOf<K>[] =>
  legs.filter((leg): leg is LegOf<K> => leg.kind === kind);

/** The versions that count: of each declaration the last one, unless it was invalidated. Items follow their version in the log. */
const versionsOf = (legs: readonly Leg[]): readonly Version[] => {
  const invalidated = new Set(legsOf(legs, 'invalidation').map(({ subject }) => subject));
  const items = grouped(legsOf(legs, 'declarationItems'), ({ subject }) => subject);
  return [...grouped(legsOf(legs, 'declaration'), ({ subject }) => subject)].flatMap(([subject, heads]) => {
    const head = heads.reduce((a, b) => (b.version > a.version ? b : a));
    if (invalidated.has(subject)) return [];
    return { head, items: (items.get(subject) ?? []).filter(({ position }) => position >= head.position).flatMap((leg) => leg.items) };
  });
};

/** Orders of a case that went in several parcels, each parcel declared, its goods of this order alone. */
export const ordersInParcels = ({ legs }: CaseLegs, limitOf: LimitOf): readonly OrderInParcels[] => {
  const parcels = legsOf(legs, 'consignment');
  if (parcels.length < 2) return [];
  const versions = grouped(versionsOf(legs), ({ head }) => head.consignment ?? '');
  return legsOf(legs, 'order').flatMap((order) => {
    const own = parcels.filter((parcel) => parcel.orders.includes(order.subject));
    const declared = own.flatMap((parcel) =>
      (versions.get(parcel.subject) ?? []).slice(0, 1).flatMap((version) => parcelOf(parcel, version, order.subject, limitOf)),
    );
    const [first] = declared;
    if (
      own.length < 2 ||
      first === undefined ||
      declared.length < own.length ||
      declared.some(({ limit }) => limit.amount !== first.limit.amount || limit.currency !== first.limit.currency)
    )
      return [];
    const { subject: stream, position, seller, number, orderedAt } = order;
    return { stream, position, seller, number, orderedAt, limit: first.limit, parcels: declared };
  });
};

const parcelOf = (
  parcel: LegOf<'consignment'>,
  { head, items }: Version,
  order: string,
  limitOf: LimitOf,
): readonly (OrderInParcels['parcels'][number] & { readonly limit: Limit })[] => {
  const limit = limitOf(head.jurisdiction, head.acceptedOn);
  const own = items.filter(({ covers }) => covers.some((c) => c.order === order));
  const discount = unitsOf(head.discount);
  // A discount is of the whole declaration: what of it is this order's, nobody tells where others are in it.
  if (
    limit === undefined ||
    own.length === 0 ||
    own.some(({ covers }) => covers.some((c) => c.order !== order)) ||
    (discount !== 0n && own.length < items.length)
  )
    return [];
  const value = converted(
    own.reduce((sum, { goodsValue }) => sum + unitsOf(goodsValue), -discount),
    head.currency,
    limit.currency,
    head.exchange,
  );
  return value === undefined
    ? []
    : [{ stream: head.subject, position: head.position, number: parcel.number, value, acceptedOn: head.acceptedOn, limit }];
};

/**
 * A case whose orders are paid and declared whole. What was cancelled, credited or goes back leaves it out: then no simple comparison
 * holds.
 */
export const paidAndDeclared = ({ key, legs }: CaseLegs): PaidAndDeclared | undefined => {
  if (
    legs.some(
      ({ kind }) =>
        kind === 'cancellation' || kind === 'adjustment' || kind === 'credit' || kind === 'returnParcel' || kind === 'returnReported',
    )
  )
    return undefined;
  const [orders, versions] = [legsOf(legs, 'order'), versionsOf(legs)];
  const payments = paymentsOf(legs, orders);
  const [first] = payments;
  if (first === undefined || orders.length === 0 || !isDeclaredWhole(legs, versions)) return undefined;
  const { currency } = first;
  const supplies = legsOf(legs, 'supply');
  if (
    [...payments, ...supplies, ...orders].some((leg) => leg.currency !== currency) ||
    orders.some(({ subject }) => !payments.some((payment) => payment.subject === subject))
  )
    return undefined;
  const values = versions.map(({ head, items }) =>
    converted(
      items.reduce(
        (sum, { goodsValue }) => sum + unitsOf(goodsValue),
        unitsOf(head.freight) + unitsOf(head.insurance) - unitsOf(head.discount),
      ),
      head.currency,
      currency,
      head.exchange,
    ),
  );
  const declared = values.reduce(
    (sum: bigint | undefined, value) => (sum === undefined || value === undefined ? undefined : sum + value),
    0n,
  );
  if (declared === undefined) return undefined;
  const vat = supplies.flatMap(({ rows }) => rows).reduce((sum, row) => sum + unitsOf(row.vat), 0n);
  const captured = payments.reduce((sum, { amount }) => sum + unitsOf(amount), 0n) - vat;
  const moments = [...payments.map(({ acceptedAt }) => acceptedAt), ...versions.map(({ head }) => head.acceptedAt)].sort();
  const names = orders
    .map(({ seller, number }) => `order ${number} of ${seller}`)
    .sort()
    .join(', ');
  return {
    key,
    names,
    currency,
    declared,
    captured,
    from: moments[0] ?? '',
    to: moments.at(-1) ?? '',
    evidence: evidenceOf(payments, versions, vat, currency),
  };
};

/** What was captured for each order: as its provider proved it, where it did. */
const paymentsOf = (legs: readonly Leg[], orders: readonly LegOf<'order'>[]): readonly CapturedPayment[] => {
  const proofs = legsOf(legs, 'paymentProof');
  if (proofs.length === 0) return legsOf(legs, 'payment');
  const subjects = new Set([...legsOf(legs, 'payment'), ...proofs].map(({ subject }) => subject));
  const ofSubject = <T extends { readonly subject: string }>(all: readonly T[], subject: string): readonly T[] =>
    all.filter((leg) => leg.subject === subject);
  return [...subjects].flatMap((subject) =>
    capturedPayments(
      ofSubject(legsOf(legs, 'payment'), subject),
      ofSubject(proofs, subject),
      orders.find((order) => order.subject === subject)?.currency,
    ),
  );
};

const evidenceOf = (
  payments: readonly CapturedPayment[],
  versions: readonly Version[],
  vat: bigint,
  currency: string,
): readonly Evidence[] => [
  ...payments.map(({ position, acceptedAt, amount, psp, transaction, request, proven }) => ({
    stream: request === undefined ? paymentStream(psp, transaction) : evidenceRequestStream(request),
    position,
    values: { at: acceptedAt, transaction, paid: amount, currency, vat: textOf(vat), ...(proven === undefined ? {} : { proven }) },
  })),
  ...versions.map(({ head, items }) => ({
    stream: head.subject,
    position: head.position,
    values: {
      at: head.acceptedAt,
      mrn: head.mrn,
      declared: textOf(items.reduce((sum, { goodsValue }) => sum + unitsOf(goodsValue), 0n)),
      freight: head.freight,
      currency: head.currency,
    },
  })),
];

/** Every unit of goods is covered, and as often as it was ordered. */
const isDeclaredWhole = (legs: readonly Leg[], versions: readonly Version[]): boolean => {
  const open = new Map<string, number>();
  for (const { subject, lines } of legsOf(legs, 'orderLines'))
    for (const line of lines) if (line.lineClass === 'goods') open.set(`${subject} ${String(line.ordinal)}`, line.quantity);
  for (const { items } of versions)
    for (const { covers } of items)
      for (const { order, ordinal, quantity } of covers)
        open.set(`${order} ${String(ordinal)}`, (open.get(`${order} ${String(ordinal)}`) ?? 0) - quantity);
  return open.size > 0 && [...open.values()].every((units) => units === 0);
};
