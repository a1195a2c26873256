import { type Match, type MatchRule } from '../case';
import { type Leg } from '../legs/leg';
import { type DeclarationFacts } from '../parcel/declaration-facts';
import { type CaseFacts, type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import { HandMatches } from './hand-matches';

/**
 * Names by which messages join: the number of an order, of one of its lines, of a parcel. Their rules have one version: a name is the same
 * or it is another.
 */
type KeyRule = Extract<MatchRule, 'order-number' | 'order-line' | 'consignment-number'>;

const named = (rule: KeyRule, one: string, other: string): Match => ({
  rule: `${rule}@1`,
  legs: [one, other],
  tolerance: 'none',
  distance: 'the same key',
  score: 100,
});

/**
 * What of a case is joined by a key: payments, parcels and declarations, with what they name. What somebody joined is told as made by hand.
 */
export const byKey = ({ orders, parcels }: CaseFacts, legs: readonly Leg[]): readonly Match[] => {
  const hands = new HandMatches();
  hands.hear(legs);
  const byHand = new Set(hands.joined.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const isNamed = (a: string, b: string): boolean => !byHand.has(`${a} ${b}`);
  const known = new Map(orders.flatMap((order) => (order.head === undefined ? [] : [[order.id, order] as const])));
  return [...known.values()].flatMap(ofPayments).concat(parcels.flatMap((parcel) => ofParcel(parcel, known, isNamed)));
};

const nameOf = ({ id, head }: OrderFacts): string => `order ${head?.number ?? id}`;

const ofPayments = (order: OrderFacts): readonly Match[] =>
  order.payments.flatMap(({ number, transaction }) =>
    number === order.head?.number ? [named('order-number', nameOf(order), `payment ${transaction}`)] : [],
  );

const ofParcel = (
  { id, head, declarations }: ParcelFacts,
  known: ReadonlyMap<string, OrderFacts>,
  isNamed: (a: string, b: string) => boolean,
): readonly Match[] => {
  const announced = (head?.orders ?? []).flatMap((order) => (isNamed(id, order) ? (known.get(order) ?? []) : []));
  return [
    ...announced.map((order) => named('order-number', nameOf(order), `parcel ${head?.number ?? ''}`)),
    ...declarations.flatMap((declaration) => [
      ...(head !== undefined && declaration.head?.consignment === id && isNamed(declaration.id, id)
        ? [named('consignment-number', `parcel ${head.number}`, `declaration ${declaration.head.mrn}`)]
        : []),
      ...coveredBy(declaration, known).map((order) =>
        named('order-line', nameOf(order), `declaration ${declaration.head?.mrn ?? declaration.id}`),
      ),
    ]),
  ];
};

const coveredBy = ({ items }: DeclarationFacts, known: ReadonlyMap<string, OrderFacts>): readonly OrderFacts[] =>
  [...new Set(items.flatMap(({ covers }) => covers.map(({ order }) => order)))].flatMap((order) => known.get(order) ?? []);
