import { type DeadlineName, type Period, type ToleranceName, type ToleranceSet } from '#rules';

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
  readonly deadlines: Readonly<Record<DeadlineName, number>>;
}

/** The rules where none are published. */
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
    order: 5,
    payment: 5,
    supply: 1,
    consignment: 30,
    arrival: 30,
    declaration: 1,
    assessment: 1,
    charge: 1,
    statement: 5,
    identification: 1,
    allocation: 5,
    reassessment: 30,
    held: 30,
    delivery: 30,
    collection: 5,
    invalidation: 30,
    search: 5,
    refund: 60,
    payout: 30,
    offset: 180,
  },
};

/** The product's rules with a published set over them: what the set names is as it says, whole; all else stays. */
export const withPublished = (product: ReconciliationRules, { version, tolerances, deadlines }: ToleranceSet): ReconciliationRules => {
  const usual: Partial<Record<ToleranceName, Tolerance>> = {};
  const ofCurrency: Record<string, Partial<Record<ToleranceName, Tolerance>>> = {};
  for (const { comparison, currency, ...tolerance } of tolerances) {
    if (currency === undefined) usual[comparison] = tolerance;
    else ofCurrency[currency] = { ...ofCurrency[currency], [comparison]: tolerance };
  }
  return {
    ...product,
    version,
    tolerances: { ...product.tolerances, ...usual },
    ofCurrency,
    deadlines: { ...product.deadlines, ...Object.fromEntries(deadlines.map(({ leg, days }) => [leg, days])) },
  };
};

/**
 * The return period of a scheme that a day falls in, with its due day; undefined for a scheme without returns. `state`: that is paid, where
 * each may name its day. Bound to the rule book by the caller.
 */
export type SchemeCalendar = (scheme: string, day: string, state?: string) => Period | undefined;

/** The IANA zone whose days count at an authority. */
export type ZoneOfAuthority = (authority: string) => string;
