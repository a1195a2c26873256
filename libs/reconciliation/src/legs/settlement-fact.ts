/**
 * Facts of accounts, returns, receipts and scheme numbers: few beside the parcels (some per account and period), so a question reads them all
 * and folds them into a `SettlementBook`. Like legs, each depends on one event alone.
 */
export type SettlementFact =
  | { readonly kind: 'granted'; readonly collector: string; readonly scheme: 'EU-IOSS' | 'UK-VAT' | 'EU-SA'; readonly schemeNumber: string; readonly authority: string; readonly validFrom: string; readonly validTo?: string }
  | { readonly kind: 'withdrawn'; readonly collector: string; readonly scheme: 'EU-IOSS' | 'UK-VAT' | 'EU-SA'; readonly schemeNumber: string; readonly withdrawnFrom: string; readonly reason: string }
  | ReturnFact
  | ReturnChargeFact
  | { readonly kind: 'periodOpened'; readonly id: string; readonly account: string; readonly authority: string; readonly holder: string; readonly accountKind: string; readonly currency: string; readonly period: string; readonly start: string; readonly end: string }
  | StatementFact
  | { readonly kind: 'allocated'; readonly account: string; readonly receipt: string; readonly currency: string; readonly allocatedOn: string; readonly pairs: readonly AllocatedPair[] }
  | { readonly kind: 'receipt'; readonly id: string; readonly authority: string; readonly entryReference: string; readonly amount: string; readonly currency: string; readonly bookedOn: string }
  | { readonly kind: 'identified'; readonly id: string; readonly account: string; readonly holder: string };

/** A settlement fact at its place in the log and in time. */
export type PlacedSettlementFact = SettlementFact & { readonly position: string; readonly at: string };

export interface AllocatedPair {
  readonly kind: 'statement' | 'return' | 'charge' | 'interest' | 'penalty';
  readonly reference: string;
  readonly beneficiary: string;
  readonly amount: string;
}
export interface ReturnFact {
  readonly kind: 'return';
  readonly id: string;
  readonly reference: string;
  readonly authority: string;
  readonly scheme: string;
  readonly schemeNumber: string;
  readonly holder: string;
  readonly period: string;
  readonly start: string;
  readonly end: string;
  readonly dueOn: string;
  readonly filedOn: string;
  readonly currency: string;
  readonly rows: readonly { readonly country: string; readonly rate: string; readonly taxable: string; readonly vat: string }[];
  readonly corrections: readonly { readonly country: string; readonly period: string; readonly taxable: string; readonly vat: string }[];
  readonly balances: readonly { readonly country: string; readonly balance: string }[];
  readonly exchangeRows: readonly { readonly quote: string; readonly rate: string; readonly day: string }[];
}
export interface ReturnChargeFact {
  readonly kind: 'returnCharge';
  readonly returnId: string;
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly total: string;
  readonly dueOn: string;
  readonly lines: readonly { readonly beneficiary: string; readonly amount: string }[];
}
export interface StatementFact {
  readonly kind: 'statement';
  readonly id: string;
  readonly account: string;
  readonly reference: string;
  readonly closedOn: string;
  readonly dueOn: string;
  readonly charged: string;
  readonly totals: readonly { readonly beneficiary: string; readonly amount: string }[];
}
