import { idOf } from '#event-catalogue';
import { add, formatMoney, parseMoney, subtract, zero } from '#money';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type AccountEvent, type AccountPeriodEvent, type ReceiptEvent } from '../accounts.events';
import { accountPeriods, accounts, allocations, charges, openItems, receipts } from './accounts.tables';

type ViewedEvent = AccountEvent | AccountPeriodEvent | ReceiptEvent;
type Data<Name extends ViewedEvent['type']> = Extract<ViewedEvent, { readonly type: Name }>['data'];

/** Accounts, statements, charges, open items, receipts and what settled what. */
export const accountsProjection = projection({
  name: 'accounts',
  version: 1,
  categories: ['account', 'accountPeriod', 'receipt'],
  tables: [accounts, accountPeriods, charges, openItems, receipts, allocations],
  apply: (events, rows) => {
    for (const event of events) applyEvent(event as LoggedEvent & ViewedEvent, rows);
  },
});

const applyEvent = (event: LoggedEvent & ViewedEvent, rows: Rows): void => {
  const id = idOf(event.stream);
  switch (event.type) {
    case 'AccountOpened':
      rows.put(accounts, { account: id, ...pick(event.data), cycle: event.data.cycle, opened_on: event.data.openedOn });
      break;
    case 'PeriodOpened':
      opened(id, event.data, rows);
      break;
    case 'OpenItemsCarried':
      carried(event.data, rows);
      break;
    case 'ChargePosted':
      posted(id, event.data, rows);
      break;
    case 'PaymentReceived':
      changeReceipt(event.data.receipt, rows, { status: 'credited' });
      break;
    case 'PaymentAllocated':
      allocated(id, Number.parseInt(event.revision.toString(), 10), event.data, rows);
      break;
    case 'PeriodClosed':
      closed(id, event.data, rows);
      break;
    case 'ReceiptRecorded':
      recorded(id, event.data, rows);
      break;
    case 'ReceiptIdentified':
      changeReceipt(id, rows, { status: 'identified', account: event.data.account, holder: event.data.holder, rule: event.data.rule });
      break;
  }
};

const pick = ({ authority, holder, kind, currency }: Data<'AccountOpened' | 'PeriodOpened'>) => ({ authority, holder, kind, currency });

const opened = (account_period: string, data: Data<'PeriodOpened'>, rows: Rows): void => {
  const { account, period, start: period_start, end: period_end, opening, currency } = data;
  const nothing = formatMoney(zero(currency));
  rows.put(accountPeriods, { account_period, account, ...pick(data), period, period_start, period_end, status: 'open', opening, charged: nothing, applied: nothing, charge_count: 0 });
  const known = rows.get(accounts, { account });
  if (known !== undefined) rows.put(accounts, { ...known, open_period: period });
};

/** The close turns a window's charges into lines of a statement; what was open before is in the table already. */
const carried = ({ account, currency, moment, openItems: items }: Data<'OpenItemsCarried'>, rows: Rows): void => {
  if (moment === 'opening') return;
  for (const { kind, reference, taxType: tax_type, beneficiary, open, dueOn: due_on } of items) {
    const key = { account, kind, reference, tax_type, beneficiary };
    if (rows.get(openItems, key) === undefined) rows.put(openItems, { ...key, currency, amount: open, open, due_on });
  }
};

const posted = (account_period: string, data: Data<'ChargePosted'>, rows: Rows): void => {
  const { charge, account, holder, kind, subject, reference, lines, total, currency, acceptedAt: accepted_at, postedOn: posted_on, dueOn: due_on, reason } = data;
  rows.put(charges, { charge, account, account_period, holder, kind, subject, reference, lines, total, currency, accepted_at, posted_on, due_on, ...(reason === undefined ? {} : { reason }) });
  const period = rows.get(accountPeriods, { account_period });
  if (period !== undefined) rows.put(accountPeriods, { ...period, charged: sumOf(period.charged, total, currency), charge_count: period.charge_count + 1 });
  if (kind === 'declaration') return;
  for (const { taxType: tax_type, beneficiary, amount } of lines) {
    const key = { account, kind, reference, tax_type, beneficiary };
    const known = rows.get(openItems, key);
    rows.put(openItems, { ...key, currency, due_on, amount: sumOf(known?.amount, amount, currency), open: sumOf(known?.open, amount, currency) });
  }
};

const allocated = (account_period: string, revision: number, data: Data<'PaymentAllocated'>, rows: Rows): void => {
  const { account, receipt, currency, allocatedOn: allocated_on, rule } = data;
  data.pairs.forEach(({ kind, reference, taxType: tax_type, beneficiary, amount }, pair) => {
    const key = { account, kind, reference, tax_type, beneficiary };
    rows.put(allocations, { account_period, revision, pair, receipt, ...key, amount, currency, allocated_on, rule });
    const item = rows.get(openItems, key);
    if (item !== undefined) rows.put(openItems, { ...item, open: formatMoney(subtract(parseMoney(item.open, currency), parseMoney(amount, currency))) });
    const period = rows.get(accountPeriods, { account_period });
    if (period !== undefined) rows.put(accountPeriods, { ...period, applied: sumOf(period.applied, amount, currency) });
    const cash = rows.get(receipts, { receipt });
    if (cash !== undefined) rows.put(receipts, { ...cash, allocated: sumOf(cash.allocated, amount, currency) });
  });
};

const closed = (account_period: string, data: Data<'PeriodClosed'>, rows: Rows): void => {
  const period = rows.get(accountPeriods, { account_period });
  if (period === undefined) return;
  const { opening, charged, applied, closing, unapplied, totals } = data;
  const statement = { statement_number: data.statementNumber, statement_reference: data.statementReference, closed_on: data.closedOn, due_on: data.dueOn };
  rows.put(accountPeriods, { ...period, status: 'closed', ...{ opening, charged, applied, closing, unapplied, totals }, ...statement, charge_count: data.chargeCount, charge_digest: data.chargeDigest });
};

const recorded = (receipt: string, data: Data<'ReceiptRecorded'>, rows: Rows): void => {
  const { authority, amount, currency, remittance, bookedOn: booked_on, valueOn: value_on } = data;
  rows.put(receipts, {
    ...{ receipt, authority, bank_account: data.bankAccount, entry_reference: data.entryReference, amount, currency, booked_on, value_on, status: 'suspense', allocated: formatMoney(zero(currency)) },
    ...(remittance === undefined ? {} : { remittance }),
  });
};

const changeReceipt = (receipt: string, rows: Rows, change: Partial<Row<typeof receipts>>): void => {
  const known = rows.get(receipts, { receipt });
  if (known !== undefined) rows.put(receipts, { ...known, ...change });
};

const sumOf = (a: string | undefined, b: string, currency: string): string => (a === undefined ? b : formatMoney(add(parseMoney(a, currency), parseMoney(b, currency))));
