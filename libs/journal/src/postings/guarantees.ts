import { type GuaranteeEvent } from '#accounts';
import { accounts } from '../chart';
import { entryOf, type Entry } from '../entry';
import { minor, type Named } from './posting';

/**
 * J41: capacity as memo, by how much it changed. J23: a cash deposit (UCC Art. 92(1)(a)) is owed to who gave it; it waits in
 * suspense, under the guarantee's id, for the bank entry, and leaves the same way.
 */
export const postGuarantee = ({ data, metadata }: Named<GuaranteeEvent, 'GuaranteeRegistered' | 'GuaranteeChanged'>): readonly Entry[] => {
  const { currency, holder } = data;
  // A change that does not tell the amount before changes none.
  const amount = minor(data.amount, currency) - ('guaranteeReference' in data ? 0n : minor(data.amountBefore ?? data.amount, currency));
  const capacity = {
    debit: accounts.capacity,
    credit: accounts.capacityCounter,
    currency,
    amount,
    dimensions: { party: holder, subject: data.guarantee },
  };
  const deposit = {
    debit: accounts.suspense,
    credit: accounts.deposits,
    currency,
    amount,
    dimensions: { reference: data.guarantee },
    creditDimensions: { party: holder },
  };
  return [
    ...entryOf('J41', metadata.book, metadata.effectiveAt, [capacity]),
    ...(data.form === 'deposit' ? entryOf('J23', metadata.book, metadata.effectiveAt, [deposit]) : []),
  ];
};
