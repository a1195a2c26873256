import { type ReturnFigures } from './compute-return';

/** Greece is EL in VAT returns (VAT Directive; ISO 3166 says GR). */
const stateOf = (country: string): string => (country === 'GR' ? 'EL' : country);

const periodOf = (
  period: string,
): { readonly year: string; readonly month: string } | { readonly year: string; readonly quarter: string } =>
  period.includes('Q') ? { year: period.slice(0, 4), quarter: period.slice(6) } : { year: period.slice(0, 4), month: period.slice(5) };

const text = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/**
 * A return in the project's own layout, with the names of the return record of HMRC's public IOSS service, in the return's own currency.
 * `json`: one document. `csv`: one line per row and per correction, then the balances. The same figures give the same bytes.
 */
export const exportReturn = (figures: ReturnFigures, format: 'json' | 'csv'): string =>
  format === 'json' ? `${JSON.stringify(document(figures), null, 2)}\n` : csv(figures);

/** A return in that layout. */
export type ReturnDocument = ReturnType<typeof document>;
const document = (figures: ReturnFigures) => ({
  vatReturnReferenceNumber: figures.returnReference,
  version: '1',
  traderId: { schemeNumber: figures.schemeNumber, issuedBy: figures.authority.replace(/^EU-/, ''), holder: figures.holder },
  scheme: figures.scheme,
  period: periodOf(figures.period),
  startDate: figures.start,
  endDateExclusive: figures.end,
  paymentDeadline: figures.dueOn,
  currency: figures.currency,
  totalAmountVatDue: figures.payable,
  nilReturn: figures.nil === 'yes',
  msconSupplies: figures.balances.map((balance) => ({
    msconCountryCode: stateOf(balance.country),
    balanceOfVatDue: balance.balance,
    grandTotalMsidGoods: balance.vat,
    correctionsTotal: balance.corrections,
    msidSupplies: figures.rows
      .filter(({ country }) => country === balance.country)
      .map((row) => ({
        supplyType: 'GOODS',
        vatRate: row.rate,
        vatRateType: row.rateCategory.toUpperCase(),
        taxableAmount: row.taxable,
        vatAmount: row.vat,
        differenceToRate: row.difference,
        supplies: row.supplies,
      })),
    corrections: figures.corrections
      .filter(({ country }) => country === balance.country)
      .map((correction) => ({
        period: periodOf(correction.period),
        taxableAmountCorrection: correction.taxable,
        totalVatAmountCorrection: correction.vat,
      })),
  })),
  exchangeRates: figures.exchangeRows.map(({ quote, rate, day, sourceDate }) => ({ base: 'EUR', quote, rate, day, sourceDate })),
  supplies: { count: figures.supplies, adjustments: figures.adjustments, digest: figures.suppliesDigest },
});

const csv = (figures: ReturnFigures): string => {
  const rows = figures.rows.map((r) => [
    'row',
    stateOf(r.country),
    figures.period,
    r.rateCategory,
    r.rate,
    r.taxable,
    r.vat,
    String(r.supplies),
  ]);
  const corrections = figures.corrections.map((c) => [
    'correction',
    stateOf(c.country),
    c.period,
    '',
    '',
    c.taxable,
    c.vat,
    String(c.adjustments),
  ]);
  const balances = figures.balances.map((b) => ['balance', stateOf(b.country), figures.period, '', '', '', b.balance, '']);
  const header = ['kind', 'msconCountryCode', 'period', 'vatRateType', 'vatRate', 'taxableAmount', 'vatAmount', 'count'];
  const payable = ['payable', '', figures.period, '', '', '', figures.payable, ''];
  return [header, ...rows, ...corrections, ...balances, payable].map((line) => `${line.map(text).join(',')}\r\n`).join('');
};
