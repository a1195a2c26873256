import { formatMoney } from '#money';
import { type TrialBalance } from './views/journal-queries';
import { type PostedEntry } from './views/posted-entry';

const major = (minor: bigint, currency: string): string => formatMoney({ minor, currency });

/** A trial balance as JSON: amounts in major units, debit and credit as two unsigned totals. */
export const trialBalanceDocument = ({ book, currency, debit, credit, lines }: TrialBalance) => ({
  book,
  currency,
  debit: major(debit, currency),
  credit: major(credit, currency),
  lines: lines.map(({ account, ...line }) => ({
    account: account.number,
    name: account.name,
    debit: major(line.debit, currency),
    credit: major(line.credit, currency),
  })),
});

/** An entry as JSON, with the event it posts. */
export const entryDocument = ({ lines, ...entry }: PostedEntry) => ({
  ...entry,
  lines: lines.map(({ debit, credit, ...line }) => ({ ...line, debit: major(debit, line.currency), credit: major(credit, line.currency) })),
});
