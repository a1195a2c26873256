import { type Period } from '#rules';

/** Tolerances and deadlines as data (docs/reconciliation.md); every match and break names the version that judged it. */
export interface ReconciliationRules {
  readonly id: string;
  readonly version: number;
  readonly tolerances: {
    /** Captured payment against the order, in minor units: at least `absolute`, and `perLine` for a seller who rounds each line. */
    readonly payment: { readonly absolute: string; readonly perLine: string };
    /** Declared against ordered value in the same currency, in minor units: nothing but the rounding of a line. */
    readonly declaredValue: { readonly perLine: string };
    /** The same after a conversion: per cent of the ordered value. */
    readonly convertedValue: { readonly percent: string };
    /** Return against facts: this much per country, rate and currency that was rounded by itself. */
    readonly returnRow: { readonly perRow: string };
    /** Import listing against return: months either way that a supply may be imported in, and what residual opens a break. */
    readonly importListing: { readonly months: number; readonly percent: string; readonly euro: string };
  };
  /** Days after which the next leg is missed. */
  readonly deadlines: {
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
  };
}

/** The rules unless told otherwise; deadlines in days. */
export const defaultReconciliationRules: ReconciliationRules = {
  id: 'reconciliation',
  version: 1,
  tolerances: {
    payment: { absolute: '1', perLine: '1' },
    declaredValue: { perLine: '0.5' },
    convertedValue: { percent: '0.5' },
    returnRow: { perRow: '0.01' },
    importListing: { months: 2, percent: '5', euro: '1000' },
  },
  deadlines: { payment: 5, supply: 1, consignment: 30, arrival: 30, declaration: 1, assessment: 1, charge: 1, statement: 5, identification: 1, allocation: 5 },
};

/** The return period of a scheme that a day falls in, with its due day; undefined for a scheme without returns. Bound to the rule book by the caller. */
export type SchemeCalendar = (scheme: string, day: string) => Period | undefined;

/** The IANA zone whose days count at an authority. */
export type ZoneOfAuthority = (authority: string) => string;
