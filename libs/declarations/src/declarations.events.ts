import {
  additionalProcedure,
  amount,
  book,
  boolean,
  code,
  country,
  count,
  currency,
  day,
  decimal,
  eventType,
  hsCode,
  id,
  instant,
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
  text,
  type EventOf,
} from '#event-catalogue';

// Stored names and fields are for ever: a change is a new version with an upcaster.

export const dataset = oneOf('H1', 'H7');
/** A document that supports a statement: never its content, only its hash. */
export const evidence = record({ kind: code, document: sha256, mediaType: optional(text), receivedOn: day });
/** An order line and the units of it that a declaration item covers. */
const coveredLine = record({ seller: partyCode, orderNumber: reference, ordinal: integer(1), quantity: integer(1) });
/** One unit of `base` is `rate` units of `quote`; `sourceDate` differs from `day` only where a rate was carried forward. */
const exchangeRow = record({ base: currency, quote: currency, rate: decimal, day, sourceDate: day });
const statedTax = record({
  taxType,
  rate: optional(decimal),
  amount: optional(decimal),
  base: optional(decimal),
  relief: optional(oneOf('forgone', 'returned_goods', 'conditional')),
  security: optional(boolean),
});
export const declaredItem = record({
  /** Item number; gaps are allowed after amendments. */
  seq: integer(1),
  hsCode,
  description: text,
  origin: optional(country),
  /** Preference that the item claims (data element 14 11), like 300 or 400. */
  preference: optional(code),
  /** Exact intrinsic value of the whole item in the declaration's currency, without separately shown freight and insurance. */
  goodsValue: decimal,
  quantity: integer(1),
  /** Kilograms. */
  grossMass: optional(decimal),
  /** Quantities in the units that specific duties ask for (data element 18 02). */
  supplementaryQuantities: optional(list(record({ unit: code, quantity: decimal }), { min: 1, max: 3 })),
  additionalProcedures: list(additionalProcedure, { max: 9 }),
  /**
   * Taxes that the declaration itself fixes: quota and preference rates, specific amounts, securities (data element group 14 03); either
   * `rate` in per cent or `amount`.
   */
  statedTaxes: optional(list(statedTax, { min: 1, max: 20 })),
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
  scheme: optional(oneOf('EU-IOSS', 'EU-SA', 'UK-SUPPLY')),
  schemeNumber: optional(reference),
  /**
   * Day of the supply under the scheme, and the intrinsic value tested at checkout: both known where the data is re-used from the order.
   */
  suppliedOn: optional(day),
  statedValue: optional(record({ amount: decimal, currency })),
  currency,
  exchangeRow: optional(exchangeRow),
  acceptedAt: instant,
  /** Released on minimum information; a full declaration follows as an amendment without it (UCC Art. 166, 167). */
  provisional: optional(boolean),
} as const;
export const declarationLodged = eventType(
  'declaration',
  'DeclarationLodged',
  'A declaration was accepted by the authority; its items follow in the same append.',
  {
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
  },
);
export const declarationItemsRecorded = eventType('declaration', 'DeclarationItemsRecorded', 'A chunk of a declaration’s items.', {
  items: list(declaredItem, { min: 1, max: 100 }),
});

export const declarationAmended = eventType(
  'declaration',
  'DeclarationAmended',
  'A later version of the declaration was accepted (UCC Art. 173); the whole of its items follows in the same append.',
  {
    ...declaredHeader,
    version: integer(2),
    freight: decimal,
    insurance: decimal,
    discount: decimal,
    /** Legal day of acceptance of the first version: rates and rules stay those of that day. */
    acceptedOn: day,
    amendedAt: instant,
    amendedOn: day,
    reason: code,
    requestedBy: partyCode,
    source: optional(source),
    itemCount: count,
  },
);
const assessedTotal = record({
  taxType,
  beneficiary: code,
  assessed: amount,
  relieved: amount,
  accountedElsewhere: amount,
  secured: amount,
  payable: amount,
});
/** Signed difference to the assessment before, per tax type and beneficiary. */
const assessedChange = assessedTotal;
/** The charge that the declaration led to, as far as it is known to the declaration. */
const chargedIn = record({ account: id, charge: id, period: code });
export const dutyAssessed = eventType(
  'declaration',
  'DutyAssessed',
  'The amounts of duty and tax of one version of a declaration were determined (UCC Art. 101); lines follow in the same append.',
  {
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
    /** Later versions: what changed against the version assessed before (zero rows left out), and why; all of it where none was. */
    changes: optional(
      record({
        from: integer(1),
        totals: list(assessedChange, { max: 80 }),
        relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
        payable: amount,
        reason: code,
      }),
    ),
    /** The charge of the versions before, which the change adjusts. */
    charged: optional(chargedIn),
    /** Released on minimum information: the final assessment follows a full declaration (UCC Art. 166). */
    provisional: optional(boolean),
    /**
     * Immediate release category of the goods: 1 documents, 2 low value not dutiable, 3 low value dutiable, 4 high value (WCO Immediate
     * Release Guidelines).
     */
    releaseCategory: optional(oneOf('1', '2', '3', '4')),
    /** What the assessment noticed and did not refuse, by item where it is about one. */
    findings: optional(list(record({ code, item: optional(integer(1)) }), { min: 1, max: 100 })),
    lineCount: count,
    linesDigest: sha256,
  },
);
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
export const assessmentRefused = eventType(
  'declaration',
  'AssessmentRefused',
  'No assessment is possible: a rule, a rate or a classification is missing or ambiguous.',
  {
    version: integer(1),
    code,
    field: optional(text),
    message: text,
  },
);
export const releaseGranted = eventType('declaration', 'ReleaseGranted', 'Customs released the goods for free circulation.', {
  releasedAt: instant,
  releasedOn: day,
  charged: optional(chargedIn),
  /**
   * Security for what is assessed provisionally and not charged until it is final (UCC Art. 166, 195(1)): its number, and who accepted it.
   */
  security: optional(record({ reference, amount, currency, acceptedBy: partyCode })),
});
export const releaseHeld = eventType(
  'declaration',
  'ReleaseHeld',
  'The goods stay under supervision: what is payable on them is neither secured nor paid (UCC Art. 195).',
  {
    heldAt: instant,
    heldOn: day,
    reason: code,
    account: optional(id),
    charge: optional(id),
    missing: optional(amount),
    currency: optional(currency),
  },
);
export const declarationInvalidated = eventType(
  'declaration',
  'DeclarationInvalidated',
  'The declaration was invalidated after acceptance: its debt is extinguished (UCC Art. 174; Delegated Regulation 2015/2446 Art. 148).',
  {
    declaration: id,
    authority: book,
    mrn: reference,
    accountHolder: partyCode,
    currency,
    /** Version that was assessed last, and what it came to: taken back whole. */
    version: count,
    totals: list(assessedTotal, { max: 40 }),
    relief: list(record({ kind: oneOf('forgone', 'returned_goods', 'conditional'), taxType, amount }), { max: 40 }),
    payable: amount,
    charged: optional(chargedIn),
    /** What is taken back was assessed provisionally. */
    provisional: optional(boolean),
    ground: code,
    /** Day of the application, which the window of the ground is about. */
    appliedOn: optional(day),
    invalidatedOn: day,
    requestedBy: partyCode,
    approvedBy: partyCode,
    evidence: list(evidence, { max: 20 }),
  },
);

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
/** A long message is told in several of these in one append: `payable` is that of its own lines. */
export const authorityTaxRecorded = eventType(
  'declaration',
  'AuthorityTaxRecorded',
  'The authority told its own tax lines of a declaration (WCO DMSTAX); where they differ from ours reconciliation says so (B42).',
  {
    authority: book,
    mrn: reference,
    version: integer(1),
    /** The authority’s response message. */
    message: reference,
    issuedAt: optional(instant),
    currency,
    lines: list(
      record({
        seq: integer(1),
        taxType,
        /** Value, with `rate` in per cent; or `quantity`, with `rate` for one unit of it. */
        base: optional(decimal),
        quantity: optional(decimal),
        rate: optional(decimal),
        assessed: decimal,
        deducted: optional(decimal),
        payable: decimal,
        method: optional(code),
      }),
      { min: 1, max: 400 },
    ),
    payable: decimal,
    source: optional(source),
  },
);

/** Units and tax that a return or a refund takes, decided where the import is. */
const refundLine = record({ seq: integer(1), taxType, beneficiary: code, amount });
export const refundReserved = eventType(
  'declaration',
  'RefundReserved',
  'A claim, an offset or a correction took its part of what can still be given back of this import; nobody else can take it (UCC Art. 116).',
  {
    claim: id,
    channel: oneOf('claim', 'offset', 'correction'),
    lines: list(refundLine, { min: 1, max: 100 }),
    total: amount,
    currency,
    quantities: list(record({ seq: integer(1), quantity: integer(1) }), { max: 100 }),
  },
);
export const refundReservationReleased = eventType(
  'declaration',
  'RefundReservationReleased',
  'A claim was rejected or withdrawn: what it had taken can be claimed again.',
  {
    claim: id,
    reason: code,
  },
);
export const quantityReturned = eventType('declaration', 'QuantityReturned', 'Imported units went back; never more than were imported.', {
  returnCase: id,
  items: list(record({ seq: integer(1), quantity: integer(1) }), { min: 1, max: 100 }),
  returnedOn: day,
});

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

export const declarationEvents = [
  declarationLodged,
  declarationAmended,
  declarationItemsRecorded,
  dutyAssessed,
  assessmentLinesRecorded,
  assessmentRefused,
  authorityTaxRecorded,
  releaseGranted,
  releaseHeld,
  declarationInvalidated,
  exportDeclared,
  exitConfirmed,
  refundReserved,
  refundReservationReleased,
  quantityReturned,
] as const;
export type DeclarationLodgedData = EventOf<typeof declarationLodged>['data'];
export type DeclaredItem = EventOf<typeof declarationItemsRecorded>['data']['items'][number];
export type CoveredLine = DeclaredItem['covers'][number];
export type DutyAssessedData = EventOf<typeof dutyAssessed>['data'];
export type AssessedLine = EventOf<typeof assessmentLinesRecorded>['data']['lines'][number];
export type AssessmentRefusedData = EventOf<typeof assessmentRefused>['data'];
export type DeclarationAmendedData = EventOf<typeof declarationAmended>['data'];
export type ReleaseGrantedData = EventOf<typeof releaseGranted>['data'];
export type ReleaseHeldData = EventOf<typeof releaseHeld>['data'];
export type DeclarationInvalidatedData = EventOf<typeof declarationInvalidated>['data'];
export type AuthorityTaxRecordedData = EventOf<typeof authorityTaxRecorded>['data'];
export type RefundReservedData = EventOf<typeof refundReserved>['data'];
export type QuantityReturnedData = EventOf<typeof quantityReturned>['data'];
export type DeclarationEvent = EventOf<(typeof declarationEvents)[number]>;
export type SummarySubmittedData = EventOf<typeof summaryDeclarationSubmitted>['data'];
export type SummaryLine = EventOf<typeof summaryDeclarationsListed>['data']['declarations'][number];
export type ExportDeclaredData = EventOf<typeof exportDeclared>['data'];
export type ExportEvent = EventOf<typeof exportDeclared> | EventOf<typeof exitConfirmed>;
