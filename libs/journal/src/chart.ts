/** A key of an account's sub-ledger: which field of a posting line tells its items apart. */
export type SubLedgerKey =
  'party' | 'accountId' | 'charge' | 'subject' | 'receipt' | 'claim' | 'reference' | 'taxType' | 'beneficiary' | 'period' | 'kind';

/** One account of an authority's collection ledger; the page for readers is docs/accounting.md. */
export interface Account {
  readonly number: string;
  readonly name: string;
  /** The side on which a balance is expected; `either` where both are sound. */
  readonly normal: 'debit' | 'credit' | 'either';
  readonly type: 'assets' | 'liabilities' | 'equity' | 'revenue' | 'expenses' | 'memo';
  readonly keys: readonly SubLedgerKey[];
}

const account = (
  number: string,
  name: string,
  normal: Account['normal'],
  type: Account['type'],
  ...keys: readonly SubLedgerKey[]
): Account => ({ number, name, normal, type, keys });

/** What an assessed debt is kept by before an account takes it. */
const assessedKeys = ['party', 'subject', 'reference', 'taxType', 'beneficiary'] as const;
/** What a debt of an account is kept by, once it is no longer told apart by charge. */
const debtKeys = ['party', 'accountId', 'reference', 'taxType', 'beneficiary'] as const;

/**
 * The accounts that postings use. Memo pairs (9xxx) balance by themselves and never touch 1000 to 5999. A sub-ledger is kept by what all
 * events that move its items know: 9200/9201 by scheme number, which a supply, its correction and its return have in common, and not by it
 * under special arrangements, where a collection need not tell it; 9100/9101 by account, because a payment frees what is held for a
 * statement and not for a charge; 2020 by what was assessed, until a claim takes it over.
 */
export const accounts = {
  cash: account('1000', 'Cash at bank, collections', 'debit', 'assets', 'party', 'reference'),
  clearing: account('1010', 'Payments in clearing', 'debit', 'assets', 'party', 'accountId', 'receipt'),
  receivable: account(
    '1100',
    'Receivable: charges',
    'debit',
    'assets',
    'party',
    'accountId',
    'charge',
    'subject',
    'reference',
    'taxType',
    'beneficiary',
  ),
  assessed: account('1101', 'Assessed, not yet charged', 'debit', 'assets', ...assessedKeys),
  provisional: account('1105', 'Assessed provisionally', 'debit', 'assets', ...assessedKeys),
  contested: account('1130', 'Receivable: contested', 'debit', 'assets', ...debtKeys),
  interestReceivable: account('1150', 'Receivable: interest', 'debit', 'assets', ...debtKeys),
  penaltyReceivable: account('1160', 'Receivable: penalties', 'debit', 'assets', 'party', 'accountId', 'reference', 'beneficiary'),
  unapplied: account('2000', 'Unapplied cash', 'credit', 'liabilities', 'party', 'accountId', 'receipt'),
  prepaid: account('2005', 'Cash account balances', 'credit', 'liabilities', 'party', 'accountId'),
  suspense: account('2010', 'Suspense: unidentified receipts, payments ordered', 'credit', 'liabilities', 'receipt', 'reference'),
  refundsPayable: account('2020', 'Refunds payable', 'credit', 'liabilities', 'subject', 'claim', 'taxType', 'beneficiary'),
  drawbackPayable: account('2030', 'Drawback payable', 'credit', 'liabilities', 'claim', 'taxType', 'beneficiary'),
  repaymentInterest: account('2040', 'Repayment interest payable', 'credit', 'liabilities', 'claim'),
  deposits: account('2050', 'Security deposits refundable', 'credit', 'liabilities', 'party'),
  dueToBeneficiaries: account('2100', 'Due to beneficiaries', 'credit', 'liabilities', 'reference', 'beneficiary'),
  rounding: account('2900', 'Rounding and small differences', 'either', 'liabilities', 'subject', 'taxType', 'beneficiary'),
  currencyTrading: account('3900', 'Currency trading', 'either', 'equity', 'receipt'),
  dutyRevenue: account('4000', 'Revenue: customs duty', 'credit', 'revenue', 'taxType', 'beneficiary'),
  vatRevenue: account('4010', 'Revenue: VAT', 'credit', 'revenue', 'taxType', 'beneficiary', 'period'),
  exciseRevenue: account('4020', 'Revenue: excise', 'credit', 'revenue', 'taxType', 'beneficiary'),
  feeRevenue: account('4030', 'Revenue: fees', 'credit', 'revenue', 'taxType', 'beneficiary'),
  interestRevenue: account('4100', 'Revenue: interest', 'credit', 'revenue', 'taxType', 'beneficiary'),
  penaltyRevenue: account('4110', 'Revenue: penalties', 'credit', 'revenue', 'beneficiary'),
  refunds: account('4900', 'Contra revenue: refunds', 'debit', 'revenue', 'taxType', 'beneficiary'),
  drawback: account('4910', 'Contra revenue: drawback', 'debit', 'revenue', 'taxType', 'beneficiary'),
  remission: account('4920', 'Contra revenue: remission', 'debit', 'revenue', 'taxType', 'beneficiary'),
  transfers: account('4990', 'Contra revenue: transfers to beneficiaries', 'debit', 'revenue', 'taxType', 'beneficiary'),
  writeOff: account('5000', 'Write-off', 'debit', 'expenses', 'taxType', 'beneficiary'),
  repaymentInterestExpense: account('5010', 'Repayment interest', 'debit', 'expenses', 'claim'),
  exchangeDifference: account('5020', 'Exchange differences realised', 'either', 'expenses', 'receipt'),
  bankCharges: account('5030', 'Bank charges', 'debit', 'expenses', 'taxType', 'beneficiary'),
  capacity: account('9000', 'Memo: guarantee capacity', 'debit', 'memo', 'party', 'subject'),
  capacityCounter: account('9001', 'Memo: guarantee capacity, counter', 'credit', 'memo', 'party', 'subject'),
  exposure: account('9100', 'Memo: guarantee exposure', 'debit', 'memo', 'party', 'accountId', 'subject', 'taxType', 'kind'),
  exposureCounter: account(
    '9101',
    'Memo: guarantee exposure, counter',
    'credit',
    'memo',
    'party',
    'accountId',
    'subject',
    'taxType',
    'kind',
  ),
  expected: account('9200', 'Memo: expected revenue', 'debit', 'memo', 'party', 'taxType', 'beneficiary', 'period'),
  expectedCounter: account('9201', 'Memo: expected revenue, counter', 'credit', 'memo', 'party', 'taxType', 'beneficiary', 'period'),
  relief: account('9400', 'Memo: relief granted', 'debit', 'memo', 'kind', 'subject', 'taxType'),
  reliefCounter: account('9401', 'Memo: relief granted, counter', 'credit', 'memo', 'kind', 'subject', 'taxType'),
  writtenOff: account('9500', 'Memo: written off, still owed', 'debit', 'memo', ...debtKeys),
  writtenOffCounter: account('9501', 'Memo: written off, counter', 'credit', 'memo', ...debtKeys),
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
