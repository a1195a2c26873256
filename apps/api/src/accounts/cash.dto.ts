import { amount, boolean, code, currency, day, id, list, oneOf, optional, partyCode, record, reference, textUpTo } from '#event-catalogue';
import { bodyOf } from '../http/field';
import { viewpoint } from '../http/page-cursor';
import { debt } from './debts.dto';

/**
 * Money that no bank entry tells yet: a direct debit that was initiated, a card payment that was captured. `provider` gave it its
 * reference.
 */
export class ReceivePaymentDto extends bodyOf(
  record({
    means: oneOf('directDebit', 'card'),
    provider: partyCode,
    paymentReference: reference,
    amount,
    currency,
    bookedOn: day,
    valueOn: day,
    postedOn: day,
    remittance: optional(textUpTo(200)),
    endToEndId: optional(reference),
    final: optional(boolean),
  }),
) {}
export class SettlePaymentDto extends bodyOf(record({ amount, settledOn: day, bankEntry: optional(id) })) {}
export class ReversePaymentDto extends bodyOf(
  record({ amount, reason: oneOf('rejected', 'chargeback', 'recall'), returnReason: optional(textUpTo(35)), reversedOn: day }),
) {}
export class AllocateDto extends bodyOf(
  record({ allocatedOn: day, receipt: optional(id), references: optional(list(reference, { min: 1, max: 50 })) }),
) {}
/** A debt that was written off, and what of it the cash of a receipt pays after all. */
export class RecoverDebtDto extends bodyOf(record({ receipt: id, debt, recoveredOn: day })) {}
/** Debts that cash of a receipt settled by mistake. */
export class UndoAllocationDto extends bodyOf(
  record({ receipt: id, references: list(reference, { min: 1, max: 50 }), undoneOn: day, reason: textUpTo(200) }),
) {}
/** Cash of a receipt that was identified to the wrong account, and the account that it is for. */
export class TransferPaymentDto extends bodyOf(record({ receipt: id, toAccount: id, transferredOn: day, reason: textUpTo(200) })) {}
export class RepayDto extends bodyOf(record({ receipt: id, amount, repaidOn: day, paymentReference: reference })) {}

export class CoveringSetsQuery extends bodyOf(record({ account: optional(id), ...viewpoint })) {}
export class IdentifyReceiptDto extends bodyOf(record({ account: id, settles: optional(id) })) {}
export class ReturnReceiptDto extends bodyOf(
  record({ amount, currency, returnedOn: day, paymentReference: reference, returnReason: optional(textUpTo(35)) }),
) {}

/** A debt whose interest is asked for, up to a day, excluded, by a rule of the rule book. */
const onDebt = {
  kind: oneOf('statement', 'return', 'charge'),
  reference,
  taxType: code,
  beneficiary: code,
  rule: code,
  to: day,
  restart: optional(oneOf('originalDue', 'reversal')),
};
export class InterestQuery extends bodyOf(record(onDebt)) {}
export class ChargeInterestDto extends bodyOf(record({ ...onDebt, chargedOn: day, dueOn: day })) {}
