import { present } from '#event-catalogue';
import { unitsOf } from '../exact-units';
import { type OrderLeg } from '../legs/leg';
import { grossMassOf, sumOfMasses } from '../parcel/masses';
import { type DeclarationFacts, declaredValueOf } from '../parcel/declaration-facts';
import { type CaseFacts, type OrderFacts, type ParcelFacts } from '../parcel/parcel-facts';
import {
  amountCriterion,
  buyerCriterion,
  type Candidate,
  type Criterion,
  daysCriterion,
  exactly,
  massCriterion,
  numberCriterion,
  weighed,
} from './criteria';
import { freeCriterion, type PairingRules } from './pairings';
import { massTolerance, toleranceOf } from './tolerance';

/** A parcel as its declaration and its manifest describe it: by what was declared, or by whom it goes to. Exact units. */
export interface DescribedParcel {
  readonly id: string;
  readonly name: string;
  readonly seller?: string;
  readonly value?: bigint;
  readonly currency?: string;
  /** Day of acceptance; of what is not declared that of dispatch. */
  readonly on?: string;
  /** The beginning of the recipient's pseudonym. */
  readonly recipient?: string;
  readonly jurisdiction?: string;
  readonly units?: number;
  /** Kilograms as declared, else as announced. */
  readonly mass?: bigint;
}

const announcedMassOf = ({ head }: ParcelFacts): bigint | undefined =>
  head?.grossMass === undefined ? undefined : unitsOf(head.grossMass);
const nameOf = ({ id, head, declarations }: ParcelFacts): string =>
  head === undefined ? `declaration ${declarations[0]?.head?.mrn ?? id}` : `parcel ${head.number}`;

export const describedBy = (parcel: ParcelFacts): DescribedParcel => {
  const [declaration] = parcel.declarations;
  const base = { id: parcel.id, name: nameOf(parcel), ...present({ recipient: parcel.head?.recipient }) };
  if (declaration?.head === undefined)
    return {
      ...base,
      ...present({
        on: parcel.head?.dispatchedAt.slice(0, 10),
        jurisdiction: parcel.head?.destination,
        units: parcel.head?.pieces,
        mass: announcedMassOf(parcel),
      }),
    };
  const { seller, currency, acceptedOn, jurisdiction } = declaration.head;
  const units = declaration.items.reduce((sum, item) => sum + item.quantity, 0);
  return {
    ...base,
    value: declaredValueOf(declaration),
    currency,
    on: acceptedOn,
    jurisdiction,
    units,
    ...present({ seller, mass: grossMassOf(declaration.items) ?? announcedMassOf(parcel) }),
  };
};

/** What of an order can be in a parcel. */
const goodsOf = ({ lines }: OrderFacts): OrderFacts['lines'] =>
  lines.filter(({ lineClass, quantity }) => lineClass === 'goods' && quantity > 0);
const orderedMassOf = (order: OrderFacts): bigint | undefined => grossMassOf(goodsOf(order));

const withMass = (expected: bigint | undefined, found: bigint | undefined, { rules }: PairingRules): readonly Criterion[] =>
  expected === undefined || found === undefined ? [] : [massCriterion(expected, found, massTolerance(expected, rules))];

/**
 * How an order and a parcel agree; undefined where they cannot be compared: what is not declared says by its recipient alone whose it is.
 */
const agreeing = (
  order: OrderFacts,
  head: OrderLeg,
  { value, currency, on, jurisdiction, units, seller, recipient, mass }: DescribedParcel,
  free: Criterion,
  pairing: PairingRules,
): readonly Criterion[] | undefined => {
  if (on === undefined || (seller !== undefined && seller !== head.seller)) return undefined;
  const isDeclared = value !== undefined && currency === head.currency;
  if (!isDeclared && (value !== undefined || recipient === undefined || head.buyer === undefined)) return undefined;
  const [goods, expected] = [goodsOf(order), unitsOf(head.goods)];
  return [
    free,
    ...(isDeclared
      ? [
          amountCriterion(
            expected,
            value,
            toleranceOf(pairing.rules, 'declared-value', head.currency, { expected, lines: goods.length }),
            head.currency,
          ),
        ]
      : []),
    ...buyerCriterion(recipient, head.buyer),
    daysCriterion(head.orderedAt, on, pairing.matching.days.declaration),
    ...(jurisdiction === undefined || head.destination === undefined ? [] : [exactly('destination', jurisdiction, head.destination)]),
    ...(units === undefined ? [] : [exactly('units', String(units), String(goods.reduce((sum, { quantity }) => sum + quantity, 0)))]),
    ...withMass(orderedMassOf(order), mass, pairing),
  ];
};

/** The parcel that carries an order already. */
const carriedBy = ({ parcels }: CaseFacts): string | undefined => {
  const [parcel] = parcels;
  return parcel === undefined ? undefined : (parcel.head?.number ?? parcel.declarations[0]?.head?.mrn ?? parcel.id);
};

/** An order that a parcel may carry which names none that is known. */
export const orderForParcel = (parcel: DescribedParcel, facts: CaseFacts, id: string, pairing: PairingRules): Candidate | undefined => {
  const order = facts.orders.find((one) => one.id === id);
  if (order?.head?.kind !== 'order') return undefined;
  const criteria = agreeing(order, order.head, parcel, freeCriterion('parcel', carriedBy(facts)), pairing);
  return criteria === undefined ? undefined : weighed(id, `order ${order.head.number}`, criteria, pairing.matching);
};

const knownOrderOf = ({ orders }: CaseFacts): string | undefined =>
  orders.map(({ head }) => (head?.kind === 'order' ? `order ${head.number}` : undefined)).find((name) => name !== undefined);

/** A parcel without an order that is known, which may carry an order that is in no parcel. */
export const parcelForOrder = (
  order: OrderFacts,
  head: OrderLeg,
  facts: CaseFacts,
  subject: string,
  pairing: PairingRules,
): Candidate | undefined => {
  const parcel = facts.parcels.find(({ id }) => id === subject) ?? parcelOf(facts, subject);
  if (parcel === undefined) return undefined;
  const described = describedBy(parcel);
  const criteria = agreeing(order, head, described, freeCriterion('known order', knownOrderOf(facts)), pairing);
  return criteria === undefined ? undefined : weighed(parcel.id, described.name, criteria, pairing.matching);
};

export const parcelOf = ({ parcels }: CaseFacts, declaration: string): ParcelFacts | undefined =>
  parcels.find(({ declarations }) => declarations.some(({ id }) => id === declaration));

/** What a parcel that arrived without a declaration is known to hold. */
export interface UndeclaredParcel {
  readonly parcel: ParcelFacts;
  readonly orders: readonly OrderFacts[];
  readonly seller: string;
  readonly currency: string;
  readonly value: bigint;
  readonly lines: number;
}

/** What an undeclared parcel should be declared for; undefined where no order says, or several in several currencies. */
export const undeclaredOf = (parcel: ParcelFacts, { orders: all }: CaseFacts): UndeclaredParcel | undefined => {
  const orders = all.filter(({ id, head }) => head?.kind === 'order' && parcel.head?.orders.includes(id) === true);
  const heads = orders.flatMap(({ head }) => (head?.kind === 'order' ? [head] : []));
  const [first] = heads;
  if (first === undefined || heads.some(({ currency, seller }) => currency !== first.currency || seller !== first.seller)) return undefined;
  const { seller, currency } = first;
  return {
    parcel,
    orders,
    seller,
    currency,
    value: heads.reduce((sum, { goods }) => sum + unitsOf(goods), 0n),
    lines: orders.reduce((sum, order) => sum + goodsOf(order).length, 0),
  };
};

/** A declaration whose parcel nobody announced, which an announced parcel without a declaration may be meant by. */
export const declarationForParcel = (
  { parcel, orders, seller, currency, value, lines }: UndeclaredParcel,
  facts: CaseFacts,
  id: string,
  pairing: PairingRules,
): Candidate | undefined => {
  const other = parcelOf(facts, id);
  const declaration = other?.declarations.find((one) => one.id === id);
  if (
    other === undefined ||
    declaration?.head === undefined ||
    parcel.head === undefined ||
    declaration.head.currency !== currency ||
    (declaration.head.seller ?? seller) !== seller
  )
    return undefined;
  const destination = parcel.head.destination ?? orders.map(({ head }) => head?.destination).find((one) => one !== undefined);
  const { mrn, acceptedOn, jurisdiction, consignmentNumber } = declaration.head;
  const masses = orders.map(orderedMassOf);
  const criteria = [
    freeCriterion('announced parcel', other.head === undefined ? undefined : `parcel ${other.head.number}`),
    amountCriterion(
      value,
      declaredValueOf(declaration),
      toleranceOf(pairing.rules, 'declared-value', currency, { expected: value, lines }),
      currency,
    ),
    daysCriterion(parcel.head.dispatchedAt, acceptedOn, pairing.matching.days.declaration),
    ...(destination === undefined ? [] : [exactly('destination', destination, jurisdiction)]),
    ...(consignmentNumber === undefined ? [] : [numberCriterion(parcel.head.number, consignmentNumber, pairing.matching)]),
    ...withMass(announcedMassOf(parcel) ?? sumOfMasses(masses), grossMassOf(declaration.items), pairing),
  ];
  return weighed(id, `declaration ${mrn}`, criteria, pairing.matching);
};

/** An announced parcel without a declaration, which a declaration may mean that names one nobody announced. */
export const announcedParcel = (
  declaration: DeclarationFacts,
  facts: CaseFacts,
  id: string,
  pairing: PairingRules,
): Candidate | undefined => {
  const parcel = facts.parcels.find((one) => one.id === id);
  if (parcel?.head === undefined || declaration.head?.consignmentNumber === undefined) return undefined;
  const { consignmentNumber, acceptedOn, jurisdiction } = declaration.head;
  const [declared] = parcel.declarations;
  const criteria = [
    freeCriterion('declaration', declared === undefined ? undefined : `declaration ${declared.head?.mrn ?? declared.id}`),
    numberCriterion(consignmentNumber, parcel.head.number, pairing.matching),
    daysCriterion(parcel.head.dispatchedAt, acceptedOn, pairing.matching.days.declaration),
    ...(parcel.head.destination === undefined ? [] : [exactly('destination', jurisdiction, parcel.head.destination)]),
    ...withMass(grossMassOf(declaration.items), announcedMassOf(parcel), pairing),
  ];
  return weighed(id, `parcel ${parcel.head.number}`, criteria, pairing.matching);
};
