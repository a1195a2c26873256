import { type CollectorEvent } from './collectors.events';
import { type CollectorDetails } from './collectors.state';
import { type SchemeKind } from './scheme-number';

/** The data of an event without the collector: the stream is the collector's. */
type Asked<Name extends CollectorEvent['type']> = Omit<Extract<CollectorEvent, { readonly type: Name }>['data'], 'collector'>;

/** A party becomes known; `roles` say what it does in the trade. */
export type RegisterCollector = Readonly<{ type: 'RegisterCollector'; collector: CollectorDetails }>;
/** `validFrom` and `validTo` are both days of validity, in the zone of the authority. `checkDigits`: see `isSchemeNumber`. */
export type GrantSchemeNumber = Readonly<{
  type: 'GrantSchemeNumber';
  scheme: SchemeKind;
  schemeNumber: string;
  authority: string;
  validFrom: string;
  validTo?: string;
  checkDigits?: boolean;
}>;
/** `withdrawnFrom` is the first day without the number: exclusion takes effect on a day (Implementing Regulation (EU) 282/2011 Art. 58). */
export type WithdrawSchemeNumber = Readonly<{
  type: 'WithdrawSchemeNumber';
  scheme: SchemeKind;
  schemeNumber: string;
  withdrawnFrom: string;
  reason: string;
}>;

/** An authority authorises the collector for one of the five responsibilities. `validTo` is the first day on which it no longer holds. */
export type AuthoriseRole = Asked<'RoleAuthorised'> & Readonly<{ type: 'AuthoriseRole' }>;
export type RevokeRole = Asked<'RoleRevoked'> & Readonly<{ type: 'RevokeRole' }>;
/**
 * The collector lets `delegate` act for it. `delegation` is the reference under which it is ended; without `authority` it holds at all of
 * them.
 */
export type GrantDelegation = Asked<'DelegationGranted'> & Readonly<{ type: 'GrantDelegation' }>;
export type EndDelegation = Readonly<{ type: 'EndDelegation'; delegation: string; endedFrom: string }>;
/** Without `authority` at all of them. */
export type SuspendCollector = Asked<'CollectorSuspended'> & Readonly<{ type: 'Suspend' }>;
export type ReinstateCollector = Asked<'CollectorReinstated'> & Readonly<{ type: 'Reinstate' }>;
/** AEOC: customs simplifications, AEOF: with security and safety (UCC Art. 38(2)); `none`: no longer authorised. */
export type ChangeAeoStatus = Asked<'AeoStatusChanged'> & Readonly<{ type: 'ChangeAeoStatus' }>;

/** What may be asked of a collector's stream. */
export type CollectorCommand =
  | RegisterCollector
  | GrantSchemeNumber
  | WithdrawSchemeNumber
  | AuthoriseRole
  | RevokeRole
  | GrantDelegation
  | EndDelegation
  | SuspendCollector
  | ReinstateCollector
  | ChangeAeoStatus;
