import {
  type AdjustmentLeg,
  type CollectionLeg,
  type ConsignmentLeg,
  type CreditLeg,
  type ExclusionLeg,
  type FrontLeg,
  type Leg,
  type OrderLeg,
  type OrderLine,
  type PaymentProofLeg,
  type ProofLeg,
  type ProofRequestEndLeg,
  type ProofRequestLeg,
  type SupplyLeg,
  type SupplyReservationLeg,
  type UndeliverableLeg,
} from '../legs/leg';
import { entryOf } from '../entry-of';
import { type CapturedPayment, capturedPayments, shareOf } from './captured-payments';
import { type DeclarationFacts, newDeclaration, withBackLeg } from './declaration-facts';
import { type ClaimFacts, newClaim, newReturn, type ReturnFacts, withClaimLeg, withReturnLeg } from './return-facts';

/** What is known of one order or credit. */
export interface OrderFacts {
  readonly id: string;
  head?: OrderLeg | CreditLeg;
  readonly lines: OrderLine[];
  readonly payments: CapturedPayment[];
  /** Where a proof of payment was asked for or told. */
  proofs?: ProofFacts;
  /** Cancelled units by line. */
  readonly cancelled: Map<number, number>;
  supply?: SupplyLeg;
  exclusion?: ExclusionLeg;
  readonly adjustments: AdjustmentLeg[];
  /** By claim: what is held of the supply's tax. */
  readonly reservations: Map<string, SupplyReservationLeg>;
  /** Other orders of the same buyer, seller and value, by their streams. */
  readonly twins: Map<string, OrderFacts>;
}

/** Requests for proof of an order's payment, how they ended, and what was proven. */
export interface ProofFacts {
  readonly requests: ProofRequestLeg[];
  readonly ends: ProofRequestEndLeg[];
  readonly proven: PaymentProofLeg[];
}

/** A parcel: a consignment and its declarations, or declarations that name no consignment. */
export interface ParcelFacts {
  readonly id: string;
  head?: ConsignmentLeg;
  arrivedAt?: string;
  deliveredAt?: string;
  undeliverable?: UndeliverableLeg;
  collection?: CollectionLeg;
  /** Those in force, in order of acceptance; the first is the one that counts. */
  readonly declarations: DeclarationFacts[];
  readonly invalidated: DeclarationFacts[];
}

export interface CaseFacts {
  readonly orders: readonly OrderFacts[];
  readonly parcels: readonly ParcelFacts[];
  readonly returns: readonly ReturnFacts[];
  readonly claims: readonly ClaimFacts[];
}

/** What is known, each once. */
export const distinct = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== undefined)),
];

export const sellersOf = ({ orders }: CaseFacts): readonly string[] => distinct(orders.map(({ head }) => head?.seller));

/** Numbers that a case was supplied or declared under. */
export const schemeNumbersOf = ({ orders, parcels }: CaseFacts): readonly string[] =>
  distinct([
    ...orders.map(({ supply }) => supply?.schemeNumber),
    ...parcels.flatMap(({ declarations }) => declarations.map(({ head }) => head?.schemeNumber)),
  ]);

/** Invalidated because something else has to be declared in its place. */
const toBeReplaced: ReadonlySet<string> = new Set(['wrong_procedure', 'wrong_goods', 'duplicate']);

/** Why a parcel's declaration was taken back for good, where it was: its goods left, or were never placed on the market. */
export const takenBackOf = ({
  declarations,
  invalidated,
  undeliverable,
}: ParcelFacts): 'undelivered' | 'returned' | 'invalidated' | undefined => {
  const ground = declarations.length > 0 ? undefined : invalidated.at(-1)?.invalidation?.ground;
  if (ground === undefined) return undefined;
  if (ground === 'undelivered' || undeliverable !== undefined) return 'undelivered';
  if (ground === 'distance_sales_return') return 'returned';
  return toBeReplaced.has(ground) ? undefined : 'invalidated';
};

/** The declaration that says what is in a parcel: the first in force, or the one that was taken back for good. */
export const countingDeclaration = (parcel: ParcelFacts): DeclarationFacts | undefined =>
  parcel.declarations[0] ?? (takenBackOf(parcel) === undefined ? undefined : parcel.invalidated.at(-1));

const newOrder = (id: string): OrderFacts => ({
  id,
  lines: [],
  payments: [],
  cancelled: new Map(),
  adjustments: [],
  reservations: new Map(),
  twins: new Map(),
});
const newParcel = (id: string): ParcelFacts => ({ id, declarations: [], invalidated: [] });
const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => byText(a.id, b.id);

/** The order of a subject's own events; between subjects none is needed. */
const byPosition = (a: Leg, b: Leg): number => byText(a.position, b.position);

/** Puts the legs of a case together. Any order of arrival of the subjects gives the same facts. */
export const assembleFacts = (legs: readonly Leg[]): CaseFacts => {
  const orders = new Map<string, OrderFacts>();
  const parcels = new Map<string, ParcelFacts>();
  const declarations = new Map<string, DeclarationFacts>();
  const returns = new Map<string, ReturnFacts>();
  const claims = new Map<string, ClaimFacts>();
  const goingBack = new Set(legs.filter(({ kind }) => kind === 'returnParcel').map(({ subject }) => subject));
  for (const leg of legs.toSorted(byPosition)) {
    switch (leg.kind) {
      case 'consignment':
      case 'arrival':
      case 'delivery':
      case 'undeliverable':
      case 'collection':
        if (!goingBack.has(leg.subject)) ofParcel(entryOf(parcels, leg.subject, newParcel), leg);
        break;
      case 'returnParcel':
      case 'handMatch':
        break;
      case 'returnReported':
      case 'returnMatched':
      case 'returnUnmatched':
        withReturnLeg(entryOf(returns, leg.subject, newReturn), leg);
        break;
      case 'claim':
      case 'evidence':
      case 'approval':
      case 'rejection':
      case 'refund':
        withClaimLeg(entryOf(claims, leg.subject, newClaim), leg);
        break;
      case 'order':
      case 'credit':
      case 'orderLines':
      case 'twin':
      case 'payment':
      case 'cancellation':
      case 'supply':
      case 'exclusion':
      case 'adjustment':
      case 'supplyReservation':
      case 'supplyReservationEnd':
      case 'proofRequest':
      case 'proofRequestEnd':
      case 'paymentProof':
        ofOrder(entryOf(orders, leg.subject, newOrder), leg);
        break;
      default:
        withBackLeg(entryOf(declarations, leg.subject, newDeclaration), leg);
    }
  }
  placeDeclarations(declarations, parcels);
  const sorted = [...orders.values()].sort(byId);
  for (const order of sorted) {
    order.lines.sort((a, b) => a.ordinal - b.ordinal);
    if (order.proofs !== undefined)
      order.payments.splice(0, Infinity, ...capturedPayments(order.payments, order.proofs.proven, order.head?.currency));
    if (order.payments.some(({ among }) => among !== undefined))
      order.payments.splice(0, Infinity, ...order.payments.map((payment) => shareOf(payment, order, orders)));
    order.payments.sort((a, b) => byText(a.acceptedAt, b.acceptedAt) || byText(a.transaction, b.transaction));
  }
  return {
    orders: sorted,
    parcels: [...parcels.values()].sort(byId),
    returns: [...returns.values()].sort(byId),
    claims: [...claims.values()].sort(byId),
  };
};

const placeDeclarations = (declarations: ReadonlyMap<string, DeclarationFacts>, parcels: Map<string, ParcelFacts>): void => {
  const accepted = [...declarations.values()].sort((a, b) => byText(a.head?.acceptedAt ?? '', b.head?.acceptedAt ?? '') || byId(a, b));
  for (const declaration of accepted) {
    const parcel = entryOf(parcels, declaration.head?.consignment ?? declaration.id, newParcel);
    (declaration.invalidation === undefined ? parcel.declarations : parcel.invalidated).push(declaration);
  }
};

type OfParcel = Extract<FrontLeg, { kind: 'consignment' | 'arrival' | 'delivery' | 'undeliverable' | 'collection' }>;

const ofParcel = (parcel: ParcelFacts, leg: OfParcel): void => {
  if (leg.kind === 'consignment') parcel.head = leg;
  else if (leg.kind === 'arrival') parcel.arrivedAt = earlier(parcel.arrivedAt, leg.arrivedAt);
  else if (leg.kind === 'delivery') parcel.deliveredAt = earlier(parcel.deliveredAt, leg.deliveredAt);
  else if (leg.kind === 'undeliverable') parcel.undeliverable = leg;
  else parcel.collection = leg;
};

const ofOrder = (order: OrderFacts, leg: Exclude<FrontLeg, OfParcel | { kind: 'returnParcel' }>): void => {
  switch (leg.kind) {
    case 'order':
    case 'credit':
      order.head = leg;
      return;
    case 'orderLines':
      order.lines.push(...leg.lines);
      return;
    case 'twin':
      if (leg.told.kind === 'order' || leg.told.kind === 'orderLines' || leg.told.kind === 'cancellation')
        ofOrder(entryOf(order.twins, leg.order, newOrder), leg.told);
      return;
    case 'payment':
      order.payments.push(leg);
      return;
    case 'cancellation':
      for (const { ordinal, quantity } of leg.lines) order.cancelled.set(ordinal, (order.cancelled.get(ordinal) ?? 0) + quantity);
      return;
    case 'supply':
      order.supply = leg;
      return;
    case 'exclusion':
      order.exclusion = leg;
      return;
    case 'adjustment':
      order.adjustments.push(leg);
      return;
    case 'supplyReservation':
      order.reservations.set(leg.claim, leg);
      return;
    case 'supplyReservationEnd':
      order.reservations.delete(leg.claim);
      return;
    default:
      ofProof((order.proofs ??= { requests: [], ends: [], proven: [] }), leg);
  }
};

const ofProof = ({ requests, ends, proven }: ProofFacts, leg: ProofLeg): void => {
  if (leg.kind === 'proofRequest') requests.push(leg);
  else if (leg.kind === 'proofRequestEnd') ends.push(leg);
  else proven.push(leg);
};
