import { type AccountEvent, type AccountPeriodEvent, type BankStatementEvent } from '#accounts';
import { type PaymentEvent } from '#advance-data';
import { type CollectorEvent } from '#collectors';
import { type DeclarationEvent, type SummaryEvent } from '#declarations';
import { idOf } from '#event-catalogue';
import { codePrefixOf, type RulesEvent } from '#rules';
import { type CollectionReturnEvent, type SchemeReturnEvent } from '#scheme-returns';
import { known, type Located } from './contribution';
import { redenominationFact } from './redenomination';
import { accountFact } from './settlement-of-account';
import { type PlacedSettlementFact, type SettlementFact } from './settlement-fact';

/** Events that say something about settlement, with the others of their categories. */
export type SettlementEvent =
  | AccountEvent
  | AccountPeriodEvent
  | BankStatementEvent
  | CollectorEvent
  | SchemeReturnEvent
  | CollectionReturnEvent
  | SummaryEvent
  | PaymentEvent
  | DeclarationEvent
  | RulesEvent;

/** What an event says about accounts, returns and scheme numbers; undefined where it says nothing. A function of the event alone. */
export const settlementOfEvent = (event: Located<SettlementEvent>): PlacedSettlementFact | undefined => {
  const fact = factOf(event);
  return fact === undefined ? undefined : { position: event.position, at: event.at, ...fact };
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
      return schemeReturn(event.data);
    case 'CollectionReturnFiled':
      return collectionReturn(event.data);
    case 'BankStatementRecorded':
      return { kind: 'bankStatement', statement: event.data };
    case 'SummaryDeclarationSubmitted':
      return summary(event.data);
    case 'CheckoutPaymentChargedBack': {
      const { psp, transactionId: transaction, amount, currency, chargedBackAt } = event.data;
      return { kind: 'chargeback', psp, transaction, amount, currency, chargedBackAt };
    }
    case 'MeasureAnnulled': {
      const { jurisdiction, measureId: measure, voidFrom, reason } = event.data;
      return { kind: 'annulment', jurisdiction, measure, codePrefix: codePrefixOf(measure), voidFrom, reason };
    }
    case 'ExportDeclared':
      return exported(event.data);
    case 'AccountRedenominated':
    case 'DebtRedenominated':
      return redenominationFact(event);
    case 'PeriodOpened':
    case 'PeriodClosed':
    case 'GuaranteeShareApplied':
    case 'ChargePosted':
    case 'ChargeAdjusted':
    case 'PaymentReceived':
    case 'PaymentAllocated':
    case 'PaymentReversed':
    case 'AllocationUndone':
    case 'RefundOffset':
    case 'DebtRemitted':
    case 'DebtWrittenOff':
    case 'DebtRecovered':
    case 'ShortPaymentTolerated':
    case 'ToleratedRestReopened':
    case 'DebtContested':
    case 'DebtContestEnded':
    case 'DebtContestLapsed':
    case 'InterestCharged':
    case 'PenaltyImposed':
    case 'PenaltyReduced':
      return accountFact(event, idOf(event.stream));
    // The others are told by legs or by receipts, or repeat what is known.
    default:
      return undefined;
  }
};

/** Of what leaves nothing is owed. */
const summary = (data: Extract<SummaryEvent, { readonly type: 'SummaryDeclarationSubmitted' }>['data']): SettlementFact | undefined => {
  const { authority, declarant, accountHolder, summaryReference: reference, from, to, submittedOn, dueOn, declarationCount } = data;
  return data.direction === 'exit'
    ? undefined
    : {
        kind: 'summary',
        authority,
        declarant,
        accountHolder,
        reference,
        from,
        to,
        submittedOn,
        dueOn,
        declarationCount,
        ...known(data, ['goodsValue', 'grossMass']),
      };
};

const exported = ({
  items,
  acceptedOn,
}: Extract<DeclarationEvent, { readonly type: 'ExportDeclared' }>['data']): SettlementFact | undefined => {
  const mrns = [...new Set(items.flatMap(({ original }) => (original === undefined ? [] : [original.mrn])))];
  return mrns.length === 0 ? undefined : { kind: 'export', mrns, acceptedOn };
};

const schemeReturn = (data: SchemeReturnEvent['data']): SettlementFact => {
  const { returnReference, authority, scheme, schemeNumber, holder, period, start, end, dueOn, filedOn, currency } = data;
  return {
    kind: 'return',
    id: data.return,
    reference: returnReference,
    authority,
    scheme,
    schemeNumber,
    holder,
    period,
    start,
    end,
    dueOn,
    filedOn,
    currency,
    rows: data.rows.map(({ country, rate, taxable, vat }) => ({ country, rate, taxable, vat })),
    corrections: data.corrections.map(({ country, period: corrected, taxable, vat }) => ({ country, period: corrected, taxable, vat })),
    balances: data.balances.map(({ country, balance }) => ({ country, balance })),
    exchangeRows: data.exchangeRows.map(({ quote, rate, day }) => ({ quote, rate, day })),
  };
};

/** A return under special arrangements has the one balance of its state: what was collected there. */
const collectionReturn = (data: CollectionReturnEvent['data']): SettlementFact => {
  const { returnReference, authority, scheme, schemeNumber, holder, period, start, end, dueOn, filedOn, until, currency, payable } = data;
  const country = data.rows[0]?.country ?? authority.replace(/^EU-/, '');
  return {
    kind: 'return',
    id: data.return,
    reference: returnReference,
    authority,
    scheme,
    schemeNumber,
    holder,
    period,
    start,
    end,
    dueOn,
    filedOn,
    currency,
    ...(until === undefined ? {} : { until }),
    rows: data.rows.map(({ rate, taxable, vat }) => ({ country, rate, taxable, vat })),
    corrections: [],
    balances: [{ country, balance: payable }],
    exchangeRows: [],
  };
};
