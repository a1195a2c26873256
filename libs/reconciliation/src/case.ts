import { type Actor, type BreakCode, type Severity } from './break-catalogue';
import { type LegalExpiry } from './legal-expiry';

/** Why something does not match: the criterion that failed, what it asked for, what was found, and how far apart they are. */
export interface Why {
  readonly criterion: string;
  readonly expected: string;
  readonly found: string;
  readonly distance: string;
  readonly tolerance?: string;
  /** One English sentence, made of the data above. */
  readonly sentence: string;
}

/** A difference that somebody must act upon: a pure function of the case, the rules and the day asked for. */
export interface Break {
  /** Of code and subject: the same whichever case it lies in, whatever arrived first, and while amounts change. */
  readonly id: string;
  readonly code: BreakCode;
  /**
   * What it is about: an order, a line of it, a parcel, a declaration, a return, a claim, a bank entry or the key of a period case; where
   * one has several breaks of a code, with what tells them apart.
   */
  readonly subject: string;
  readonly severity: Severity;
  readonly whoActs: Actor;
  /** Money at stake, exact decimal text in `currency`. */
  readonly amount: string;
  readonly currency: string;
  /** Moment from which the break existed. */
  readonly since: string;
  /** Day by which somebody must have acted. */
  readonly dueBy: string;
  /** The last day of the right that would end it, where the law sets one. */
  readonly legalExpiry?: LegalExpiry;
  /** The break that explains this one; its money is counted there. */
  readonly causedBy?: { readonly caseKey: string; readonly code: BreakCode };
  /** Which tolerance rule, in which version, decided. */
  readonly rule: string;
  readonly why: Why;
}

/** Why units are no item to follow: the class of the line, a cancellation, or the reason of `SupplyExcluded`. */
export type OutsideReason = string;

/** What became of units: every unit has exactly one. */
export type Disposition =
  | { readonly status: 'matched' }
  | { readonly status: 'inTransit'; readonly next: ExpectedLeg }
  | { readonly status: 'broken'; readonly code: BreakCode }
  | { readonly status: 'outside'; readonly reason: OutsideReason };

/** The legs that a case can wait for, in the order of the story. */
export type ExpectedLegName =
  | 'order'
  | 'payment'
  | 'supply'
  | 'consignment'
  | 'arrival'
  | 'declaration'
  | 'assessment'
  | 'guarantee'
  | 'charge'
  | 'collection'
  | 'invalidation'
  | 'statement'
  | 'return'
  | 'receipt'
  | 'refund';
/** The leg a case waits for, and the moment until which waiting is normal. */
export interface ExpectedLeg {
  readonly leg: ExpectedLegName;
  readonly deadline: string;
}

/** How far a unit got on the way from the order to the treasury; the bridge counts value by it. */
export type Reach = 'ordered' | 'paid' | 'shipped' | 'declared';

/** Some units of an order line with one status. The parts of a line add up to the line, in units and in money. */
export interface LinePart {
  readonly order: string;
  readonly ordinal: number;
  readonly lineClass: string;
  /** Negative on a credit. */
  readonly units: number;
  /** Exact net value in `currency`. */
  readonly money: string;
  readonly currency: string;
  readonly parcel?: string;
  readonly reach: Reach;
  readonly disposition: Disposition;
}

/** Keys, comparisons that tolerate something, and those that tolerate nothing. A name is for ever: sums are kept by it. */
export type MatchRule =
  | 'order-number'
  | 'order-line'
  | 'consignment-number'
  | 'captured-amount'
  | 'declared-value'
  | 'charged-tax'
  | 'collected-tax'
  | 'authority-tax'
  | 'expected-revenue'
  | 'exchange-rate'
  | 'return-row'
  | 'import-listing'
  | 'summary-count'
  | 'summary-value'
  | 'summary-mass'
  | 'short-payment'
  | 'by-hand';

/** Two facts that agree, and the rule that says so. */
export interface Match {
  /** `captured-amount@1`: the comparison, in the version of the rules that judged it. */
  readonly rule: `${MatchRule}@${string}`;
  readonly legs: readonly [string, string];
  readonly tolerance: string;
  readonly distance: string;
  /** Of tolerance and distance; absent where they are no money. */
  readonly currency?: string;
  /** 0 to 100: of a key or a sum 100; of a match by hand that of the candidate it was taken from. */
  readonly score: number;
  /** Of sums over several: no other set of them comes to the same. Absent where one thing is compared with one other. */
  readonly unique?: boolean;
}

/** All that is known of one parcel and the orders in it. */
export interface ParcelCase {
  readonly key: string;
  readonly kind: 'parcel';
  readonly orders: readonly { readonly id: string; readonly seller: string; readonly number: string }[];
  readonly consignments: readonly { readonly id: string; readonly carrier: string; readonly number: string }[];
  readonly declarations: readonly { readonly id: string; readonly mrn: string }[];
  readonly schemeNumbers: readonly string[];
  /** Goods that go back, and refund claims, where there are any. */
  readonly returns?: readonly { readonly id: string; readonly reference: string; readonly status: 'reported' | 'matched' | 'unmatched' }[];
  readonly claims?: readonly {
    readonly id: string;
    readonly reference: string;
    readonly status: 'claimed' | 'approved' | 'rejected' | 'refunded';
  }[];
  readonly status: 'matched' | 'inTransit' | 'broken' | 'outside';
  readonly parts: readonly LinePart[];
  readonly breaks: readonly Break[];
  readonly matches: readonly Match[];
  readonly next?: ExpectedLeg;
  /** Where cases behind a figure of the bridge are asked for: what this one adds to it, exact. */
  readonly inFigure?: string;
}

/**
 * A return period of a scheme number, an accounting period of an account, or, with the period `all`, an account, bank account or scheme
 * number that has something to say of the whole of its time.
 */
export interface PeriodCase {
  readonly key: string;
  readonly kind: 'period';
  readonly authority: string;
  readonly holder: string;
  readonly schemeNumber?: string;
  readonly period: string;
  readonly status: 'matched' | 'inTransit' | 'broken';
  readonly breaks: readonly Break[];
  /** Sums that agree: a return with its supplies and imports, a summary with its declarations. Absent: none. */
  readonly matches?: readonly Match[];
  /** Figures per beneficiary: declared, charged, settled, open. */
  /** `tolerated`: the rest of a short payment, neither settled nor open. */
  readonly beneficiaries: readonly {
    readonly beneficiary: string;
    readonly declared: string;
    readonly settled: string;
    readonly tolerated?: string;
    readonly open: string;
    readonly currency: string;
  }[];
  readonly next?: ExpectedLeg;
}

/** One bank entry: whose it is, and what it settled. */
export interface ReceiptCase {
  readonly key: string;
  readonly kind: 'receipt';
  readonly authority: string;
  readonly entryReference: string;
  readonly amount: string;
  readonly currency: string;
  readonly identifiedFor?: string;
  readonly allocated: string;
  readonly status: 'matched' | 'inTransit' | 'broken';
  readonly breaks: readonly Break[];
  readonly next?: ExpectedLeg;
}

/** What reconciliation judges. */
export type Case = ParcelCase | PeriodCase | ReceiptCase;

/** The moment of a question: what was effective by `asOf`, as known after the event at `knownAt` (default: all that is known). */
export interface Viewpoint {
  /** RFC 3339 UTC. */
  readonly asOf: string;
  /** A log position. */
  readonly knownAt?: string;
}

/** Figures by status; `outside` by reason. The sum over all keys is the source. */
export interface ByStatus<T> {
  readonly matched: T;
  readonly inTransit: T;
  readonly broken: T;
  readonly outside: Readonly<Record<string, T>>;
}
/** Exact decimal text by currency. */
export type ByCurrency = Readonly<Record<string, string>>;

/** What `reconcile` answers: every item and every cent of the source once. */
export interface ReconciliationTotals {
  readonly rules: string;
  readonly asOf: string;
  readonly knownAt?: string;
  readonly cases: number;
  /** Order lines; a line whose units divide counts under the gravest of its statuses. */
  readonly items: ByStatus<number>;
  /** Units of all lines; negative on credits. */
  readonly units: ByStatus<number>;
  /** Exact net line value by order currency. */
  readonly money: ByStatus<ByCurrency>;
  /** Declared items, the back side: matched to an order, waiting, broken, or of declarations that were invalidated (absent: none). */
  readonly declaredItems: { readonly matched: number; readonly inTransit: number; readonly broken: number; readonly invalidated?: number };
  /** Differences that were within tolerance and not nothing, by rule and currency: what is matched and not equal. Absent: none. */
  readonly tolerated?: Readonly<Record<string, { readonly count: number; readonly amount: ByCurrency }>>;
  /** Root breaks with their money; `derived` counts those explained by another. */
  readonly breaks: Readonly<Record<string, { readonly count: number; readonly derived: number; readonly amount: ByCurrency }>>;
}

/** Stands for the currency of an amount of which nothing is known; sums leave it out. */
export const noCurrency = '-';
