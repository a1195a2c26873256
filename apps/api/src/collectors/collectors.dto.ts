import { collectorRegistered, schemeKind } from '#collectors';
import { boolean, day, optional, record, reference, book, text } from '#event-catalogue';
import { bodyOf } from '../http/field';

export class RegisterCollectorDto extends bodyOf(collectorRegistered.data) {}
export class GrantSchemeNumberDto extends bodyOf(
  record({ scheme: schemeKind, schemeNumber: reference, authority: book, validFrom: day, validTo: optional(day), checkDigits: optional(boolean) }),
) {}
export class WithdrawSchemeNumberDto extends bodyOf(record({ scheme: schemeKind, withdrawnFrom: day, reason: text })) {}
