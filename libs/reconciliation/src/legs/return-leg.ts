import { type Placed } from './placed';

/**
 * Goods that go back, as their parcel or seller tells it. `parents`: streams of the parcel and the order that they are said to have come
 * by.
 */
export interface ReturnReportedLeg extends Placed<'returnReported'> {
  readonly reporter: string;
  readonly reference: string;
  readonly ground: string;
  readonly parents: readonly string[];
  /** Kilograms of all that goes back, where it is told of every line. */
  readonly grossMass?: string;
}
/** The goods were found among those that came; `parents`: the streams of their declarations and orders. */
export interface ReturnMatchedLeg extends Placed<'returnMatched'> {
  readonly rule: string;
  readonly matchedOn: string;
  readonly parents: readonly string[];
  readonly units: readonly {
    readonly declaration?: string;
    readonly seq?: number;
    readonly order?: string;
    readonly ordinal?: number;
    readonly quantity: number;
    readonly serial?: string;
  }[];
}
/** None was found, or several; the nearest, with the criterion that it misses and how far it is from it. */
export interface ReturnUnmatchedLeg extends Placed<'returnUnmatched'> {
  readonly reason: 'NO_CANDIDATE' | 'AMBIGUOUS' | 'QUANTITY_EXCEEDED';
  readonly nearest?: { readonly criterion: string; readonly distance: string };
  readonly checkedOn: string;
}
/** A tax of an item, what was paid of it and what is asked or given back. */
export interface RefundLine {
  readonly declaration: string;
  readonly mrn: string;
  readonly seq: number;
  readonly taxType: string;
  readonly beneficiary: string;
  readonly paid: string;
  readonly amount: string;
}
/** `parents`: streams of the declarations whose tax is asked back, and of the return that it rests on. */
export interface ClaimLeg extends Placed<'claim'> {
  readonly reference: string;
  readonly authority?: string;
  readonly claimant: string;
  readonly basis: string;
  readonly returnCase?: string;
  readonly parents: readonly string[];
  readonly lines: readonly RefundLine[];
  readonly total: string;
  readonly currency: string;
  readonly required: readonly { readonly kind: string; readonly until: string }[];
}
export interface EvidenceLeg extends Placed<'evidence'> {
  readonly document: string;
  readonly attachedOn: string;
  readonly late: boolean;
}
export interface ApprovalLeg extends Placed<'approval'> {
  readonly authority: string;
  readonly lines: readonly RefundLine[];
  readonly total: string;
  readonly currency: string;
  readonly settlement: 'payment' | 'offset' | 'laterReturn';
  readonly approvedOn: string;
  /** Documents that came late and were admitted. */
  readonly admitted: readonly string[];
}
export interface RejectionLeg extends Placed<'rejection'> {
  readonly reason: string;
}
/** What was approved reached its payee, by payment or by an offset. `amount` is without interest. */
export interface RefundLeg extends Placed<'refund'> {
  readonly channel: 'payment' | 'offset';
  readonly amount: string;
  readonly currency: string;
}
/** Legs of a return case and of a refund claim. */
export type ReturnLeg =
  ReturnReportedLeg | ReturnMatchedLeg | ReturnUnmatchedLeg | ClaimLeg | EvidenceLeg | ApprovalLeg | RejectionLeg | RefundLeg;
