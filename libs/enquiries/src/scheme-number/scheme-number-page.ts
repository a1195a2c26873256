import { present } from '#event-catalogue';
import {
  type Break,
  type ImportListing,
  type PeriodCase,
  type ReconciliationReport,
  type SettlementBook,
  textOf,
  unitsOf,
} from '#reconciliation';

/** Who was given the number, by whom, and for which days. */
export interface SchemeNumberGrant {
  readonly holder: string;
  readonly scheme: string;
  readonly authority: string;
  readonly validFrom: string;
}
/** A period of the number: its return, what was paid of it, and its imports against its supplies by country. */
export interface SchemeNumberPeriod {
  readonly period: string;
  /** `none`: no return is expected of it, yet goods were imported or supplied under the number. */
  readonly return: 'filed' | 'missing' | 'none';
  readonly status?: PeriodCase['status'];
  readonly reference?: string;
  readonly filedOn?: string;
  readonly dueOn?: string;
  readonly currency?: string;
  readonly payable?: string;
  readonly paid?: string;
  readonly open?: string;
  readonly breaks: readonly Break[];
  readonly countries: readonly CountryOfPeriod[];
}
export interface CountryOfPeriod extends Partial<Omit<ImportListing, 'schemeNumber' | 'period' | 'country'>> {
  readonly country: string;
  /** Sums of the return’s rows and corrections, in its currency. */
  readonly declared?: { readonly taxable: string; readonly vat: string; readonly corrections: string };
}
export interface SchemeNumberPage {
  readonly schemeNumber: string;
  readonly asOf: string;
  readonly standing: 'held' | 'expired' | 'withdrawn' | 'unknown';
  readonly holder?: string;
  readonly validTo?: string;
  readonly withdrawnFrom?: string;
  readonly grants: readonly SchemeNumberGrant[];
  readonly periods: readonly SchemeNumberPeriod[];
}

/**
 * All that is known of a scheme number at a viewpoint: `book` and `report` are of the same; undefined for a number that nobody was given
 * and nobody used.
 */
export const schemeNumberPage = (
  schemeNumber: string,
  book: SettlementBook,
  report: Pick<ReconciliationReport, 'periods' | 'listings' | 'totals'>,
): SchemeNumberPage | undefined => {
  const grants = book.numbers.filter((number) => number.schemeNumber === schemeNumber);
  const cases = report.periods.filter((one) => one.schemeNumber === schemeNumber);
  const listings = report.listings.filter((one) => one.schemeNumber === schemeNumber);
  if (grants.length === 0 && listings.length === 0) return undefined;
  const { asOf } = report.totals;
  const holding = book.register.holderOf(schemeNumber, asOf.slice(0, 10));
  const periods = [...new Set([...cases, ...listings].map(({ period }) => period))].sort();
  return {
    schemeNumber,
    asOf,
    standing: holding.kind,
    ...(holding.kind === 'unknown' ? {} : validityOf(holding)),
    grants: grants.map(({ collector: holder, scheme, authority, validFrom }) => ({ holder, scheme, authority, validFrom })),
    periods: periods.map((period) =>
      periodOf(
        book,
        schemeNumber,
        period,
        cases.find((one) => one.period === period),
        listings.filter((one) => one.period === period),
      ),
    ),
  };
};

type Holding = Exclude<ReturnType<SettlementBook['register']['holderOf']>, { readonly kind: 'unknown' }>;
const validityOf = ({
  holder,
  validity: { validTo, withdrawnFrom },
}: Holding): Pick<SchemeNumberPage, 'holder' | 'validTo' | 'withdrawnFrom'> => ({
  holder,
  ...present({ validTo, withdrawnFrom }),
});

const periodOf = (
  book: SettlementBook,
  schemeNumber: string,
  period: string,
  found: PeriodCase | undefined,
  listings: readonly ImportListing[],
): SchemeNumberPeriod => {
  const filed = book.returnOf(schemeNumber, period);
  const declared = new Map((filed?.rows ?? []).map(({ country }) => [country, { taxable: 0n, vat: 0n, corrections: 0n }]));
  const sumsOf = (country: string): { taxable: bigint; vat: bigint; corrections: bigint } => {
    const sums = declared.get(country) ?? { taxable: 0n, vat: 0n, corrections: 0n };
    declared.set(country, sums);
    return sums;
  };
  for (const { country, taxable, vat } of filed?.rows ?? []) {
    const sums = sumsOf(country);
    sums.taxable += unitsOf(taxable);
    sums.vat += unitsOf(vat);
  }
  for (const { country, vat } of filed?.corrections ?? []) sumsOf(country).corrections += unitsOf(vat);
  const countries = [...new Set([...declared.keys(), ...listings.map(({ country }) => country)])].sort();
  return {
    period,
    return: filed !== undefined ? 'filed' : found === undefined ? 'none' : 'missing',
    ...(found === undefined ? {} : { status: found.status }),
    ...(filed === undefined ? {} : paymentOf(book, filed)),
    breaks: found?.breaks ?? [],
    countries: countries.map((country) =>
      countryOf(
        country,
        declared.get(country),
        listings.find((one) => one.country === country),
      ),
    ),
  };
};

const countryOf = (
  country: string,
  declared: { readonly taxable: bigint; readonly vat: bigint; readonly corrections: bigint } | undefined,
  listing: ImportListing | undefined,
): CountryOfPeriod => {
  const { schemeNumber: _number, period: _period, ...sums } = listing ?? { country };
  return {
    ...sums,
    country,
    ...(declared === undefined
      ? {}
      : { declared: { taxable: textOf(declared.taxable), vat: textOf(declared.vat), corrections: textOf(declared.corrections) } }),
  };
};

type Filed = NonNullable<ReturnType<SettlementBook['returnOf']>>;
const paymentOf = (book: SettlementBook, filed: Filed): Partial<SchemeNumberPeriod> => {
  const payable = filed.balances.reduce((sum, { balance }) => (balance.startsWith('-') ? sum : sum + unitsOf(balance)), 0n);
  const open = filed.balances.reduce((sum, { country }) => sum + book.openOfReturn(filed, country), 0n);
  const { reference, filedOn, dueOn, currency } = filed;
  return { reference, filedOn, dueOn, currency, payable: textOf(payable), paid: textOf(payable - open), open: textOf(open) };
};
