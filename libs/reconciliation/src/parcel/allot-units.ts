import { unitsOf } from '../exact-units';
import { type OrderLine } from '../legs/leg';
import { type LooseUnits, UnitDivision } from './divide-units';
import { type CaseFacts, countingDeclaration, type OrderFacts, type ParcelFacts } from './parcel-facts';

/** Units of one order line that share a fate: the parcel they went into, or none. */
export interface LineShare {
  readonly order: OrderFacts;
  readonly line: OrderLine;
  readonly units: number;
  /** Exact value of one unit. */
  readonly price: bigint;
  readonly parcel?: ParcelFacts;
  /** The parcel's declaration says that it covers these units. */
  readonly declared: boolean;
}

/** Why units of a line are no item to follow. */
export interface LineOutside {
  readonly order: OrderFacts;
  readonly line: OrderLine;
  readonly units: number;
  readonly price: bigint;
  readonly reason: 'no_goods' | 'credit' | 'cancelled_before_dispatch';
}

/** Units that a declaration covers of a line, and how many there are to cover. */
export interface Coverage {
  readonly order: OrderFacts;
  readonly line: OrderLine;
  readonly expected: number;
  readonly covered: number;
  readonly price: bigint;
  /** The one parcel where it is told: the last declared one, of those that cover units of the line where they cover too many. */
  readonly parcel: ParcelFacts;
}

export interface Allotment {
  readonly shares: readonly LineShare[];
  readonly outside: readonly LineOutside[];
  /** Lines whose covered units differ from what all parcels of the order, every one declared, should cover. */
  readonly miscovered: readonly Coverage[];
}

export const lineKey = (order: string, ordinal: number): string => `${order}/${String(ordinal)}`;

interface Covered {
  readonly parcel: ParcelFacts;
  quantity: number;
}

/** Covered units by line: only of each parcel's counting declaration, for a second one declares the same goods again. */
const coveredByLine = (parcels: readonly ParcelFacts[]): ReadonlyMap<string, readonly Covered[]> => {
  const byLine = new Map<string, Covered[]>();
  for (const parcel of parcels)
    for (const item of countingDeclaration(parcel)?.items ?? [])
      for (const { order, ordinal, quantity } of item.covers) {
        const key = lineKey(order, ordinal);
        const list = byLine.get(key) ?? [];
        byLine.set(key, list);
        const same = list.find((c) => c.parcel === parcel);
        if (same === undefined) list.push({ parcel, quantity });
        else same.quantity += quantity;
      }
  return byLine;
};

/** Parcels that carry an order: the manifest names it, a declaration covers it, or it is the only order there is. */
const parcelsOf = (order: OrderFacts, facts: CaseFacts): readonly ParcelFacts[] =>
  facts.parcels.filter(
    (parcel) =>
      facts.orders.length === 1 ||
      parcel.head?.orders.includes(order.id) === true ||
      [...parcel.declarations, ...parcel.invalidated].some((d) => d.items.some((item) => item.covers.some((c) => c.order === order.id))),
  );

/** True for a declaration whose items name no order lines: a foreign one, compared in totals. */
const coversNothing = (parcel: ParcelFacts): boolean =>
  countingDeclaration(parcel)?.items.every((item) => item.covers.length === 0) ?? false;

const earliest = (parcels: readonly ParcelFacts[], momentOf: (parcel: ParcelFacts) => string): ParcelFacts | undefined =>
  parcels.reduce<ParcelFacts | undefined>(
    (known, parcel) => (known === undefined || momentOf(parcel) < momentOf(known) ? parcel : known),
    undefined,
  );

/** After any moment. */
const never = '~';

/** Of the parcels without a declaration that which is there first, else that which was sent first: its declaration is due first. */
const firstToDeclare = (parcels: readonly ParcelFacts[]): ParcelFacts | undefined =>
  earliest(
    parcels.filter((parcel) => countingDeclaration(parcel) === undefined),
    ({ arrivedAt = never, head }) => `${arrivedAt} ${head?.dispatchedAt ?? never}`,
  );

/** The parcel that was declared last: until then goods could still come with it, so it is there that they were left out. */
const lastDeclared = (parcels: readonly ParcelFacts[]): ParcelFacts | undefined => {
  const moments = parcels.map((parcel) => countingDeclaration(parcel)?.head?.acceptedAt ?? '').sort();
  return parcels.find((parcel) => (countingDeclaration(parcel)?.head?.acceptedAt ?? '') === moments.at(-1));
};

/**
 * Gives every unit of every line to a parcel, to none, or outside. Units that no declaration covers wait in the parcel whose declaration is
 * due first, where one has none; where all are declared, they are what the last declaration left out. Where several parcels of an order are
 * declared without its lines, their declared units divide it.
 */
export const allotUnits = (facts: CaseFacts): Allotment => {
  const shares: LineShare[] = [];
  const outside: LineOutside[] = [];
  const miscovered: Coverage[] = [];
  const covered = coveredByLine(facts.parcels);
  const division = new UnitDivision(facts.parcels.filter(coversNothing));
  for (const order of facts.orders) {
    const parcels = parcelsOf(order, facts);
    const nameless = new Set(parcels.filter(coversNothing));
    const undeclared = firstToDeclare(parcels);
    const waiting = undeclared ?? lastDeclared([...nameless]);
    // One parcel alone holds what there is; between several its declarations have to say.
    const isDivided = nameless.size > 1 || (nameless.size === 1 && undeclared !== undefined);
    const loose: (LooseUnits & { readonly price: bigint })[] = [];
    for (const line of order.lines) {
      const price = unitsOf(line.unitPrice);
      const goods = order.head?.kind !== 'credit' && line.lineClass === 'goods' && line.quantity > 0;
      if (!goods) {
        outside.push({ order, line, units: line.quantity, price, reason: order.head?.kind === 'credit' ? 'credit' : 'no_goods' });
        continue;
      }
      const cancelled = Math.min(line.quantity, order.cancelled.get(line.ordinal) ?? 0);
      if (cancelled > 0) outside.push({ order, line, units: cancelled, price, reason: 'cancelled_before_dispatch' });
      const expected = line.quantity - cancelled;
      let left = expected;
      let sum = 0;
      const covering = covered.get(lineKey(order.id, line.ordinal)) ?? [];
      for (const { parcel, quantity } of covering) {
        sum += quantity;
        const units = Math.min(left, quantity);
        left -= units;
        if (units > 0) shares.push({ order, line, units, price, parcel, declared: true });
      }
      if (left > 0 && isDivided) loose.push({ line, units: left, price });
      else if (left > 0) shares.push(restOf({ order, line, units: left, price }, waiting, parcels));
      const told =
        waiting !== undefined || sum === expected ? undefined : lastDeclared(left > 0 ? parcels : covering.map(({ parcel }) => parcel));
      if (told !== undefined) miscovered.push({ order, line, expected, covered: sum, price, parcel: told });
    }
    for (const { line, parcel, units } of division.divide(loose, order.head?.currency, nameless))
      shares.push({ order, line, units, price: unitsOf(line.unitPrice), parcel, declared: true });
    for (const { line, units, price } of loose)
      if (units > 0) shares.push(restOf({ order, line, units, price }, undeclared ?? waiting, parcels));
  }
  return { shares, outside, miscovered };
};

const restOf = (
  rest: Omit<LineShare, 'declared' | 'parcel'>,
  waiting: ParcelFacts | undefined,
  parcels: readonly ParcelFacts[],
): LineShare => {
  const parcel = waiting ?? lastDeclared(parcels);
  if (parcel === undefined) return { declared: false, ...rest };
  return { ...rest, parcel, declared: waiting !== undefined && coversNothing(waiting) && countingDeclaration(waiting) !== undefined };
};
