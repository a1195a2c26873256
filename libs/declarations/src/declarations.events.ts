import { additionalProcedure, amount, book, code, country, count, currency, day, decimal, eventType, hsCode, id, instant, integer, list, oneOf, optional, partyCode, record, reference, sha256, source, taxType, text, type EventOf } from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const dataset = oneOf('H1', 'H7');
/** An order line and the units of it that a declaration item covers. */
const coveredLine = record({ seller: partyCode, orderNumber: reference, ordinal: integer(1), quantity: integer(1) });
/** One unit of `base` is `rate` units of `quote`; `sourceDate` differs from `day` only where a rate was carried forward. */
const exchangeRow = record({ base: currency, quote: currency, rate: decimal, day, sourceDate: day });
export const declaredItem = record({
  /** Item number; gaps are allowed after amendments. */
  seq: integer(1),
  hsCode,
  description: text,
  origin: optional(country),
  /** Exact intrinsic value of the whole item in the declaration's currency, without separately shown freight and insurance. */
  goodsValue: decimal,
  quantity: integer(1),
  /** Kilograms. */
  grossMass: optional(decimal),
  /** Quantities in the units that specific duties ask for (data element 18 02). */
  supplementaryQuantities: optional(list(record({ unit: code, quantity: decimal }), { min: 1, max: 3 })),
  additionalProcedures: list(additionalProcedure, { max: 9 }),
  merchantProductIdentifier: optional(reference),
  manufacturerProductIdentifier: optional(reference),
  covers: list(coveredLine, { max: 400 }),
});

/** What a declarant states about the declaration as a whole, in the event and in the canonical message alike. */
export const declaredHeader = {
  authority: book,
  /** Importing country. */
  jurisdiction: country,
  declarant: partyCode,
  lrn: reference,
  mrn: reference,
  dataset,
  /** 2 direct, 3 indirect representation (WCO Agent/FunctionCode); absent: the declarant acts for itself. */
  representativeStatus: optional(oneOf('2', '3')),
  importer: optional(partyCode),
  /** Who owes the customs debt, and whose account is charged. */
  debtor: partyCode,
  accountHolder: partyCode,
  carrier: optional(partyCode),
  consignmentNumber: optional(reference),
  seller: optional(partyCode),
  buyerType: oneOf('consumer', 'business'),
  transactionType: oneOf('B2C', 'C2C', 'B2B', 'gift'),
  dispatchCountry: country,
  scheme: optional(oneOf('EU-IOSS', 'UK-SUPPLY')),
  schemeNumber: optional(reference),
  /** Day of the supply under the scheme, and the intrinsic value tested at checkout: both known where the data is re-used from the order. */
  suppliedOn: optional(day),
  statedValue: optional(record({ amount: decimal, currency })),
  currency,
  exchangeRow: optional(exchangeRow),
  acceptedAt: instant,
} as const;
export const declarationLodged = eventType('declaration', 'DeclarationLodged', 'A declaration was accepted by the authority; its items follow in the same append.', {
  ...declaredHeader,
  version: integer(1),
  freight: decimal,
  insurance: decimal,
  discount: decimal,
  /** Legal day of `acceptedAt` in the authority's zone. */
  acceptedOn: day,
  /** Where the data came from: `order` means re-used from advance data. */
  prefilledFrom: optional(oneOf('order', 'none')),
  source: optional(source),
  itemCount: count,
});
export const declarationItemsRecorded = eventType('declaration', 'DeclarationItemsRecorded', 'A chunk of a declaration’s items.', {
  items: list(declaredItem, { min: 1, max: 100 }),
});

const assessedTotal = record({
  taxType,
  beneficiary: code,
  assessed: amount,
  relieved: amount,
  accountedElsewhere: amount,
  secured: amount,
  payable: amount,
});
export const dutyAssessed = eventType('declaration', 'DutyAssessed', 'The amounts of duty and tax of one version of a declaration were determined (UCC Art. 101); lines follow in the same append.', {
  declaration: id,
  authority: book,
  mrn: reference,
  version: integer(1),
  assessedAt: instant,
  accountHolder: partyCode,
  /** Functional currency of the authority. */
  currency,
  totals: list(assessedTotal, { max: 40 }),
  /** Relief by kind, where there is any. */
  relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
  /** The return that must carry what is accounted elsewhere; its period where the day of supply is known. */
  accountedIn: optional(record({ scheme: code, schemeNumber: reference, period: optional(code) })),
  payable: amount,
  /** Tables of rules and rates that were used, pinned by content hash. */
  tables: list(record({ id: reference, hash: sha256 }), { max: 300 }),
  exchangeRows: list(exchangeRow, { max: 10 }),
  /** What the assessment noticed and did not refuse, by item where it is about one. */
  findings: optional(list(record({ code, item: optional(integer(1)) }), { min: 1, max: 100 })),
  lineCount: count,
  linesDigest: sha256,
});
const assessmentLine = record({
  /** Item number of the declaration. */
  seq: integer(1),
  taxType,
  beneficiary: code,
  /** Index into the tables of DutyAssessed. */
  table: count,
  rule: reference,
  base: decimal,
  rate: text,
  assessed: amount,
  relieved: amount,
  reliefKind: optional(oneOf('forgone', 'returned_goods', 'conditional')),
  accountedElsewhere: amount,
  secured: amount,
  payable: amount,
});
export const assessmentLinesRecorded = eventType('declaration', 'AssessmentLinesRecorded', 'A chunk of an assessment’s lines.', {
  lines: list(assessmentLine, { min: 1, max: 150 }),
});
export const assessmentRefused = eventType('declaration', 'AssessmentRefused', 'No assessment is possible: a rule, a rate or a classification is missing or ambiguous.', {
  version: integer(1),
  code,
  field: optional(text),
  message: text,
});
export const releaseGranted = eventType('declaration', 'ReleaseGranted', 'Customs released the goods for free circulation.', {
  releasedAt: instant,
  releasedOn: day,
});

export const declarationEvents = [declarationLodged, declarationItemsRecorded, dutyAssessed, assessmentLinesRecorded, assessmentRefused, releaseGranted] as const;
export type DeclarationLodgedData = EventOf<typeof declarationLodged>['data'];
export type DeclaredItem = EventOf<typeof declarationItemsRecorded>['data']['items'][number];
export type CoveredLine = DeclaredItem['covers'][number];
export type DutyAssessedData = EventOf<typeof dutyAssessed>['data'];
export type AssessedLine = EventOf<typeof assessmentLinesRecorded>['data']['lines'][number];
export type AssessmentRefusedData = EventOf<typeof assessmentRefused>['data'];
export type ReleaseGrantedData = EventOf<typeof releaseGranted>['data'];
export type DeclarationEvent = EventOf<(typeof declarationEvents)[number]>;
