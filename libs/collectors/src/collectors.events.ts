import { book, country, day, eventType, list, oneOf, optional, partyCode, reference, text, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** What a party does in the trade. One party may do several at once. */
export const collectorRole = oneOf('vendor', 'platform', 'intermediary', 'representative');
/**
 * `EU-IOSS`: number IM + 10 digits. `UK-VAT`: GB + 9 digits. `EU-SA`: authorisation for special arrangements of one Member State (VAT
 * Directive Art. 369y).
 */
export const schemeKind = oneOf('EU-IOSS', 'UK-VAT', 'EU-SA');

export const collectorRegistered = eventType(
  'collector',
  'CollectorRegistered',
  'A party that may collect or declare is known to the ledger.',
  {
    collector: partyCode,
    name: text,
    establishedIn: country,
    roles: list(collectorRole, { min: 1, max: 4 }),
    registeredOn: day,
  },
);
export const schemeNumberGranted = eventType(
  'collector',
  'SchemeNumberGranted',
  'An authority gave the collector a number under a scheme.',
  {
    collector: partyCode,
    scheme: schemeKind,
    schemeNumber: reference,
    authority: book,
    validFrom: day,
    validTo: optional(day),
  },
);
export const schemeNumberWithdrawn = eventType('collector', 'SchemeNumberWithdrawn', 'A scheme number stopped being valid.', {
  collector: partyCode,
  scheme: schemeKind,
  schemeNumber: reference,
  /** First day on which the number is no longer valid. */
  withdrawnFrom: day,
  reason: text,
});

/** The five parties of a debt are five different roles (UCC Art. 5(15), 77, 89; VAT Directive Art. 201): one party may hold several. */
export const responsibility = oneOf('liable', 'declarant', 'payer', 'guarantor', 'beneficiary');
export const roleAuthorised = eventType('collector', 'RoleAuthorised', 'An authority authorised the collector for a responsibility.', {
  collector: partyCode,
  authority: book,
  responsibility,
  authorisation: reference,
  validFrom: day,
  /** First day on which it no longer holds. */
  validTo: optional(day),
});
export const roleRevoked = eventType('collector', 'RoleRevoked', 'An authorisation ended before its time.', {
  collector: partyCode,
  authority: book,
  responsibility,
  authorisation: reference,
  revokedFrom: day,
  reason: text,
});
export const delegationGranted = eventType(
  'collector',
  'DelegationGranted',
  'The collector lets another party act for it within limits of time and subject.',
  {
    collector: partyCode,
    delegate: partyCode,
    delegation: reference,
    scope: list(oneOf('declare', 'pay', 'file', 'claim', 'read'), { min: 1, max: 5 }),
    authority: optional(book),
    validFrom: day,
    /** First day on which it no longer holds. */
    validTo: optional(day),
  },
);
export const delegationEnded = eventType('collector', 'DelegationEnded', 'A delegation ended before its time.', {
  collector: partyCode,
  delegate: partyCode,
  delegation: reference,
  endedFrom: day,
});
export const collectorSuspended = eventType(
  'collector',
  'CollectorSuspended',
  'The collector may not collect or declare until it is reinstated.',
  {
    collector: partyCode,
    authority: optional(book),
    reason: text,
    suspendedFrom: day,
  },
);
export const collectorReinstated = eventType('collector', 'CollectorReinstated', 'A suspension ended.', {
  collector: partyCode,
  authority: optional(book),
  reinstatedFrom: day,
});
export const aeoStatusChanged = eventType(
  'collector',
  'AeoStatusChanged',
  'The collector’s status as authorised economic operator changed (UCC Art. 38): guarantee and terms follow it.',
  {
    collector: partyCode,
    authority: book,
    status: oneOf('none', 'AEOC', 'AEOF'),
    changedFrom: day,
  },
);

export const schemeNumberReserved = eventType(
  'schemeNumber',
  'SchemeNumberReserved',
  'A scheme number belongs to one collector: nobody else can be granted it.',
  {
    scheme: schemeKind,
    schemeNumber: reference,
    collector: partyCode,
    /** First day on which it can be granted to the collector. */
    reservedFrom: day,
  },
);
export const schemeNumberReleased = eventType(
  'schemeNumber',
  'SchemeNumberReleased',
  'A scheme number passed from its holder: another collector can be granted it.',
  {
    scheme: schemeKind,
    schemeNumber: reference,
    collector: partyCode,
    /** First day on which another can hold it. */
    releasedFrom: day,
    reason: text,
  },
);

export const schemeNumberEvents = [schemeNumberReserved, schemeNumberReleased] as const;
export type SchemeNumberEvent = EventOf<(typeof schemeNumberEvents)[number]>;

export const collectorEvents = [
  collectorRegistered,
  schemeNumberGranted,
  schemeNumberWithdrawn,
  roleAuthorised,
  roleRevoked,
  delegationGranted,
  delegationEnded,
  collectorSuspended,
  collectorReinstated,
  aeoStatusChanged,
] as const;
export type CollectorEvent = EventOf<(typeof collectorEvents)[number]>;
