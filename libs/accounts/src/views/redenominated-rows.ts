import { formatMoney, parseMoney } from '#money';
import { type Row, type Rows } from '#read-model';
import { changeoverTo, inEuro } from '#rules';
import { type AccountEvent } from '../account.events';
import { accounts, openItems, unappliedCash } from './accounts.tables';

type Redenominated = Extract<AccountEvent, { readonly type: 'AccountRedenominated' }>['data'];

/** The account, its debts and its cash in the euro; what was settled before stays as it was. */
export const redenominatedRows = (data: Redenominated, account: Row<typeof accounts>, rows: Rows): void => {
  const { currency, part, parts, limit } = data;
  if (part === parts) rows.put(accounts, { ...account, currency, ...(limit === undefined ? {} : { period_limit: limit.now }) });
  for (const { kind, reference, taxType: tax_type, beneficiary, now } of data.openItems) {
    const row = rows.get(openItems, { account: data.account, kind, reference, tax_type, beneficiary });
    if (row === undefined) continue;
    const { open, secured = '0.00', contested = '0.00' } = now;
    const amount = row.amount === row.open ? open : textInEuro(row.amount, row.currency);
    rows.put(openItems, { ...row, currency, amount, open, secured, contested });
  }
  for (const { receipt, now: amount } of data.unapplied) {
    const row = rows.get(unappliedCash, { account: data.account, receipt });
    if (row !== undefined) rows.put(unappliedCash, { ...row, currency, amount });
  }
};

/** An amount of a row that was written before the euro; one of another currency that is still money stays. */
export const textInEuro = (amount: string, currency: string): string => {
  const changeover = changeoverTo('EUR', currency);
  return changeover === undefined ? amount : formatMoney(inEuro(parseMoney(amount, currency), changeover));
};
