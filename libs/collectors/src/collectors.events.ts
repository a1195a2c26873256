import { book, country, day, eventType, list, oneOf, optional, partyCode, reference, text, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** What a party does in the trade. One party may do several at once. */
export const collectorRole = oneOf('vendor', 'platform', 'intermediary', 'representative');
/** `EU-IOSS`: number IM + 10 digits. `UK-VAT`: GB + 9 digits. */
export const schemeKind = oneOf('EU-IOSS', 'UK-VAT');

export const collectorRegistered = eventType('collector', 'CollectorRegistered', 'A party that may collect or declare is known to the ledger.', {
  collector: partyCode,
  name: text,
  establishedIn: country,
  roles: list(collectorRole, { min: 1, max: 4 }),
  registeredOn: day,
});
export const schemeNumberGranted = eventType('collector', 'SchemeNumberGranted', 'An authority gave the collector a number under a scheme.', {
  collector: partyCode,
  scheme: schemeKind,
  schemeNumber: reference,
  authority: book,
  validFrom: day,
  validTo: optional(day),
});
export const schemeNumberWithdrawn = eventType('collector', 'SchemeNumberWithdrawn', 'A scheme number stopped being valid.', {
  collector: partyCode,
  scheme: schemeKind,
  schemeNumber: reference,
  /** First day on which the number is no longer valid. */
  withdrawnFrom: day,
  reason: text,
});

export const collectorEvents = [collectorRegistered, schemeNumberGranted, schemeNumberWithdrawn] as const;
export type CollectorEvent = EventOf<(typeof collectorEvents)[number]>;
