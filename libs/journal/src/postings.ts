import { type AccountPeriodEvent, type ReceiptEvent } from '#accounts';
import { type OrderEvent } from '#advance-data';
import { type DeclarationEvent } from '#declarations';
import { idOf, type DomainEvent, type Recorded } from '#event-catalogue';
import { parseMoney } from '#money';
import { type SchemeReturnEvent } from '#scheme-returns';
import { accounts, revenueAccountOf } from './chart';
import { entryOf, PostingError, type Dimensions, type Entry, type Transfer } from './entry';
import { bookOfScheme } from './scheme-book';

type Named<E extends DomainEvent, Name extends string> = Recorded<Extract<E, { readonly type: Name }>>;

const minor = (amount: string, currency: string): bigint => parseMoney(amount, currency).minor;

/** Import VAT and VAT on supplies (EU Customs Data Model tax type). */
const vat = 'B00';

const expectation = (currency: string, amount: bigint, dimensions: Dimensions): Transfer => ({
  debit: accounts.expected,
  credit: accounts.expectedCounter,
  currency,
  amount,
  dimensions: { ...dimensions, taxType: vat },
});

/** J39: the VAT of a supply or of its correction is expected from the return of its period. Front-end data is evidence: memo accounts only. */
export const postSupply = ({ data, metadata }: Named<OrderEvent, 'SupplyAttributed' | 'SupplyAdjusted'>): readonly Entry[] => {
  const dimensions = { party: data.schemeNumber, beneficiary: data.consumptionCountry, period: data.period };
  const transfers = data.rows.map((row) => expectation(data.currency, minor(row.vat, data.currency), dimensions));
  return entryOf('J39', bookOfScheme(data.scheme, data.schemeNumber), metadata.effectiveAt, transfers);
};

/**
 * J01: each total (tax type, beneficiary) is a receivable against its revenue. J01b: relief by kind, and what another return accounts for,
 * as memo. J37: what is only secured is no debt. A later version posts the difference to the one before (J04, J05), which one event alone
 * does not tell.
 */
export const postAssessment = ({ data, metadata }: Named<DeclarationEvent, 'DutyAssessed'>): readonly Entry[] => {
  if (data.version !== 1) throw new PostingError(`${data.mrn}: version ${String(data.version)} needs the postings of an amendment`);
  const { book, effectiveAt } = metadata;
  const { currency } = data;
  const subject = { party: data.accountHolder, subject: data.declaration, reference: data.mrn };
  const assessed = data.totals.map((total): Transfer => ({
    debit: accounts.assessed,
    credit: revenueAccountOf(total.taxType),
    currency,
    amount: minor(total.payable, currency),
    dimensions: { ...subject, taxType: total.taxType, beneficiary: total.beneficiary },
  }));
  const secured = data.totals.map((total): Transfer => ({
    debit: accounts.exposure,
    credit: accounts.exposureCounter,
    currency,
    amount: minor(total.secured, currency),
    dimensions: { ...subject, taxType: total.taxType },
  }));
  const memo = (kind: string, taxType: string, amount: string): Transfer => ({
    debit: accounts.relief,
    credit: accounts.reliefCounter,
    currency,
    amount: minor(amount, currency),
    dimensions: { ...subject, taxType, kind },
  });
  const relief = [
    ...data.relief.map(({ kind, taxType, amount }) => memo(kind, taxType, amount)),
    ...data.totals.map(({ taxType, accountedElsewhere }) => memo('accountedElsewhere', taxType, accountedElsewhere)),
  ];
  return entryOf('J01', book, effectiveAt, [...assessed, ...secured, ...relief]);
};

/** J03: the debt moves from the assessment to the holder's account; the same for each positive balance of a return. */
export const postCharge = ({ data, metadata }: Named<AccountPeriodEvent, 'ChargePosted'>): readonly Entry[] =>
  entryOf(
    'J03',
    metadata.book,
    metadata.effectiveAt,
    data.lines.map(({ taxType, beneficiary, amount }): Transfer => ({
      debit: accounts.receivable,
      credit: accounts.assessed,
      currency: data.currency,
      amount: minor(amount, data.currency),
      dimensions: { party: data.holder, accountId: data.account, charge: data.charge, subject: data.subject, reference: data.reference, taxType, beneficiary },
    })),
  );

/**
 * J35: per beneficiary the signed balance, never netted: a positive one is assessed, a negative one is owed to the holder by that
 * beneficiary. J31: a filed balance that differs from its rows and corrections by rounding says so on 2900. J39: the supplies covered are
 * no longer expected.
 */
export const postSchemeReturn = ({ data, metadata }: Named<SchemeReturnEvent, 'SchemeReturnFiled'>): readonly Entry[] => {
  const { currency } = data;
  const subject = { party: data.holder, subject: data.return, reference: data.returnReference, period: data.period, taxType: vat };
  const filed = data.balances.flatMap((row): readonly Transfer[] => {
    const dimensions = { ...subject, beneficiary: row.country };
    const balance = minor(row.balance, currency);
    const counted = minor(row.vat, currency) + minor(row.corrections, currency);
    return [
      { debit: balance > 0n ? accounts.assessed : accounts.refundsPayable, credit: accounts.vatRevenue, currency, amount: balance, dimensions },
      { debit: accounts.rounding, credit: accounts.vatRevenue, currency, amount: counted - balance, dimensions },
    ];
  });
  const settled = data.expected.map((row) =>
    expectation(row.currency, -minor(row.vat, row.currency), { party: data.schemeNumber, beneficiary: row.country, period: data.period }),
  );
  return [
    ...entryOf('J35', metadata.book, metadata.effectiveAt, filed),
    ...entryOf('J39', bookOfScheme(data.scheme, data.schemeNumber), metadata.effectiveAt, settled),
  ];
};

/** J13: every bank entry once, and nothing else touches cash; money that goes out carries a minus. */
export const postReceipt = ({ data, metadata, stream }: Named<ReceiptEvent, 'ReceiptRecorded'>): readonly Entry[] =>
  entryOf('J13', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.cash,
      credit: accounts.suspense,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { party: data.bankAccount, receipt: idOf(stream), reference: data.entryReference },
    },
  ]);

/** J09: a bank entry identified to an account leaves suspense. An over-payment simply stays on 2000 (J11). */
export const postPayment = ({ data, metadata }: Named<AccountPeriodEvent, 'PaymentReceived'>): readonly Entry[] =>
  entryOf('J09', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.suspense,
      credit: accounts.unapplied,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { party: data.holder, accountId: data.account, receipt: data.receipt },
    },
  ]);

/** J10: cash settles open items, pair by pair. */
export const postAllocation = ({ data, metadata }: Named<AccountPeriodEvent, 'PaymentAllocated'>): readonly Entry[] =>
  entryOf(
    'J10',
    metadata.book,
    metadata.effectiveAt,
    data.pairs.map(({ reference, taxType, beneficiary, amount }): Transfer => ({
      debit: accounts.unapplied,
      credit: accounts.receivable,
      currency: data.currency,
      amount: minor(amount, data.currency),
      dimensions: { party: data.holder, accountId: data.account, receipt: data.receipt, reference, taxType, beneficiary },
    })),
  );
