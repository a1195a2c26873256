import { idOf } from '#event-catalogue';
import { formatMoney, moneyOf, parseMoney, zero } from '#money';
import { type LoggedEvent, projection, type Row, type Rows } from '#read-model';
import { type AccountEvent, type AccountPeriodEvent, type GuaranteeEvent, type ReceiptEvent } from '../accounts.events';
import { type PeriodEventData } from '../open-period';
import { minorOf } from '../period-amounts';
import {
  accountPeriods,
  accounts,
  allocations,
  chargeAdjustments,
  charges,
  declinedCharges,
  guarantees,
  guaranteeShares,
  openItems,
  receipts,
  toleratedRests,
  unappliedCash,
} from './accounts.tables';
import { guaranteeRows } from './guarantee-rows';
import { PeriodRows } from './period-rows';
import { redenominatedRows } from './redenominated-rows';
import { reopenedRows, toleratedRows } from './tolerated-rows';
import { unappliedRows } from './unapplied-rows';

type ViewedEvent = AccountEvent | AccountPeriodEvent | GuaranteeEvent | ReceiptEvent;
type Viewed<E extends ViewedEvent> = LoggedEvent & E;

/** Accounts, guarantees, statements, charges and what changed of them, open items, receipts and what settled what. */
export const accountsProjection = projection({
  name: 'accounts',
  version: 5,
  categories: ['account', 'accountPeriod', 'guarantee', 'receipt'],
  tables: [
    accounts,
    accountPeriods,
    charges,
    declinedCharges,
    chargeAdjustments,
    openItems,
    receipts,
    allocations,
    toleratedRests,
    unappliedCash,
    guarantees,
    guaranteeShares,
  ],
  apply: (events, rows) => {
    for (const event of events) {
      applyEvent(event as Viewed<ViewedEvent>, rows);
      unappliedRows(event as Viewed<AccountPeriodEvent>, rows);
    }
  },
});

const applyEvent = (event: Viewed<ViewedEvent>, rows: Rows): void => {
  const id = idOf(event.stream);
  switch (event.type) {
    case 'AccountOpened':
    case 'AccountTermsChanged':
    case 'AccountSuspended':
    case 'AccountReinstated':
    case 'AccountRedenominated':
    case 'AccountClosed':
      accountRows(event, rows);
      break;
    case 'GuaranteeRegistered':
    case 'GuaranteeChanged':
    case 'GuaranteeCalled':
      guaranteeRows(event, rows);
      break;
    case 'ReceiptRecorded':
      recorded(id, event.data, rows);
      break;
    case 'ReceiptIdentified':
      changeReceipt(id, rows, { status: 'identified', account: event.data.account, holder: event.data.holder, rule: event.data.rule });
      break;
    case 'ReceiptReturned':
      changeReceipt(id, rows, { status: 'returned' });
      break;
    case 'PaymentReceived':
      changeReceipt(event.data.receipt, rows, { status: 'credited' });
      break;
    case 'PaymentAllocated':
      allocated(placeOf(event), event.data, rows);
      break;
    case 'PaymentReversed':
      openedAgain(id, event.data, rows);
      changeReceipt(event.data.receipt, rows, { status: 'reversed' });
      break;
    case 'AllocationUndone':
      openedAgain(id, event.data, rows);
      break;
    case 'PaymentTransferred':
      // Until the account that it is for takes it.
      changeReceipt(event.data.receipt, rows, { status: 'suspense' });
      break;
    case 'ShortPaymentTolerated':
      toleratedRows(placeOf(event), event.data, new PeriodRows(rows, id), rows);
      break;
    case 'ToleratedRestReopened':
      reopenedRows(placeOf(event), event.data, new PeriodRows(rows, id), rows);
      break;
    default:
      periodRows(event, new PeriodRows(rows, id));
  }
};

const placeOf = ({ stream, revision }: LoggedEvent) => ({
  account_period: idOf(stream),
  revision: Number.parseInt(revision.toString(), 10),
});

type OfPeriod = Exclude<
  AccountPeriodEvent,
  {
    readonly type:
      | 'PaymentReceived'
      | 'PaymentAllocated'
      | 'PaymentReversed'
      | 'AllocationUndone'
      | 'PaymentTransferred'
      | 'ShortPaymentTolerated'
      | 'ToleratedRestReopened';
  }
>;
const periodRows = (event: OfPeriod, period: PeriodRows): void => {
  switch (event.type) {
    case 'PeriodOpened':
      period.opened(event.data);
      break;
    case 'OpenItemsCarried':
      period.carried(event.data);
      break;
    case 'GuaranteeShareApplied':
      period.shareApplied(event.data);
      break;
    case 'ChargePosted':
      period.posted(event.data);
      break;
    case 'ChargeDeclined':
      period.declined(event.data);
      break;
    case 'ChargeAdjusted':
      period.adjusted(event.data);
      break;
    case 'InterestCharged':
      period.interest(event.data);
      break;
    case 'PenaltyImposed':
      period.penaltyImposed(event.data);
      break;
    case 'PenaltyReduced':
      period.penaltyReduced(event.data);
      break;
    case 'RefundOffset':
      period.settled(
        event.data,
        event.data.pairs.map(({ debt }) => debt),
        'offset',
      );
      break;
    case 'DebtRemitted':
      period.settled(event.data, [event.data.debt], 'remitted');
      break;
    case 'DebtWrittenOff':
      period.settled(event.data, [event.data.debt], 'written_off');
      break;
    case 'DebtRecovered':
      period.recovered(event.data);
      break;
    case 'DebtContested':
      period.contested(event.data, 1n);
      break;
    case 'DebtContestEnded':
    case 'DebtContestLapsed':
      period.contested(event.data, -1n);
      break;
    case 'PeriodClosed':
      period.closed(event.data);
      break;
    case 'AccountStandingApplied':
    case 'DebtRedenominated':
    case 'PaymentSettled':
      break;
  }
};

const accountRows = (event: AccountEvent, rows: Rows): void => {
  if (event.type === 'AccountOpened') {
    const { account, authority, holder, kind, currency, cycle, openedOn: opened_on } = event.data;
    rows.put(accounts, { account, authority, holder, kind, currency, cycle, opened_on });
    return;
  }
  const row = rows.get(accounts, { account: event.data.account });
  if (row === undefined) return;
  const { suspended: _before, ...standing } = row;
  if (event.type === 'AccountSuspended') rows.put(accounts, { ...row, suspended: event.data.reason });
  else if (event.type === 'AccountRedenominated') redenominatedRows(event.data, row, rows);
  else if (event.type === 'AccountReinstated') rows.put(accounts, standing);
  else if (event.type === 'AccountClosed') rows.put(accounts, { ...row, closed_on: event.data.closedOn });
  else {
    const { aeo, reservePercent: reserve_percent, softPercent: soft_percent, limit: period_limit } = event.data;
    rows.put(accounts, {
      ...row,
      ...(aeo === undefined ? {} : { aeo }),
      ...(reserve_percent === undefined ? {} : { reserve_percent }),
      ...(soft_percent === undefined ? {} : { soft_percent }),
      ...(period_limit === undefined ? {} : { period_limit }),
    });
  }
};

const allocated = (
  { account_period, revision }: ReturnType<typeof placeOf>,
  data: PeriodEventData<'PaymentAllocated'>,
  rows: Rows,
): void => {
  const { account, receipt, currency, allocatedOn: allocated_on, rule } = data;
  const period = new PeriodRows(rows, account_period);
  const items = period.items(data);
  const minor = minorOf(currency);
  let settled = 0n;
  data.pairs.forEach(({ kind, reference, taxType, beneficiary, amount }, pair) => {
    rows.put(allocations, {
      account_period,
      revision,
      pair,
      receipt,
      account,
      kind,
      reference,
      tax_type: taxType,
      beneficiary,
      amount,
      currency,
      allocated_on,
      rule,
    });
    items.minus({ kind, reference, taxType, beneficiary }, minor(amount));
    settled += minor(amount);
  });
  changeAllocated(data, settled, rows);
  period.add(currency, { applied: settled, ...period.held(currency, data.released, -1n) });
};

/** What the payment settled is open again; its allocations stay as what was. */
const openedAgain = (account_period: string, data: PeriodEventData<'PaymentReversed' | 'AllocationUndone'>, rows: Rows): void => {
  const { currency } = data;
  const period = new PeriodRows(rows, account_period);
  const items = period.items(data);
  const minor = minorOf(currency);
  let reopened = 0n;
  for (const {
    debt: { contested, amount, ...name },
    dueOn,
    secured,
  } of data.reopened) {
    items.plus(
      {
        ...name,
        open: minor(amount),
        dueOn,
        secured: secured === undefined ? 0n : minor(secured),
        contested: contested === true ? minor(amount) : 0n,
      },
      true,
    );
    reopened += minor(amount);
  }
  changeAllocated(data, -reopened, rows);
  period.add(currency, { reversed: reopened, ...period.held(currency, data.reserved, 1n) });
};

/** What of a receipt is applied, in its own currency; of money in another currency the allocations say it. */
const changeAllocated = ({ receipt, currency }: Readonly<{ receipt: string; currency: string }>, change: bigint, rows: Rows): void => {
  const cash = rows.get(receipts, { receipt });
  if (cash?.currency === currency)
    rows.put(receipts, { ...cash, allocated: formatMoney(moneyOf(parseMoney(cash.allocated, currency).minor + change, currency)) });
};

const recorded = (receipt: string, data: Extract<ReceiptEvent, { readonly type: 'ReceiptRecorded' }>['data'], rows: Rows): void => {
  const { authority, amount, currency, remittance, bookedOn: booked_on, valueOn: value_on } = data;
  rows.put(receipts, {
    receipt,
    authority,
    bank_account: data.bankAccount,
    entry_reference: data.entryReference,
    amount,
    currency,
    booked_on,
    value_on,
    status: 'suspense',
    allocated: formatMoney(zero(currency)),
    ...(remittance === undefined ? {} : { remittance }),
  });
};

const changeReceipt = (receipt: string, rows: Rows, change: Partial<Row<typeof receipts>>): void => {
  const known = rows.get(receipts, { receipt });
  if (known !== undefined) rows.put(receipts, { ...known, ...change });
};
