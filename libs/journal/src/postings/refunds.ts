import { type AccountPeriodEvent } from '#accounts';
import { type RefundClaimEvent } from '#returns';
import { accounts, type Account } from '../chart';
import { entryOf, type Entry, type Transfer } from '../entry';
import { debtDimensions, receivableOf } from './charges';
import { dimensionsOf, minor, type Named, reserve } from './posting';

type Approved = Named<RefundClaimEvent, 'RefundApproved'>;
type Kind = Approved['data']['kind'];

/** What is owed to a claimant stands on 2020, drawback on 2030. */
export const payableOf = (kind: Kind | undefined): Account => (kind === 'drawback' ? accounts.drawbackPayable : accounts.refundsPayable);

/** What the approved lines are drawn from: revenue, or, where an amendment made them refundable, what the declaration was owed already. */
const sourceOf: Readonly<Record<Kind, readonly [template: string, debit: Account]>> = {
  refund: ['J16', accounts.refunds],
  drawback: ['J18', accounts.drawback],
  amendment: ['J06', accounts.refundsPayable],
};

/**
 * J16, J18: duty and VAT apart. An amendment has reduced the revenue already (J06), so its claim only takes over what is owed for its
 * declarations. What is settled in the vendor's later return is inside the balance of that return (J35) and posts nothing here. J19:
 * interest.
 */
export const postRefundApproved = ({ data, metadata }: Approved): readonly Entry[] => {
  if (data.settlement === 'laterReturn') return [];
  const { currency, claim } = data;
  const [template, debit] = sourceOf[data.kind];
  const lines = data.lines.map(({ declaration, taxType, beneficiary, amount }): Transfer => ({
    debit,
    credit: payableOf(data.kind),
    currency,
    amount: minor(amount, currency),
    dimensions: { subject: declaration, taxType, beneficiary },
    creditDimensions: { claim, taxType, beneficiary },
  }));
  const interest: Transfer = {
    debit: accounts.repaymentInterestExpense,
    credit: accounts.repaymentInterest,
    currency,
    amount: minor(data.interest?.amount, currency),
    dimensions: { claim },
  };
  return [
    ...entryOf(template, metadata.book, metadata.effectiveAt, lines),
    ...entryOf('J19', metadata.book, metadata.effectiveAt, [interest]),
  ];
};

/** J17: the payment is ordered; it waits in suspense, under its EndToEndId, for the bank entry that shows it. */
export const postRefundPaid = ({ data, metadata }: Named<RefundClaimEvent, 'RefundPaid'>): readonly Entry[] => {
  const { currency, claim } = data;
  const interest = minor(data.interest, currency);
  const paid = (debit: Account, amount: bigint, more: Transfer['dimensions'] = {}): Transfer => ({
    debit,
    credit: accounts.suspense,
    currency,
    amount,
    dimensions: { claim, ...more },
    creditDimensions: { reference: data.paymentReference },
  });
  const payable = payableOf(data.kind);
  const lines = data.lines?.map(({ taxType, beneficiary, amount }) => paid(payable, minor(amount, currency), { taxType, beneficiary })) ?? [
    paid(payable, minor(data.amount, currency) - interest),
  ];
  return entryOf('J17', metadata.book, metadata.effectiveAt, [...lines, paid(accounts.repaymentInterest, interest)]);
};

/** J17: what is owed to the claimant settles debts of the same beneficiary instead. J21: they need not be secured any more. */
export const postOffset = ({ data, metadata }: Named<AccountPeriodEvent, 'RefundOffset'>): readonly Entry[] => {
  const { currency, claim } = data;
  const pairs = data.pairs.map(({ refundedTaxType: taxType, debt, interest }): Transfer => ({
    debit: interest === true ? accounts.repaymentInterest : payableOf(data.kind),
    credit: receivableOf(debt),
    currency,
    amount: minor(debt.amount, currency),
    dimensions: { claim, taxType, beneficiary: debt.beneficiary },
    creditDimensions: { ...dimensionsOf(data), ...debtDimensions(debt) },
  }));
  return entryOf('J17', metadata.book, metadata.effectiveAt, [...pairs, reserve(data, -minor(data.released, currency))]);
};
