import {
  amount,
  book,
  code,
  count,
  currency,
  day,
  decimal,
  eventType,
  id,
  integer,
  list,
  oneOf,
  optional,
  partyCode,
  record,
  reference,
  sha256,
  source,
  taxType,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const summaryDeclarationSubmitted = eventType(
  'summary',
  'SummaryDeclarationSubmitted',
  'A consolidated summary over many declarations of one account holder, with the item-level data kept beneath (UCC Art. 166, 167).',
  {
    summary: id,
    authority: book,
    declarant: partyCode,
    accountHolder: partyCode,
    direction: oneOf('entry', 'exit'),
    summaryReference: reference,
    /** Half-open [from, to) in days of acceptance. */
    from: day,
    to: day,
    submittedOn: day,
    /** Last day on which it had to be submitted. */
    dueOn: day,
    currency,
    declarationCount: count,
    itemCount: count,
    goodsValue: optional(list(record({ currency, value: decimal }), { max: 40 })),
    /** Kilograms of all items; absent where one of them says none. */
    grossMass: optional(decimal),
    totals: list(record({ taxType, beneficiary: code, payable: amount }), { max: 40 }),
    /** SHA-256 over the sorted SHA-256 of the facts of the declarations covered. */
    declarationsDigest: sha256,
    source: optional(source),
  },
);
export const summaryDeclarationsListed = eventType(
  'summary',
  'SummaryDeclarationsListed',
  'A chunk of the declarations that a summary covers.',
  {
    declarations: list(record({ mrn: reference, version: integer(1), items: count }), { min: 1, max: 500 }),
  },
);
export const summaryEvents = [summaryDeclarationSubmitted, summaryDeclarationsListed] as const;
export type SummaryEvent = EventOf<(typeof summaryEvents)[number]>;
export type SummarySubmittedData = EventOf<typeof summaryDeclarationSubmitted>['data'];
export type SummaryLine = EventOf<typeof summaryDeclarationsListed>['data']['declarations'][number];
