import { Exact } from '#money';
import { assess, type AssessableDeclaration, conversionDayOf, lastCorrectionDay, type RuleBook } from '#rules';
import { textOf, unitsOf } from './exact-units';
import { type LegalExpiry } from './legal-expiry';

/** A value compared with the limit up to which a consignment is of low value. Exact units, in the currency of the limit. */
export interface ImportTest {
  readonly value: bigint;
  readonly limit: bigint;
  readonly currency: string;
  readonly within: boolean;
}
/** Goods as their declaration values them. */
export interface ValuedGoods {
  readonly jurisdiction: string;
  readonly acceptedOn: string;
  readonly currency: string;
  /** Exact units, without freight and insurance. */
  readonly value: bigint;
}

/** What judging asks of the law: questions bound to one rule book; rates are looked up once. */
export interface Law {
  /** Units of `quote` for one of `base` by the customs rate of a country on a day, exact units; undefined where it publishes none. */
  readonly customsRate: (jurisdiction: string, base: string, quote: string, day: string) => bigint | undefined;
  /** The test that customs makes at import (UCC-DA Art. 1(48)); undefined where the country has no limit, or a rate is missing. */
  readonly importTest: (goods: ValuedGoods) => ImportTest | undefined;
  /** The last day on which a supply of a day can be corrected in a later return of its scheme (VAT Directive Art. 369t(2)). */
  readonly correctionUntil: (scheme: string, suppliedOn: string) => LegalExpiry | undefined;
  /** The day whose rate converts a supply in its return, where that is its own (United Kingdom); undefined where the end of the period answers. */
  readonly conversionDay: (scheme: string, currency: string, suppliedAt: string) => string | undefined;
  /** Per cent of VAT that a country knows on a day; empty where no table of it is known. */
  readonly vatRates: (country: string, day: string) => readonly string[];
  /** Whose tariff applies in a country. */
  readonly tariffOf: (jurisdiction: string) => string | undefined;
  /**
   * What duty and tax come to under this law, whoever accounts for it, exact units in the assessment's currency; undefined where it is
   * refused.
   */
  readonly revenueOf: (declaration: AssessableDeclaration) => { readonly amount: bigint; readonly currency: string } | undefined;
}

/** A whole number of 10^-12; a converted value has endless digits. */
const unitsOfExact = (exact: Exact): bigint => exact.toMinor(12, 'half-even');

/** Where the schemes with returns say how long a period can be corrected. */
const correctionLaw: Readonly<Record<string, string>> = {
  'EU-IOSS': 'Directive 2006/112/EC Art. 369t(2)',
  'UK-SUPPLY': 'Value Added Tax Regulations 1995 (SI 1995/2518) reg. 34',
};

/** Per cent of VAT that a country knows on a day; empty where no table of it is known. */
export const vatRatesOn = (book: RuleBook, country: string, day: string): readonly string[] => {
  const table = book.tables.vatRates.get(`vat/${book.jurisdiction(country)?.value.vatTable ?? country}`);
  return [...(table?.rows.values() ?? [])].filter(({ from, to }) => from <= day && (to === undefined || day < to)).map(({ rate }) => rate);
};

export const lawOf = (book: RuleBook): Law => {
  const rates = new Map<string, bigint | undefined>();
  const published = (jurisdiction: string, base: string, quote: string, day: string): bigint | undefined => {
    const rule = book.jurisdiction(jurisdiction)?.value.customsFx;
    const conversion = rule === undefined ? undefined : book.conversion(base, quote, rule, day);
    return conversion === undefined || 'kind' in conversion ? undefined : unitsOfExact(conversion.apply(Exact.parse('1')));
  };
  return {
    customsRate: (jurisdiction, base, quote, day) => {
      const key = `${jurisdiction} ${base} ${quote} ${day}`;
      if (!rates.has(key)) rates.set(key, published(jurisdiction, base, quote, day));
      return rates.get(key);
    },
    importTest: ({ jurisdiction, acceptedOn, currency, value }) => {
      const territory = book.jurisdiction(jurisdiction)?.value.territory;
      const threshold = territory === undefined ? undefined : book.lowValueRule(territory, acceptedOn)?.value.threshold;
      if (threshold === undefined) return undefined;
      const conversion = book.conversion(currency, threshold.currency, threshold.fxDate, acceptedOn);
      if ('kind' in conversion) return undefined;
      const [tested, limit] = [unitsOfExact(conversion.apply(Exact.parse(textOf(value)))), unitsOf(threshold.amount)];
      return { value: tested, limit, currency: threshold.currency, within: tested < limit || (tested === limit && threshold.inclusive) };
    },
    correctionUntil: (scheme, suppliedOn) => {
      const on = lastCorrectionDay(book, scheme, suppliedOn);
      return on === undefined ? undefined : { on, right: 'correction', law: correctionLaw[scheme] ?? scheme };
    },
    conversionDay: (scheme, currency, suppliedAt) => {
      const found = book.scheme(scheme, suppliedAt.slice(0, 10));
      return found === undefined ? undefined : conversionDayOf(found.value, currency, suppliedAt);
    },
    vatRates: (country, day) => vatRatesOn(book, country, day),
    tariffOf: (jurisdiction) => book.jurisdiction(jurisdiction)?.value.tariff,
    revenueOf: (declaration) => {
      const assessed = assess(declaration, book, 'amounts');
      if (assessed.kind === 'refused') return undefined;
      const amount = assessed.totals.reduce(
        (sum, { payable, accountedElsewhere, secured }) =>
          sum + [payable, accountedElsewhere, secured].reduce((all, money) => all + unitsOfExact(Exact.ofMoney(money)), 0n),
        0n,
      );
      return { amount, currency: assessed.currency };
    },
  };
};
