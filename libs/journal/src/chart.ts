/** A key of an account's sub-ledger: which field of a posting line tells its items apart. */
export type SubLedgerKey = 'party' | 'accountId' | 'charge' | 'subject' | 'receipt' | 'reference' | 'taxType' | 'beneficiary' | 'period' | 'kind';

/** One account of an authority's collection ledger; the page for readers is docs/accounting.md. */
export interface Account {
  readonly number: string;
  readonly name: string;
  /** The side on which a balance is expected; `either` where both are sound. */
  readonly normal: 'debit' | 'credit' | 'either';
  readonly type: 'assets' | 'liabilities' | 'revenue' | 'expenses' | 'memo';
  readonly keys: readonly SubLedgerKey[];
}

const account = (number: string, name: string, normal: Account['normal'], type: Account['type'], ...keys: readonly SubLedgerKey[]): Account => ({ number, name, normal, type, keys });

/**
 * The accounts that the postings of today use. Memo pairs (9xxx) balance by themselves and never touch 1000 to 5999.
 * 9200/9201 are kept per scheme number, because that is what a supply, its correction and its return have in common.
 */
export const accounts = {
  cash: account('1000', 'Cash at bank, collections', 'debit', 'assets', 'party', 'reference'),
  receivable: account('1100', 'Receivable: charges', 'debit', 'assets', 'party', 'accountId', 'charge', 'subject', 'reference', 'taxType', 'beneficiary'),
  assessed: account('1101', 'Assessed, not yet charged', 'debit', 'assets', 'party', 'subject', 'reference', 'taxType', 'beneficiary'),
  unapplied: account('2000', 'Unapplied cash', 'credit', 'liabilities', 'party', 'accountId', 'receipt'),
  suspense: account('2010', 'Suspense: unidentified receipts', 'credit', 'liabilities', 'receipt'),
  refundsPayable: account('2020', 'Refunds payable', 'credit', 'liabilities', 'party', 'subject', 'taxType', 'beneficiary'),
  rounding: account('2900', 'Rounding and small differences', 'either', 'liabilities', 'subject', 'taxType', 'beneficiary'),
  dutyRevenue: account('4000', 'Revenue: customs duty', 'credit', 'revenue', 'taxType', 'beneficiary'),
  vatRevenue: account('4010', 'Revenue: VAT', 'credit', 'revenue', 'taxType', 'beneficiary', 'period'),
  exciseRevenue: account('4020', 'Revenue: excise', 'credit', 'revenue', 'taxType', 'beneficiary'),
  feeRevenue: account('4030', 'Revenue: fees', 'credit', 'revenue', 'taxType', 'beneficiary'),
  exposure: account('9100', 'Memo: secured, not debt', 'debit', 'memo', 'party', 'subject', 'taxType'),
  exposureCounter: account('9101', 'Memo: secured, counter', 'credit', 'memo', 'party', 'subject', 'taxType'),
  expected: account('9200', 'Memo: expected revenue', 'debit', 'memo', 'party', 'taxType', 'beneficiary', 'period'),
  expectedCounter: account('9201', 'Memo: expected revenue, counter', 'credit', 'memo', 'party', 'taxType', 'beneficiary', 'period'),
  relief: account('9400', 'Memo: relief granted', 'debit', 'memo', 'kind', 'subject', 'taxType'),
  reliefCounter: account('9401', 'Memo: relief granted, counter', 'credit', 'memo', 'kind', 'subject', 'taxType'),
} as const satisfies Readonly<Record<string, Account>>;

/** All accounts in order of their numbers. */
export const chart: readonly Account[] = Object.values(accounts).sort((a, b) => (a.number < b.number ? -1 : 1));

const byNumber = new Map(chart.map((a) => [a.number, a]));

/** @throws RangeError on a number that is not in the chart */
export const accountNumbered = (number: string): Account => {
  const found = byNumber.get(number);
  if (found === undefined) throw new RangeError(`no account ${number}`);
  return found;
};

/**
 * The revenue account of a tax type (EU Customs Data Model tax types): A.. customs duty and trade-defence duty, B.. VAT on it,
 * three digits national excise, everything else a fee.
 */
export const revenueAccountOf = (taxType: string): Account => {
  if (taxType.startsWith('A')) return accounts.dutyRevenue;
  if (taxType.startsWith('B')) return accounts.vatRevenue;
  return /^\d{3}$/.test(taxType) ? accounts.exciseRevenue : accounts.feeRevenue;
};
