import {
  book,
  country,
  day,
  eventType,
  hsCode,
  instant,
  integer,
  list,
  optional,
  partyCode,
  record,
  reference,
  source,
  text,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const exportDeclared = eventType(
  'declaration',
  'ExportDeclared',
  'Goods were declared for export or re-export; a return of goods needs it as proof of exit.',
  {
    authority: book,
    declarant: partyCode,
    lrn: reference,
    mrn: reference,
    exporter: partyCode,
    destination: country,
    consignmentNumber: optional(reference),
    /** What came in before, item by item: the original import and its units. */
    items: list(
      record({
        seq: integer(1),
        hsCode,
        description: text,
        quantity: integer(1),
        original: optional(record({ mrn: reference, seq: integer(1), quantity: integer(1) })),
      }),
      { min: 1, max: 400 },
    ),
    acceptedAt: instant,
    acceptedOn: day,
    source: optional(source),
  },
);
export const exitConfirmed = eventType('declaration', 'ExitConfirmed', 'The exported goods left the territory.', {
  exitedOn: day,
  confirmation: reference,
});
export type ExportDeclaredData = EventOf<typeof exportDeclared>['data'];
export type ExportEvent = EventOf<typeof exportDeclared> | EventOf<typeof exitConfirmed>;
