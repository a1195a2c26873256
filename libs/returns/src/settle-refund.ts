import { accept, type Decision } from '#event-store';
import { add, type Day, formatMoney, isDay, parseMoney, sum } from '#money';
import {
  type MadeClaim,
  type RefundApprovedData,
  type RefundOffsetRequestedData,
  type RefundPaidData,
  type RefundRedenominatedData,
} from './refund-claim.state';
import { approvedInEuro } from './refund-in-euro';
import { type RefundClaimEvent } from './returns.events';
import { refuseClaim } from './returns.rejections';

/** What was approved is to settle debts of the payee's account. */
export type RequestOffset = Readonly<{ type: 'RequestOffset' } & Omit<RefundOffsetRequestedData, 'claim'>>;
/** Orders the payment, once. `number`: the next of the authority's series of refunds. */
export type OrderPayment = Readonly<{ type: 'OrderPayment'; number: number; paidOn: Day }>;

/**
 * EndToEndId of the credit transfer, 28 characters of the 35 that ISO 20022 allows: it follows from the claim, so that a payment ordered
 * again is the same payment to the bank.
 */
export const paymentReferenceOf = (claim: string): string => `RF${claim}`;

export const requestOffset = (
  { type: _, ...offset }: RequestOffset,
  state: MadeClaim,
  approval: RefundApprovedData,
): Decision<RefundClaimEvent> => {
  if (approval.settlement !== 'offset')
    return refuseClaim('SETTLEMENT_DIFFERS', `the claim is settled by ${approval.settlement}`, { field: 'settlement' });
  if (state.settled?.kind === 'offset')
    return state.settled.offset.account === offset.account
      ? accept()
      : refuseClaim('OFFSET_ALREADY_REQUESTED', `the offset is with account ${state.settled.offset.account}`, { field: 'account' });
  if (!isDay(offset.requestedOn) || offset.requestedOn < approval.approvedOn)
    return refuseClaim('DAY_INVALID', `expected a day from ${approval.approvedOn} on`, { field: 'requestedOn' });
  return accept({ type: 'RefundOffsetRequested', data: { claim: approval.claim, ...offset } });
};

export const orderPayment = (
  { number, paidOn }: OrderPayment,
  state: MadeClaim,
  approval: RefundApprovedData,
): Decision<RefundClaimEvent> => {
  if (approval.settlement !== 'payment')
    return refuseClaim('SETTLEMENT_DIFFERS', `the claim is settled by ${approval.settlement}`, { field: 'settlement' });
  if (state.settled?.kind === 'paid') {
    const { number: first, paymentReference } = state.settled.payment;
    return first === number
      ? accept()
      : refuseClaim('PAYMENT_ALREADY_ORDERED', `refund ${String(first)} pays the claim`, {
          field: 'number',
          details: { number: String(first), paymentReference },
        });
  }
  if (!isDay(paidOn) || paidOn < approval.approvedOn)
    return refuseClaim('DAY_INVALID', `expected a day from ${approval.approvedOn} on`, { field: 'paidOn' });
  const { claim, claimReference, authority, payeeParty, kind } = approval;
  const redenominated = approvedInEuro(approval, byTax(approval), paidOn);
  const { currency, interest, lines } =
    redenominated === undefined ? { ...approval, interest: approval.interest?.amount, lines: byTax(approval) } : paidInEuro(redenominated);
  const total = parseMoney(redenominated?.total.now ?? approval.total, currency);
  const data: RefundPaidData = {
    claim,
    claimReference,
    authority,
    payeeParty,
    currency,
    kind,
    amount: formatMoney(interest === undefined ? total : add(total, parseMoney(interest, currency))),
    ...(interest === undefined ? {} : { interest }),
    lines,
    paymentReference: paymentReferenceOf(claim),
    paidOn,
    number,
  };
  return redenominated === undefined
    ? accept({ type: 'RefundPaid', data })
    : accept({ type: 'RefundRedenominated', data: redenominated }, { type: 'RefundPaid', data });
};

const paidInEuro = ({ currency, interest, lines }: RefundRedenominatedData) => ({
  currency,
  interest: interest?.now,
  lines: lines.flatMap(({ taxType, beneficiary, now }) => (isNothing(now) ? [] : [{ taxType, beneficiary, amount: now }])),
});

const isNothing = (amount: string): boolean => parseMoney(amount, 'EUR').minor === 0n;

/** The approved lines by tax type and beneficiary, in the order of their first. */
const byTax = ({ lines, currency }: RefundApprovedData): NonNullable<RefundPaidData['lines']> => {
  const groups = new Map<string, { readonly taxType: string; readonly beneficiary: string; readonly amounts: string[] }>();
  for (const { taxType, beneficiary, amount } of lines) {
    const key = `${taxType} ${beneficiary}`;
    const group = groups.get(key) ?? { taxType, beneficiary, amounts: [] };
    group.amounts.push(amount);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ taxType, beneficiary, amounts }) => ({
    taxType,
    beneficiary,
    amount: formatMoney(
      sum(
        amounts.map((amount) => parseMoney(amount, currency)),
        currency,
      ),
    ),
  }));
};
