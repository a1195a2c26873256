import { type ConsignmentEvent, type OrderEvent } from '#advance-data';
import { type CollectionReturnEvent, type SchemeReturnEvent } from '#scheme-returns';
import { accounts } from '../chart';
import { entryOf, type Entry, type Transfer } from '../entry';
import { bookOfCountry, bookOfScheme } from '../scheme-book';
import { expectation, minor, type Named, vat } from './posting';

/** J39: the VAT of a supply or of its correction is expected from the return of its period. */
export const postSupply = ({ data, metadata }: Named<OrderEvent, 'SupplyAttributed' | 'SupplyAdjusted'>): readonly Entry[] => {
  const dimensions = { party: data.schemeNumber, taxType: vat, beneficiary: data.consumptionCountry, period: data.period };
  const transfers = data.rows.map((row) => expectation(data.currency, minor(row.vat, data.currency), dimensions));
  return entryOf('J39', bookOfScheme(data.scheme, data.schemeNumber), metadata.effectiveAt, transfers);
};

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
      {
        debit: balance > 0n ? accounts.assessed : accounts.refundsPayable,
        credit: accounts.vatRevenue,
        currency,
        amount: balance,
        dimensions,
      },
      { debit: accounts.rounding, credit: accounts.vatRevenue, currency, amount: counted - balance, dimensions },
    ];
  });
  const settled = data.expected.map((row) =>
    expectation(row.currency, -minor(row.vat, row.currency), {
      party: data.schemeNumber,
      taxType: vat,
      beneficiary: row.country,
      period: data.period,
    }),
  );
  return [
    ...entryOf('J35', metadata.book, metadata.effectiveAt, filed),
    ...entryOf('J39', bookOfScheme(data.scheme, data.schemeNumber), metadata.effectiveAt, settled),
  ];
};

/**
 * J38, at the door: the VAT that the recipient paid is due, and expected no longer. It belongs to the Member State where the goods are
 * presented, which is that of their destination (VAT Directive Art. 369y). Duty is charged by its assessment, whoever advanced it.
 */
export const postCollection = ({ data, metadata }: Named<ConsignmentEvent, 'TaxCollectedFromRecipient'>): readonly Entry[] => {
  const { currency, consumptionCountry: beneficiary } = data;
  const transfers = data.lines
    .filter(({ taxType }) => taxType.startsWith('B'))
    .flatMap(({ taxType, amount }): readonly Transfer[] => [
      {
        debit: accounts.assessed,
        credit: accounts.vatRevenue,
        currency,
        amount: minor(amount, currency),
        dimensions: { party: data.carrier, taxType, beneficiary },
      },
      expectation(currency, -minor(amount, currency), { taxType, beneficiary }),
    ]);
  return entryOf('J38', bookOfCountry(beneficiary), metadata.effectiveAt, transfers);
};

/**
 * J35: what was collected from recipients one by one becomes the debt of the return, under its reference. J38: what could not be delivered
 * is expected no longer, and what was collected of it before goes back to its recipients and is not due.
 */
export const postCollectionReturn = ({ data, metadata }: Named<CollectionReturnEvent, 'CollectionReturnFiled'>): readonly Entry[] => {
  const { currency, authority, holder } = data;
  const returned = data.rows.map((row): Transfer => {
    const collected = { party: holder, taxType: vat, beneficiary: row.country };
    return {
      debit: accounts.assessed,
      credit: accounts.assessed,
      currency,
      amount: minor(row.vat, currency),
      dimensions: { ...collected, subject: data.return, reference: data.returnReference },
      creditDimensions: collected,
    };
  });
  const at = { taxType: vat, beneficiary: authority.replace(/^EU-/, '') };
  const undelivered: readonly Transfer[] = [
    expectation(currency, -minor(data.undelivered.vat, currency), at),
    {
      debit: accounts.assessed,
      credit: accounts.vatRevenue,
      currency,
      amount: -minor(data.undelivered.collected, currency),
      dimensions: { ...at, party: holder },
    },
  ];
  return [
    ...entryOf('J35', metadata.book, metadata.effectiveAt, returned),
    ...entryOf('J38', metadata.book, metadata.effectiveAt, undelivered),
  ];
};
