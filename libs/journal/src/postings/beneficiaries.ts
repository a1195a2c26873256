import { type BeneficiaryEvent } from '#accounts';
import { accounts } from '../chart';
import { entryOf, type Entry } from '../entry';
import { minor, type Named } from './posting';

/** J29: what was collected for a beneficiary, less the collector's share (own resources: Regulation 609/2014), is no longer ours. */
export const postShareEstablished = ({ data, metadata }: Named<BeneficiaryEvent, 'BeneficiaryShareEstablished'>): readonly Entry[] =>
  entryOf(
    'J29',
    metadata.book,
    metadata.effectiveAt,
    data.lines.map(({ taxType, due }) => ({
      debit: accounts.transfers,
      credit: accounts.dueToBeneficiaries,
      currency: data.currency,
      amount: minor(due, data.currency),
      dimensions: { taxType, beneficiary: data.beneficiary, reference: data.distribution },
    })),
  );

/** J29, second half: the payment is ordered and waits for the bank entry that shows it. */
export const postDistribution = ({ data, metadata }: Named<BeneficiaryEvent, 'BeneficiaryDistributed'>): readonly Entry[] =>
  entryOf('J29', metadata.book, metadata.effectiveAt, [
    {
      debit: accounts.dueToBeneficiaries,
      credit: accounts.suspense,
      currency: data.currency,
      amount: minor(data.amount, data.currency),
      dimensions: { beneficiary: data.beneficiary, reference: data.distribution },
      creditDimensions: { reference: data.paymentReference },
    },
  ]);
