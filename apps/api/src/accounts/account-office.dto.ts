import { amount, code, day, decimal, oneOf, optional, record, textUpTo } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class ChangeTermsDto extends bodyOf(
  record({
    aeo: optional(oneOf('none', 'AEOC', 'AEOF')),
    reservePercent: optional(decimal),
    softPercent: optional(decimal),
    /** The most that one period is charged with, in the currency of the account. */
    limit: optional(amount),
    changedOn: day,
    reason: textUpTo(200),
  }),
) {}
export class SuspendAccountDto extends bodyOf(record({ reason: code, suspendedOn: day })) {}
export class ReinstateAccountDto extends bodyOf(record({ reinstatedOn: day })) {}
export class CloseAccountDto extends bodyOf(record({ closedOn: day, reason: textUpTo(200) })) {}
