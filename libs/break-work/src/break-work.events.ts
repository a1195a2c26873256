import {
  code,
  count,
  currency,
  day,
  decimal,
  eventType,
  id,
  instant,
  integer,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  remark,
  sha256,
  text,
  textUpTo,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

/** An event of this log: the stream and the revision that it has there. */
export const eventName = record({ stream: reference, revision: count });
export const resolution = oneOf('explained_timing', 'explained_fx', 'corrected', 'superseded');

/** Who did it, and on which day. */
const done = { by: partyCode, on: day };

export const breakWorkBegun = eventType(
  'break',
  'BreakWorkBegun',
  'Somebody took up a break: what it is about, where it lies and what it comes to, as derived when the work began.',
  {
    break: id,
    code,
    /** Machine name of what it is about; code and subject make the id. */
    subject: reference,
    /** Case that it lay in; cases may join later. */
    caseKey: textUpTo(500),
    /** Exact; absent where no currency is known. */
    amount: decimal,
    currency: optional(currency),
    since: instant,
    dueBy: day,
    on: day,
  },
);
export const breakAssigned = eventType('break', 'BreakAssigned', 'Somebody is to see to the break.', {
  to: partyCode,
  reason: optional(remark),
  ...done,
});
export const breakCommented = eventType('break', 'BreakCommented', 'Somebody said something about the break.', { text: remark, ...done });
export const breakEvidenceAttached = eventType(
  'break',
  'BreakEvidenceAttached',
  'A document was attached to the break: its hash here, its content beside the log.',
  {
    document: sha256,
    mediaType: text,
    bytes: integer(1),
    reason: optional(remark),
    ...done,
  },
);
export const breakLinked = eventType('break', 'BreakLinked', 'An event of this log was named that has to do with the break.', {
  event: eventName,
  reason: optional(remark),
  ...done,
});
export const breakResolved = eventType(
  'break',
  'BreakResolved',
  'The break needs nobody any more: it is explained, corrected or superseded.',
  {
    resolution,
    reason: remark,
    /** The event that corrected it. */
    event: optional(eventName),
    ...done,
  },
);
export const breakWrittenOff = eventType(
  'break',
  'BreakWrittenOff',
  'Nobody pursues the break any more, whatever it comes to. Debts are written off on their accounts, not here.',
  {
    amount: decimal,
    currency: optional(currency),
    reason: remark,
    requestedBy: partyCode,
    /** Absent below the limit of the rule. */
    approvedBy: optional(partyCode),
    rule: code,
    ruleVersion: integer(1),
    on: day,
  },
);
export const breakReopened = eventType('break', 'BreakReopened', 'A break that was closed needs somebody again.', {
  reason: remark,
  ...done,
});
export const breakWorkUndone = eventType(
  'break',
  'BreakWorkUndone',
  'The last step that still counted is taken back; what was said and done stays on record.',
  {
    /** Revision of the step in this stream. */
    undoes: integer(1),
    reason: remark,
    ...done,
  },
);

export const breakWorkEvents = [
  breakWorkBegun,
  breakAssigned,
  breakCommented,
  breakEvidenceAttached,
  breakLinked,
  breakResolved,
  breakWrittenOff,
  breakReopened,
  breakWorkUndone,
] as const;
export type BreakWorkEvent = EventOf<(typeof breakWorkEvents)[number]>;
