import { currency, MalformedValueError, oneOf, optional, record, type Shape, textLike, type ValueOf } from '#event-catalogue';

/**
 * What a tolerance is measured in: minor units, minor units for each line, per cent, kilograms, euro, months; and which counts where there
 * are several.
 */
export type ToleranceMeasure = 'absolute' | 'perLine' | 'percent' | 'kilograms' | 'euro' | 'months' | 'counts';

const amounts = ['absolute', 'perLine', 'percent', 'counts'] as const;
const sums = ['absolute', 'perLine', 'counts'] as const;

/**
 * Comparisons that something is tolerated in, with the measures that each is made by; what has a currency may have a tolerance of its own
 * for it.
 */
export const comparisons = {
  'captured-amount': { measures: amounts, ofCurrency: true },
  'captured-amount-converted': { measures: amounts, ofCurrency: true },
  'declared-value': { measures: amounts, ofCurrency: true },
  'declared-value-converted': { measures: amounts, ofCurrency: true },
  'exchange-rate': { measures: ['percent'], ofCurrency: false },
  mass: { measures: ['percent', 'kilograms'], ofCurrency: false },
  'expected-revenue': { measures: ['absolute', 'percent', 'counts'], ofCurrency: true },
  'return-row': { measures: sums, ofCurrency: true },
  'import-listing': { measures: ['percent', 'euro', 'months'], ofCurrency: false },
  'authority-tax': { measures: sums, ofCurrency: true },
  'collected-tax': { measures: sums, ofCurrency: true },
} as const satisfies Readonly<Record<string, { readonly measures: readonly ToleranceMeasure[]; readonly ofCurrency: boolean }>>;
export type ToleranceName = keyof typeof comparisons;
export const toleranceNames = Object.keys(comparisons) as readonly ToleranceName[];

/** What is missed after so many days. */
export const deadlineNames = [
  // The order of a payment; the other legs from the one before.
  'order',
  'payment',
  'supply',
  'consignment',
  'arrival',
  'declaration',
  'assessment',
  'charge',
  'statement',
  'identification',
  'allocation',
  // A new assessment from an annulled measure; goods held until there is room in a guarantee, or the like.
  'reassessment',
  'held',
  // From acceptance until the parcel is at its recipient's, and from there until its tax is collected; from a failed delivery until the
  // declaration is taken back.
  'delivery',
  'collection',
  'invalidation',
  // From the report of goods that go back until the import that they came by was looked for, and until somebody asks for their tax.
  'search',
  'refund',
  // From an approval until it is paid, or until debts that it can be set off against have arisen.
  'payout',
  'offset',
] as const;
export type DeadlineName = (typeof deadlineNames)[number];

/** So much of a measure: never negative; half a minor unit is `0.5`. */
const toleratedMeasure = textLike(
  /^(0|[1-9]\d{0,8})(\.\d{1,3})?$/,
  'a decimal of at least 0, with at most 9 digits and 3 places, like "0.5"',
);
/** Of what is expected. */
const toleratedPercent = textLike(/^(100|[1-9]?\d(\.\d{1,3})?)$/, 'a percentage from 0 to 100 with at most 3 places, like "0.5"');

/** So many days or months at most, and at least none. */
const countUpTo = (max: number): Shape<number> => ({
  parse: (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || Object.is(value, -0) || value > max)
      throw new MalformedValueError(at, `a whole number from 0 to ${String(max)}`);
    return value;
  },
  schema: { type: 'integer', minimum: 0, maximum: max },
});
const toleratedMonths = countUpTo(120);
const toleratedDays = countUpTo(3650);

/** By how much two facts may differ and match all the same. */
export const toleranceShape = record({
  comparison: oneOf(...toleranceNames),
  /** Of that currency alone; absent: of all that have none of their own. */
  currency: optional(currency),
  absolute: optional(toleratedMeasure),
  perLine: optional(toleratedMeasure),
  percent: optional(toleratedPercent),
  kilograms: optional(toleratedMeasure),
  euro: optional(toleratedMeasure),
  months: optional(toleratedMonths),
  counts: optional(oneOf('greatest', 'least')),
});
export type PublishedTolerance = ValueOf<typeof toleranceShape>;
export const deadlineShape = record({ leg: oneOf(...deadlineNames), days: toleratedDays });

/** Whole minor units of the account's currency. */
const wholeMinorUnits = textLike(/^(0|[1-9]\d{0,8})$/, 'whole minor units, at least 0, with at most 9 digits');

/**
 * By how much a payment may be less than the statement or return that it names, in the currency of the account. Of amount and share the
 * least counts; the share is of what was open before the payment. `days`: the bank booked it so many days after the due day at most.
 * `books`: what the rest is posted as.
 */
export const shortPaymentShape = record({
  currency,
  absolute: optional(wholeMinorUnits),
  percent: optional(toleratedPercent),
  days: optional(toleratedDays),
  books: oneOf('smallDifference', 'bankCharge'),
});
export type ShortPaymentTolerance = ValueOf<typeof shortPaymentShape>;

/** What an authority tolerates in payments from a day on, until the next set does: all that it does not name is not tolerated. */
export interface ShortPaymentSet {
  readonly from: string;
  /** 2 and up in the order of publication; 1 is the product, which tolerates nothing. */
  readonly version: number;
  readonly tolerances: readonly ShortPaymentTolerance[];
}
/** A tolerance with the rule that it is of. */
export type ShortPaymentRule = ShortPaymentTolerance & { readonly rule: 'short-payment'; readonly version: number };

/** A whole set of tolerances as it holds from a day until the next set does: what it does not name is as the product has it. */
export interface ToleranceSet {
  /** First day on which it holds, UTC. */
  readonly from: string;
  /** 2 and up in the order of publication, corrections included; 1 is the product's own. */
  readonly version: number;
  readonly tolerances: readonly PublishedTolerance[];
  readonly deadlines: readonly { readonly leg: DeadlineName; readonly days: number }[];
}
