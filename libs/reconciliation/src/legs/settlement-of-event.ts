import { idOf } from '#event-catalogue';
import { type AccountPeriodEvent, type ReceiptEvent } from '#accounts';
import { type CollectorEvent } from '#collectors';
import { type SchemeReturnEvent } from '#scheme-returns';
import { type Located } from './legs-of-event';
import { type PlacedSettlementFact, type SettlementFact } from './settlement-fact';

/** Events that say something about settlement, with the others of their categories. */
export type SettlementEvent = AccountPeriodEvent | ReceiptEvent | CollectorEvent | SchemeReturnEvent;

/** What an event says about accounts, returns, receipts and scheme numbers; undefined where it says nothing. A function of the event alone. */
export const settlementOfEvent = (event: Located<SettlementEvent>): PlacedSettlementFact | undefined => {
  const fact = factOf(event);
  return fact === undefined ? undefined : { ...fact, position: event.position, at: event.at };
};

const factOf = (event: Located<SettlementEvent>): SettlementFact | undefined => {
  switch (event.type) {
    case 'SchemeNumberGranted': {
      const { collector, scheme, schemeNumber, authority, validFrom, validTo } = event.data;
      return { kind: 'granted', collector, scheme, schemeNumber, authority, validFrom, ...(validTo === undefined ? {} : { validTo }) };
    }
    case 'SchemeNumberWithdrawn':
      return { kind: 'withdrawn', ...event.data };
    case 'SchemeReturnFiled':
      return returnFact(event.data);
    case 'ChargePosted': {
      const { kind, subject, account, reference, currency, total, dueOn, lines } = event.data;
      if (kind !== 'return') return undefined;
      return { kind: 'returnCharge', returnId: subject, account, reference, currency, total, dueOn, lines: lines.map(({ beneficiary, amount }) => ({ beneficiary, amount })) };
    }
    case 'PeriodOpened': {
      const { account, authority, holder, kind, currency, period, start, end } = event.data;
      return { kind: 'periodOpened', id: idOf(event.stream), account, authority, holder, accountKind: kind, currency, period, start, end };
    }
    case 'PeriodClosed': {
      const { account, statementReference, closedOn, dueOn, charged, totals } = event.data;
      return { kind: 'statement', id: idOf(event.stream), account, reference: statementReference, closedOn, dueOn, charged, totals: totals.map(({ beneficiary, amount }) => ({ beneficiary, amount })) };
    }
    case 'PaymentAllocated': {
      const { account, receipt, currency, allocatedOn, pairs } = event.data;
      return { kind: 'allocated', account, receipt, currency, allocatedOn, pairs: pairs.map(({ kind, reference, beneficiary, amount }) => ({ kind, reference, beneficiary, amount })) };
    }
    case 'ReceiptRecorded': {
      const { authority, entryReference, amount, currency, bookedOn } = event.data;
      return { kind: 'receipt', id: idOf(event.stream), authority, entryReference, amount, currency, bookedOn };
    }
    case 'ReceiptIdentified':
      return { kind: 'identified', id: idOf(event.stream), account: event.data.account, holder: event.data.holder };
    // An allocation says what cash settled; what is carried forward repeats what is known.
    case 'CollectorRegistered':
    case 'PaymentReceived':
    case 'OpenItemsCarried':
      return undefined;
  }
};

const returnFact = (data: Extract<SettlementEvent, { type: 'SchemeReturnFiled' }>['data']): SettlementFact => {
  const { returnReference, authority, scheme, schemeNumber, holder, period, start, end, dueOn, filedOn, currency } = data;
  return {
    kind: 'return',
    id: data.return,
    reference: returnReference,
    ...{ authority, scheme, schemeNumber, holder, period, start, end, dueOn, filedOn, currency },
    rows: data.rows.map(({ country, rate, taxable, vat }) => ({ country, rate, taxable, vat })),
    corrections: data.corrections.map(({ country, period: corrected, taxable, vat }) => ({ country, period: corrected, taxable, vat })),
    balances: data.balances.map(({ country, balance }) => ({ country, balance })),
    exchangeRows: data.exchangeRows.map(({ quote, rate, day }) => ({ quote, rate, day })),
  };
};
