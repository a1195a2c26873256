import { type Account } from '../chart';

const roots: Readonly<Record<Account['type'], string>> = {
  assets: 'Assets',
  liabilities: 'Liabilities',
  equity: 'Equity',
  revenue: 'Income',
  expenses: 'Expenses',
  memo: 'Equity',
};

/**
 * An account of a book as hledger, ledger and beancount all accept it: `Assets:1100-Receivable-Charges:EU-FR`. Memo pairs go to Equity,
 * where no statement of theirs adds them to money. Sub-ledger keys are tags, because party codes may hold what no account name may.
 */
export const accountName = (account: Account, book: string): string =>
  `${roots[account.type]}:${account.number}-${account.name.replaceAll(/[^A-Za-z0-9]+/g, '-')}:${book}`;
