import { type Period } from '#rules';

/** Comparisons that something is tolerated in. */
export type ToleranceName =
  | 'captured-amount'
  | 'captured-amount-converted'
  | 'declared-value'
  | 'declared-value-converted'
  | 'exchange-rate'
  | 'mass'
  | 'expected-revenue'
  | 'return-row'
  | 'import-listing'
  | 'authority-tax'
  | 'collected-tax';

/** By how much two facts may differ and match all the same. A measure that is absent has no part in it; none at all tolerates nothing. */
export interface Tolerance {
  /** Minor units of the currency, whatever is compared. */
  readonly absolute?: string;
  /** Minor units for each line, row or tax line that was rounded by itself. */
  readonly perLine?: string;
  /** Per cent of what is expected. */
  readonly percent?: string;
  /** Kilograms, of masses. */
  readonly kilograms?: string;
  /** Euro, converted at the rates of what is compared. */
  readonly euro?: string;
  /** Months either way in which a counterpart still belongs. */
  readonly months?: number;
  /** Which measure counts where there are several; absent: the greatest. */
  readonly counts?: 'greatest' | 'least';
}

/** Tolerances and deadlines as data (docs/reconciliation.md); every match and break names the version that judged it. */
export interface ReconciliationRules {
  readonly id: string;
  readonly version: number;
  readonly tolerances: Readonly<Record<ToleranceName, Tolerance>>;
  /** The same order again within so many minutes is the same order told twice. */
  readonly duplicateOrder: { readonly minutes: number };
  /** Currencies that have tolerances of their own: where sellers round to more than a minor unit. */
  readonly ofCurrency: Readonly<Record<string, Readonly<Partial<Record<ToleranceName, Tolerance>>>>>;
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
    /** From the report of goods that go back until the import that they came by was looked for. */
    readonly search: number;
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
    // Value and VAT: a seller may round each line.
    'captured-amount': { absolute: '1', perLine: '1' },
    // The spread of a provider that converts at a rate of its own.
    'captured-amount-converted': { absolute: '1', perLine: '1', percent: '3' },
    'declared-value': { perLine: '0.5' },
    'declared-value-converted': { percent: '0.5' },
    // For rates that are stated with few digits.
    'exchange-rate': { percent: '0.05' },
    mass: { percent: '10', kilograms: '0.1' },
    'expected-revenue': { percent: '5', absolute: '100' },
    // Each sum of a country, rate and currency is rounded by itself.
    'return-row': { perLine: '1' },
    'import-listing': { percent: '5', euro: '1000', months: 2, counts: 'least' },
    'authority-tax': { perLine: '1' },
    'collected-tax': { perLine: '1' },
  },
  duplicateOrder: { minutes: 10 },
  ofCurrency: {},
  deadlines: {
    ...{ order: 5, payment: 5, supply: 1, consignment: 30, arrival: 30, declaration: 1, assessment: 1, charge: 1, statement: 5, identification: 1, allocation: 5 },
    ...{ reassessment: 30, held: 30, delivery: 30, collection: 5, invalidation: 30, search: 5, refund: 60, payout: 30, offset: 180 },
  },
};

/**
 * The return period of a scheme that a day falls in, with its due day; undefined for a scheme without returns. `state`: that is paid, where each may
 * name its day. Bound to the rule book by the caller.
 */
export type SchemeCalendar = (scheme: string, day: string, state?: string) => Period | undefined;

/** The IANA zone whose days count at an authority. */
export type ZoneOfAuthority = (authority: string) => string;
