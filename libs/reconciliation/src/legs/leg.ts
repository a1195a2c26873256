import { type BackLeg } from './back-leg';
import { type Placed } from './placed';
import { type HandMatchLeg } from './hand-match-leg';
import { type ProofLeg } from './proof-leg';
import { type ReturnLeg } from './return-leg';

export type * from './back-leg';
export type { HandMatchLeg } from './hand-match-leg';
export type * from './proof-leg';
export type * from './return-leg';

/** Legs of orders and consignments. */
export type FrontLeg =
  | OrderLeg
  | OrderLinesLeg
  | TwinLeg
  | CreditLeg
  | PaymentLeg
  | CancellationLeg
  | SupplyLeg
  | ExclusionLeg
  | AdjustmentLeg
  | SupplyReservationLeg
  | SupplyReservationEndLeg
  | ConsignmentLeg
  | ArrivalLeg
  | DeliveryLeg
  | UndeliverableLeg
  | CollectionLeg
  | ReturnParcelLeg
  | ProofLeg;
/**
 * A leg is the compact account of one event in a case: a row that depends on that event alone, so that a view of any earlier knowledge
 * is a filter, and no order of arrival can change a case. Amounts are canonical decimal text, days `YYYY-MM-DD`, moments RFC 3339 UTC.
 */
export type Leg = FrontLeg | BackLeg | ReturnLeg | HandMatchLeg;

export interface OrderLeg extends Placed<'order'> {
  readonly seller: string;
  readonly number: string;
  readonly destination?: string;
  readonly currency: string;
  readonly orderedAt: string;
  /** Absent: B2C. */
  readonly transactionType?: string;
  /** The same for orders of one buyer, seller, destination and value, begun with the buyer's; absent where the buyer is not known. */
  readonly mark?: string;
  /** The beginning of the buyer's pseudonym. */
  readonly buyer?: string;
  readonly schemeNumber?: string;
  readonly schemeHolder?: string;
  readonly freight: string;
  readonly insurance: string;
  readonly discount: string;
  readonly intangibles: string;
  readonly goods: string;
  readonly lineCount: number;
}
/** Lines as rows, in the order announced. `unitPrice` is exact and without VAT; `quantity` is negative on a credit. */
export interface OrderLine {
  readonly ordinal: number;
  readonly lineClass: string;
  readonly quantity: number;
  readonly unitPrice: string;
  readonly hsCode?: string;
  readonly origin?: string;
  /** Kilograms of all units. */
  readonly grossMass?: string;
  readonly serial?: string;
}
export interface OrderLinesLeg extends Placed<'orderLines'> {
  readonly lines: readonly OrderLine[];
}
/** What is told of another order with the mark of this one: that order's own leg, which belongs to another case. */
export interface TwinLeg extends Placed<'twin'> {
  readonly order: string;
  readonly told: FrontLeg;
}
export interface CreditLeg extends Placed<'credit'> {
  readonly seller: string;
  readonly number: string;
  readonly currency: string;
  readonly destination?: string;
  readonly creditedAt: string;
  readonly lineCount: number;
}
export interface PaymentLeg extends Placed<'payment'> {
  /** The order as the payment names it. */
  readonly seller: string;
  readonly number: string;
  readonly psp: string;
  readonly transaction: string;
  readonly acceptedAt: string;
  readonly amount: string;
  readonly currency: string;
  /** The beginning of the buyer's pseudonym, where the provider told one. */
  readonly buyer?: string;
  /** Orders that somebody said it pays, in order of their names, where there are several. */
  readonly among?: readonly string[];
}
export interface CancellationLeg extends Placed<'cancellation'> {
  readonly cancelledAt: string;
  readonly lines: readonly { readonly ordinal: number; readonly quantity: number }[];
}
/** One VAT rate of a supply or of an adjustment, in the supply's currency. */
export interface SupplyRow {
  readonly rate: string;
  readonly rateCategory: string;
  readonly taxable: string;
  readonly vat: string;
}
export interface SupplyLeg extends Placed<'supply'> {
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly holder: string;
  readonly period: string;
  readonly suppliedAt: string;
  readonly country: string;
  readonly currency: string;
  readonly rows: readonly SupplyRow[];
  readonly tested: TestedValue;
}
/** The intrinsic value as compared with a limit when the order was paid. */
export interface TestedValue {
  readonly value: string;
  readonly limit: string;
  readonly currency: string;
}
export interface ExclusionLeg extends Placed<'exclusion'> {
  readonly regime: string;
  readonly reason: string;
  readonly tested?: TestedValue;
}
export interface AdjustmentLeg extends Placed<'adjustment'> {
  readonly credit: string;
  /** The claim whose part the correction settles. */
  readonly claim?: string;
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly originalPeriod: string;
  readonly period: string;
  readonly country: string;
  readonly currency: string;
  readonly rows: readonly SupplyRow[];
}
/** A claim or a correction holds its part of the supply's tax; rows are not signed. */
export interface SupplyReservationLeg extends Placed<'supplyReservation'> {
  readonly claim: string;
  readonly channel: 'claim' | 'offset' | 'correction';
  readonly currency: string;
  readonly rows: readonly { readonly rate: string; readonly vat: string }[];
}
export interface SupplyReservationEndLeg extends Placed<'supplyReservationEnd'> {
  readonly claim: string;
}
export interface ConsignmentLeg extends Placed<'consignment'> {
  readonly carrier: string;
  readonly number: string;
  readonly orders: readonly string[];
  readonly dispatchedAt: string;
  readonly destination?: string;
  readonly schemeNumber?: string;
  /** Kilograms. */
  readonly grossMass?: string;
  /** Units of goods inside, as the carrier counts them. */
  readonly pieces?: number;
  /** Moment at which the announcement reached the authority. */
  readonly receivedAt?: string;
  /** The beginning of the recipient's pseudonym, where the carrier told one. */
  readonly recipient?: string;
}
export interface ArrivalLeg extends Placed<'arrival'> {
  readonly arrivedAt: string;
}
/** The last attempt to deliver failed: the parcel goes back or is destroyed. */
export interface UndeliverableLeg extends Placed<'undeliverable'> {
  readonly attemptedAt: string;
  readonly reason: string;
}
/** Tax that the carrier collected from the recipient. */
export interface CollectionLeg extends Placed<'collection'> {
  readonly carrier: string;
  readonly collectedAt: string;
  readonly country: string;
  readonly currency: string;
  readonly schemeNumber?: string;
  readonly lines: readonly { readonly taxType: string; readonly rate: string; readonly taxable: string; readonly amount: string }[];
}
/** A parcel that goes back; `parents`: the streams of the parcel and the order that it is said to answer. */
export interface ReturnParcelLeg extends Placed<'returnParcel'> {
  readonly carrier: string;
  readonly number: string;
  readonly parents: readonly string[];
}
export interface DeliveryLeg extends Placed<'delivery'> {
  readonly deliveredAt: string;
}
/** A foreign key between subjects: the child's message names the parent. Cases are the connected components. */
export interface Link {
  readonly child: string;
  readonly parent: string;
  readonly position: string;
}

/** A name people search by: order number, consignment number, MRN. */
export interface Term {
  readonly term: string;
  readonly subject: string;
  readonly position: string;
}

/** A subject under the mark that others may have as well: what may be the same thing told twice. */
export interface Mark {
  readonly mark: string;
  readonly subject: string;
  readonly position: string;
}

/** Distributes over a union without its placing fields: what a leg says beside where it stands. */
export type Body<L> = L extends Leg ? Omit<L, 'subject' | 'position' | 'at'> : never;

/** A leg as its event tells it: place and moment are the event's. */
export interface ToldLeg {
  readonly subject: string;
  readonly body: Body<Leg>;
}

/** What one event contributes. */
export interface Contribution {
  readonly legs: readonly ToldLeg[];
  readonly links: readonly Link[];
  readonly terms: readonly Term[];
  readonly marks?: readonly Mark[];
}
