import {
  amount,
  book,
  code,
  currency,
  day,
  id,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  text,
  textUpTo,
} from '#event-catalogue';
import { claimMessage, claimStatuses } from '#returns';
import { bodyOf } from '../http/field';
import { listQuery, viewpoint } from '../http/page-cursor';

/** The canonical claim; docs/formats/returns.md. */
export class ClaimDto extends bodyOf(claimMessage) {}
export class ApproveDto extends bodyOf(
  record({
    approvedOn: day,
    /** SHA-256 of the decision. */
    document: sha256,
    settlement: oneOf('payment', 'offset', 'laterReturn'),
    lateAdmitted: optional(list(code, { min: 1, max: 20 })),
    interest: optional(record({ amount, from: day, to: day, rule: code })),
  }),
) {}
export class RejectDto extends bodyOf(record({ reason: code, message: text, rejectedOn: day })) {}
export class SetOffDto extends bodyOf(record({ account: id, requestedOn: day })) {}
export class EvidenceQuery extends bodyOf(record({ kind: code })) {}

export class ClaimsQuery extends bodyOf(listQuery({ status: optional(oneOf(...claimStatuses)), authority: optional(book) })) {}
export class WorklistQuery extends bodyOf(record({ authority: optional(book), ...viewpoint })) {}

export class PaymentRunDto extends bodyOf(record({ authority: book, paidOn: day })) {}
const bankDetails = { name: textUpTo(140), iban: reference, bic: optional(reference) };
/** Bank details are personal data: they come with the request, go into the file, and are recorded nowhere. */
export class PaymentFileDto extends bodyOf(
  record({
    authority: book,
    version: oneOf('001.001.03', '001.001.09'),
    messageId: textUpTo(35),
    executeOn: day,
    currency,
    debtor: record(bankDetails),
    creditors: list(record({ party: partyCode, ...bankDetails }), { min: 1, max: 1000 }),
    /** Numbers of the refunds, both included. */
    from: integer(1),
    to: integer(1),
  }),
) {}
