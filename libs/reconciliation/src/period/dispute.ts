import { type BreakInput } from '../evaluation-context';
import { subjectOf } from '../break-subject';
import { type Contested } from '../debt-book';
import { textOf } from '../exact-units';
import { accountCaseKey } from './period-key';

/** What is told of a debt in dispute (B61): of the account, or where a debt is paid by itself, of its parcel. */
export const disputeOf = (
  account: string,
  { kind, reference, beneficiary }: Contested['pair'],
  { amount, currency, since }: Pick<Contested, 'amount' | 'currency' | 'since'>,
): BreakInput => ({
  subject: subjectOf(accountCaseKey(account), kind, reference, beneficiary),
  amount,
  currency,
  since,
  criterion: `${kind} ${reference} for ${beneficiary}`,
  expected: 'a debt that nobody disputes',
  found: `${textOf(amount)} ${currency} in dispute`,
  distance: textOf(amount),
});
