import { type BankStatementEvent } from '#accounts';

/**
 * Facts of accounts, returns and scheme numbers, and of the little else that belongs to no parcel: few beside the parcels (some per account
 * and period), so a question reads them all and folds them into a `SettlementBook`. Like legs, each depends on one event alone.
 */
export type SettlementFact =
  | {
      readonly kind: 'granted';
      readonly collector: string;
      readonly scheme: 'EU-IOSS' | 'UK-VAT' | 'EU-SA';
      readonly schemeNumber: string;
      readonly authority: string;
      readonly validFrom: string;
      readonly validTo?: string;
    }
  | {
      readonly kind: 'withdrawn';
      readonly collector: string;
      readonly scheme: 'EU-IOSS' | 'UK-VAT' | 'EU-SA';
      readonly schemeNumber: string;
      readonly withdrawnFrom: string;
      readonly reason: string;
    }
  | ReturnFact
  | ReturnChargeFact
  | PeriodOpenedFact
  | StatementFact
  | MovedFact
  | RedenominatedFact
  | ReturnChargeRedenominatedFact
  | ReceivedFact
  | DebtFact
  | ContestFact
  | CoverFact
  | ({ readonly kind: 'bankStatement' } & { readonly statement: BankStatementEvent['data'] })
  | SummaryFact
  | {
      readonly kind: 'chargeback';
      readonly psp: string;
      readonly transaction: string;
      readonly amount: string;
      readonly currency: string;
      readonly chargedBackAt: string;
    }
  | AnnulmentFact
  | { readonly kind: 'export'; readonly mrns: readonly string[]; readonly acceptedOn: string };

/** A settlement fact at its place in the log and in time. */
export type PlacedSettlementFact = SettlementFact & { readonly position: string; readonly at: string };

/** A measure of a tariff is void from a day on. */
export interface AnnulmentFact {
  readonly kind: 'annulment';
  readonly jurisdiction: string;
  readonly measure: string;
  /** First digits of the codes that the measure was for. */
  readonly codePrefix: string;
  readonly voidFrom: string;
  readonly reason: string;
}

/** What a guarantee covers of an account, as an event says it. */
export interface StatedCover {
  readonly share: string;
  readonly exposure: string;
  readonly validTo?: string;
}
export interface PeriodOpenedFact {
  readonly kind: 'periodOpened';
  readonly id: string;
  readonly account: string;
  readonly authority: string;
  readonly holder: string;
  readonly accountKind: string;
  readonly currency: string;
  readonly period: string;
  readonly start: string;
  readonly end: string;
  readonly opening: string;
  readonly cover?: StatedCover;
}
/**
 * A debt by tax type or beneficiary as far as reconciliation tells debts apart. Signed: what settles it is positive, what opens it again
 * negative.
 */
export interface MovedPair {
  readonly kind: 'statement' | 'return' | 'charge' | 'interest' | 'penalty';
  readonly reference: string;
  readonly beneficiary: string;
  readonly amount: string;
}
/** Debts were settled, given up or opened again. */
export interface MovedFact {
  readonly kind: 'moved';
  readonly how: 'applied' | 'reopened' | 'offset' | 'remitted' | 'writtenOff' | 'tolerated' | 'adjusted';
  readonly account: string;
  readonly on: string;
  /** Of what was applied or opened again: the bank entry or payment that it came with. */
  readonly receipt?: string;
  /** Debts that are paid by themselves, one for each declaration, are left out: their moves are legs. */
  readonly pairs: readonly MovedPair[];
  readonly released?: string;
  readonly overLimit?: string;
  /** Why a payment was taken back, or what was tolerated is owed again. */
  readonly reason?: string;
  /** By which version of the rule the rest of a payment is tolerated, and how much it allowed. */
  readonly tolerated?: { readonly version: number; readonly allowed: string };
}
/** A debt in the former currency and what it is in the euro. */
export interface RedenominatedPair extends Omit<MovedPair, 'amount'> {
  readonly former: string;
  readonly now: string;
}
/** An account goes on in the euro: what was open of its debts then. */
export interface RedenominatedFact {
  readonly kind: 'redenominated';
  readonly account: string;
  readonly currency: string;
  readonly on: string;
  readonly pairs: readonly RedenominatedPair[];
  /** What the two sums of the account differ by, former less now. */
  readonly lessened: string;
}
/** A return in the former currency that is charged in the euro. */
export interface ReturnChargeRedenominatedFact {
  readonly kind: 'returnChargeRedenominated';
  readonly returnId: string;
  readonly account: string;
  readonly reference: string;
  readonly currency: string;
  readonly lines: readonly { readonly beneficiary: string; readonly former: string; readonly now: string }[];
}
/** Money came to an account on which debts are paid together: the bank's value day is that of payment, whenever it was applied. */
export interface ReceivedFact {
  readonly kind: 'received';
  readonly account: string;
  readonly receipt: string;
  readonly valueOn: string;
}
/** Interest and penalties: signed, a reversal or reduction is negative. */
export interface DebtFact {
  readonly kind: 'debt';
  readonly debt: 'interest' | 'penalty';
  readonly account: string;
  readonly reference: string;
  readonly amount: string;
  readonly dueOn?: string;
  /** What it is interest on. */
  readonly on?: string;
}
export interface ContestFact {
  readonly kind: 'contest';
  readonly account: string;
  readonly pair: MovedPair;
  readonly currency: string;
  readonly on: string;
  /** The dispute ended: the amount is negative. */
  readonly ended: boolean;
}
/** A guarantee's share was applied to an account. */
export interface CoverFact {
  readonly kind: 'cover';
  readonly account: string;
  readonly cover: StatedCover;
  readonly overLimit?: string;
  readonly on: string;
}
/** A consolidated summary over the imports of one holder. */
export interface SummaryFact {
  readonly kind: 'summary';
  readonly authority: string;
  readonly declarant: string;
  readonly accountHolder: string;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
  readonly submittedOn: string;
  readonly dueOn: string;
  readonly declarationCount: number;
  /** Exact decimal text; absent: the summary tells none. */
  readonly goodsValue?: readonly { readonly currency: string; readonly value: string }[];
  /** Kilograms; absent: the summary tells none. */
  readonly grossMass?: string;
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
  /** Moment at which a period of special arrangements ends at the authority. */
  readonly until?: string;
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
  /** No charge: by how much the return is another number in the euro, in which it is charged. */
  readonly redenominated?: true;
}
export interface StatementFact {
  readonly kind: 'statement';
  readonly id: string;
  readonly account: string;
  readonly reference: string;
  readonly closedOn: string;
  readonly dueOn: string;
  readonly charged: string;
  readonly closing: string;
  readonly totals: readonly { readonly beneficiary: string; readonly amount: string }[];
}
