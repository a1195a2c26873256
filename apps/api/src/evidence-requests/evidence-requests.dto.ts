import {
  amount,
  book,
  currency,
  day,
  decimal,
  instant,
  integer,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  remark,
  sha256,
} from '#event-catalogue';
import { declineReason, evidenceKind, transaction } from '#evidence-requests';
import { bodyOf } from '../http/field';
import { listQuery } from '../http/page-cursor';

/** The legal day of the step; the ledger's own where it is not given. */
const on = optional(day);

/** `dueOn` is ten days later unless it is given, and `retentionYears` ten. */
export class RequestEvidenceDto extends bodyOf(
  record({
    authority: book,
    requestReference: reference,
    kind: evidenceKind,
    subject: reference,
    party: partyCode,
    transaction: optional(transaction),
    reason: optional(remark),
    dueOn: optional(day),
    retentionYears: optional(integer(1)),
    on,
  }),
) {}
export class ProvePaymentDto extends bodyOf(
  record({
    transaction,
    amount,
    currency,
    capturedAt: instant,
    exchange: optional(record({ amount, currency, rate: decimal })),
    document: sha256,
    on,
  }),
) {}
export class DeclineEvidenceDto extends bodyOf(record({ reason: declineReason, remark: optional(remark), on })) {}
export class WithdrawEvidenceDto extends bodyOf(record({ reason: remark, on })) {}

export class EvidenceRequestsQuery extends bodyOf(
  listQuery({
    party: optional(partyCode),
    subject: optional(reference),
    kind: optional(evidenceKind),
    status: optional(oneOf('open', 'overdue', 'supplied', 'declined', 'withdrawn')),
  }),
) {}
