import { projection, type LoggedEvent, type Rows } from '#read-model';
import { BalanceSheet, type BalanceOf } from '../balances';
import { mayPost, post } from '../post';
import { journalBalances, journalEntries } from './journal.tables';
import { rowOfEntry } from './posted-entry';

const balanceKeys = ['book', 'account', 'currency', 'party', 'accountId', 'taxType', 'beneficiary', 'period', 'kind'] as const;
type Balance = BalanceOf<(typeof balanceKeys)[number]>;

const addToBalance = (balance: Balance, rows: Rows): void => {
  const { book, account, currency, party, accountId, taxType, beneficiary, period, kind } = balance;
  const key = { book, account, currency, party, account_id: accountId, tax_type: taxType, beneficiary, period, kind };
  const before = rows.get(journalBalances, key);
  const debit = BigInt(before?.debit ?? '0') + balance.debit;
  const credit = BigInt(before?.credit ?? '0') + balance.credit;
  rows.put(journalBalances, { debit: debit.toString(), credit: credit.toString(), ...key });
};

const apply = (events: readonly LoggedEvent[], rows: Rows): void => {
  const changes = new BalanceSheet(balanceKeys);
  for (const event of events) {
    if (!mayPost(event.type)) continue;
    const { position, stream, revision, type } = event;
    for (const [entry, posted] of post(event).entries()) {
      rows.put(journalEntries, rowOfEntry({ position, entry, stream, revision: revision.toString(), event: type, ...posted }));
      for (const line of posted.lines) changes.add(line, posted.book);
    }
  }
  for (const balance of changes.rows()) addToBalance(balance, rows);
};

/** The general journal and its balances: one row per entry, and totals merged per batch. */
export const journalProjection = projection({
  name: 'journal',
  version: 4,
  categories: [
    'order',
    'consignment',
    'declaration',
    'account',
    'guarantee',
    'accountPeriod',
    'receipt',
    'schemeReturn',
    'refundClaim',
    'beneficiary',
  ],
  tables: [journalEntries, journalBalances],
  apply,
});
