import {
  type AdjustmentLeg,
  type AssessmentLeg,
  type ChargeLeg,
  type ConsignmentLeg,
  type CreditLeg,
  type DeclarationItem,
  type DeclarationLeg,
  type ExclusionLeg,
  type Leg,
  type OrderLeg,
  type OrderLine,
  type PaymentLeg,
  type RefusalLeg,
  type SupplyLeg,
} from '../legs/leg';

/** What is known of one order or credit. */
export interface OrderFacts {
  readonly id: string;
  head?: OrderLeg | CreditLeg;
  readonly lines: OrderLine[];
  readonly payments: PaymentLeg[];
  /** Cancelled units by line. */
  readonly cancelled: Map<number, number>;
  supply?: SupplyLeg;
  exclusion?: ExclusionLeg;
  readonly adjustments: AdjustmentLeg[];
}

/** What is known of one declaration, in its latest version. */
export interface DeclarationFacts {
  readonly id: string;
  head?: DeclarationLeg;
  items: DeclarationItem[];
  assessment?: AssessmentLeg;
  refusal?: RefusalLeg;
  readonly charges: ChargeLeg[];
}

/** A parcel: a consignment and its declarations, or declarations that name no consignment. */
export interface ParcelFacts {
  readonly id: string;
  head?: ConsignmentLeg;
  arrivedAt?: string;
  deliveredAt?: string;
  /** In order of acceptance; the first is the one that counts. */
  readonly declarations: DeclarationFacts[];
}

export interface CaseFacts {
  readonly orders: readonly OrderFacts[];
  readonly parcels: readonly ParcelFacts[];
}

const entry = <T>(map: Map<string, T>, id: string, make: (id: string) => T): T => {
  const found = map.get(id);
  if (found !== undefined) return found;
  const made = make(id);
  map.set(id, made);
  return made;
};
const newOrder = (id: string): OrderFacts => ({ id, lines: [], payments: [], cancelled: new Map(), adjustments: [] });
const newDeclaration = (id: string): DeclarationFacts => ({ id, items: [], charges: [] });
const newParcel = (id: string): ParcelFacts => ({ id, declarations: [] });
const earlier = (a: string | undefined, b: string): string => (a === undefined || b < a ? b : a);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of a subject's own events; between subjects none is needed. */
const byPosition = (a: Leg, b: Leg): number => byText(a.position, b.position);

/** Puts the legs of a case together. Any order of arrival of the subjects gives the same facts. */
export const assembleFacts = (legs: readonly Leg[]): CaseFacts => {
  const orders = new Map<string, OrderFacts>();
  const parcels = new Map<string, ParcelFacts>();
  const declarations = new Map<string, DeclarationFacts>();
  for (const leg of legs.toSorted(byPosition)) {
    switch (leg.kind) {
      case 'consignment':
      case 'arrival':
      case 'delivery':
        ofParcel(entry(parcels, leg.subject, newParcel), leg);
        break;
      case 'declaration':
      case 'declarationItems':
      case 'assessment':
      case 'refusal':
      case 'charge':
        ofDeclaration(entry(declarations, leg.subject, newDeclaration), leg);
        break;
      case 'order':
      case 'credit':
      case 'orderLines':
      case 'payment':
      case 'cancellation':
      case 'supply':
      case 'exclusion':
      case 'adjustment':
        ofOrder(entry(orders, leg.subject, newOrder), leg);
    }
  }
  const accepted = [...declarations.values()].sort((a, b) => byText(a.head?.acceptedAt ?? '', b.head?.acceptedAt ?? '') || byText(a.id, b.id));
  for (const declaration of accepted) entry(parcels, declaration.head?.consignment ?? declaration.id, newParcel).declarations.push(declaration);
  const sorted = [...orders.values()].sort((a, b) => byText(a.id, b.id));
  for (const order of sorted) {
    order.lines.sort((a, b) => a.ordinal - b.ordinal);
    order.payments.sort((a, b) => byText(a.acceptedAt, b.acceptedAt) || byText(a.transaction, b.transaction));
  }
  return { orders: sorted, parcels: [...parcels.values()].sort((a, b) => byText(a.id, b.id)) };
};

type OfParcel = Extract<Leg, { kind: 'consignment' | 'arrival' | 'delivery' }>;
type OfDeclaration = Extract<Leg, { kind: 'declaration' | 'declarationItems' | 'assessment' | 'refusal' | 'charge' }>;

const ofParcel = (parcel: ParcelFacts, leg: OfParcel): void => {
  if (leg.kind === 'consignment') parcel.head = leg;
  else if (leg.kind === 'arrival') parcel.arrivedAt = earlier(parcel.arrivedAt, leg.arrivedAt);
  else parcel.deliveredAt = earlier(parcel.deliveredAt, leg.deliveredAt);
};

const ofDeclaration = (declaration: DeclarationFacts, leg: OfDeclaration): void => {
  switch (leg.kind) {
    case 'declaration':
      declaration.head = leg;
      declaration.items = [];
      return;
    case 'declarationItems':
      declaration.items.push(...leg.items);
      return;
    case 'assessment':
      declaration.assessment = leg;
      delete declaration.refusal;
      return;
    case 'refusal':
      declaration.refusal = leg;
      return;
    case 'charge':
      declaration.charges.push(leg);
  }
};

const ofOrder = (order: OrderFacts, leg: Exclude<Leg, OfParcel | OfDeclaration>): void => {
  switch (leg.kind) {
    case 'order':
    case 'credit':
      order.head = leg;
      return;
    case 'orderLines':
      order.lines.push(...leg.lines);
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
  }
};
