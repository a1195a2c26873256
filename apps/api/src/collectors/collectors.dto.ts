import {
  aeoStatusChanged,
  collectorReinstated,
  collectorRegistered,
  collectorSuspended,
  delegationGranted,
  responsibility,
  roleAuthorised,
  schemeKind,
} from '#collectors';
import { boolean, day, optional, record, reference, book, text } from '#event-catalogue';
import { besides, bodyOf } from '../http/field';

/** The collector is in the path. */
const ofRoute = { collector: 'COLLECTOR' };

export class RegisterCollectorDto extends bodyOf(collectorRegistered.data) {}
export class GrantSchemeNumberDto extends bodyOf(
  record({
    scheme: schemeKind,
    schemeNumber: reference,
    authority: book,
    validFrom: day,
    validTo: optional(day),
    checkDigits: optional(boolean),
  }),
) {}
export class WithdrawSchemeNumberDto extends bodyOf(record({ scheme: schemeKind, withdrawnFrom: day, reason: text })) {}

export class AuthoriseRoleDto extends bodyOf(besides(roleAuthorised.data, ofRoute)) {}
export class RevokeRoleDto extends bodyOf(record({ authority: book, responsibility, revokedFrom: day, reason: text })) {}
export class GrantDelegationDto extends bodyOf(besides(delegationGranted.data, ofRoute)) {}
export class EndDelegationDto extends bodyOf(record({ endedFrom: day })) {}
export class SuspendCollectorDto extends bodyOf(besides(collectorSuspended.data, ofRoute)) {}
export class ReinstateCollectorDto extends bodyOf(besides(collectorReinstated.data, ofRoute)) {}
export class ChangeAeoStatusDto extends bodyOf(besides(aeoStatusChanged.data, ofRoute)) {}
/** What holds on a day; the ledger's own day unless told. */
export class StandingQuery extends bodyOf(record({ authority: book, on: optional(day) })) {}
