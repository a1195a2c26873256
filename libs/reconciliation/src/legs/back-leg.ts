import { type AssessableGoods } from '#declarations';
import { type Placed } from './placed';

export interface DeclarationLeg extends Placed<'declaration'> {
  readonly authority: string;
  readonly jurisdiction: string;
  readonly mrn: string;
  readonly lrn: string;
  readonly version: number;
  readonly dataset: 'H1' | 'H7';
  readonly declarant: string;
  readonly accountHolder: string;
  readonly consignment?: string;
  /** The parcel's number as the declaration names it. */
  readonly consignmentNumber?: string;
  readonly seller?: string;
  readonly scheme?: 'EU-IOSS' | 'EU-SA' | 'UK-SUPPLY';
  readonly schemeNumber?: string;
  /** Absent: a consumer, B2C. */
  readonly buyerType?: 'business';
  readonly transactionType?: 'C2C' | 'B2B' | 'gift';
  readonly suppliedOn?: string;
  /** Intrinsic value as tested at checkout, where the declaration states it. */
  readonly statedValue?: { readonly amount: string; readonly currency: string };
  readonly currency: string;
  readonly freight: string;
  readonly insurance: string;
  readonly discount: string;
  /** One unit of `base` is `rate` units of `quote`. */
  readonly exchange?: { readonly base: string; readonly quote: string; readonly rate: string };
  readonly acceptedAt: string;
  readonly acceptedOn: string;
  /** Moment at which a later version was accepted. */
  readonly amendedAt?: string;
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
  readonly origin?: string;
  readonly preference?: string;
  /** Kilograms. */
  readonly grossMass?: string;
  readonly supplementaryQuantities?: NonNullable<AssessableGoods['supplementaryQuantities']>;
  readonly statedTaxes?: NonNullable<AssessableGoods['statedTaxes']>;
}
export interface DeclarationItemsLeg extends Placed<'declarationItems'> {
  readonly items: readonly DeclarationItem[];
  /** Additional procedures of any of them. */
  readonly procedures?: readonly string[];
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
  /** By how much a later version changed what is payable; signed. */
  readonly changed?: string;
  /** Codes of what the assessment noticed and did not refuse. */
  readonly findings?: readonly string[];
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

/** What the authority itself told of the tax, summed up by tax type: base, quantity and rate are those of a type that has one line. */
export interface AuthorityTaxLeg extends Placed<'authorityTax'> {
  readonly mrn: string;
  readonly version: number;
  readonly message: string;
  readonly currency: string;
  readonly lines: readonly AuthorityLine[];
}
export interface AuthorityLine {
  /** How many lines of the authority this is the sum of. */
  readonly count: number;
  readonly taxType: string;
  readonly base?: string;
  readonly quantity?: string;
  readonly rate?: string;
  readonly assessed: string;
  readonly deducted?: string;
  readonly payable: string;
}
export interface InvalidationLeg extends Placed<'invalidation'> {
  readonly ground: string;
  readonly invalidatedOn: string;
  readonly currency: string;
  /** What was payable and is taken back. */
  readonly payable: string;
}
/** The goods stay where they are. */
export interface HeldLeg extends Placed<'held'> {
  readonly reason: string;
  readonly missing?: string;
}
/** The account did not take the debt. */
export interface DeclinedLeg extends Placed<'declined'> {
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly total: string;
  readonly reason: string;
  readonly missing?: string;
}
/**
 * A later version changed a charge: signed; `reducesOpen` was not paid yet, `refundable` was. `stated`: the charge is in an earlier
 * statement.
 */
export interface ChargeChangeLeg extends Placed<'chargeChange'> {
  readonly accountPeriod: string;
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly reason: string;
  readonly total: string;
  readonly lines: readonly { readonly amount: string; readonly reducesOpen?: string; readonly refundable?: string }[];
  readonly stated: boolean;
  readonly dueOn: string;
}
/** What of the debt was assessed in the former currency and is charged, or changed, in the euro; signed. */
export interface RedenominatedLeg extends Placed<'redenominated'> {
  readonly account: string;
  readonly formerCurrency: string;
  readonly currency: string;
  readonly former: string;
  readonly now: string;
}
/** What happened to a debt that is paid by itself: signed, what settles it is positive, what opens it again negative. */
export interface DebtMoveLeg extends Placed<'debtMove'> {
  readonly account: string;
  readonly reference: string;
  readonly how: 'applied' | 'reopened' | 'offset' | 'remitted' | 'writtenOff' | 'redenominated';
  readonly amount: string;
}
/** Legs of a declaration, and of its debt. */
export type BackLeg =
  | DeclarationLeg
  | DeclarationItemsLeg
  | AssessmentLeg
  | AuthorityTaxLeg
  | RefusalLeg
  | RedenominatedLeg
  | InvalidationLeg
  | HeldLeg
  | ChargeLeg
  | DeclinedLeg
  | ChargeChangeLeg
  | DebtMoveLeg
  | ReservationLeg
  | ReservationEndLeg
  | UnitsReturnedLeg;
/** A claim, an offset or a correction holds its part of what can be given back. */
export interface ReservationLeg extends Placed<'reservation'> {
  readonly claim: string;
  readonly channel: 'claim' | 'offset' | 'correction';
  readonly currency: string;
  readonly total: string;
}
export interface ReservationEndLeg extends Placed<'reservationEnd'> {
  readonly claim: string;
  readonly reason: string;
}
/** Imported units that went back, as the import's own stream counts them. */
export interface UnitsReturnedLeg extends Placed<'unitsReturned'> {
  readonly returnCase: string;
  readonly items: readonly { readonly seq: number; readonly quantity: number }[];
  readonly returnedOn: string;
}
