import {
  code,
  country,
  count,
  currency,
  day,
  decimal,
  eventType,
  instant,
  integer,
  list,
  optional,
  record,
  reference,
  sha256,
  text,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

const inputDigest = record({ name: reference, sha256, bytes: count });
const setting = record({ name: code, value: text });

export const importStarted = eventType(
  'importRun',
  'ImportStarted',
  'An import of source files began; the files are kept under sources/ by their digest.',
  {
    kind: code,
    format: code,
    inputs: list(inputDigest, { max: 300 }),
    /** What else the reading depended on: seller, rebase day, currency. */
    settings: list(setting, { max: 40 }),
    startedAt: instant,
  },
);
export const demoStarted = eventType(
  'importRun',
  'DemoStarted',
  'The demo began with these settings; the same directory accepts no others.',
  {
    seed: count,
    /** Share of planted faults, 0 to 1. */
    noise: decimal,
    rebase: optional(day),
    dispatch: country,
    currency: optional(currency),
    parcels: optional(integer(1)),
    /** Who collects: absent is the vendor. */
    model: optional(code),
    inputs: list(inputDigest, { max: 300 }),
    /** The day on which deadlines and ageing are judged. */
    legalNow: day,
  },
);
export const importCompleted = eventType('importRun', 'ImportCompleted', 'Every line of the import has a verdict.', {
  read: count,
  accepted: count,
  rejected: count,
  /** Digest of all verdicts in input order, the same after a resume: accepted and replayed count as one. */
  verdicts: sha256,
});

export const importRunEvents = [importStarted, demoStarted, importCompleted] as const;
export type ImportRunEvent = EventOf<(typeof importRunEvents)[number]>;
type DataOf<Name extends ImportRunEvent['type']> = Extract<ImportRunEvent, { readonly type: Name }>['data'];
export type ImportStartedData = DataOf<'ImportStarted'>;
export type DemoStartedData = DataOf<'DemoStarted'>;
export type ImportCompletedData = DataOf<'ImportCompleted'>;
