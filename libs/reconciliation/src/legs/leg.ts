/**
 * A leg is the compact account of one event in a case: a row that depends on that event alone, so that a view of any earlier knowledge
 * is a filter, and no order of arrival can change a case. Amounts are canonical decimal text, days `YYYY-MM-DD`, moments RFC 3339 UTC.
 */
export type Leg =
  | OrderLeg
  | OrderLinesLeg
  | CreditLeg
  | PaymentLeg
  | CancellationLeg
  | SupplyLeg
  | ExclusionLeg
  | AdjustmentLeg
  | ConsignmentLeg
  | ArrivalLeg
  | DeliveryLeg
  | DeclarationLeg
  | DeclarationItemsLeg
  | AssessmentLeg
  | RefusalLeg
  | ChargeLeg;

/** Place and moment of a leg. `subject` is the stream of the order, consignment or declaration that the fact is about: of the first two even before they exist. */
interface Placed<Kind extends string> {
  readonly kind: Kind;
  readonly subject: string;
  /** Log position of the event: what was known when. */
  readonly position: string;
  /** Accounting moment of the event. */
  readonly at: string;
}

export interface OrderLeg extends Placed<'order'> {
  readonly seller: string;
  readonly number: string;
  readonly destination?: string;
  readonly currency: string;
  readonly orderedAt: string;
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
}
export interface OrderLinesLeg extends Placed<'orderLines'> {
  readonly lines: readonly OrderLine[];
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
  readonly psp: string;
  readonly transaction: string;
  readonly acceptedAt: string;
  readonly amount: string;
  readonly currency: string;
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
}
export interface ExclusionLeg extends Placed<'exclusion'> {
  readonly regime: string;
  readonly reason: string;
}
export interface AdjustmentLeg extends Placed<'adjustment'> {
  readonly credit: string;
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly originalPeriod: string;
  readonly period: string;
  readonly country: string;
  readonly currency: string;
  readonly rows: readonly SupplyRow[];
}
export interface ConsignmentLeg extends Placed<'consignment'> {
  readonly carrier: string;
  readonly number: string;
  readonly orders: readonly string[];
  readonly dispatchedAt: string;
  readonly destination?: string;
  readonly schemeNumber?: string;
}
export interface ArrivalLeg extends Placed<'arrival'> {
  readonly arrivedAt: string;
}
export interface DeliveryLeg extends Placed<'delivery'> {
  readonly deliveredAt: string;
}
export interface DeclarationLeg extends Placed<'declaration'> {
  readonly authority: string;
  readonly jurisdiction: string;
  readonly mrn: string;
  readonly lrn: string;
  readonly version: number;
  readonly dataset: string;
  readonly declarant: string;
  readonly accountHolder: string;
  readonly consignment?: string;
  readonly seller?: string;
  readonly scheme?: string;
  readonly schemeNumber?: string;
  readonly currency: string;
  readonly freight: string;
  readonly insurance: string;
  readonly discount: string;
  /** One unit of `base` is `rate` units of `quote`. */
  readonly exchange?: { readonly base: string; readonly quote: string; readonly rate: string };
  readonly acceptedAt: string;
  readonly acceptedOn: string;
  readonly itemCount: number;
}
export interface CoveredUnits {
  readonly order: string;
  readonly ordinal: number;
  readonly quantity: number;
}
export interface DeclarationItem {
  readonly seq: number;
  readonly hsCode: string;
  /** Intrinsic value of the whole item in the declaration's currency. */
  readonly goodsValue: string;
  readonly quantity: number;
  readonly covers: readonly CoveredUnits[];
}
export interface DeclarationItemsLeg extends Placed<'declarationItems'> {
  readonly items: readonly DeclarationItem[];
}
/** assessed = relieved + accountedElsewhere + secured + payable, in the authority's currency. */
export interface AssessedAmounts {
  readonly assessed: string;
  readonly relieved: string;
  readonly accountedElsewhere: string;
  readonly secured: string;
  readonly payable: string;
}
export interface AssessmentLeg extends Placed<'assessment'> {
  readonly authority: string;
  readonly mrn: string;
  readonly version: number;
  readonly assessedAt: string;
  readonly currency: string;
  readonly totals: readonly (AssessedAmounts & { readonly taxType: string; readonly beneficiary: string })[];
  readonly payable: string;
  readonly accountedIn?: { readonly scheme: string; readonly schemeNumber: string };
}
export interface RefusalLeg extends Placed<'refusal'> {
  readonly version: number;
  readonly code: string;
  readonly message: string;
}
export interface ChargeLeg extends Placed<'charge'> {
  readonly charge: string;
  /** Stream id of the accounting period that took the charge. */
  readonly accountPeriod: string;
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: readonly { readonly taxType: string; readonly beneficiary: string; readonly amount: string }[];
  readonly acceptedAt: string;
  readonly postedOn: string;
  readonly dueOn: string;
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

/** What one event contributes. */
export interface Contribution {
  readonly legs: readonly Leg[];
  readonly links: readonly Link[];
  readonly terms: readonly Term[];
}
