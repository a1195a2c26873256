import { type Period } from '#rules';

/** Comparisons line by line, whose tolerance is in minor units. */
export type LineTolerance = 'captured-amount' | 'declared-value' | 'authority-tax' | 'collected-tax';

/** Tolerances and deadlines as data (docs/reconciliation.md); every match and break names the version that judged it. */
export interface ReconciliationRules {
  readonly id: string;
  readonly version: number;
  readonly tolerances: {
    /** Captured payment against the order, in minor units: at least `absolute`, and `perLine` for a seller who rounds each line. */
    readonly payment: { readonly absolute: string; readonly perLine: string };
    /** Captured payment that its provider converted at a rate of its own: per cent of the order. */
    readonly convertedPayment: { readonly percent: string };
    /** Declared against ordered value in the same currency, in minor units: nothing but the rounding of a line. */
    readonly declaredValue: { readonly perLine: string };
    /** The same after a conversion: per cent of the ordered value. */
    readonly convertedValue: { readonly percent: string };
    /** The rate that a declaration states against the customs rate: per cent, for rates stated with few digits. */
    readonly exchangeRate: { readonly percent: string };
    /** Mass told against mass told: the greater of a share and so many kilograms. */
    readonly mass: { readonly percent: string; readonly kilograms: string };
    /** What the goods as ordered would have come to against the assessment: the greater of a share and so many minor units. */
    readonly expectedRevenue: { readonly percent: string; readonly absolute: string };
    /** Return against facts: this much per country, rate and currency that was rounded by itself. */
    readonly returnRow: { readonly perRow: string };
    /** Import listing against return: months either way that a supply may be imported in, and what residual opens a break. */
    /** The authority's tax against ours where several of its lines are compared at once, in minor units: each is rounded by itself. */
    readonly authorityTax: { readonly perLine: string };
    /** Tax collected from a recipient against what was assessed, in minor units. */
    readonly collection: { readonly perLine: string };
    readonly importListing: { readonly months: number; readonly percent: string; readonly euro: string };
  };
  /** The same order again within so many minutes is the same order told twice. */
  readonly duplicateOrder: { readonly minutes: number };
  /** Minor units for each line, in currencies that have tolerances of their own: where sellers round to more than a minor unit. */
  readonly ofCurrency: Readonly<Record<string, Readonly<Partial<Record<LineTolerance, string>>>>>;
  /** Days after which the next leg is missed. */
  readonly deadlines: {
    /** From a payment until its order is told. */
    readonly order: number;
    readonly payment: number;
    readonly supply: number;
    readonly consignment: number;
    readonly arrival: number;
    readonly declaration: number;
    readonly assessment: number;
    readonly charge: number;
    readonly statement: number;
    readonly identification: number;
    readonly allocation: number;
    /** From an annulled measure until what it was used for is assessed again. */
    readonly reassessment: number;
    /** Goods held until there is room in a guarantee, or the like. */
    readonly held: number;
    /** From acceptance until the parcel is at its recipient's, and from there until its tax is collected. */
    readonly delivery: number;
    readonly collection: number;
    /** From the failed delivery until the declaration is taken back. */
    readonly invalidation: number;
    /** From goods going back until somebody asks for their tax. */
    readonly refund: number;
    /** From an approval until it is paid, or until debts that it can be set off against have arisen. */
    readonly payout: number;
    readonly offset: number;
  };
}

/** The rules unless told otherwise; deadlines in days. */
export const defaultReconciliationRules: ReconciliationRules = {
  id: 'reconciliation',
  version: 1,
  tolerances: {
    payment: { absolute: '1', perLine: '1' },
    convertedPayment: { percent: '3' },
    declaredValue: { perLine: '0.5' },
    convertedValue: { percent: '0.5' },
    expectedRevenue: { percent: '5', absolute: '100' },
    exchangeRate: { percent: '0.05' },
    mass: { percent: '10', kilograms: '0.1' },
    returnRow: { perRow: '0.01' },
    authorityTax: { perLine: '1' },
    collection: { perLine: '1' },
    importListing: { months: 2, percent: '5', euro: '1000' },
  },
  duplicateOrder: { minutes: 10 },
  ofCurrency: {},
  deadlines: {
    ...{ order: 5, payment: 5, supply: 1, consignment: 30, arrival: 30, declaration: 1, assessment: 1, charge: 1, statement: 5, identification: 1, allocation: 5 },
    ...{ reassessment: 30, held: 30, delivery: 30, collection: 5, invalidation: 30, refund: 60, payout: 30, offset: 180 },
  },
};

/**
 * The return period of a scheme that a day falls in, with its due day; undefined for a scheme without returns. `state`: that is paid, where each may
 * name its day. Bound to the rule book by the caller.
 */
export type SchemeCalendar = (scheme: string, day: string, state?: string) => Period | undefined;

/** The IANA zone whose days count at an authority. */
export type ZoneOfAuthority = (authority: string) => string;
